import { dueOnceBegun } from '../notices/lesson-due';
import { MINUTE_MS, millis } from '../platform/clock';
import { isRefusal, refuse } from '../platform/refusal';
import type { World } from '../platform/world';
import type { Planned } from '../store/commit';
import { dueShard, keys } from '../store/keys';
import type { Change } from '../store/table';
import { classChange, nextRev, sameRev } from './change-class';
import { practiceClosed } from './gates/gate-closed';
import { kindsAllowed, kindUnits } from './kinds';
import { lessonIn, mustBeOpen } from './lesson';
import { policyOf } from './load';
import { withTeachers } from './parties';
import { readClass, readLessons } from './read';
import type { ClassRefusal, Lesson, LessonDetails, TrainingClass } from './types';
import { mayNeedSuccessor, succeedSupervisor } from './workplace/succeed-supervisor';

export interface EditLesson extends LessonDetails {
  class_id: string;
  n: number;
  rev?: number;
  by?: string;
}

/**
 * What a lesson is about, who teaches, where its link leads, who signs it off: until it begins (later another signs only in
 * place of who left: `succeedSupervisor`). Time and place are
 * `moveLesson`'s. Refuses `class_unknown`, `stale`, `class_cancelled`, `lesson_unknown`, `lesson_begun`, what
 * `withTeachers` and `kindsAllowed` refuse, and `area_closed` where theory becomes practice.
 */
export async function editLesson(
  world: World,
  command: EditLesson,
): Promise<Planned<{ training_class: TrainingClass; lesson: Lesson }>> {
  const { class_id, n, rev, by, ...given } = command;
  const before = await readClass(world, class_id, { consistent: true });
  if (!before) return refuse<ClassRefusal>('class_unknown', { class_id });
  const lessons = await readLessons(world, before, { consistent: true });
  const held = lessonIn(before, lessons, n);
  if (isRefusal(held)) return held;
  const set = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as LessonDetails;
  const refused = sameRev(before, rev) ?? mustBeOpen(before, held, world.now());
  const { supervisor_id, ...more } = set;
  const succeeds = supervisor_id && Object.keys(more).length === 0 && mayNeedSuccessor(held);
  if (refused?.refused === 'lesson_begun' && succeeds)
    return succeedSupervisor(world, before, held, { supervisor_id, by });
  if (refused) return refused;
  const named = await withTeachers(world, before.home_region, [{ ...held, ...set }]);
  if (isRefusal(named)) return named;
  const [lesson] = named as [Lesson];
  const timetable = lessons.map((one) => (one.n === n ? lesson : one));
  const policy = policyOf(world, before);
  const outside = kindsAllowed(timetable, policy) ?? (await practiceClosed(world, before, [lesson]));
  if (outside) return outside;
  const after = nextRev(world, before, kindUnits(timetable));
  const hour_at_ms = millis(lesson.starts_at) - policy.notices.before_lesson_min.value * MINUTE_MS;
  // Its last reminder is out: what happens once it has begun must be looked at all the same.
  const due_at = world.now() >= hour_at_ms ? dueOnceBegun(lesson) : undefined;
  const key = keys.lesson(class_id, lesson.timetable_rev, n);
  const change: Change = {
    kind: 'update',
    key,
    set: {
      ...set,
      ...(lesson.teacher_name && { teacher_name: lesson.teacher_name }),
      ...(due_at && { due_shard: dueShard(key), due_at }),
    },
    when: [{ attr: 'starts_at', op: '=', value: held.starts_at }],
    why: `lesson ${n} edited`,
  };
  return {
    changes: [classChange(before, after, 'a lesson edited'), change],
    value: { training_class: after, lesson },
  };
}
