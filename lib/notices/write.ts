import { DAY_MS, instant, MINUTE_MS } from '../platform/clock';
import type { World } from '../platform/world';
import { dueShard, keys } from '../store/keys';
import type { Change, Item } from '../store/table';
import type { Notice } from './types';

/** Notices are kept this long, then the table drops them. */
const KEPT_MS = 90 * DAY_MS;
/** What the stream has not delivered by then, the schedule does. Longer than a deliverer's lease, so that claiming a fresh notice need not touch the index. */
export const SWEEP_AFTER_MS = 1.5 * MINUTE_MS;

export type NewNotice = Omit<Notice, 'state' | 'attempts' | 'created_at'>;

/**
 * A promise to tell someone something, written in the same transaction as what she is to hear about.
 * The id names the occasion, so the same promise made twice is one row. Those without a worker row
 * (not registered yet) are reached by their chat address. It falls due by itself: a promise whose stream
 * record was given up after every retry is still kept.
 */
export function noticeChange(world: World, notice: NewNotice): Change {
  const key = noticeKey(notice);
  const row: Notice = { ...notice, state: 'pending', attempts: 0, created_at: instant(world.now()) };
  const sweep_at = instant(world.now() + SWEEP_AFTER_MS);
  const later = notice.not_before && notice.not_before > instant(world.now());
  return {
    kind: 'put',
    key,
    item: {
      ...row,
      expires_at_s: Math.floor((world.now() + KEPT_MS) / 1000),
      due_shard: dueShard(key),
      due_at: later ? notice.not_before : sweep_at,
    },
    when: [{ attr: 'pk', op: 'absent' }],
    why: `notice ${notice.kind}`,
  };
}

/** Where a promise is kept: with the worker, or with the chat address of someone not registered. */
export function noticeKey(notice: Pick<Notice, 'worker_id' | 'chat' | 'notice_id'>) {
  const whose = notice.worker_id ?? notice.chat;
  if (!whose) throw new Error('a notice needs someone to go to');
  return keys.notice(whose, notice.notice_id);
}

/** The notice as the rooms know it, without what only the store needs. */
export function noticeOf(item: Item): Notice {
  const { pk: _pk, sk: _sk, due_shard: _s, due_at: _d, lease_until: _l, expires_at_s: _e, ...notice } = item;
  return notice as unknown as Notice;
}
