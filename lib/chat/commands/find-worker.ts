/** 11 找人: a worker of her area, or of a roster of hers, by name, phone, or the end of it: masked, her classes, when she was last heard of. */
import { readAgenda, readClass } from '../../classes/read';
import { refuse } from '../../platform/refusal';
import { keys } from '../../store/keys';
import { conversationOf } from '../conversation';
import { onMyRosters } from './my-rosters';
import * as say from './say/find-worker';
import type { Args, AtWork, Command, Outcome } from './types';
import { classOfMine, commonArgs, isOutcome, mine, personFor, workerOfMine } from './which';

const PAST_SHOWN = 5;

async function run(context: AtWork, args: Args): Promise<Outcome> {
  const of = args.class_id ? await classOfMine(context, args.class_id) : undefined;
  if (args.class_id && !of) return { kind: 'refused', refusal: refuse('class_unknown', { class_id: args.class_id }) };
  const person = await personFor(context, args, { of, ask: '找谁？发姓名、手机号或尾号四位。' });
  if (isOutcome(person)) return person;
  const { world } = context;
  const worker = await workerOfMine(context, person.worker_id);
  // She works elsewhere: no more than the roster shows (L15).
  if (!worker) return listed(context, person.worker_id);
  const [agenda, talk] = await Promise.all([
    readAgenda(world, worker.worker_id),
    worker.chat ? world.table.get(keys.conversation(worker.chat)) : undefined,
  ]);
  const past = await Promise.all(agenda.past.slice(-PAST_SHOWN).map((class_id) => readClass(world, class_id)));
  const text = say.person(
    worker,
    Object.entries(agenda.classes).map(([class_id, entry]) => ({ class_id, ...entry })),
    past.flatMap((c) => (c && mine(context, c) ? [c] : [])),
    talk && worker.chat ? conversationOf(worker.chat, talk) : undefined,
  );
  return { kind: 'answer', text, next: [`代报名 ${worker.name}`] };
}

async function listed(context: AtWork, worker_id: string): Promise<Outcome> {
  const [one] = await onMyRosters(context, { worker_id });
  if (!one) return { kind: 'refused', refusal: refuse('worker_unknown') };
  return { kind: 'answer', text: say.listed(one), next: one.places.slice(0, 1).map(({ c }) => `名单 ${c.class_id}`) };
}

export const command: Command = {
  name: 'find_worker',
  number: 11,
  title: '找人',
  does: '按姓名、手机号或尾号找你这里的工友。',
  examples: ['找人 张三', '找人 0013', '张三的电话'],
  words: [],
  duties: ['station', 'office', 'village_officer'],
  read: (found, known, slot) => {
    const args = commonArgs(found, known);
    // Asked whom, a few digits are the end of a phone even when they look like a number.
    const digits = slot === 'worker_id' && /^\d{4}$/.test(found.rest) ? [found.rest] : [];
    return { ...args, ...(digits.length > 0 && { tails: digits }) };
  },
  run,
};
