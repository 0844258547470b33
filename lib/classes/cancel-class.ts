import { taskChange } from '../notices/task-write';
import { instant } from '../platform/clock';
import { refuse } from '../platform/refusal';
import type { World } from '../platform/world';
import type { Planned } from '../store/commit';
import type { Change } from '../store/table';
import { classChange, nextRev, sameRev } from './change-class';
import { CHANGES_MAX, cardKey, seatTerms } from './items';
import { readClass } from './read';
import type { ClassRefusal, TrainingClass } from './types';

/**
 * 取消开班: no more seats, off the list, everyone told why, their time and yearly count given back (by
 * the task this starts). Refuses `class_unknown`, `stale`, `class_cancelled`,
 * `class_in_past` once it has ended: what people learned there cannot be taken back.
 */
export async function cancelClass(
  world: World,
  command: { class_id: string; rev?: number; reason: string; by: string },
): Promise<Planned<{ training_class: TrainingClass }>> {
  const before = await readClass(world, command.class_id, { consistent: true });
  if (!before) return refuse<ClassRefusal>('class_unknown', { class_id: command.class_id });
  const stale = sameRev(before, command.rev);
  if (stale) return stale;
  if (before.status === 'cancelled')
    return refuse<ClassRefusal>('class_cancelled', { reason: before.cancelled?.reason ?? '', title: before.title });
  if (before.status === 'published' && before.ends_at <= instant(world.now()))
    return refuse<ClassRefusal>('class_in_past', { starts_at: before.starts_at, title: before.title });
  const after = nextRev(world, before, {
    status: 'cancelled',
    terms_rev: before.terms_rev + 1,
    cancelled: { at: instant(world.now()), reason: command.reason },
  });
  const changes: Change[] = [classChange(before, after, 'a class cancelled')];
  if (before.status === 'published') {
    changes.push(
      { kind: 'delete', key: cardKey(before), why: 'no longer listed' },
      taskChange(world, {
        task_id: `cancelled-${after.class_id}`,
        kind: 'class_cancelled',
        home_region: after.home_region,
        class_id: after.class_id,
        by: command.by,
      }),
    );
    changes.push(...seatTerms(after).slice(0, CHANGES_MAX - changes.length));
  }
  return { changes, value: { training_class: after } };
}
