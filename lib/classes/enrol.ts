import { instant } from '../platform/clock';
import { isRefusal, type Refusal, refuse } from '../platform/refusal';
import type { World } from '../platform/world';
import type { Planned } from '../store/commit';
import { keys } from '../store/keys';
import type { Change } from '../store/table';
import { agendaChange, withSeat } from './agenda';
import { forgetFull, knownFull, rememberFull } from './full';
import { type Held, loadHeld, loadLine, loadSeats, policyOf } from './load';
import { type EnrolPerson, mayEnrol, shiftAllows } from './rules';
import type { EnrolRefusal, Member, SeatBlock, TrainingClass, Waiver } from './types';

export interface EnrolCommand {
  class_id: string;
  worker: EnrolPerson;
  /** `chat`, or the officer who enrolled her. */
  by: string;
  /** Where she stands on the list this comes from, if it is one. */
  order?: number;
  reason?: string;
  /** Her shifts speak against it and it is settled all the same (L5). */
  waiver?: Waiver;
  /** As shown on the confirm page: spares the second read. Left out on a later attempt. */
  held?: Held;
}
export interface Enrolled {
  training_class: TrainingClass;
}

/**
 * 报名: a seat for a worker. What must hold when it is written, and is a condition of the write: the
 * block has a seat left, nobody waits before her, the terms are those she saw, the class is open, and
 * her agenda is the one the rules were asked about (so no clash, no limit passed, no second enrolment).
 * Refuses any `EnrolRefusal`; `class_full` carries `line` and `waiting_max`.
 */
export async function enrol(world: World, command: EnrolCommand): Promise<Planned<Enrolled>> {
  const facts = command.held ?? (await loadHeld(world, command.class_id, command.worker.worker_id));
  if (!facts) return refuse<EnrolRefusal>('class_unknown', { class_id: command.class_id });
  const { training_class: c, agenda } = facts;
  const policy = policyOf(world, c);
  const refused =
    mayEnrol(c, agenda, command.worker, policy, world.now()) ?? shiftAllows(c, agenda, policy, command.waiver);
  if (refused) return refused;
  const place = await freeBlock(world, c, command.held !== undefined);
  if (isRefusal(place)) return place;
  const { block } = place;
  return {
    changes: [
      takeSeat(c, place),
      putMember(world, c, command, block),
      agendaChange(agenda, withSeat(agenda, c, block), 'her time is taken'),
    ],
    value: { training_class: c },
  };
}

/** Blind at first (any block, by chance), unless the class is known to be full; on fresh facts a block that has room. */
async function freeBlock(world: World, c: TrainingClass, blind: boolean): Promise<Place | Refusal<EnrolRefusal>> {
  const known = knownFull(world, c);
  if (known !== undefined) return classFull(c, known);
  if (blind) return { block: Math.floor(world.random() * c.blocks), line: 0 };
  const near = c.blocks > LOOK_AT ? (await loadSeats(world, c, someBlocks(world, c))).filter(hasRoom) : [];
  if (near.length > 0) return oneOf(world, near);
  const seats = await loadSeats(world, c);
  const free = await withRoom(world, c, seats);
  const line = seats.reduce((sum, s) => sum + s.line, 0);
  if (free.length === 0) {
    rememberFull(world, c, line);
    return classFull(c, line);
  }
  forgetFull(world, c.class_id);
  return oneOf(world, free);
}

/** In a rush for a class of a hundred blocks, reading them all each time would cost more than the seats. */
const LOOK_AT = 8;

function someBlocks(world: World, c: TrainingClass): number[] {
  const first = Math.floor(world.random() * c.blocks);
  return Array.from({ length: LOOK_AT }, (_, n) => (first + n) % c.blocks);
}

const oneOf = (world: World, seats: SeatBlock[]) => seats[Math.floor(world.random() * seats.length)] as SeatBlock;
const hasRoom = (s: SeatBlock): boolean => s.open && s.taken < s.size && s.line === 0;

type Place = Pick<SeatBlock, 'block' | 'line'>;

/** A free seat is for the one who waits, not for the one who just came; those who only think over an offer have theirs. */
async function withRoom(world: World, c: TrainingClass, seats: SeatBlock[]): Promise<SeatBlock[]> {
  const free = seats.filter((s) => s.open && s.taken < s.size);
  const unlined = free.filter(hasRoom);
  if (unlined.length > 0 || free.length === 0) return unlined;
  const line = await loadLine(world, c.class_id);
  return line.rows.some((row) => row.status === 'waiting') ? [] : free;
}

function classFull(c: TrainingClass, line: number): Refusal<EnrolRefusal> {
  return refuse('class_full', { title: c.title, line, waiting_max: c.waiting_max });
}

function takeSeat(c: TrainingClass, { block, line }: Place): Change {
  return {
    kind: 'update',
    key: keys.seats(c.class_id, block),
    add: { taken: 1 },
    when: [
      { attr: 'open', op: '=', value: true },
      { attr: 'terms_rev', op: '=', value: c.terms_rev },
      { attr: 'taken', op: '<', other: 'size' },
      { attr: 'line', op: '=', value: line },
    ],
    why: 'a seat left',
  };
}

/** Her row on the roster, unless she is on it already; someone who left before may come again. */
export function putMember(
  world: World,
  c: TrainingClass,
  who: {
    worker: Pick<EnrolPerson, 'worker_id' | 'name' | 'sex' | 'id_number_masked' | 'phone_masked'>;
    by: string;
    order?: number;
    reason?: string;
    waiver?: Waiver;
  },
  block: number,
): Change {
  const { worker_id, name, sex, id_number_masked, phone_masked } = who.worker;
  const item: Member = {
    class_id: c.class_id,
    worker_id,
    name,
    sex,
    id_number_masked,
    phone_masked,
    block,
    status: 'enrolled',
    at: instant(world.now()),
    by: who.by,
    ...(who.order !== undefined && { order: who.order }),
    ...(who.reason && { reason: who.reason }),
    ...(who.waiver && { waiver: who.waiver }),
  };
  return {
    kind: 'put',
    key: keys.member(c.class_id, worker_id),
    item: { ...item },
    when: [
      {
        any: [
          { attr: 'pk', op: 'absent' },
          { attr: 'status', op: '<>', value: 'enrolled' },
        ],
      },
    ],
    why: 'not on the roster yet',
  };
}
