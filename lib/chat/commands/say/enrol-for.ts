/** 代报名, in words. ID numbers are never said back, not even in part: the line and the name say who is meant. */
import type { TrainingClass } from '../../../classes/types';
import type { Refusal } from '../../../platform/refusal';
import type { Candidate, EnrolledOne } from '../enrol-people';
import type { PersonLine } from '../people-lines';
import { refusedText } from './refusals';

export const REASON = '本人委托工作站代报名';
export const UNDO_REASON = '工作站撤销代报名';
export const YES = '确定报名';
export const YES_CONSENT = '已征得同意，报名';
export const NO_OPEN_CLASS = '你这里现在没有在收人的班。要开班，回“开班”。';
export const SEND_AGAIN = '改好再发来，一行一个人：姓名 身份证号 手机号。';
export const AMBIGUOUS = '同名的不止一位，请加手机号';

const named = (c: TrainingClass) => `${c.class_id} ${c.title}`;

export const whom = (c: TrainingClass): string =>
  `报进${named(c)}，报谁？登记过的发姓名或尾号；没登记的发“姓名 身份证号 手机号”，一行一个人，可以一次贴很多行。`;
export const tooMany = (max: number): string => `一次最多${max}行。更多请用Excel：回“表格”。`;
export const several = (count: number, whom: string): string => `有${count}位${whom}，报哪位？`;

export function missing(c: TrainingClass, one: PersonLine): string {
  const have = [one.name && `姓名${one.name}`, one.id_number && '身份证号', one.phone && '手机号']
    .filter(Boolean)
    .join('、');
  return `${one.name ?? '这位'}没在你这里登记过。报进${named(c)}还差${lack(one)}${have ? `（有了：${have}）` : ''}，请发来。`;
}

const lack = (one: PersonLine): string =>
  [!one.name && '姓名', !one.id_number && '身份证号', !one.phone && '手机号'].filter(Boolean).join('和');
export const lacks = (one: PersonLine): string => `没登记过，还差${lack(one)}`;

export const wrong = (who: Candidate, refusal: Refusal): string => `${who.name}：${refusedText(refusal)}`;
export const badLine = (line: number, name: string, refusal: Refusal): string =>
  `✗ 第${line}行 ${name}：${refusedText(refusal)}`;
export const unreadyLine = (line: number, name: string, why: string): string =>
  `✗ 第${line}行 ${name || '没有姓名'}：${why}。`;

export const shiftClash = (c: TrainingClass, name: string): string =>
  `${name}说过的空闲时间和${named(c)}对不上。商量好了的话，写一句怎么安排的（比如“厂里同意调班”），就照样报。不报回“取消”。`;

const SHOWN = 20;
type Good = { who: Candidate; planned: EnrolledOne };

const lineOf = ({ who, planned }: Good, several: boolean): string =>
  `✓ ${several ? `第${who.line}行 ` : ''}${planned.worker.name} ${planned.worker.phone_masked}${planned.registered ? '，新登记' : ''}${planned.was === 'waiting' ? '，满了，排候补' : ''}`;
/** All of a long list, behind 更多. */
export const everyLine = (good: Good[]): string | undefined =>
  good.length > SHOWN ? good.map((one) => lineOf(one, true)).join('\n') : undefined;

export function dry(c: TrainingClass, members: number, good: Good[], bad: string[]): string {
  const lines = good.slice(0, SHOWN).map((one) => lineOf(one, good.length > 1));
  const is_new = good.some(({ planned }) => planned.registered);
  return [
    `报进${named(c)}（现有${members}/${c.capacity}人）：`,
    ...lines,
    ...(good.length > SHOWN ? [`……共${good.length}人，都看回“更多”。`] : []),
    ...(bad.length > 0 ? [`${bad.length}行不报：`, ...bad] : []),
    ...(good.length > 0 ? [`${good.length}人可以报。${is_new ? '新登记的要本人同意留身份证号和手机号。' : ''}`] : []),
  ].join('\n');
}

export function doneOne(c: TrainingClass, done: EnrolledOne): string {
  const what = done.was === 'waiting' ? `排进候补第${done.position}位` : '报好了';
  return `${done.worker.name}${what}：${named(c)}。${done.registered ? '已登记。' : ''}`;
}

export type LineResult = { who: Candidate; worker_id: string; waiting: boolean } | { who: Candidate; refusal: Refusal };

export function doneMany(c: TrainingClass, results: LineResult[]): string {
  const good = results.filter((one) => 'worker_id' in one);
  const lines = results.map((one) =>
    'worker_id' in one
      ? `✓ ${one.who.name}${one.waiting ? ' 候补' : ''}`
      : badLine(one.who.line, one.who.name, one.refusal),
  );
  return [
    `${named(c)}：报好${good.length}人${good.length < results.length ? `，${results.length - good.length}人没报上` : ''}`,
    ...lines,
  ].join('\n');
}

export const undoLabel = (c: TrainingClass, names: string[]): string =>
  `代报名 ${c.class_id} ${names.slice(0, 3).join('、')}${names.length > 3 ? `等${names.length}人` : ''}`;
export const undone = (c: TrainingClass, count: number): string => `${count}人从${named(c)}退出了，登记留着。`;
