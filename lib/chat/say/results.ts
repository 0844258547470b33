/** Her results, appeal, certificates. */
import { examSaid, marksSaid, shortfallSaid } from '../../classes/assessment/say';
import type { Assessment, Score } from '../../classes/assessment/types';
import { KIND_NAMES, tradeAndLevelSaid } from '../../classes/certificates/say';
import type { Certificate } from '../../classes/certificates/types';
import type { TrainingClass } from '../../classes/types';
import { millis } from '../../platform/clock';
import type { Refusal } from '../../platform/refusal';
import { shortDay, spokenDay } from '../../platform/spoken';

type Facts = Record<string, string | number>;

export const NOT_REGISTERED = '你还没报过班。考完试，成绩和证书会在这里。';
export const NOTHING = '还没有成绩和证书。考试定了时间，在这里看得到；成绩出来会告诉你。';
const OUTCOMES = { passed: '合格', failed: '没有合格', absent: '缺考' };

export function result(c: Pick<TrainingClass, 'title'>, score: Score, short?: Refusal): string {
  const lines = [`${c.title}：${short ? '分数够了，还不能发证' : OUTCOMES[score.outcome]}`];
  if (score.outcome !== 'absent') lines.push(marksSaid(score));
  const { appeal } = score;
  if (appeal?.state === 'open') lines.push(`申诉在处理，${shortDay(appeal.at)}提的。`);
  if (appeal?.state === 'changed') lines.push(`申诉后重新打的分：${appeal.reason}`);
  if (appeal?.state === 'confirmed') lines.push(`申诉后成绩不变：${appeal.reason}`);
  if (short) lines.push(shortfallSaid(short));
  return lines.join('\n');
}

/** Her exam, until its results are out. */
export function exam(c: TrainingClass, a: Pick<Assessment, 'at' | 'place'>, now_ms: number, short?: Refusal): string {
  const when = examSaid(c, a);
  if (short) return `${when}\n${shortfallSaid(short)}`;
  return millis(a.at) > now_ms ? when : `${when}\n成绩出来会告诉你。`;
}

/** The results are out, and she was not examined. */
export const notExamined = (c: Pick<TrainingClass, 'title'>, short?: Refusal): string =>
  `${c.title}：没有参加考试\n${short ? shortfallSaid(short) : '出勤够了。能不能补考，回“人工”问工作人员。'}`;

export function certificate(one: Certificate, url: string, pdf?: string): string {
  const valid = one.state === 'valid';
  return [
    `${KIND_NAMES[one.kind]}${valid ? '' : '（已撤销）'}`,
    tradeAndLevelSaid(one),
    `编号 ${one.number}`,
    ...(valid ? [`给别人查验 ${url}`] : []),
    ...(valid && pdf ? [`自己下载（一天内有效，别转给人） ${pdf}`] : []),
  ].join('\n');
}

export const appealLabel = (c: Pick<TrainingClass, 'title' | 'class_id'>): string =>
  `申诉“${c.title}”（${c.class_id}）`;
export const appealPage = (c: TrainingClass, score: Score, until: string): string =>
  `${c.title}：${OUTCOMES[score.outcome]}，${marksSaid(score)}。\n申诉只有一次，${spokenDay(until)}前可以提，由另一位考评员再看。要申诉吗？`;
export const LABELS = { yes: '要申诉', no: '不申诉了' };
export const WHY = '觉得哪里不对？用一句话说说。没什么要说的，回“1”。';
export const NOTHING_TO_SAY = '没什么要说的';
export const appealed = (c: TrainingClass): string => `“${c.title}”的申诉交上去了。有结果就告诉你。`;
export const KEPT = '好，不申诉了。';

const SENTENCES: Record<string, (f: Facts) => string> = {
  score_unknown: () => '这个班没有你的成绩。',
  assessment_unknown: () => '这个班还没有考试。',
  results_not_published: () => '成绩还没有公布，公布了就告诉你。',
  appeal_done: () => '这个班你已经申诉过了，只能申诉一次。',
  appeal_not_needed: () => '这个班你合格了，不用申诉。',
  appeal_over: (f) => `申诉时间${shortDay(String(f.until ?? ''))}过了。还有疑问，回“人工”。`,
  class_unknown: () => '没找到这个班。',
};
export const refusedAppeal = (refusal: Refusal): string =>
  SENTENCES[refusal.refused]?.(refusal.facts ?? {}) ?? '没交上。请回“人工”，让工作人员帮你。';

export const RESIT = '能不能补考，要问工作人员，回“人工”就行。你的成绩：';
export const HELP = '这里看考试成绩和证书。没有合格、觉得分不对，可以申诉一次。';
export const HINTS = ['回下面的数字就行。', '回一个数字，比如“1”。不看了回“取消”。'];
