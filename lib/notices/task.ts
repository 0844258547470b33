/** Work that goes to many, page by page. Each page is recorded before the next; a crash repeats at most one page. */
import type { Sender } from '../channels/types';
import { instant, MINUTE_MS } from '../platform/clock';
import type { World } from '../platform/world';
import { dueShard, keys } from '../store/keys';
import { ConditionFailed, type Item } from '../store/table';
import { TASK_PAGES } from './task-pages';
import type { PageDone, Task } from './types';

/** While one runner has the task, no other touches it. */
const LEASE_MS = 2 * MINUTE_MS;
/** Pages one run does before it lets others go first (a Lambda must not run out of time). */
const PAGES_PER_RUN_MAX = 200;

/** The task as the rooms know it, without lease, page and index. */
export function taskOf(item: Item): Task {
  const { pk: _pk, sk: _sk, due_shard: _s, due_at: _d, lease_until: _l, expires_at_s: _e, page: _p, ...task } = item;
  return task as unknown as Task;
}

/**
 * Run a task until it is done, stopped, has used up its messages for the minute, or others should go
 * first; the rest falls due again. Returns how it stands, or nothing when another runner has it.
 */
export async function runTask(world: World, sender: Sender, task_id: string): Promise<Task | undefined> {
  const key = keys.task(task_id);
  const found = await world.table.get(key, { consistent: true });
  const now = instant(world.now());
  if (found?.state !== 'running' || (found.lease_until && found.lease_until > now)) return undefined;
  if (found.due_at && found.due_at > now) return undefined;
  let item: Item = found;
  let this_minute = 0;
  for (let n = 0; n < PAGES_PER_RUN_MAX; n++) {
    const task = taskOf(item);
    // The first page is done under the lease as well; taking it is the claim.
    if (n === 0) {
      const claimed = await record(world, item, {});
      if (!claimed) return undefined;
      item = claimed;
    }
    const done = await TASK_PAGES[task.kind](world, sender, task, task.per_minute_max - this_minute);
    this_minute += done.sent;
    const over = done.cursor === undefined && done.region_index === undefined && done.resume_ms === undefined;
    const pause_ms = done.resume_ms ?? (this_minute >= task.per_minute_max ? world.now() + MINUTE_MS : undefined);
    const next = await record(world, item, {
      cursor: done.cursor,
      region_index: done.region_index ?? task.region_index,
      handled: task.handled + done.handled,
      sent: task.sent + done.sent,
      skipped: task.skipped + done.skipped,
      failed: task.failed + done.failed,
      state: over ? 'done' : 'running',
      ...(pause_ms && !over && { resume_ms: pause_ms }),
      keep: done.resume_ms !== undefined,
    });
    if (!next) return countPage(world, item, done);
    item = next;
    if (over || pause_ms) return taskOf(item);
  }
  const rest = await record(world, item, { resume_ms: world.now(), keep: true });
  return rest && taskOf(rest);
}

/** Stopped while a page was under way: what went out is counted all the same. Nothing when another runner has the task. */
async function countPage(world: World, item: Item, done: PageDone): Promise<undefined> {
  const { handled, sent, skipped, failed } = done;
  try {
    await world.table.write([
      {
        kind: 'update',
        key: { pk: item.pk, sk: item.sk },
        add: { handled, sent, skipped, failed },
        when: [{ attr: 'state', op: '=', value: 'stopped' }],
        why: 'the page under way when it was stopped',
      },
    ]);
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
  }
}

type Progress = Partial<Pick<Task, 'cursor' | 'region_index' | 'handled' | 'sent' | 'skipped' | 'failed' | 'state'>> & {
  /** Give the task up until then. */
  resume_ms?: number;
  /** The cursor stays as it was. */
  keep?: boolean;
};

/** One write a page: progress, and the lease for the next. Fails when it was stopped or another runner has it. */
async function record(world: World, item: Item, progress: Progress): Promise<Item | undefined> {
  const { resume_ms, keep, cursor, ...rest } = progress;
  const over = rest.state === 'done';
  const now_ms = world.now();
  const lease_until = resume_ms === undefined && !over ? instant(now_ms + LEASE_MS) : undefined;
  const due_at = over ? undefined : instant(resume_ms ?? now_ms + LEASE_MS);
  // Changing the index at each page would double the cost: the row stays due at the end of the first lease.
  const still_due = lease_until && item.lease_until && item.due_at > instant(now_ms + MINUTE_MS) ? item.due_at : due_at;
  const first_claim = Object.keys(progress).length === 0;
  const next_cursor = keep || first_claim ? item.cursor : cursor;
  const set = {
    ...rest,
    page: (item.page ?? 0) + 1,
    updated_at: instant(now_ms),
    ...(next_cursor && { cursor: next_cursor }),
    ...(lease_until && { lease_until }),
    ...(still_due && { due_shard: dueShard(item), due_at: still_due }),
  };
  const remove = [
    ...(next_cursor ? [] : ['cursor']),
    ...(lease_until ? [] : ['lease_until']),
    ...(still_due ? [] : ['due_shard', 'due_at']),
  ];
  try {
    await world.table.write([
      {
        kind: 'update',
        key: { pk: item.pk, sk: item.sk },
        set,
        ...(remove.length > 0 && { remove }),
        when: [
          { attr: 'state', op: '=', value: 'running' },
          item.page === undefined ? { attr: 'page', op: 'absent' } : { attr: 'page', op: '=', value: item.page },
        ],
        why: 'a page of a task',
      },
    ]);
  } catch (error) {
    if (error instanceof ConditionFailed) return undefined;
    throw error;
  }
  const next: Item = { ...item, ...set };
  for (const attr of remove) delete next[attr];
  return next;
}
