import type { World } from '../platform/world';
import type { Planned } from '../store/commit';
import type { Change } from '../store/table';
import { goneChange, leasesChange, loadLeases, rememberedChange, waitingOf } from './load';
import { type Asked, choose, type Waiting } from './rules';
import type { Leased } from './types';

export interface LeaseCommand {
  account: string;
  items_max: number;
  /** The day's number is nearly used up: only what somebody waits for. */
  replies_only?: boolean;
}

export interface Handed {
  items: Leased[];
  /** So many were given up with it: too old, or handed out five times and never heard of again. */
  given_up: number;
}

/**
 * Hand out what is to be sent next, each for a minute: replies first, never two for one person at a time. What was
 * handed out and never came back is handed out again, five times; then it is dead. Nothing to hand out writes nothing.
 * One write of 2 WCU a lease, however many are handed out.
 */
export async function lease(world: World, command: LeaseCommand): Promise<Planned<Handed>> {
  const { account } = command;
  const before = await loadLeases(world.table, account);
  const asked: Asked = { now_ms: world.now(), items_max: command.items_max, replies_only: command.replies_only };
  const waiting: Waiting[] = [];
  let chosen = choose(before, waiting, asked);
  for await (const page of waitingOf(world.table, account)) {
    waiting.push(...page);
    chosen = choose(before, waiting, asked);
    if (chosen.handed.length >= command.items_max) break;
    // Replies come first in the outbox: after the first of the others there is none.
    if (command.replies_only && page.some((item) => item.priority > 0)) break;
  }
  const { handed, dead, held } = chosen;
  if (handed.length === 0 && dead.length === 0) return { changes: [], value: { items: [], given_up: 0 } };
  const changes: Change[] = dead.flatMap(({ item, reason }) => [
    goneChange(account, item.sk),
    rememberedChange(account, item.id, { sk: item.sk, state: 'dead', reason }),
  ]);
  const totals = { ...before.totals, dead: before.totals.dead + dead.length };
  return {
    changes: [...changes, leasesChange(account, before, { ...before, held, totals })],
    value: { items: handed, given_up: dead.length },
  };
}
