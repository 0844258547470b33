/** A kept seat: taken, declined, or run out. */

import { offerRanOut } from '../notices/say';
import { noticeChange } from '../notices/write';
import { instant } from '../platform/clock';
import { refuse } from '../platform/refusal';
import type { World } from '../platform/world';
import type { Planned } from '../store/commit';
import { keys } from '../store/keys';
import type { Change } from '../store/table';
import { agendaChange, agendaOf, without, withSeat } from './agenda';
import { putMember } from './enrol';
import { inLineOf } from './items';
import { leaveLine, shorterLine } from './leave-line';
import { loadHeld, loadLine, policyOf } from './load';
import { readClass } from './read';
import { agendaAllows, mayAccept } from './rules';
import type { Agenda, EnrolRefusal, InLine, TrainingClass } from './types';

export interface OfferCommand {
  class_id: string;
  worker_id: string;
}

/**
 * She takes the seat kept for her. The rules on her time and her yearly limit are asked again: she may
 * have taken another class while she waited. Refuses `no_offer`, `offer_expired`, `class_cancelled`,
 * `class_started`, `clash`, `limit_year`, `same_trade_done`.
 */
export async function acceptOffer(
  world: World,
  command: OfferCommand,
): Promise<Planned<{ training_class: TrainingClass }>> {
  const facts = await loadHeld(world, command.class_id, command.worker_id);
  if (!facts) return refuse<EnrolRefusal>('class_unknown', { class_id: command.class_id });
  const { training_class: c, agenda } = facts;
  const row = await rowOf(world, agenda, c.class_id);
  const others = without(agenda, c.class_id);
  const refused = mayAccept(c, row, world.now()) ?? agendaAllows(c, others, policyOf(world, c));
  if (refused || !row) return refused ?? refuse<EnrolRefusal>('no_offer', { title: c.title });
  const block = row.seat_block ?? row.block;
  const changes: Change[] = [
    {
      kind: 'delete',
      key: keys.line(c.class_id, row.joined_ms, row.worker_id),
      when: [
        { attr: 'status', op: '=', value: 'offered' },
        { attr: 'offered_until', op: '>=', value: instant(world.now()) },
      ],
      why: 'the seat is kept for her',
    },
    stillOpen(c, shorterLine(c, row.block)),
    putMember(world, c, { worker: row, by: 'chat' }, block),
    agendaChange(agenda, withSeat({ ...others, past: agenda.past }, c, block), 'her time is taken'),
  ];
  return { changes, value: { training_class: c } };
}

function stillOpen(c: TrainingClass, change: Change): Change {
  return {
    ...change,
    when: [
      ...(change.when ?? []),
      { attr: 'open', op: '=', value: true },
      { attr: 'terms_rev', op: '=', value: c.terms_rev },
    ],
  };
}

/** She does not want it: the seat passes on. Refuses `no_offer`. */
export async function declineOffer(
  world: World,
  command: OfferCommand,
): Promise<Planned<{ training_class: TrainingClass }>> {
  const facts = await loadHeld(world, command.class_id, command.worker_id);
  if (!facts) return refuse<EnrolRefusal>('class_unknown', { class_id: command.class_id });
  const { training_class: c, agenda } = facts;
  const line = await loadLine(world, c.class_id);
  const row = line.rows.find((one) => one.worker_id === command.worker_id);
  if (row?.status !== 'offered') return refuse<EnrolRefusal>('no_offer', { title: c.title });
  const left = leaveLine(world, c, line, command.worker_id);
  const mine = agendaChange(agenda, without(agenda, c.class_id), 'she no longer waits');
  return { changes: [mine, ...left.changes], value: { training_class: c } };
}

/** The time for an offer ran out: she is told, and the seat passes on. Does nothing before its time or when it was answered. */
export async function expireOffer(
  world: World,
  command: OfferCommand & { joined_ms: number },
): Promise<Planned<{ expired: boolean; offered_to?: string }>> {
  const [c, line, item] = await Promise.all([
    readClass(world, command.class_id, { consistent: true }),
    loadLine(world, command.class_id),
    world.table.get(keys.agenda(command.worker_id), { consistent: true }),
  ]);
  const row = line.rows.find((one) => one.worker_id === command.worker_id && one.joined_ms === command.joined_ms);
  if (!c || row?.status !== 'offered' || !row.offered_until || instant(world.now()) <= row.offered_until)
    return { changes: [], value: { expired: false } };
  const left = leaveLine(world, c, line, command.worker_id);
  const agenda = agendaOf(command.worker_id, item);
  const changes = [...left.changes, tellHer(world, c, row)];
  if (agenda.classes[c.class_id])
    changes.push(agendaChange(agenda, without(agenda, c.class_id), 'she no longer waits'));
  return { changes, value: { expired: true, offered_to: left.offered_to } };
}

function tellHer(world: World, c: TrainingClass, row: InLine): Change {
  return noticeChange(world, {
    notice_id: `ranout-${c.class_id}-${row.joined_ms}`,
    worker_id: row.worker_id,
    kind: 'offer_expired',
    topic: 'seat',
    ...offerRanOut(c),
  });
}

async function rowOf(world: World, agenda: Agenda, class_id: string): Promise<InLine | undefined> {
  const joined_ms = agenda.classes[class_id]?.joined_ms;
  if (joined_ms === undefined) return undefined;
  const item = await world.table.get(keys.line(class_id, joined_ms, agenda.worker_id), { consistent: true });
  return item && inLineOf(item);
}
