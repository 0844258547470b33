/** 请假. */
import type { LeaveReason } from '../../classes/attendance/leave';
import type { Lesson, TrainingClass } from '../../classes/types';
import type { Refusal } from '../../platform/refusal';
import { spokenDay, spokenTime } from '../../platform/spoken';

type Facts = Record<string, string | number>;

export const NOT_REGISTERED = '你还没报过班，不用请假。';
export const NOTHING_TO_COME = '你没有要上的课，不用请假。';
export const WHICH_DAY = '哪天来不了？';
export const OTHER_DAYS = '别的日子打字说，像“12号请假”。';
export const noLesson = (day: string): string => `${spokenDay(`${day}T00:00`)}没有你的课。`;
export const WHICH_LESSON = (day: string): string => `${spokenDay(day)}有几节课，哪节来不了？`;
export const ALL_DAY = '这一天都来不了';
export const WHY = '为什么来不了？';
export const REASONS: [LeaveReason, string][] = [
  ['sick', '生病'],
  ['family', '家里有事'],
  ['work', '要上班'],
  ['other', '别的事'],
];
export const reasonName = (reason: string | undefined): string =>
  REASONS.find(([code]) => code === reason)?.[1] ?? '别的事';

export const dayLabel = (
  c: Pick<TrainingClass, 'title'>,
  lessons: Pick<Lesson, 'starts_at'>[],
  many: boolean,
): string =>
  `${spokenDay(lessons[0]?.starts_at ?? '')}${lessons.length > 1 ? `（${lessons.length}节）` : ` ${spokenTime(lessons[0]?.starts_at ?? '')}`}${many ? ` ${c.title}` : ''}`;
export const lessonLabel = (lesson: Pick<Lesson, 'n' | 'starts_at'>): string =>
  `${spokenTime(lesson.starts_at)}，第${lesson.n}节`;
export const takeBackLabel = (lessons: Pick<Lesson, 'starts_at'>[]): string =>
  `不请了：${spokenDay(lessons[0]?.starts_at ?? '')}`;

export function done(c: TrainingClass, lessons: Lesson[], reason: string): string {
  const [first] = lessons as [Lesson];
  const which = lessons.map((lesson) => `第${lesson.n}节`).join('、');
  return `请好假了：${c.title}，${spokenDay(first.starts_at)}${which}，${reason}。\n请假不算到课，可以跟老师约补课。要是能来，到了照样签到。`;
}
export const hadBefore = (lessons: Pick<Lesson, 'starts_at'>[]): string =>
  `${spokenDay(lessons[0]?.starts_at ?? '')}的假请好了，不用再请。\n能来了，回“不请假了”。`;
export const WHICH_BACK = '哪天的假不请了？';
export const NONE_TAKEN = '你没有请假，照常上课就行。';
export const NOT_ASKED = '好，没有请假，照常上课。';
export const takenBack = (c: TrainingClass): string => `好，“${c.title}”的假不请了，到时照常上课。`;

const SENTENCES: Record<string, (f: Facts) => string> = {
  leave_too_late: () => '这节课已经上完了，请不了假。有事情请跟老师说。',
  already_marked: (f) => `第${f.n}节你已经到了，不用请假。`,
  lesson_unknown: () => '这节课改了时间。再回“请假”看看。',
  not_enrolled: () => '你没有报这个班，不用请假。',
  class_cancelled: () => '这个班不开了，不用请假。',
  nothing_to_undo: () => '这个假已经没有了。',
};
export const refusedLeave = (refusal: Refusal): string =>
  SENTENCES[refusal.refused]?.(refusal.facts ?? {}) ?? '没请上。请跟老师说一声，或回“人工”。';

export const HELP = '来不了就在这里请假，老师会看到。请假不算到课，缺多了拿不到证。不想学了，回“退课”。';
export const HINTS = ['回下面的数字就行。', '回一个数字，比如“1”。不请了回“取消”。'];
