/** Is what the gateway is to send being fetched? Looked at each minute, for the alarm. */
import type { World } from '../platform/world';
import { keys } from '../store/keys';

/** Accounts looked at: an account is a phone on somebody's desk. */
const ACCOUNTS_MAX = 100;

/**
 * How long the oldest thing waits, of all accounts in use (s); 0 when nothing waits, nothing where there is no account.
 * 0.5 RCU without accounts, 1.5 more for each.
 */
export async function oldestWaiting_s(world: World): Promise<number | undefined> {
  const { pk } = keys.gatewayListing('', '');
  const listed = await world.table.query({ pk, limit: ACCOUNTS_MAX });
  const rows = await world.table.getMany(listed.items.map((item) => keys.gateway(item.account)));
  const names = rows.flatMap((row) => (row?.active ? [row.account as string] : []));
  if (names.length === 0) return undefined;
  const oldest = await Promise.all(names.map((name) => oldestOf(world, name)));
  const since_ms = Math.min(world.now(), ...oldest.flatMap((at_ms) => at_ms ?? []));
  return Math.floor((world.now() - since_ms) / 1000);
}

/** When the oldest thing that an account is to send was put there (ms); nothing when none waits. */
export async function oldestOf(world: World, account: string): Promise<number | undefined> {
  const { pk } = keys.outbox(account, 0, 0, '');
  const heads = await Promise.all(['SEND#0#', 'SEND#1#'].map((prefix) => world.table.query({ pk, prefix, limit: 1 })));
  const waiting = heads.flatMap(({ items }) => items.map((item) => item.at_ms as number));
  return waiting.length > 0 ? Math.min(...waiting) : undefined;
}
