/** 留言, in words. */
import { spokenMoment } from '../../../platform/spoken';
import type { ThreadLine } from '../../threads';
import type { Waiting } from '../waiting';

export const BARE_NUMBER = '只发一个数字不会发给本人。要回就打字。';
export const NONE = '没有工友在等回话。';
export const SEND = '发给本人';
export const CLOSE = '结束留言';
export const noneOf = (name: string): string => `${name || '这位'}没有在等的留言，或者已经结束了。`;
export const list = (count: number): string => `${count}条留言，看哪条？`;
export const row = (one: Waiting): string =>
  `${one.name}${one.waiting ? '' : '（已回）'} ${spokenMoment(one.updated_at)}`;

export function thread(one: Waiting, lines: ThreadLine[]): string {
  const said = lines.map((line) => `${line.from === 'worker' ? one.name : '我们'}：${line.text}`);
  return [
    `${one.name}${one.about ? `（在办：${one.about}）` : ''}`,
    ...(said.length > 0 ? said : ['还没说什么。']),
    '要回就直接打字；办完了回“结束”，看别的回“返回”。',
  ].join('\n');
}

export const reallySend = (name: string, text: string): string => `发给${name}：\n“${text}”\n发出去收不回。`;
export const reallyClose = (name: string): string => `结束和${name}的留言，之后由机器人答她。收不回。`;
export const sent = (name: string): string => `发给${name}了。`;
export const closed = (name: string): string => `和${name}的留言结束了。`;
