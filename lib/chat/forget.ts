/** 删除信息 on behalf of the office: out of the classes still to come, then her record, then what the bot remembers of her. */
import { readAgenda } from '../classes/read';
import { withdraw } from '../classes/withdraw';
import { erase, recordsGone } from '../people/erase';
import { findWorker } from '../people/find';
import { unnamed } from '../people/unnamed';
import { dayOf, instant } from '../platform/clock';
import { isRefusal, type Refusal, refuse } from '../platform/refusal';
import type { World } from '../platform/world';
import { carryOut } from '../store/commit';
import { keys } from '../store/keys';
import type { Change } from '../store/table';
import { conversationChange, conversationOf, FORGOTTEN } from './conversation';
import { threadsForgotten } from './forget-threads';
import { leftThread } from './threads';

export interface ForgetCommand {
  worker_id: string;
  by: string;
  reason: string;
}

/**
 * Erase a worker at her written or spoken wish (PIPL Art. 47). Several transactions, in an order that can
 * be broken off and taken up again: her seats first, so that they go to whoever waits; her key last. Who
 * did it and why is audited with the last. Refuses `worker_unknown`, `busy`.
 */
export async function forgetWorker(
  world: World,
  command: ForgetCommand,
): Promise<{ withdrawn_from: string[] } | Refusal> {
  const { worker_id } = command;
  if (!(await findWorker(world, worker_id, { consistent: true }))) return refuse('worker_unknown');
  const withdrawn_from: string[] = [];
  const { classes } = await readAgenda(world, worker_id);
  for (const [class_id, entry] of Object.entries(classes)) {
    // As by chat: classes already begun stay with the record of public money.
    if (entry.starts_at <= instant(world.now())) continue;
    const left = await carryOut(world, () => withdraw(world, { ...command, class_id, office: true }));
    if (!isRefusal(left)) withdrawn_from.push(class_id);
    else if (left.refused !== 'not_enrolled') return left;
  }
  // Her words before her record: broken off here, she is still found and it is taken up again.
  for (const part of [...(await herThreads(world, worker_id)), ...(await recordsGone(world, worker_id))]) {
    const gone = await carryOut(world, part);
    if (isRefusal(gone)) return gone;
  }
  const erased = await carryOut(world, async () => {
    const worker = await findWorker(world, worker_id, { consistent: true });
    const planned = await erase(world, { worker_id });
    if (isRefusal(planned)) return planned;
    const talk = worker?.chat ? await talkForgotten(world, worker.chat) : [];
    const audit = audited(world, { ...command, reason: unnamed(command.reason, worker?.name ?? '') });
    return { changes: [...planned.changes, ...talk, audit], value: undefined };
  });
  return isRefusal(erased) ? erased : { withdrawn_from };
}

/** A conversation under way is closed first, so that it goes with those that are over. */
async function herThreads(world: World, worker_id: string) {
  const worker = await findWorker(world, worker_id, { consistent: true });
  const key = worker?.chat && keys.conversation(worker.chat);
  const thread: string | undefined = key && (await world.table.get(key, { consistent: true }))?.thread;
  if (key && thread) {
    const back: Change = { kind: 'update', key, remove: ['thread'], add: { rev: 1 }, why: 'back to the bot' };
    const when = [{ attr: 'thread', op: '=' as const, value: thread }];
    await carryOut(world, async () => ({ changes: [leftThread(world, thread), { ...back, when }], value: undefined }));
  }
  return threadsForgotten(world, worker_id);
}

async function talkForgotten(world: World, chat: string): Promise<Change[]> {
  const item = await world.table.get(keys.conversation(chat), { consistent: true });
  if (!item) return [];
  const talk = conversationOf(chat, item);
  const thread = talk.thread ? [leftThread(world, talk.thread)] : [];
  return [
    conversationChange(talk, {
      ...talk,
      ...FORGOTTEN,
      // The office she holds is her organisation's record.
      staff: talk.staff,
      flow: undefined,
      last_reply: undefined,
      last_pushed: undefined,
    }),
    ...thread,
  ];
}

function audited(world: World, command: ForgetCommand): Change {
  const at = world.now();
  return {
    kind: 'put',
    key: keys.audit(dayOf(at), world.id('erase')),
    item: { what: 'erase', ...command, at: instant(at) },
    why: 'who erased, and why',
  };
}
