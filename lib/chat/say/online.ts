/** 在线: an online lesson's question. */
import type { Lesson, TrainingClass } from '../../classes/types';
import type { Refusal } from '../../platform/refusal';

type Facts = Record<string, string | number>;

export const NOT_REGISTERED = '你还没报过班。';
export const question = (c: TrainingClass, lesson: Lesson, ask: string): string =>
  `${c.title}第${lesson.n}节，答一题就算到：\n${ask}`;
export const noted = (c: TrainingClass, lesson: Lesson, right: boolean, answer: string): string =>
  right
    ? `答对了。${c.title}第${lesson.n}节记你到了。`
    : `${c.title}第${lesson.n}节记你到了。这题答案是“${answer}”，再看看。`;

const SENTENCES: Record<string, (f: Facts) => string> = {
  class_unknown: () => '你没有报这个班。',
  lesson_unknown: () => '这节课改了。回“我的课”看看。',
  lesson_not_online: () => '这节课不在网上上，到了教室再签到。',
  not_asked: () => '这节课还没有提问。好好听，问了会发给你。',
  answer_too_late: (f) => `过了${f.minutes}分钟，这次不算。网不好没看到的，请跟老师说。`,
  already_marked: () => '老师记了你这节课没到。要是记错了，请跟老师说。',
  signed_elsewhere: (f) => `这个时间，你在“${f.other}”第${f.n}节签过到了，一个人不能同时上两个班。记错了，请跟老师说。`,
  answered_already: () => '这节课已经记你到了。',
};
export const refusedOnline = (refusal: Refusal): string =>
  SENTENCES[refusal.refused]?.(refusal.facts ?? {}) ?? '没记上。请跟老师说一声，或回“人工”。';
export const HELP = '网上上课时会问一题，几分钟内回了就算到，答错也算到。';
export const HINTS = ['回下面的数字就行。', '回一个数字，比如“1”。'];
