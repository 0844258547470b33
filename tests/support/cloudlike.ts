/**
 * A table in memory with the manners of the cloud's: answers take time, a transaction holds its items
 * while it commits and another that wants one of them gets a Conflict, and reads that are not asked to
 * be consistent come from a copy that lags, item by item.
 */
import { type MemoryTable, memoryTable } from '../../lib/store/memory';
import { type Change, Conflict, type Key, type Table } from '../../lib/store/table';
import type { Chance } from './chance';
import type { VirtualTime } from './virtual-time';

export interface CloudOptions {
  time: VirtualTime;
  chance: Chance;
  /** How long a transaction keeps its items from others. */
  lock_ms?: number;
  /** One way between caller and table. */
  travel_ms?: { min: number; max: number };
  /** How long until a change reaches the copy that plain reads may see; 0: at once. */
  lag_max_ms?: number;
  /** Called when a transaction is whole, with its changes. */
  committed?: (changes: Change[], token?: string) => void;
}

export interface CloudTable extends Table {
  memory: MemoryTable;
  conflicts: number;
  commits: number;
}

export function cloudTable({
  time,
  chance,
  lock_ms = 8,
  travel_ms = { min: 1, max: 4 },
  lag_max_ms = 80,
  committed,
}: CloudOptions): CloudTable {
  const memory = memoryTable();
  const lagging = memoryTable();
  const held = new Set<string>();
  const done = new Set<string>();
  const travel = () => time.pause(travel_ms.min + chance.random() * (travel_ms.max - travel_ms.min));
  if (lag_max_ms > 0)
    memory.subscribe((told) => {
      // A later change of an item never arrives before an earlier one: what arrives is what is there by then.
      void time
        .pause(chance.random() * lag_max_ms)
        .then(async () => lagging.replicate(told.key, await memory.get(told.key)));
    });
  const source = (how?: { consistent?: boolean }): MemoryTable =>
    how?.consistent || lag_max_ms === 0 ? memory : lagging;

  const cloud: CloudTable = {
    memory,
    conflicts: 0,
    commits: 0,
    async get(key, how) {
      await travel();
      const found = await source(how).get(key);
      await travel();
      return found;
    },
    async getMany(keys, how) {
      await travel();
      const found = await source(how).getMany(keys, how);
      await travel();
      return found;
    },
    async query(request) {
      await travel();
      const found = await source({ consistent: request.consistent && !request.index }).query(request);
      await travel();
      return found;
    },
    async write(changes, how) {
      await travel();
      const ids = changes.map((change) => idOf(change.key));
      if (ids.some((id) => held.has(id))) {
        cloud.conflicts++;
        await travel();
        throw new Conflict('another transaction holds an item');
      }
      for (const id of ids) held.add(id);
      try {
        await time.pause(lock_ms);
        await memory.write(changes, how);
        // The repeat of a write that was done answers well and does nothing.
        if (how?.token && done.has(how.token)) return;
        if (how?.token) done.add(how.token);
        cloud.commits++;
        committed?.(changes, how?.token);
      } finally {
        for (const id of ids) held.delete(id);
      }
      await travel();
    },
  };
  return cloud;
}

const idOf = (key: Key) => `${key.pk}\n${key.sk}`;
