/** 点名, 签到码, 考勤: what the officer reads. */
import type { Ground, RestsOn } from '../../../classes/attendance/rests-on';
import type { RollRow } from '../../../classes/attendance/roll-call';
import type { HowMarked, LessonState, PersonAttendance } from '../../../classes/attendance/types';
import type { Lesson, Member, TrainingClass } from '../../../classes/types';
import { shortDay, spokenTime } from '../../../platform/spoken';
import { spokenLesson } from '../../render';
import { BEHIND_MORE, exceptions, inFull, tooMany } from './names';

/** How a mark was made, in a word. */
export const HOW: Record<HowMarked, string> = {
  code: '输码',
  scanned: '扫码',
  located: '码和位置',
  online: '线上答题',
  workplace: '师傅签字',
  list: '老师点名，等本人核对',
  list_confirmed: '老师点名，本人确认',
  list_disputed: '老师点名，本人说没到',
  corrected: '更正为到课',
  absent: '更正为缺课',
  leave: '请假',
  make_up: '补课',
};
export const STATE: Record<LessonState, string> = {
  present: '到',
  late: '迟到',
  left_early: '早退',
  made_up: '已补',
  list_waiting: '点名待核对',
  list_unconfirmed: '点名未核对',
  disputed: '本人说没到',
  leave: '请假',
  absent: '缺',
};

export const heading = (c: Pick<TrainingClass, 'class_id' | 'title'>, lesson: Lesson): string =>
  `${c.class_id} ${c.title} 第${lesson.n}节\n${spokenLesson(lesson)}`;

const numbered = (rows: RollRow[]): string[] => rows.map((row) => `${row.number}${row.member.name}`);
export const listed = (rows: RollRow[]): string => numbered(rows).join(' ');
/** Those one need not look at: counted where they are many. */
const counted = (rows: RollRow[]): string => (tooMany(numbered(rows)) ? '' : `：${listed(rows)}`);

/** The list: those missing first, for they are what one looks for. */
export function roll(c: TrainingClass, lesson: Lesson, rows: RollRow[], far: string[]): string {
  const there = rows.filter((row) => row.there);
  const away = rows.filter((row) => row.mark?.how === 'leave');
  const disputed = rows.filter((row) => row.mark?.how === 'list_disputed');
  const missing = rows.filter((row) => !row.there && !away.includes(row) && !disputed.includes(row));
  const asked = there.filter((row) => row.mark?.how === 'list');
  const part = (name: string, of: RollRow[]) => (of.length > 0 ? [`${name}（${of.length}）：${listed(of)}`] : []);
  return [
    `${heading(c, lesson)}\n到${there.length}人，共${rows.length}人`,
    ...part('没签', missing),
    ...part('请假', away),
    ...part('本人说没到', disputed),
    ...(far.length > 0 ? [`位置太远没签上：${far.join('、')}`] : []),
    ...(there.length > 0 ? [`到了（${there.length}）${counted(there)}`] : []),
    ...(asked.length > 0 ? [`其中等本人核对（${asked.length}）${counted(asked)}`] : []),
    ...(whoCame(rows) ? [BEHIND_MORE] : []),
  ].join('\n');
}
/** Everyone who came, by number: where the list itself only counts them. */
export const whoCame = (rows: RollRow[]): string | undefined =>
  inFull('到了', numbered(rows.filter((row) => row.there)));
/** Everyone the page would mark. */
export const whoIsMarked = (rows: RollRow[]): string | undefined => inFull('记到课', numbered(rows));
export const HOW_TO = '回“都到了”，或“缺 3 7”，或“到 1-20 22”。签过的不会动。';

export const nobody = '名单里还没有人。';
export const whichWay = (numbers: number[]): string => `${numbers.join(' ')}号，是没到的，还是到了的？`;
export const unknownNumbers = (numbers: number[], of: number): string =>
  `名单只有${of}人，没有${numbers.join('、')}号。回“点名”看名单。`;
export const unknownNames = (names: string[]): string => `名单里没有${names.join('、')}。回“点名”看名单。`;
export const sameName = (who: string, rows: RollRow[]): string =>
  `${who}有${rows.length}位：${listed(rows)}。发号数，像“缺 3”。`;
/** Nobody is left to mark; `but` were named as missing. */
export const allSigned = (c: TrainingClass, lesson: Lesson, but: RollRow[]): string =>
  `${heading(c, lesson)}\n${but.length > 0 ? `没到：${listed(but)}，没有记到课。其他人` : '这些人'}都签过了，不用再记。`;

/** 张三到了, of whom it is known. */
export const alreadyThere = (c: TrainingClass, lesson: Lesson, rows: RollRow[]): string =>
  `${heading(c, lesson)}\n已经记过，不用再记：${rows.map(({ number, member, mark }) => `${number}${member.name}（${mark ? HOW[mark.how] : ''}）`).join('、')}。`;

export const saysNot = (rows: RollRow[]): string => `本人说没到：${listed(rows)}。点名改不了，要改请找主管部门更正。`;

/** `signed` have a mark of their own; `alone` have no account to be asked by, so that their signature must do. */
export function dryList(
  c: TrainingClass,
  lesson: Lesson,
  marked: RollRow[],
  rest: RollRow[],
  { signed, alone }: { signed: number; alone: Member[] },
): string {
  return [
    heading(c, lesson),
    `记到课（老师点名）${marked.length}人${counted(marked)}`,
    ...(rest.length > 0 ? [`不记的${rest.length}人${exceptions(numbered(rest))}`] : ['没有缺的。']),
    ...(signed > 0 ? [`自己签过的${signed}人不动。`] : []),
    ...(alone.length < marked.length ? ['记了的人会收到消息，自己核对。'] : []),
    ...(alone.length > 0 ? [`${alone.length}人没有微信联系，核对不了，请留好签字表${who(marked, alone)}`] : []),
    ...(whoIsMarked(marked) ? [BEHIND_MORE] : []),
  ].join('\n');
}
/** Who it is, unless it is everyone or too many to read. */
const NAMED_MAX = 10;
const who = (marked: RollRow[], alone: Member[]): string =>
  alone.length === marked.length || alone.length > NAMED_MAX ? '。' : `：${alone.map((one) => one.name).join('、')}`;
/** `asked`: some of them have an account, and are asked. */
export const marked = (c: TrainingClass, lesson: Lesson, n: number, asked: boolean): string =>
  `${c.class_id}第${lesson.n}节，记了${n}人到课。${asked ? '有微信的正在请本人核对。' : '都没有微信联系，请留好签字表。'}`;
export const undoList = (c: TrainingClass, lesson: Lesson, n: number): string =>
  `${c.class_id}第${lesson.n}节点名的${n}人`;
export function unmarked(lesson: Lesson, n: number | undefined): string {
  if (n === 0) return '没有可以收回的：都由本人核对过了。';
  return `收回了第${lesson.n}节点名记的${n === undefined ? '到课' : `${n}人`}。本人已经核对的，没有动。`;
}

export const late = (name: string, class_id = '班号'): string =>
  `迟到不用报：按${name}自己签到的钟点算，晚了的课时自动扣。没签上的，回“点名 ${class_id} 到 ${name}”记到课。`;
export const leftWho = '谁早退？发号数和时间，像“早退 3 15:30”。';
export const leftWhen = '几点走的？像“15:30”。';
export const dryLeft = (c: TrainingClass, lesson: Lesson, rows: RollRow[], at: string): string =>
  `${heading(c, lesson)}\n记早退：${listed(rows)}，${spokenTime(at)}走。\n只算走以前上满的课时。`;
export const leftMarked = (names: string[], at: string | undefined): string =>
  at ? `记了早退：${names.join('、')}，${spokenTime(at)}走。` : `收回了：${names.join('、')}没有早退。`;

/** 签到码. */
export function code(
  c: TrainingClass,
  lesson: Lesson,
  now: { code: string; until: string },
  counted: { present: number; of: number },
  link: string | undefined,
): string {
  return [
    heading(c, lesson),
    `签到码：${now.code}（${now.until.slice(11, 16)}换下一个，刚换时旧的还能用20秒）`,
    `已签${counted.present}人，共${counted.of}人`,
    ...(link ? [`自动换码、能扫的页面：${link}`] : []),
  ].join('\n');
}
export const codeNotYet = (c: TrainingClass, lesson: Lesson, opens: string): string =>
  `${heading(c, lesson)}\n${shortDay(opens)} ${spokenTime(opens)}开始签到，到时再回“签到码 ${c.class_id}”。`;
export const codeOver = (c: TrainingClass, lesson: Lesson): string =>
  `${heading(c, lesson)}\n签到时间过了。没签上的，回“点名 ${c.class_id}”。`;
export const codeOnline = (c: TrainingClass, lesson: Lesson): string =>
  `${heading(c, lesson)}\n${lesson.mode === 'online' ? '这节课在线上，到时自动问大家在不在。' : '这节是岗位实训，由师傅签字。'}`;

/** 考勤. */
export interface Summary {
  lessons_held: number;
  lessons_in_all: number;
  percent_min: number;
  day_percent_min: number;
}
export function summary(
  c: TrainingClass,
  of: Summary,
  people: (PersonAttendance & { number: number })[],
  days: { day: string; percent: number; enough: boolean }[],
  rests_on: RestsOn,
): string {
  const low = people.filter((one) => one.status === 'enrolled' && !one.enough);
  const bad = days.filter((day) => !day.enough);
  const line = (one: PersonAttendance & { number: number }) =>
    `${one.number}${one.name} ${one.percent ?? 0}%（${one.units_counted}/${one.units_held}课时）`;
  const flagged = people.filter((one) => one.units_unconfirmed > 0 || one.units_disputed > 0);
  return [
    `${c.class_id} ${c.title}\n上了${of.lessons_held}节，共${of.lessons_in_all}节`,
    low.length > 0
      ? `不到${of.percent_min}%的${low.length}人：\n${low.map(line).join('\n')}`
      : `人人都到了${of.percent_min}%以上。`,
    ...(bad.length > 0
      ? [`不到${of.day_percent_min}%的天：${bad.map((day) => `${shortDay(day.day)} ${day.percent}%`).join('、')}`]
      : []),
    ...(flagged.length > 0 ? [`点名还没核对清楚的：${flagged.map(doubt).join('、')}`] : []),
    ...proof(rests_on),
  ].join('\n');
}
const GROUNDS: [Ground, string][] = [
  ['sign_in_code', '自己签到'],
  ['online_answer', '线上答题'],
  ['workplace_signed', '师傅签字'],
  ['list_confirmed', '点名本人认了'],
  ['list_unconfirmed', '只有点名'],
  ['made_up', '补课'],
  ['corrected', '更正'],
];
/** What an audit will ask: on what the hours rest. Nothing to say where all signed in themselves. */
function proof(of: RestsOn): string[] {
  const parts = GROUNDS.flatMap(([ground, name]) => (of[ground] > 0 ? [`${name}${of[ground]}`] : []));
  const all_signed = parts.length === 0 || (parts.length === 1 && of.sign_in_code > 0);
  return all_signed ? [] : [`课时凭什么算（各人加起来）：${parts.join('、')}`];
}
/** `李四（4课时没核对，3课时本人说没到）` */
function doubt({ name, units_unconfirmed, units_disputed }: PersonAttendance): string {
  const parts = [
    ...(units_unconfirmed > 0 ? [`${units_unconfirmed}课时没核对`] : []),
    ...(units_disputed > 0 ? [`${units_disputed}课时本人说没到`] : []),
  ];
  return `${name}（${parts.join('，')}）`;
}
export const NOTHING_HELD = (c: TrainingClass): string => `${c.class_id} ${c.title}\n还没有上过课。`;

export function person(c: TrainingClass, one: PersonAttendance, percent_min: number): string {
  const off = one.lessons.filter((lesson) => lesson.state !== 'present');
  const line = (lesson: PersonAttendance['lessons'][number]) =>
    `第${lesson.n}节 ${STATE[lesson.state]}${lesson.counted > 0 && lesson.counted < lesson.held ? `，算${lesson.counted}课时` : ''}`;
  return [
    `${one.name}，${c.class_id} ${c.title}`,
    `到课${one.units_counted}课时，上了${one.units_held}课时，${one.percent ?? 0}%${one.enough ? '' : `，不到${percent_min}%`}`,
    `理论${one.by_kind.theory} 线上${one.by_kind.online} 实操${one.by_kind.practice} 岗位${one.by_kind.workplace}`,
    ...(off.length > 0 ? off.map(line) : ['没有缺过课。']),
  ].join('\n');
}
