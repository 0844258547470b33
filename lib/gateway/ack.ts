import type { World } from '../platform/world';
import type { Planned } from '../store/commit';
import { keys } from '../store/keys';
import type { Change } from '../store/table';
import { goneChange, leasesChange, loadLeases, rememberedChange, rememberedOf } from './load';
import { type Remembered, settle } from './rules';
import type { Ack, Fate } from './types';

export interface Acked {
  id: string;
  fate: Fate;
}

export interface Settled {
  items: Acked[];
  /** Of these, so many are given up by what was said now. */
  given_up: number;
}

/**
 * How sending went. Everything here may be said again: what was settled stays settled, and is counted once. What failed
 * comes back after a pause, five times; then it is dead, with its reason. 6 WCU for one thing that was sent.
 */
export async function ack(world: World, account: string, acks: Ack[]): Promise<Planned<Settled>> {
  const before = await loadLeases(world.table, account);
  const ids = [...new Set(acks.map((one) => one.id))];
  const rows = await world.table.getMany(
    ids.map((id) => keys.outboxed(account, id)),
    { consistent: true },
  );
  const known = new Map(ids.map((id, i) => [id, rememberedOf(rows[i])]));
  const written = new Map<string, Change[]>();
  const items: Acked[] = [];
  let leases = before;
  for (const one of acks) {
    const settled = settle(leases, known.get(one.id), one, world.now());
    leases = settled.leases;
    items.push({ id: one.id, fate: settled.fate });
    if (!settled.remembered) continue;
    const remembered: Remembered = settled.remembered;
    known.set(one.id, remembered);
    written.set(one.id, [
      ...(settled.gone ? [goneChange(account, remembered.sk)] : (written.get(one.id) ?? []).slice(0, -1)),
      rememberedChange(account, one.id, remembered),
    ]);
  }
  const value = { items, given_up: Math.max(0, leases.totals.dead - before.totals.dead) };
  if (leases === before) return { changes: [], value };
  return { changes: [...[...written.values()].flat(), leasesChange(account, before, leases)], value };
}
