/** What is pushed about results. */
import type { Said } from '../../notices/say';
import { spokenDay } from '../../platform/spoken';
import type { TrainingClass } from '../types';
import type { Score } from './types';

const named = (c: Pick<TrainingClass, 'title'>) => `“${c.title}”`;

/** `理论85分，实操90分` */
export function marksSaid({ outcome, theory, practice }: Pick<Score, 'outcome' | 'theory' | 'practice'>): string {
  return outcome === 'absent' ? '缺考' : `理论${theory}分，实操${practice}分`;
}

export function resultOut(c: TrainingClass, score: Score, appeal_until: string): Said {
  const passed = score.outcome === 'passed';
  const until = `有疑问，${spokenDay(appeal_until)}前可以申诉。`;
  return {
    text: passed
      ? `恭喜！${named(c)}考过了。\n${marksSaid(score)}。证书办好就告诉你。`
      : `${named(c)}的成绩出来了：${marksSaid(score)}，没有合格。\n${until}`,
    choices: passed ? [{ send: '我的成绩', label: '看成绩和证书' }] : [{ send: `申诉 ${c.class_id}`, label: '申诉' }],
    template: { name: 'general', fields: { title: c.title, note: passed ? '考试合格' : '成绩已公布' } },
  };
}

export function appealDecided(c: TrainingClass, score: Score): Said {
  const changed = score.appeal?.state === 'changed';
  const result = score.outcome === 'passed' ? '合格了' : '没有合格';
  return {
    text: changed
      ? `${named(c)}的申诉有结果了：重新打分，${marksSaid(score)}，${result}。\n原因：${score.appeal?.reason}`
      : `${named(c)}的申诉有结果了：成绩不变，${marksSaid(score)}。\n原因：${score.appeal?.reason}`,
    choices: [{ send: '我的成绩', label: '看我的成绩' }],
    template: { name: 'general', fields: { title: c.title, note: '申诉有结果了' } },
  };
}
