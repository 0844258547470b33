import type { World } from '../platform/world';
import { keys } from '../store/keys';
import type { Change } from '../store/table';
import { passSeat } from './pass-seat';
import type { Line, TrainingClass } from './types';

/**
 * She leaves the waiting list. If a seat was being kept for her it passes to the next in line, or goes
 * back. Conditioned on the row being as it was read: an offer made or taken meanwhile is seen again.
 */
export function leaveLine(
  world: World,
  c: TrainingClass,
  line: Line,
  worker_id: string,
): { changes: Change[]; offered_to?: string } {
  const row = line.rows.find((one) => one.worker_id === worker_id);
  if (!row) return { changes: [] };
  const out: Change[] = [
    {
      kind: 'delete',
      key: keys.line(c.class_id, row.joined_ms, worker_id),
      when: [{ attr: 'status', op: '=', value: row.status }],
      why: 'her place in line as read',
    },
    shorterLine(c, row.block),
  ];
  if (row.status === 'waiting') return { changes: out };
  const passed = passSeat(world, c, line, row.seat_block ?? row.block);
  return { changes: [...out, ...passed.changes], offered_to: passed.offered_to };
}

/** The counter that the row was counted in. */
export function shorterLine(c: TrainingClass, block: number): Change {
  return {
    kind: 'update',
    key: keys.seats(c.class_id, block),
    add: { line: -1 },
    when: [{ attr: 'line', op: '>', value: 0 }],
    why: 'one less in line',
  };
}
