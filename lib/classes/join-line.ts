import { refuse } from '../platform/refusal';
import type { World } from '../platform/world';
import type { Planned } from '../store/commit';
import { keys } from '../store/keys';
import type { Change } from '../store/table';
import { agendaChange, withPlaceInLine } from './agenda';
import type { EnrolCommand } from './enrol';
import { linePerBlock } from './items';
import { lineChanged, loadHeld, loadLine, loadSeats, policyOf } from './load';
import { mayEnrol, shiftAllows } from './rules';
import type { EnrolRefusal, InLine, SeatBlock, TrainingClass } from './types';

/**
 * 候补: a place in line for a class that is full. Written only while the class is full (or others wait)
 * and the list is not: a seat freed meanwhile makes her look again. Refuses any `EnrolRefusal`;
 * `waiting_full` with `waiting_max`; `seat_free` when there is a seat after all: then sign up.
 */
export async function joinLine(
  world: World,
  command: EnrolCommand,
): Promise<Planned<{ training_class: TrainingClass; position: number }>> {
  const { worker } = command;
  const facts = await loadHeld(world, command.class_id, worker.worker_id);
  if (!facts) return refuse<EnrolRefusal>('class_unknown', { class_id: command.class_id });
  const { training_class: c, agenda } = facts;
  const policy = policyOf(world, c);
  const refused = mayEnrol(c, agenda, worker, policy, world.now()) ?? shiftAllows(c, agenda, policy, command.waiver);
  if (refused) return refused;
  // The line first: a seat given back after that raises its revision, and she looks again.
  const line = await loadLine(world, c.class_id);
  const someone_waits = line.rows.some((row) => row.status === 'waiting');
  const waiting_full = refuse(
    'waiting_full',
    { title: c.title, waiting_max: c.waiting_max },
    policy.enrolment.waiting_max.rule,
  );
  if (someone_waits && line.rows.length >= c.waiting_max) return waiting_full;
  const seats = await loadSeats(world, c);
  if (!someone_waits && seats.some((s) => s.taken < s.size)) return refuse('seat_free', { title: c.title });
  const block = shortest(seats);
  if (!block || block.line >= linePerBlock(c) || line.rows.length >= c.waiting_max) return waiting_full;
  // Never before someone who is already there, even when two come within one millisecond.
  const joined_ms = Math.max(world.now(), (line.rows.at(-1)?.joined_ms ?? 0) + 1);
  const row: InLine = {
    class_id: c.class_id,
    worker_id: worker.worker_id,
    joined_ms,
    name: worker.name,
    sex: worker.sex,
    id_number_masked: worker.id_number_masked,
    phone_masked: worker.phone_masked,
    block: block.block,
    status: 'waiting',
  };
  const changes: Change[] = [
    takePlace(c, block.block),
    lineChanged(line, 'the line as she saw it'),
    {
      kind: 'put',
      key: keys.line(c.class_id, joined_ms, worker.worker_id),
      item: { ...row },
      when: [{ attr: 'pk', op: 'absent' }],
      why: 'a place in line',
    },
    agendaChange(agenda, withPlaceInLine(agenda, c, joined_ms), 'she waits for a class'),
  ];
  return { changes, value: { training_class: c, position: line.rows.length + 1 } };
}

function shortest(seats: SeatBlock[]): SeatBlock | undefined {
  return [...seats].sort((a, b) => a.line - b.line)[0];
}

function takePlace(c: TrainingClass, block: number): Change {
  return {
    kind: 'update',
    key: keys.seats(c.class_id, block),
    add: { line: 1 },
    when: [
      { attr: 'open', op: '=', value: true },
      { attr: 'terms_rev', op: '=', value: c.terms_rev },
      { attr: 'line', op: '<', value: linePerBlock(c) },
      {
        any: [
          { attr: 'taken', op: '>=', other: 'size' },
          { attr: 'line', op: '>', value: 0 },
        ],
      },
    ],
    why: 'full, and room in line',
  };
}
