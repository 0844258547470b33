import { DAY_MS, type Instant, instant } from '../platform/clock';
import type { World } from '../platform/world';
import { dueShard, keys } from '../store/keys';
import type { Change } from '../store/table';
import type { Task } from './types';

/** Messages a minute to a segment, unless the broadcast says otherwise: well within WeChat's quota. */
export const PER_MINUTE_MAX = 1000;
const KEPT_MS = 400 * DAY_MS;

export type NewTask = Pick<Task, 'task_id' | 'kind' | 'home_region' | 'by'> &
  Partial<Pick<Task, 'class_id' | 'survey_id' | 'lesson' | 'month' | 'segment' | 'text' | 'per_minute_max' | 'total'>>;

/** Work for many people, started in the same transaction as its cause. It falls due at once (the stream begins it, the schedule sees to it that it ends), or `not_before`: until then it can be stopped unseen. */
export function taskChange(world: World, task: NewTask, how: { not_before?: Instant } = {}): Change {
  const key = keys.task(task.task_id);
  const now = instant(world.now());
  const row: Task = {
    region_index: 0,
    state: 'running',
    total: 0,
    handled: 0,
    sent: 0,
    skipped: 0,
    failed: 0,
    per_minute_max: PER_MINUTE_MAX,
    created_at: now,
    updated_at: now,
    ...task,
  };
  return {
    kind: 'put',
    key,
    item: {
      ...row,
      due_shard: dueShard(key),
      due_at: how.not_before ?? now,
      expires_at_s: Math.floor((world.now() + KEPT_MS) / 1000),
    },
    when: [{ attr: 'pk', op: 'absent' }],
    why: `task ${task.kind}`,
  };
}
