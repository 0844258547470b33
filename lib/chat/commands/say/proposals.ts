/** 开班建议, in words. */
import { shortDay } from '../../../platform/spoken';
import { MODE_NAMES } from '../../../wishes/free-time';
import type { Proposal } from '../../../wishes/types';
import { PATTERN_SAYS } from '../../../wishes/words';

export const YES = '确定开班';
export const YES_DECLINE = '确定不开';
export const PLACE = '在什么地方上课？把地名打出来。';
export const REASON = '为什么不开？说一句，留作记录。';
export const none = (min: number): string => `现在没有开班建议。同一个地方、同一个工种有${min}人想学，就会出来一条。`;
export const gone = '这条建议已经办过了。回“开班建议”看还有哪些。';
export const which = '没有这一条。回“开班建议”看有哪些。';

export function line(one: Proposal, n: number, place: string): string {
  const { weekend, evening, full_time } = one.can_come;
  const offline = (one.by_mode.offline ?? 0) + (one.by_mode.either ?? 0);
  return [
    `${n}. ${place} ${one.trade_name} ${one.wishes}人`,
    `建议${PATTERN_SAYS[one.pattern]}（来得了：周末班${weekend}，夜间班${evening}，脱产班${full_time}；${MODE_NAMES.offline}的${offline}）`,
    `最早${shortDay(one.first_wish_at)}就有人想学`,
  ].join('\n');
}
export const label = (one: Proposal): string => `${one.trade_name} ${one.wishes}人`;
export const list = (lines: string[]): string =>
  ['开班建议：', ...lines, '开哪个，回数字；不开，回“开班建议 不开 1”。'].join('\n');
export const lead = (one: Proposal): string => `按${one.wishes}人的意愿开班，登记过的人会收到消息。`;
export const dryDecline = (one: Proposal, reason: string): string =>
  `不开${one.trade_name}（${one.wishes}人想学）？原因：${reason}\n意愿放回去，一个月内不再建议。`;
export const declined = (one: Proposal): string => `好，${one.trade_name}先不开。`;
