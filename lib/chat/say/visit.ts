/** 巡查: what an inspector is asked on the spot. */

import type { Inspected } from '../../classes/inspection/items';
import type { Inspection } from '../../classes/inspection/types';
import type { Drawn } from '../../classes/inspection/visit';
import type { TrainingClass } from '../../classes/types';
import { shortDay, spokenMoment } from '../../platform/spoken';

const where = ({ training_class: c, roster, lesson }: Drawn): string => {
  const now = lesson ? `现在是第${lesson.n}节` : '注意：现在不是上课时间';
  return `巡查 ${c.class_id} ${c.title}。${now}，名单上${roster}人。\n`;
};
export const heads = (drawn: Drawn): string => `${where(drawn)}你数到几个人？`;
export const counted = (drawn: Drawn, n: string): string => `${where(drawn)}你数到${n}人。\n${TEACHER}`;
export const heldAs = (n: number): string => `记的是${n}人，没有改。要改回“重填”。\n`;
export const TEACHER = '老师在不在？';
export const TEACHER_OPTIONS: [string, string][] = [
  ['yes', '在'],
  ['no', '不在'],
];
export const TIMETABLE = '上的课和课表一样吗？';
export const TIMETABLE_OPTIONS: [string, string][] = [
  ['yes', '一样'],
  ['no', '不一样'],
];
export const REMARKS = '还有什么要写的？没有就回“无”。';
export const pictures = (n: number, max: number): string =>
  n === 0
    ? `记下了。现在拍照片发来，1到${max}张。发完回“完成”。`
    : `收到${n}张。${n < max ? '还可以发，' : ''}发完回“完成”。`;
export const PICTURE_LATER = '这张照片没存下。先答完下面的，再发一次。';
export const FINISH = '完成';
export const AGAIN = '重填';
export const NO_PICTURE = '还没有照片，至少要1张。';
export const tooMany = (max: number): string => `最多${max}张，够了。回“完成”。`;
export const done = (c: TrainingClass, waiting_for: string[], late: boolean): string =>
  [
    `交了：${c.class_id} ${c.title}的巡查记录。`,
    late ? '超过了规定的时间，已注明。' : '',
    waiting_for.length > 0 ? `还差${waiting_for.join('、')}的。` : '几位都交齐了。',
  ]
    .filter(Boolean)
    .join('\n');
export const FINISHED = '你的巡查记录已经交了，不能再改。';
export const further = (until: string): string =>
  `你的巡查记录已经交了，但照片一张也没存下。${spokenMoment(until)}以前再发一张现场的照片，就齐了。`;
export const FURTHER_DONE = '收到照片，补上了。要是又没存下，会再告诉你。';
export const HELP =
  '一样一样回：人数、老师在不在、和课表一样吗，再发1到9张照片，最后回“完成”。走开了，回“巡查”接着填。';
export const HINTS: Record<string, string> = {
  heads: '回一个数，比如“25”。',
  pictures: '发照片，或回“完成”。',
  further: '发一张现场的照片就行。不发了，回“取消”。',
};
export const HINT = '回下面的数字就行。';

export const drawnBy = ({ inspectors, state }: Inspection): string =>
  `${state === 'reported' ? '查过了' : '抽到'}：${inspectors.map((one) => `${one.name}（${one.org_name}）`).join('、')}`;
/** Draws given up for another, the last one first: who they were, whether anybody had come, and why. */
export const dropped = (all: Inspected[]): string[] =>
  all.flatMap(({ inspection: { inspectors, dropped: why }, visits }) => {
    const came = visits.length > 0 ? `（${named(visits)}已经去看过）` : '';
    return why ? [`${shortDay(why.at)}作废：${named(inspectors)}${came}，原因：${why.reason}`] : [];
  });
const named = (people: { name: string }[]): string => people.map(({ name }) => name).join('、');
export const NONE_DRAWN = '没有抽到你的巡查。';
export const WHICH = '哪个班？';
export const label = (c: TrainingClass): string => `${c.class_id} ${c.title}`;
export const dry = (c: TrainingClass, open: boolean, reason?: string): string =>
  [
    `给 ${c.class_id} ${c.title}（${spokenMoment(c.starts_at)}开课）抽巡查员。`,
    '和这个班有关系的人不抽。抽到的人马上收到通知，抽了不能收回。',
    open ? `上次抽的作废，原因：${reason}` : '',
  ]
    .filter(Boolean)
    .join('\n');
export const WHY_AGAIN = '这个班已经抽过，还没查完。为什么要重抽？';
export const drawn = (c: TrainingClass, { inspectors, candidates }: Inspection): string =>
  `${c.class_id} ${c.title}：从${candidates.length}人里抽到${inspectors.map((one) => `${one.name}（${one.org_name}）`).join('、')}，已通知。`;
