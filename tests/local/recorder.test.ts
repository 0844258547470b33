/** The table as local handlers see it: every write goes on as it was asked for, and is noted under its turn. */
import { recorder } from '../../lib/local/recorder';
import { memoryTable } from '../../lib/store/memory';
import { type Change, ConditionFailed, Conflict, type Table, Unavailable } from '../../lib/store/table';

const put = (sk: string, more: Partial<Change> = {}): Change =>
  ({ kind: 'put', key: { pk: 'A', sk }, item: { n: 1 }, why: `row ${sk}`, ...more }) as Change;

test('a write repeated under its token is done once: the token reaches the table', async () => {
  const { table } = recorder(memoryTable(), () => undefined);
  const count: Change = { kind: 'update', key: { pk: 'A', sk: '1' }, add: { n: 1 }, why: 'count' } as Change;
  await table.write([count], { token: 'once' });
  await table.write([count], { token: 'once' });
  expect(await table.get({ pk: 'A', sk: '1' })).toMatchObject({ n: 1 });
});

test('rows are noted under the turn that wrote them, completed by the stream, and handed out once', async () => {
  const { table, during, rowsOf, streamed, writes } = recorder(memoryTable(), () => undefined);
  await during('turn', () =>
    table.write([put('1'), { kind: 'check', key: { pk: 'A', sk: '0' }, why: 'none' } as Change]),
  );
  await table.write([put('2')]);
  const rows = rowsOf('turn');
  expect(rows.map(({ sk, kind, outcome, transaction }) => [sk, kind, outcome, transaction])).toEqual([
    ['1', 'put', 'written', 1],
    ['0', 'check', 'written', 1],
  ]);
  streamed({ event: 'INSERT', pk: 'A', sk: '1', after: { n: 1 } });
  expect(rows[0]).toMatchObject({ event: 'INSERT', after: { n: 1 } });
  expect(rowsOf('turn')).toEqual([]);
  expect(writes()).toBe(2);
});

test.each([
  [new Conflict('busy'), ['conflict', 'conflict']],
  [new Unavailable('silence'), ['unknown', 'unknown']],
  ['condition', ['condition_failed', 'not_written']],
] as const)('a write that failed says what is known of it: %s', async (error, outcomes) => {
  const changes = [put('1'), put('2')];
  const failing: Table = {
    ...memoryTable(),
    write: async () => {
      throw error === 'condition' ? new ConditionFailed([{ change: changes[0]! }]) : error;
    },
  };
  const { table, during, rowsOf, streamed } = recorder(failing, () => undefined);
  await expect(during('turn', () => table.write(changes))).rejects.toThrow();
  const rows = rowsOf('turn');
  expect(rows.map((row) => row.outcome)).toEqual(outcomes);
  // What somebody else wrote there later is not hers.
  streamed({ event: 'INSERT', pk: 'A', sk: '1', after: { n: 2 } });
  expect(rows[0]!.event).toBeUndefined();
});
