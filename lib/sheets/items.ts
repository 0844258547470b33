/** An import as stored: its head in clear (no names, no numbers of anybody), its rows sealed with a key of its own. */

import type { World } from '../platform/world';
import { keys } from '../store/keys';
import type { Change, Item } from '../store/table';
import type { Import, RosterRow, RowDone } from './types';

export const ROWS_PER_PAGE = 100;
/** Rows and result live a day; the head, which says how many of what, a month. */
export const KEPT_MS = 24 * 3_600_000;
export const HEAD_KEPT_S = 30 * 24 * 3600;
/** TTL is an hour behind the job that clears. */
export const ROWS_KEPT_S = 25 * 3600;

export function importOf(item: Item | undefined): Import | undefined {
  if (!item) return undefined;
  const { pk: _pk, sk: _sk, due_shard: _shard, due_at: _due, ...head } = item;
  return head as unknown as Import;
}

export function doneOf(item: Item): RowDone {
  const { pk: _pk, sk: _sk, expires_at_s: _expires, ...done } = item;
  return done as unknown as RowDone;
}

/** Where the result lies. */
export const resultKey = (import_id: string) => `import/${import_id}/result.xlsx`;

export async function pagePut(world: World, head: Import, page: number, rows: RosterRow[]): Promise<Change> {
  const plain = JSON.stringify(rows);
  return {
    kind: 'put',
    key: keys.importRows(head.import_id, page),
    item: {
      sealed: await world.vault.seal(head.import_id, head.data_key!, `rows ${page}`, plain),
      expires_at_s: nowS(world) + ROWS_KEPT_S,
    },
    why: `rows of page ${page}`,
  };
}

/** The rows of one page; nothing once they are cleared. */
export async function readPage(world: World, head: Import, page: number): Promise<RosterRow[] | undefined> {
  const item = await world.table.get(keys.importRows(head.import_id, page), { consistent: true });
  if (!item || !head.data_key) return undefined;
  return JSON.parse(await world.vault.open(head.import_id, head.data_key, `rows ${page}`, item.sealed));
}

/** What became of the rows `from` to `to` so far, by row. */
export async function readDone(world: World, import_id: string, from: number, to: number) {
  const done = new Map<number, RowDone>();
  let after: Record<string, string> | undefined;
  do {
    const page = await world.table.query({
      pk: keys.import(import_id).pk,
      from: keys.importDone(import_id, from).sk,
      to: keys.importDone(import_id, to).sk,
      consistent: true,
      after,
    });
    for (const item of page.items) done.set(item.row, doneOf(item));
    after = page.next;
  } while (after);
  return done;
}

export const nowS = (world: Pick<World, 'now'>): number => Math.floor(world.now() / 1000);

/** Its rows and their key are no longer needed. */
export function ended(head: Import, state: 'done' | 'cleared'): Change {
  return {
    kind: 'update',
    key: keys.import(head.import_id),
    set: { state, rev: head.rev + 1 },
    remove: ['data_key', ...(state === 'cleared' ? ['due_shard', 'due_at'] : [])],
    when: [{ attr: 'rev', op: '=', value: head.rev }],
    why: `import ${state}`,
  };
}

export function rowsGone(head: Import, page: number): Change {
  return { kind: 'delete', key: keys.importRows(head.import_id, page), why: `rows of page ${page}, no longer needed` };
}
