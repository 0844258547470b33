/** Attendance as the API shows it. Pure. */
import { instant, MINUTE_MS, millis } from '../../platform/clock';
import type { Policy } from '../../policy/types';
import type { Lesson } from '../types';
import type { ClassMarks, RosterRow } from './read';
import { countLesson, hersOf } from './rules';
import type { ClassAttendance, Mark } from './types';

/** Person by person, without each lesson: those are asked for by lesson. */
export function attendanceShown(all: ClassAttendance) {
  return { ...all, people: all.people.map(({ lessons: _lessons, ...person }) => person) };
}

/** Everyone on the roster of that lesson, with her number on the list and what is kept of her. */
export function lessonMarks(read: ClassMarks, lesson: Lesson, delivery: Policy['delivery'], now_ms: number) {
  return read.members.flatMap((member, i) => {
    if (hersOf(member, [lesson]).length === 0) return [];
    const kept = read.marks.get(member.worker_id);
    const far = kept?.far[lesson.n];
    const wrong = kept?.wrong[lesson.n];
    return [
      {
        ...markShown(lesson, member, kept?.marks[lesson.n], delivery, now_ms, i + 1),
        ...(wrong && { wrong_codes: wrong }),
        ...(far && { too_far: { at: instant(far.at_ms), away_m: far.away_m } }),
      },
    ];
  });
}

/** One mark; before the lesson is over someone without one is not absent yet. */
export function markShown(
  lesson: Lesson,
  member: RosterRow,
  mark: Mark | undefined,
  delivery: Policy['delivery'],
  now_ms: number,
  number: number,
) {
  const { state, how, by, source } = countLesson(lesson, mark, delivery, now_ms);
  const over = millis(lesson.ends_at) <= now_ms;
  return {
    worker_id: member.worker_id,
    name: member.name,
    number,
    ...((how || over) && { state }),
    ...(how && mark && { how, at: instant(mark.at_ms) }),
    ...(how &&
      mark?.left_min !== undefined && { left_at: instant(millis(lesson.starts_at) + mark.left_min * MINUTE_MS) }),
    ...(by && { by }),
    ...(source && { source }),
  };
}
