/** 24 代退: someone leaves a class or its waiting list, with the reason; she is told. Taken back while her seat is still there. */
import { enrolByOffice } from '../../classes/enrol-by-office';
import { readAgenda, readClass } from '../../classes/read';
import { roster, waitingList } from '../../classes/roster';
import type { TrainingClass } from '../../classes/types';
import { withdraw } from '../../classes/withdraw';
import { findWorker } from '../../people/find';
import { millis } from '../../platform/clock';
import { hasLongNumber } from '../../platform/long-number';
import { isRefusal, refuse } from '../../platform/refusal';
import { classOfDeed } from './area';
import { leadsWithNumber } from './said-numbers';
import * as say from './say/withdraw-for';
import type { Args, AtWork, Command, DoDeed, Found, Outcome } from './types';
import { classOfMine, commonArgs, inMembers, isOutcome, mine, type Person, personFor } from './which';

const REASON_MIN = 2;
const REASON_MAX = 100;

async function run(context: AtWork, args: Args): Promise<Outcome> {
  const chosen = args.class_id ? await inClass(context, args) : await anywhere(context, args);
  if (isOutcome(chosen)) return chosen;
  const { c, person, waiting } = chosen;
  const known = { ...args, class_id: c.class_id, worker_id: person.worker_id };
  if (!args.reason)
    return {
      kind: 'ask',
      slot: 'reason',
      text: say.why(c, person),
      options: say.REASONS.map((one) => [one, one]),
      args: known,
      free: true,
    };
  const data = { class_id: c.class_id, worker_id: person.worker_id, name: person.name, reason: args.reason };
  return {
    kind: 'dry',
    text: say.dry(c, person, args.reason, { waiting, begun: begun(context, c) }),
    yes: say.YES,
    deed: { name: 'withdraw_for', data },
    args: known,
  };
}

interface Chosen {
  c: TrainingClass;
  person: Person;
  waiting: boolean;
}

/** Class named: among its members and those who wait. */
async function inClass(context: AtWork, args: Args): Promise<Chosen | Outcome> {
  const c = await classOfMine(context, args.class_id);
  if (!c) return { kind: 'refused', refusal: refuse('class_unknown', { class_id: args.class_id }) };
  const line = await waitingList(context.world, c.class_id);
  const name = args.names?.[0];
  const tail = args.tails?.[0] ?? args.phones?.[0]?.slice(-4);
  const in_line = args.worker_id
    ? line.filter((one) => one.worker_id === args.worker_id)
    : name || tail
      ? line.filter((one) => (!name || one.name === name) && (!tail || one.phone_masked.endsWith(tail)))
      : [];
  const members = await roster(context.world, c.class_id);
  const [waits] = in_line;
  if (
    waits &&
    in_line.length === 1 &&
    !members.some((one) => one.worker_id === args.worker_id) &&
    inMembers(members, name, tail).length === 0
  )
    return { c, person: waits, waiting: true };
  const person = await personFor(context, args, { of: c, ask: '退谁？发姓名、尾号或名单上的序号。' });
  return isOutcome(person) ? person : { c, person, waiting: false };
}

/** No class named: the person of her area, then the class she is in; several are asked. */
async function anywhere(context: AtWork, args: Args): Promise<Chosen | Outcome> {
  const person = await personFor(context, args, { ask: '退谁？发“班号 姓名”，比如“代退 A17 张三”。' });
  if (isOutcome(person)) return person;
  const agenda = await readAgenda(context.world, person.worker_id);
  const classes = (await Promise.all(Object.keys(agenda.classes).map((id) => readClass(context.world, id)))).flatMap(
    (c) => (c && mine(context, c) ? [c] : []),
  );
  const [only] = classes;
  if (!only) return { kind: 'answer', text: say.inNone(person), failed: true };
  if (classes.length > 1)
    return {
      kind: 'ask',
      slot: 'class_id',
      text: say.which(person),
      options: classes.map((c) => [c.class_id, `${c.class_id} ${c.title}`]),
      args: { ...args, worker_id: person.worker_id },
    };
  return { c: only, person, waiting: agenda.classes[only.class_id]?.status === 'waiting' };
}

function read(found: Found, known: Args, slot?: string): Args {
  const args = commonArgs(found, known, { numbered: leadsWithNumber(found.rest) });
  const said = slot === 'reason' ? found.rest : found.left;
  const fits = [...said].length >= REASON_MIN && [...said].length <= REASON_MAX && !hasLongNumber(said);
  return fits && (slot === 'reason' || !known.reason) ? { ...(slot === 'reason' ? known : args), reason: said } : args;
}

export const command: Command = {
  name: 'withdraw_for',
  number: 24,
  title: '代退',
  does: '替工友退班或退候补，要写原因，会告诉本人。',
  examples: ['代退 A17 张三 回老家了', '张三不学了', '把0013退了'],
  words: [],
  duties: ['station', 'office'],
  read,
  run,
};

/** Nobody gets in any more, so nothing takes it back. */
const begun = (context: AtWork, c: { starts_at: string }): boolean => millis(c.starts_at) <= context.now_ms;

/** `data`: class_id, worker_id, name, reason. */
const withdrawFor: DoDeed = async (context, data) => {
  const c = classOfDeed(context);
  const { class_id, worker_id, reason } = data as Record<string, string>;
  const planned = await withdraw(context.world, {
    class_id: class_id!,
    worker_id: worker_id!,
    by: context.staff.staff_id,
    reason,
    office: true,
  });
  if (isRefusal(planned)) return planned;
  const { was, offered_to } = planned.value;
  const text = say.done(c, data.name, was === 'waiting', offered_to !== undefined);
  const undo = {
    label: say.undoLabel(c, data.name),
    deed: { name: 'enrol_again', data: { class_id, worker_id, name: data.name } },
  };
  return {
    changes: planned.changes,
    value: { text, ...(was === 'enrolled' && !begun(context, c) && { undo }), next: [`名单 ${c.class_id}`] },
  };
};

/** Takes it back while there is a seat. `data`: class_id, worker_id, name. */
const enrolAgain: DoDeed = async (context, data) => {
  const c = classOfDeed(context);
  const worker = await findWorker(context.world, data.worker_id);
  if (!worker) return refuse('worker_unknown');
  const planned = await enrolByOffice(context.world, {
    class_id: data.class_id,
    worker_id: data.worker_id,
    by: context.staff.staff_id,
    reason: say.UNDO_REASON,
  });
  if (isRefusal(planned)) return planned;
  return {
    changes: planned.changes,
    value: { text: say.undone(c, data.name), next: [`名单 ${c.class_id}`] },
  };
};

export const deeds: Record<string, DoDeed> = { withdraw_for: withdrawFor, enrol_again: enrolAgain };
