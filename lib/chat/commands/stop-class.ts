/**
 * 停班, said with 开班: a class that will not be held after all. One that people hold seats in is cancelled by the office
 * (主管部门), which has the same right by the API; a station stops one of its own that nobody is in.
 */
import { cancelClass } from '../../classes/cancel-class';
import { loadSeats } from '../../classes/load';
import type { TrainingClass } from '../../classes/types';
import { instant } from '../../platform/clock';
import { hasLongNumber } from '../../platform/long-number';
import { isRefusal, refuse } from '../../platform/refusal';
import type { World } from '../../platform/world';
import type { Planned } from '../../store/commit';
import type { Change } from '../../store/table';
import { classOfDeed } from './area';
import { stopIn } from './hear-class';
import * as say from './say/stop-class';
import type { Args, AtWork, DeedDone, DoDeed, Found, Outcome } from './types';
import { classFor, isOutcome } from './which';

const REASON_MIN = 2;
const REASON_MAX = 200;

/** 取消开班, A15不开了. */
export const stopsClass = (text: string): boolean => stopIn(text) !== undefined;

export function readStop(found: Found, known: Args): Args {
  const [class_id] = found.class_ids;
  const said = found.rest
    .replace(/(?<![a-z0-9])[a-z]\d{2,6}(?:这个|的)?班?/iu, '')
    // The whole order again, where only the reason was asked for.
    .replace(/^\s*(?:停班|停办|取消开班|不开了|不办了)/u, '')
    .replace(/^[\s，,。：:]+|[\s，,。]+$/gu, '');
  const fits = [...said].length >= REASON_MIN && [...said].length <= REASON_MAX && !hasLongNumber(said);
  return { ...known, stop: true, ...(class_id && { class_id }), ...(fits && !known.reason && { reason: said }) };
}

/** Seats held or waited for. */
async function peopleIn(world: World, c: TrainingClass): Promise<number> {
  return (await loadSeats(world, c)).reduce((sum, block) => sum + block.taken + block.line, 0);
}

const isOffice = ({ staff }: AtWork): boolean => staff.duties.includes('office');

export async function stopClass(context: AtWork, args: Args): Promise<Outcome> {
  const c = await classFor(context, args, { ask: say.WHICH });
  if (isOutcome(c)) return c;
  const known: Args = { ...args, class_id: c.class_id };
  const { world } = context;
  if (c.status === 'cancelled') return { kind: 'refused', refusal: refuse('class_cancelled', { title: c.title }) };
  if (c.ends_at <= instant(context.now_ms)) return { kind: 'answer', text: say.over(c), failed: true };
  const people = await peopleIn(world, c);
  if (people > 0 && !isOffice(context)) return { kind: 'answer', text: say.byOffice(c, people), failed: true };
  const held = isOffice(context) || (await cancelEmpty(world, c, { class_id: c.class_id, reason: '', by: '' }));
  if (held !== true && isRefusal(held)) return { kind: 'refused', refusal: held };
  if (!args.reason) return { kind: 'ask', slot: 'reason', text: say.why(c, people), args: known, free: true };
  const data = { class_id: c.class_id, reason: args.reason };
  return { kind: 'dry', text: say.dry(c, people, args.reason), yes: say.YES, deed: { name: 'stop_class', data } };
}

/** `data`: class_id, reason. What is told cannot be untold: nothing takes it back. */
const stop: DoDeed = async (context, data) => {
  const c = classOfDeed(context);
  const command = { class_id: c.class_id, rev: c.rev, reason: data.reason, by: context.staff.staff_id };
  const planned = isOffice(context)
    ? await cancelClass(context.world, command)
    : await cancelEmpty(context.world, c, command);
  if (isRefusal(planned)) return planned;
  return { changes: planned.changes, value: done(c) };
};

/** 撤销 of 开班, by whoever opened it. `data`: class_id. */
const unopen: DoDeed = async (context) => {
  const c = classOfDeed(context);
  const command = { class_id: c.class_id, rev: c.rev, reason: say.UNDO_REASON, by: context.staff.staff_id };
  const planned = await cancelEmpty(context.world, c, command);
  return isRefusal(planned) ? planned : { changes: planned.changes, value: done(c) };
};

const done = (c: TrainingClass): DeedDone => ({ text: say.done(c), next: ['班'] });

/**
 * Only while nobody is in it, and nobody gets in meanwhile. Refuses `class_has_people`, `class_too_large` (more counters
 * than one transaction can hold to be empty), and as `cancelClass`.
 */
async function cancelEmpty(
  world: World,
  c: TrainingClass,
  command: Parameters<typeof cancelClass>[1],
): Promise<Planned<unknown>> {
  const people = await peopleIn(world, c);
  if (people > 0) return refuse('class_has_people', { title: c.title, people });
  const planned = await cancelClass(world, command);
  if (isRefusal(planned)) return planned;
  if (planned.changes.filter(isSeats).length < c.blocks) return refuse('class_too_large', { title: c.title });
  return { ...planned, changes: planned.changes.map(ifEmpty) };
}

const isSeats = ({ key }: Change): boolean => key.sk.startsWith('SEATS#');

/** A block of seats: someone may have taken one since it was read. */
function ifEmpty(change: Change): Change {
  if (change.kind !== 'update' || !isSeats(change)) return change;
  const empty = ['taken', 'line'].map((attr) => ({ attr, op: '=' as const, value: 0 }));
  return { ...change, when: [...(change.when ?? []), ...empty] };
}

export const stopDeeds: Record<string, DoDeed> = { stop_class: stop, unopen_class: unopen };
