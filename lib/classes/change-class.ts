/** The shared shape of every change the administration makes to a class it has read. Pure. */
import { instant } from '../platform/clock';
import { type Refusal, refuse } from '../platform/refusal';
import type { World } from '../platform/world';
import { keys } from '../store/keys';
import type { Change } from '../store/table';
import { cardKey } from './items';
import type { ClassRefusal, TrainingClass } from './types';

/** The class with its next revision; `rev` given by the caller must be the one in force (If-Match). */
export function nextRev(world: World, c: TrainingClass, set: Partial<TrainingClass>): TrainingClass {
  return { ...c, ...set, rev: c.rev + 1, updated_at: instant(world.now()) };
}

/** Refuses `stale` when the caller looked at another revision than the one in force. */
export function sameRev(c: TrainingClass, rev: number | undefined): Refusal<ClassRefusal> | undefined {
  return rev === undefined || rev === c.rev ? undefined : refuse('stale', { rev: c.rev });
}

/** The class as it will be; refused when anyone changed it since it was read. */
export function classChange(before: TrainingClass, after: TrainingClass, why: string): Change {
  return {
    kind: 'put',
    key: keys.class(before.class_id),
    item: { ...after },
    when: [{ attr: 'rev', op: '=', value: before.rev }],
    why,
  };
}

/** The card under which a class is listed takes over what the class now says; a new day or place is a new card. */
export function cardChanges(
  before: TrainingClass,
  after: TrainingClass,
  card: Record<string, unknown> | undefined,
): Change[] {
  const from = cardKey(before);
  const to = cardKey(after);
  const moved = from.pk !== to.pk || from.sk !== to.sk;
  const changes: Change[] = [];
  if (moved) changes.push({ kind: 'delete', key: from, why: 'no longer listed there' });
  if (card) changes.push({ kind: 'put', key: to, item: card, why: 'its card' });
  return changes;
}
