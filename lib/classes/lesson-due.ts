/** Reminders after a lesson moved: its own, and those of the days it left and came to. Pure. */
import { instant } from '../platform/clock';
import type { Policy } from '../policy/types';
import { dueShard, keys } from '../store/keys';
import type { Change } from '../store/table';
import { firstReminder, hourReminder } from './items';
import type { Lesson, TrainingClass } from './types';

/**
 * The evening's reminder is for the day and hangs on its first lesson; when another becomes the first, it takes the
 * reminder over. What went out already is not taken back. `before` and `after` are the timetable in order of time.
 */
export function dueChanges(
  c: TrainingClass,
  before: Lesson[],
  after: Lesson[],
  moved: number,
  policy: Policy,
  now_ms: number,
): Change[] {
  const was_first = firsts(before);
  const is_first = firsts(after);
  return after.flatMap((lesson) => {
    const first = is_first.has(lesson.n);
    if (lesson.n !== moved && first === was_first.has(lesson.n)) return [];
    if (lesson.n !== moved && lesson.starts_at <= instant(now_ms)) return [];
    const due_at = first ? firstReminder(lesson, policy, now_ms) : hourReminder(lesson, policy, now_ms);
    const key = keys.lesson(c.class_id, lesson.timetable_rev, lesson.n);
    return due_at
      ? [{ kind: 'update' as const, key, set: { due_shard: dueShard(key), due_at }, why: `reminder of ${lesson.n}` }]
      : [];
  });
}

/** The first lesson of each day. */
function firsts(lessons: Lesson[]): Set<number> {
  const by_day = new Map<string, number>();
  for (const lesson of lessons) {
    const day = lesson.starts_at.slice(0, 10);
    if (!by_day.has(day)) by_day.set(day, lesson.n);
  }
  return new Set(by_day.values());
}
