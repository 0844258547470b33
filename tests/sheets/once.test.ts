/** No row enters twice: killed before and after every single write, and run by several at once. */
import '../support/quiet';
import { roster } from '../../lib/classes/roster';
import { due } from '../../lib/notices/due';
import { isRefusal } from '../../lib/platform/refusal';
import { clearImport } from '../../lib/sheets/clear-import';
import { readImport, runImport } from '../../lib/sheets/run-import';
import { startImport } from '../../lib/sheets/start-import';
import { keys } from '../../lib/store/keys';
import { type MemoryTable, memoryTable } from '../../lib/store/memory';
import type { Change, Table } from '../../lib/store/table';
import { freshTable } from '../support/engine';
import { Stopped } from '../support/faults';
import { openClass, recordingSender } from '../support/town';
import { type TestWorld, testWorld } from '../support/world';
import { people, rosterFile } from './support';

const ROWS = 6;
let file: Buffer;
beforeAll(async () => {
  file = await rosterFile(people(ROWS));
});

/** A class, and an import into it that was read and not yet run. */
async function begun(table: Table) {
  const world = testWorld(table);
  const c = await openClass(world, { capacity: 20 });
  const place = { home_region: c.home_region, host_region: c.host_region };
  const how = { consent: 'paper', by: 'officer-1', may: () => true } as const;
  const head = await startImport(world, { bytes: file, class_id: c.class_id, ...place, ...how });
  if (isRefusal(head)) throw new Error(head.refused);
  return { world, class_id: c.class_id, import_id: head.import_id };
}

async function runToTheEnd(world: TestWorld, import_id: string) {
  for (;;) {
    const head = await runImport(world, import_id);
    if (isRefusal(head)) throw new Error(head.refused);
    if (head.state === 'done') return head;
  }
}

/** A process that is killed at its nth write: before it is sent, or after it is done. */
function killedAt(table: Table, n: number, when: 'before' | 'after'): Table & { writes: number } {
  const killed = {
    ...table,
    writes: 0,
    async write(changes: Change[], how?: { token?: string }) {
      killed.writes++;
      if (killed.writes > n || (killed.writes === n && when === 'before')) throw new Stopped();
      await table.write(changes, how);
      if (killed.writes === n) throw new Stopped();
    },
  };
  return killed;
}

const count = (table: MemoryTable, sk: string) => [...table.all()].filter((item) => item.sk === sk).length;
const ONCE = { entered: ROWS, known: 0, refused: 0, enrolled: ROWS, already: 0, not_enrolled: 0 };

it.each(['before', 'after'] as const)(
  'killed %s any of its writes, the next run goes on, and all is as if never killed',
  async (when) => {
    for (let n = 1; ; n++) {
      const table = memoryTable();
      const { world, class_id, import_id } = await begun(table);
      const killed = killedAt(table, n, when);
      const outcome = await runToTheEnd({ ...world, table: killed }, import_id).catch((error) => error);
      const survived = !(outcome instanceof Error);
      const head = await runToTheEnd(world, import_id);
      expect([n, head.counts]).toEqual([n, ONCE]);
      expect(await roster(world, class_id)).toHaveLength(ROWS);
      expect(count(table, 'PROFILE')).toBe(ROWS);
      if (survived) {
        // Six people, six seats, a page and the end: it was killed at each of them.
        expect(n).toBeGreaterThan(2 * ROWS);
        return;
      }
    }
  },
);

it('several runs at once share the work; each row is done by one', async () => {
  const { table } = await freshTable();
  const { world, class_id, import_id } = await begun(table);
  const heads = await Promise.all(Array.from({ length: 4 }, () => runToTheEnd(world, import_id)));
  expect(heads.map((head) => head.counts)).toEqual([ONCE, ONCE, ONCE, ONCE]);
  expect(await roster(world, class_id)).toHaveLength(ROWS);
});

it('control: were a row’s mark not a condition, the second of two runs would write over the first', async () => {
  const table = memoryTable();
  const { world, import_id } = await begun(table);
  const blind: Table = {
    ...table,
    // Nobody sees a mark, and none is a condition.
    query: (request) => (request.from?.startsWith('DONE#') ? Promise.resolve({ items: [] }) : table.query(request)),
    write: (changes, how) =>
      table.write(
        changes.map((change) => (change.key.sk.startsWith('DONE#') ? { ...change, when: undefined } : change)),
        how,
      ),
  };
  const killed = killedAt(blind, ROWS + 2, 'after');
  await runToTheEnd({ ...world, table: killed }, import_id).catch(() => undefined);
  await runImport({ ...world, table: blind }, import_id);
  const outcomes = [...table.all()].filter((item) => item.sk.startsWith('DONE#')).map((item) => item.outcome);
  expect(outcomes).toContain('known');
});

describe('what is left behind', () => {
  it('a day later nothing of it can be read, whether it was run or not', async () => {
    for (const run of [false, true]) {
      const table = memoryTable();
      const { world, import_id } = await begun(table);
      if (run) await runToTheEnd(world, import_id);
      await clearImport(world, import_id);
      expect((await readImport(world, import_id))!.state).toBe(run ? 'done' : 'running');
      world.clock.pass(24 * 3_600_000 + 1000);
      await due(world, recordingSender().sender);
      const head = await readImport(world, import_id);
      expect([head!.state, head!.data_key]).toEqual(['cleared', undefined]);
      expect(await world.table.get(keys.importRows(import_id, 0))).toBeUndefined();
      expect(await world.files.get(`import/${import_id}/result.xlsx`)).toBeUndefined();
      expect(await runImport(world, import_id)).toEqual({ refused: 'import_gone' });
    }
  });
  it('its rows and marks end by themselves, too (TTL)', async () => {
    const table = memoryTable();
    const { world, import_id } = await begun(table);
    await runImport(world, import_id);
    const rows = [...table.all()].filter((item) => item.pk === `IMPORT#${import_id}`);
    expect(rows.length).toBeGreaterThan(ROWS);
    for (const row of rows) expect(row.expires_at_s).toBeGreaterThan(world.now() / 1000);
  });
});
