import { type Refusal, refuse } from '../platform/refusal';
import type { World } from '../platform/world';
import { carryOut } from '../store/commit';
import { keys } from '../store/keys';
import { ended, importOf, readDone, readPage, resultKey, rowsGone } from './items';
import { resultLayout } from './layouts/result';
import { XLSX } from './limits';
import type { Import, RosterRow } from './types';
import { writeSheet } from './write-sheet';

const ROW_MAX = 9_999_999;

/**
 * The result file, masked; then the rows and their key go. The file is written first: killed between, it is written
 * again. Refuses `import_gone`.
 */
export async function finishImport(world: World, head: Import): Promise<Import | Refusal> {
  const pages = Array.from({ length: head.pages }, (_, page) => page);
  const rows: RosterRow[] = [];
  for (const page of pages) rows.push(...((await readPage(world, head, page)) ?? []));
  if (rows.length < head.rows) return afterAnother(world, head);
  const done = await readDone(world, head.import_id, 0, ROW_MAX);
  await world.files.put(resultKey(head.import_id), await writeSheet(resultLayout(head, rows, done)), XLSX);
  const { data_key: _gone, ...kept } = head;
  const after: Import = { ...kept, rev: head.rev + 1, state: 'done' };
  const stale = await carryOut(world, async ({ number }) => ({
    changes: number > 0 ? [] : [ended(head, 'done'), ...pages.map((page) => rowsGone(head, page))],
    value: number > 0,
  }));
  if (stale === true) return afterAnother(world, head);
  return typeof stale === 'object' ? stale : after;
}

/** Another run was faster, or a day has passed. */
async function afterAnother(world: World, head: Import): Promise<Import | Refusal> {
  const now = importOf(await world.table.get(keys.import(head.import_id), { consistent: true }));
  return now?.state === 'done' ? now : refuse('import_gone');
}
