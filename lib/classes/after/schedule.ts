/** Each published class has a row that falls due when its members are to be asked next (1, 3, 6 months: the policy's). */
import { taskChange } from '../../notices/task-write';
import { instant } from '../../platform/clock';
import type { World } from '../../platform/world';
import { seeThrough } from '../../store/commit';
import { dueShard, keys } from '../../store/keys';
import type { Change, Item, Key } from '../../store/table';
import { classOf } from '../items';
import { policyOf } from '../load';
import type { TrainingClass } from '../types';
import { dueAt, monthNow, nextMonth } from './months';

/** A class was written: its row follows the day it ends; a class that is off has none. */
export async function followClass(world: World, row: Item): Promise<void> {
  if (!row.class_id || row.status === 'draft') return;
  const key = keys.followUps(row.class_id);
  await seeThrough(world, async () => {
    const [item, held] = await world.table.getMany([keys.class(row.class_id), key], { consistent: true });
    const c = classOf(item);
    if (!c || (c.status !== 'published' && !held)) return { changes: [], value: undefined };
    if (held && c.status === 'published' && held.ends_at === c.ends_at) return { changes: [], value: undefined };
    const next = c.status === 'published' ? nextDue(world, c) : undefined;
    return { changes: [scheduled(c, next, held)], value: undefined };
  });
}

function nextDue(world: World, c: TrainingClass): string | undefined {
  const month = nextMonth(c.ends_at, policyOf(world, c).assessment, instant(world.now()));
  return month === undefined ? undefined : dueAt(c.ends_at, month);
}

function scheduled(c: TrainingClass, due_at: string | undefined, held: Item | undefined): Change {
  const key = keys.followUps(c.class_id);
  return {
    kind: 'put',
    key,
    item: {
      class_id: c.class_id,
      ends_at: c.ends_at,
      rev: (held?.rev ?? 0) + 1,
      ...(due_at && { due_shard: dueShard(key), due_at }),
    },
    when: held ? [{ attr: 'rev', op: '=', value: held.rev }] : [{ attr: 'pk', op: 'absent' }],
    why: 'when its members are asked',
  };
}

/** The month has come: the members are asked by a task, and the next month is noted, in one step. */
export async function askClass(world: World, key: Key): Promise<void> {
  await seeThrough(world, async () => {
    const held = await world.table.get(key, { consistent: true });
    const now = instant(world.now());
    if (!held?.due_at || held.due_at > now) return { changes: [], value: undefined };
    const c = classOf(await world.table.get(keys.class(held.class_id), { consistent: true }));
    if (c?.status !== 'published')
      return { changes: [{ kind: 'delete', key, why: 'nobody to ask' }], value: undefined };
    const month = monthNow(c.ends_at, policyOf(world, c).assessment, now);
    const changes: Change[] = [scheduled(c, nextDue(world, c), held)];
    if (month !== undefined)
      changes.push(
        taskChange(world, {
          task_id: `follow-${c.class_id}-${month}`,
          kind: 'follow_up',
          home_region: c.home_region,
          class_id: c.class_id,
          month,
          by: 'schedule',
        }),
      );
    return { changes, value: undefined };
  });
}
