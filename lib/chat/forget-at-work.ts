/** What officers' conversations still show of someone who was erased: a page that names her, a list typed with her number. */
import { listOnDuty } from '../people/list-staff';
import { accountsOf } from '../people/staff-rules';
import type { Worker } from '../people/types';
import type { World } from '../platform/world';
import { carryOut } from '../store/commit';
import { keys } from '../store/keys';
import { conversationChange, conversationOf } from './conversation';
import type { Duty } from './types';

/** Those whose answers name workers. */
const DUTIES: Duty[] = ['station', 'office', 'village_officer', 'teacher', 'supervisor', 'assessor', 'inspector'];

/**
 * Follows her erasure: whoever's last answer, page, taking-back or pasted list may hold her name or numbers loses it, and
 * is at the menu again. What is sealed cannot be looked into here, and goes in any case: it is a list half typed. Safe to
 * do twice.
 */
export async function forgetAtWork(
  world: World,
  was: Pick<Worker, 'worker_id' | 'name' | 'home_region'>,
): Promise<void> {
  const staff = (await Promise.all(DUTIES.map((duty) => listOnDuty(world, was.home_region, duty)))).flat();
  const chats = [...new Set(staff.flatMap(accountsOf))];
  for (const chat of chats) await carryOut(world, () => forgetIn(world, chat, was));
}

async function forgetIn(world: World, chat: string, her: Pick<Worker, 'worker_id' | 'name'>) {
  const item = await world.table.get(keys.conversation(chat), { consistent: true });
  if (!item) return { changes: [], value: undefined };
  const talk = conversationOf(chat, item);
  const { flow, paused, last_reply, last_pushed, undo } = talk;
  const held = JSON.stringify({ flow, paused, last_reply, last_pushed, undo });
  const sealed = [flow, paused].some((one) => one?.name === 'command' && one.slots.data_key !== undefined);
  if (!sealed && !held.includes(her.name) && !held.includes(her.worker_id)) return { changes: [], value: undefined };
  const clean = { flow: undefined, paused: undefined, last_reply: undefined, last_pushed: undefined, undo: undefined };
  return { changes: [conversationChange(talk, { ...talk, ...clean })], value: undefined };
}
