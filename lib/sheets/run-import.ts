import { isRefusal, type Refusal, refuse } from '../platform/refusal';
import type { World } from '../platform/world';
import { seeThrough } from '../store/commit';
import { keys } from '../store/keys';
import { enrolRow, registerRow } from './enter-row';
import { finishImport } from './finish-import';
import { importOf, readDone, readPage } from './items';
import type { Counts, Import, RosterRow, RowDone } from './types';

/** People entered side by side; seats are given one after the other, in the order of the list. */
const SIDE_BY_SIDE = 8;

/**
 * The next page of an import (100 rows), or, after the last, its result. To be called until `state` is `done`; any
 * number of callers at once, and any of them may be killed. Refuses `import_unknown`, `import_gone`, `busy`.
 */
export async function runImport(world: World, import_id: string): Promise<Import | Refusal> {
  const head = await readImport(world, import_id, { consistent: true });
  if (!head) return refuse('import_unknown');
  if (head.state === 'done') return head;
  if (head.state === 'cleared') return refuse('import_gone');
  if (head.page >= head.pages) return finishImport(world, head);
  const rows = await readPage(world, head, head.page);
  if (!rows) return refuse('import_gone');
  const busy = await enterPage(world, head, rows);
  return busy ?? turnPage(world, head, rows);
}

export async function readImport(
  world: World,
  import_id: string,
  how?: { consistent?: boolean },
): Promise<Import | undefined> {
  return importOf(await world.table.get(keys.import(import_id), how));
}

async function enterPage(world: World, head: Import, rows: RosterRow[]): Promise<Refusal | undefined> {
  const good = rows.filter((row) => row.problems.length === 0);
  const done = await doneOf(world, head, rows);
  let refused: Refusal | undefined;
  const waiting = good.filter((row) => !done.has(row.row));
  const worker = async () => {
    for (let row = waiting.shift(); row && !refused; row = waiting.shift()) {
      const made = await registerRow(world, head, row);
      if (isRefusal(made)) refused = made;
      else done.set(row.row, made);
    }
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, worker));
  for (const row of good) {
    const made = done.get(row.row);
    if (refused || !made) break;
    const seated = await enrolRow(world, head, row, made);
    if (isRefusal(seated)) refused = seated;
  }
  return refused;
}

const doneOf = (world: World, head: Import, rows: RosterRow[]) =>
  readDone(world, head.import_id, rows[0]!.row, rows.at(-1)!.row);

/** The page is done: counted from what is written, once, by whoever comes first. */
async function turnPage(world: World, head: Import, rows: RosterRow[]): Promise<Import | Refusal> {
  const counts = added(head.counts, rows, await doneOf(world, head, rows));
  const after: Import = { ...head, rev: head.rev + 1, page: head.page + 1, counts };
  return seeThrough(world, async ({ number }) => {
    // Another run turned it.
    if (number > 0) return { changes: [], value: (await readImport(world, head.import_id, { consistent: true }))! };
    return {
      changes: [
        {
          kind: 'update',
          key: keys.import(head.import_id),
          set: { rev: after.rev, page: after.page, counts },
          when: [{ attr: 'rev', op: '=', value: head.rev }],
          why: `page ${head.page} is done`,
        },
      ],
      value: after,
    };
  });
}

function added(before: Counts, rows: RosterRow[], done: Map<number, RowDone>): Counts {
  const counts = { ...before };
  for (const row of rows) {
    const made = done.get(row.row);
    counts[made?.outcome ?? 'refused']++;
    if (made?.seat === 'enrolled') counts.enrolled++;
    else if (made?.seat === 'already') counts.already++;
    else if (made?.seat === 'refused') counts.not_enrolled++;
  }
  return counts;
}
