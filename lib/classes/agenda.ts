/** What a worker holds in time, kept in one row whose revision every change of it must match. Pure. */
import { instant } from '../platform/clock';
import { keys } from '../store/keys';
import type { Change, Item } from '../store/table';
import type { Agenda, AgendaEntry, TrainingClass } from './types';

/** Ids of past classes kept in the row; older ones are found through the class. */
const PAST_MAX = 40;

/** Her agenda as stored; of someone who never signed up, an empty one with revision 0. */
export function agendaOf(worker_id: string, item: Item | undefined): Agenda {
  return {
    worker_id,
    rev: item?.rev ?? 0,
    classes: item?.classes ?? {},
    per_year: item?.per_year ?? {},
    done: item?.done ?? [],
    past: item?.past ?? [],
    ...(item?.free && { free: item.free }),
  };
}

/** Write the next state of an agenda; refused when anyone changed it since it was read. */
export function agendaChange(before: Agenda, after: Agenda, why: string): Change {
  return {
    kind: 'put',
    key: keys.agenda(before.worker_id),
    item: { ...after, rev: before.rev + 1 },
    when: before.rev === 0 ? [{ attr: 'pk', op: 'absent' }] : [{ attr: 'rev', op: '=', value: before.rev }],
    why,
  };
}

/** She has a seat: the half-days are hers to keep, and the class counts towards the year. */
export function withSeat(agenda: Agenda, c: TrainingClass, block: number): Agenda {
  const year = c.starts_at.slice(0, 4);
  return {
    ...agenda,
    classes: { ...agenda.classes, [c.class_id]: { ...entryOf(c, year), status: 'enrolled', slots: c.slots, block } },
    per_year: { ...agenda.per_year, [year]: (agenda.per_year[year] ?? 0) + 1 },
  };
}

/** She waits: no time is held, nothing counts yet. */
export function withPlaceInLine(agenda: Agenda, c: TrainingClass, joined_ms: number): Agenda {
  const year = c.starts_at.slice(0, 4);
  return {
    ...agenda,
    classes: { ...agenda.classes, [c.class_id]: { ...entryOf(c, year), status: 'waiting', slots: [], joined_ms } },
  };
}

/** She left, or the class was cancelled: time and yearly count are hers again. */
export function without(agenda: Agenda, class_id: string): Agenda {
  const { [class_id]: gone, ...classes } = agenda.classes;
  if (!gone) return agenda;
  const per_year = { ...agenda.per_year };
  if (gone.status === 'enrolled') per_year[gone.year] = Math.max(0, (per_year[gone.year] ?? 0) - 1);
  const past = [...agenda.past.filter((id) => id !== class_id), class_id].slice(-PAST_MAX);
  return { ...agenda, classes, per_year, past };
}

/** The class moved: the new half-days instead of the old. */
export function withNewTime(agenda: Agenda, c: TrainingClass): Agenda {
  const held = agenda.classes[c.class_id];
  if (!held) return agenda;
  const entry = { ...entryOf(c, held.year), ...keepPlace(held), slots: held.status === 'enrolled' ? c.slots : [] };
  return { ...agenda, classes: { ...agenda.classes, [c.class_id]: entry } };
}

/**
 * Forget the half-days of classes that have ended, so that the row stays small. They stay counted for their year. What
 * of them is done, the exam says (`withPassed`): a seat held to the end without a pass does not bar the trade.
 */
export function pruned(agenda: Agenda, now_ms: number): Agenda {
  const now = instant(now_ms);
  const ended = Object.entries(agenda.classes).filter(([, entry]) => entry.ends_at < now);
  if (ended.length === 0) return agenda;
  const classes = { ...agenda.classes };
  for (const [id] of ended) delete classes[id];
  return { ...agenda, classes, past: [...agenda.past, ...ended.map(([id]) => id)].slice(-PAST_MAX) };
}

/** She passed the exam of this class: its trade and level are done. */
export function withPassed(agenda: Agenda, c: Pick<TrainingClass, 'trade_id' | 'level'>): Agenda {
  const same = `${c.trade_id}:${c.level}`;
  return agenda.done.includes(same) ? agenda : { ...agenda, done: [...agenda.done, same] };
}

/** The promise of its certificate could not be kept: trade and level are open again. */
export function withoutPassed(agenda: Agenda, c: Pick<TrainingClass, 'trade_id' | 'level'>): Agenda {
  const same = `${c.trade_id}:${c.level}`;
  return agenda.done.includes(same) ? { ...agenda, done: agenda.done.filter((one) => one !== same) } : agenda;
}

function entryOf(c: TrainingClass, year: string): Omit<AgendaEntry, 'status' | 'slots'> {
  return {
    trade_id: c.trade_id,
    level: c.level,
    title: c.title,
    starts_at: c.starts_at,
    ends_at: c.ends_at,
    timetable_rev: c.timetable_rev,
    year,
  };
}

function keepPlace(held: AgendaEntry): Pick<AgendaEntry, 'status' | 'joined_ms' | 'block'> {
  return {
    status: held.status,
    ...(held.joined_ms !== undefined && { joined_ms: held.joined_ms }),
    ...(held.block !== undefined && { block: held.block }),
  };
}
