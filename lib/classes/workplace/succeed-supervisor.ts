import { findStaff } from '../../people/find-staff';
import { dayOf, instant } from '../../platform/clock';
import { isRefusal, refuse } from '../../platform/refusal';
import type { World } from '../../platform/world';
import type { Planned } from '../../store/commit';
import { dueShard, keys } from '../../store/keys';
import { classChange, nextRev } from '../change-class';
import { isWorkplace } from '../lesson';
import { withTeachers } from '../parties';
import type { ClassRefusal, DeliveryRefusal, Lesson, TrainingClass } from '../types';

/** May only be signed off by someone who has left: then another of the same employer takes her place. */
export const mayNeedSuccessor = (lesson: Lesson): boolean =>
  isWorkplace(lesson) && !lesson.signed_off && lesson.supervisor_id !== undefined;

/**
 * 接替带班人 (L11): the supervisor of a lesson that has begun left before signing; unsigned, the class could never be
 * claimed. Somebody of the same employer signs in her stead and is told at once; who was to sign goes into the audit.
 * Refuses `lesson_begun` (she still serves), `supervisor_elsewhere`, and what `withTeachers` refuses.
 */
export async function succeedSupervisor(
  world: World,
  before: TrainingClass,
  held: Lesson,
  { supervisor_id, by = '' }: { supervisor_id: string; by?: string },
): Promise<Planned<{ training_class: TrainingClass; lesson: Lesson }>> {
  const [former, next] = await Promise.all(
    [held.supervisor_id ?? '', supervisor_id].map((id) => findStaff(world, id, { consistent: true })),
  );
  if (!former || former.active)
    return refuse<DeliveryRefusal>('lesson_begun', { n: held.n, starts_at: held.starts_at, title: before.title });
  const serves = await withTeachers(world, before.home_region, [{ supervisor_id }]);
  if (isRefusal(serves)) return serves;
  if (next?.org_id !== former.org_id)
    return refuse<ClassRefusal | DeliveryRefusal>('supervisor_elsewhere', { org_name: former.org_name });
  const after = nextRev(world, before, {});
  const key = keys.lesson(held.class_id, held.timetable_rev, held.n);
  const now = instant(world.now());
  return {
    changes: [
      classChange(before, after, 'another signs off'),
      {
        kind: 'update',
        key,
        set: { supervisor_id, due_shard: dueShard(key), due_at: held.ends_at },
        when: [
          { attr: 'supervisor_id', op: '=', value: former.staff_id },
          { attr: 'signed_off', op: 'absent' },
        ],
        why: 'in place of who left',
      },
      {
        kind: 'put',
        key: keys.audit(dayOf(world.now()), world.id('lesson')),
        item: {
          ...{ what: 'succeed_supervisor', class_id: held.class_id, lesson: held.n },
          ...{ was: former.staff_id, to: supervisor_id, by, at: now },
        },
        why: 'who signs instead of whom',
      },
    ],
    value: { training_class: after, lesson: { ...held, supervisor_id } },
  };
}
