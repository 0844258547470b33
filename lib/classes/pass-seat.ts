import { afterQuiet } from '../notices/quiet';
import { seatOffered } from '../notices/say';
import { noticeChange } from '../notices/write';
import { instant, MINUTE_MS } from '../platform/clock';
import type { World } from '../platform/world';
import { dueShard, keys } from '../store/keys';
import type { Change } from '../store/table';
import { forgetFull } from './full';
import { lineChanged, policyOf } from './load';
import { offerUntil } from './rules';
import type { InLine, Line, TrainingClass } from './types';

/**
 * A seat came free: keep it for the first who waits and tell her, or put it back. In the same
 * transaction as whatever freed it, so that no seat is ever lost or promised twice.
 */
export function passSeat(
  world: World,
  c: TrainingClass,
  line: Line,
  seat_block: number,
): { changes: Change[]; offered_to?: string } {
  forgetFull(world, c.class_id);
  const still_on = c.status === 'published' && instant(world.now()) < c.starts_at;
  const next = still_on ? line.rows.find((row) => row.status === 'waiting') : undefined;
  if (!next) return { changes: [giveBack(c, seat_block), lineChanged(line, 'nobody waits for it')] };
  return { changes: offerSeat(world, c, next, seat_block), offered_to: next.worker_id };
}

/** The offer to one who waits; the row falls due when it runs out. */
export function offerSeat(world: World, c: TrainingClass, next: InLine, seat_block: number): Change[] {
  const policy = policyOf(world, c);
  const key = keys.line(c.class_id, next.joined_ms, next.worker_id);
  const quiet = policy.notices.quiet.value;
  // Her time begins when she can hear of it and does not end in the night: 凌晨3点 is no hour to answer by.
  const heard_from_ms = afterQuiet(world.now(), quiet);
  const offered_until = offerUntil(c, afterQuiet(heard_from_ms + policy.enrolment.offer_min.value * MINUTE_MS, quiet));
  return [
    {
      kind: 'update',
      key,
      set: {
        status: 'offered',
        offered_from: instant(heard_from_ms),
        offered_until,
        seat_block,
        due_shard: dueShard(key),
        due_at: offered_until,
      },
      when: [{ attr: 'status', op: '=', value: 'waiting' }],
      why: 'she is still waiting',
    },
    noticeChange(world, {
      notice_id: `offer-${c.class_id}-${next.joined_ms}`,
      worker_id: next.worker_id,
      kind: 'seat_offered',
      topic: 'seat',
      expires_at: offered_until,
      ...seatOffered(c, offered_until),
    }),
  ];
}

function giveBack(c: TrainingClass, block: number): Change {
  return {
    kind: 'update',
    key: keys.seats(c.class_id, block),
    add: { taken: -1 },
    when: [{ attr: 'taken', op: '>', value: 0 }],
    why: 'a seat goes back',
  };
}
