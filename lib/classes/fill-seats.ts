import type { World } from '../platform/world';
import type { Planned } from '../store/commit';
import { keys } from '../store/keys';
import type { Change } from '../store/table';
import { loadLine, loadSeats } from './load';
import { offerSeat } from './pass-seat';
import { readClass } from './read';
import type { TrainingClass } from './types';

/**
 * Someone waits while a seat is free: then the first in line is offered it. A join and a seat given back
 * never pass each other, so this finds nothing unless seats came from elsewhere; the stream calls it all
 * the same whenever a counter shows a free seat beside a line. One seat a call (`offered` says whether to
 * call again).
 */
export async function fillSeats(world: World, class_id: string): Promise<Planned<{ offered?: string }>> {
  const c = await readClass(world, class_id, { consistent: true });
  if (c?.status !== 'published' || world.now() >= Date.parse(c.starts_at)) return { changes: [], value: {} };
  const [seats, line] = await Promise.all([loadSeats(world, c), loadLine(world, class_id)]);
  const free = seats.find((s) => s.open && s.taken < s.size);
  const next = line.rows.find((row) => row.status === 'waiting');
  if (!free || !next) return { changes: [], value: {} };
  return {
    changes: [keepSeat(c, free.block), ...offerSeat(world, c, next, free.block)],
    value: { offered: next.worker_id },
  };
}

function keepSeat(c: TrainingClass, block: number): Change {
  return {
    kind: 'update',
    key: keys.seats(c.class_id, block),
    add: { taken: 1 },
    when: [
      { attr: 'open', op: '=', value: true },
      { attr: 'taken', op: '<', other: 'size' },
    ],
    why: 'a seat left to offer',
  };
}
