/** One lesson among a class's: found by its number, and whether it may still be changed. Pure. */
import { instant } from '../platform/clock';
import { type Refusal, refuse } from '../platform/refusal';
import type { Bucket } from './attendance/types';
import type { ClassRefusal, DeliveryRefusal, Lesson, TrainingClass } from './types';

type Refused = Refusal<ClassRefusal | DeliveryRefusal>;

/** The lesson of this number. Refuses `lesson_unknown`. */
export function lessonIn(c: TrainingClass, lessons: Lesson[], n: number): Lesson | Refusal<DeliveryRefusal> {
  return lessons.find((one) => one.n === n) ?? refuse('lesson_unknown', { n, lessons: c.lessons, title: c.title });
}

/** Refuses `class_cancelled`, or `lesson_begun` from the lesson's first moment on. */
export function mustBeOpen(c: TrainingClass, lesson: Lesson, now_ms: number): Refused | undefined {
  if (c.status === 'cancelled') return refuse('class_cancelled', { reason: c.cancelled?.reason ?? '', title: c.title });
  if (lesson.starts_at <= instant(now_ms))
    return refuse('lesson_begun', { n: lesson.n, starts_at: lesson.starts_at, title: c.title });
  return undefined;
}

/** Absent in old rows: counts as practice, where that is stricter. */
export const isPractice = (lesson: Pick<Lesson, 'kind'>): boolean => lesson.kind !== 'theory';
export const isOnline = (lesson: Pick<Lesson, 'mode'>): boolean => lesson.mode === 'online';
export const isWorkplace = (lesson: Pick<Lesson, 'mode'>): boolean => lesson.mode === 'workplace';

/** Under which hours a lesson's 课时 are kept: online theory and practice at the workplace apart from the rest (L10, L11). */
export function bucketOf(lesson: Pick<Lesson, 'kind' | 'mode'>): Bucket {
  if (isPractice(lesson)) return isWorkplace(lesson) ? 'workplace' : 'practice';
  return isOnline(lesson) ? 'online' : 'theory';
}
