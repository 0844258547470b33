/** 群发: news to a segment, previewed, throttled, counted, and stopped when need be. */
import { instant } from '../platform/clock';
import { refuse } from '../platform/refusal';
import type { World } from '../platform/world';
import type { Planned } from '../store/commit';
import { keys } from '../store/keys';
import { countSegment } from './audience';
import { taskOf } from './task';
import { PER_MINUTE_MAX, taskChange } from './task-write';
import type { Segment, Task } from './types';

export interface BroadcastCommand {
  home_region: string;
  segment: Segment;
  text: string;
  by: string;
  per_minute_max?: number;
  /** What the preview showed; spares counting the segment again. */
  previewed_total?: number;
}

export type BroadcastRefusal = 'broadcast_unknown' | 'broadcast_over' | 'segment_empty' | 'notices_too_many';

/** How many it would reach, how long it would take, and how it would read. */
export async function previewBroadcast(world: World, command: Omit<BroadcastCommand, 'by' | 'previewed_total'>) {
  const total = await countSegment(world, command.segment);
  const per_minute_max = Math.min(command.per_minute_max ?? PER_MINUTE_MAX, PER_MINUTE_MAX);
  return { total, minutes: Math.ceil(total / per_minute_max), text: command.text };
}

/** Start it. Refuses `segment_empty`. */
export async function startBroadcast(world: World, command: BroadcastCommand): Promise<Planned<Task>> {
  const total = command.previewed_total ?? (await countSegment(world, command.segment));
  if (total === 0) return refuse<BroadcastRefusal>('segment_empty');
  const task_id = world.id('b');
  const change = taskChange(world, {
    task_id,
    kind: 'broadcast',
    home_region: command.home_region,
    segment: command.segment,
    text: command.text,
    per_minute_max: Math.min(command.per_minute_max ?? PER_MINUTE_MAX, PER_MINUTE_MAX),
    total,
    by: command.by,
  });
  return {
    changes: [
      change,
      {
        kind: 'put',
        key: keys.broadcast(command.home_region, task_id),
        item: { task_id, at: instant(world.now()) },
        why: 'listed for the office',
      },
    ],
    value: taskOf({ ...change.key, ...(change.kind === 'put' ? change.item : {}) }),
  };
}

/** How it stands, or nothing when there is none of this id. */
export async function readBroadcast(world: World, task_id: string): Promise<Task | undefined> {
  const item = await world.table.get(keys.task(task_id), { consistent: true });
  return item?.kind === 'broadcast' ? taskOf(item) : undefined;
}

/** Those of a region's subtree, a page at a time. */
export async function listBroadcasts(
  world: World,
  wish: { region_prefix: string; limit: number; after?: Record<string, string> },
): Promise<{ broadcasts: Task[]; next?: Record<string, string> }> {
  const page = await world.table.query({
    pk: 'BROADCASTS',
    prefix: wish.region_prefix,
    limit: wish.limit,
    after: wish.after,
  });
  const items = await world.table.getMany(page.items.map((item) => keys.task(item.task_id)));
  return { broadcasts: items.flatMap((item) => (item ? [taskOf(item)] : [])), ...(page.next && { next: page.next }) };
}

/** Stop it where it is: at most the page under way still goes out. Refuses `broadcast_unknown`, `broadcast_over`. */
export async function stopBroadcast(world: World, command: { task_id: string; by: string }): Promise<Planned<Task>> {
  const task = await readBroadcast(world, command.task_id);
  if (!task) return refuse<BroadcastRefusal>('broadcast_unknown');
  if (task.state !== 'running') return refuse<BroadcastRefusal>('broadcast_over', { state: task.state });
  const updated_at = instant(world.now());
  return {
    changes: [
      {
        kind: 'update',
        key: keys.task(command.task_id),
        set: { state: 'stopped', stopped_by: command.by, updated_at },
        remove: ['due_shard', 'due_at', 'lease_until'],
        when: [{ attr: 'state', op: '=', value: 'running' }],
        why: 'a broadcast stopped',
      },
    ],
    value: { ...task, state: 'stopped', updated_at },
  };
}
