/** What is pushed about exams and their results. */
import type { Said } from '../../notices/say';
import type { Refusal } from '../../platform/refusal';
import { spokenDay, spokenMoment } from '../../platform/spoken';
import type { TrainingClass } from '../types';
import type { Assessment, Score } from './types';

const named = (c: Pick<TrainingClass, 'title'>) => `“${c.title}”`;

/** `理论85分，实操90分` */
export function marksSaid({ outcome, theory, practice }: Pick<Score, 'outcome' | 'theory' | 'practice'>): string {
  return outcome === 'absent' ? '缺考' : `理论${theory}分，实操${practice}分`;
}

/** What she lacks besides the marks, and what she can do. */
export function shortfallSaid({ refused, facts = {} }: Refusal): string {
  return refused === 'not_assessable'
    ? `出勤${facts.percent}%，要到${facts.percent_min}%才能发证。能不能补课、是不是记错了，回“人工”问工作人员。`
    : '名单上你已经退了这个班，不能发证。弄错了，回“人工”找工作人员。';
}

/** `电工班：8月12日（星期三） 上午9点考试，在技校。` */
export const examSaid = (c: Pick<TrainingClass, 'title'>, a: Pick<Assessment, 'at' | 'place'>): string =>
  `${c.title}：${spokenMoment(a.at)}考试，在${a.place}。`;

/** `moved`: another time or place was said before. `short`: what she lacks to be examined. */
export function examTold(
  c: TrainingClass,
  a: Pick<Assessment, 'at' | 'place'>,
  { moved, short }: { moved: boolean; short?: Refusal },
): Said {
  const when = `${moved ? '考试改了。\n' : ''}${examSaid(c, a)}`;
  return {
    text: short ? `${when}\n${shortfallSaid(short)}` : when,
    choices: [{ send: '我的成绩', label: '看我的考试' }],
    template: {
      name: 'general',
      fields: { title: c.title, note: `${spokenMoment(a.at)}考试${moved ? '（改了）' : ''}，${a.place}` },
    },
  };
}

/** `short`: what stands in the way of a certificate as things are now; then no certificate is promised (L13). */
export function resultOut(
  c: TrainingClass,
  score: Score,
  { appeal_until, short }: { appeal_until: string; short?: Refusal },
): Said {
  if (short) return resultShort(c, score, appeal_until, short);
  const passed = score.outcome === 'passed';
  const until = untilSaid(appeal_until);
  return {
    text: passed
      ? `恭喜！${named(c)}考过了。\n${marksSaid(score)}。证书办好就告诉你。`
      : `${named(c)}的成绩出来了：${marksSaid(score)}，没有合格。\n${until}`,
    choices: passed ? [{ send: '我的成绩', label: '看成绩和证书' }] : [{ send: `申诉 ${c.class_id}`, label: '申诉' }],
    template: { name: 'general', fields: { title: c.title, note: passed ? '考试合格' : '成绩已公布' } },
  };
}

const untilSaid = (appeal_until: string): string => `有疑问，${spokenDay(appeal_until)}前可以申诉。`;

/** Marks without the attendance, or without a place on the roster: nothing to congratulate on, and nothing kept back. */
function resultShort(c: TrainingClass, score: Score, appeal_until: string, short: Refusal): Said {
  const passed = score.outcome === 'passed';
  const marks = `${named(c)}的成绩出来了：${marksSaid(score)}，${passed ? '分数够了，但还不能发证' : '没有合格'}。`;
  return {
    text: [marks, ...(passed ? [] : [untilSaid(appeal_until)]), shortfallSaid(short)].join('\n'),
    choices: [
      ...(passed ? [] : [{ send: `申诉 ${c.class_id}`, label: '申诉' }]),
      { send: '我的考勤', label: '看我的考勤' },
      { send: '人工', label: '找工作人员' },
    ],
    template: { name: 'general', fields: { title: c.title, note: '成绩已公布' } },
  };
}

export function appealDecided(c: TrainingClass, score: Score, short?: Refusal): Said {
  const changed = score.appeal?.state === 'changed';
  const passed = score.outcome === 'passed';
  const result = passed ? `${short ? '分数' : ''}合格了` : '没有合格';
  const lacks = passed && short ? `\n${shortfallSaid(short)}` : '';
  return {
    text: changed
      ? `${named(c)}的申诉有结果了：重新打分，${marksSaid(score)}，${result}。\n原因：${score.appeal?.reason}${lacks}`
      : `${named(c)}的申诉有结果了：成绩不变，${marksSaid(score)}。\n原因：${score.appeal?.reason}`,
    choices: [{ send: '我的成绩', label: '看我的成绩' }],
    template: { name: 'general', fields: { title: c.title, note: '申诉有结果了' } },
  };
}
