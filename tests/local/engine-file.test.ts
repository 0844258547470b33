/** What the engine keeps of the stream: indexed, and forgotten at the next start once it was dealt with. */
import path from 'node:path';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import Database from 'libsql';
import { createTable } from '../../lib/local/create-table';
import { startEngine } from '../../lib/local/engine';
import { tendStreamRecords } from '../../lib/local/engine-file';
import { dynamoClient } from '../../lib/store/dynamo';
import { newFolder, removeFolder, testStack } from './support/stack';

const WHO = 'oEngineFile_001';
const folder = newFolder();
afterAll(() => removeFolder(folder));

function streamRecords(): { count: number; first: number; last: number; plan: string } {
  const database = new Database(path.join(folder, 'table.db'));
  const found: any = database
    .prepare(
      'SELECT count(*) AS count, min(CAST(sequence_number AS INTEGER)) AS first, max(CAST(sequence_number AS INTEGER)) AS last FROM _stream_records',
    )
    .get();
  const [how]: any[] = database
    .prepare(
      'EXPLAIN QUERY PLAN SELECT max(CAST(sequence_number AS INTEGER)) FROM _stream_records WHERE table_name = ?',
    )
    .all('songxun');
  database.close();
  return { ...found, plan: how.detail };
}

test('a restart forgets the records dealt with, keeps the last, and numbers go on from it', async () => {
  const first = await testStack(folder);
  await first.send(WHO, { event: 'subscribe' });
  await first.send(WHO, { text: '找培训班' });
  expect((await first.settle()).settled).toBe(true);
  const grown = streamRecords();
  expect(grown.count).toBeGreaterThan(3);
  // Looked up, not read through: a write costs the same however many came before.
  expect(grown.plan).toMatch(/^SEARCH .*stream_records_in_order/);
  await first.stop();

  const second = await testStack(folder);
  const left = streamRecords();
  expect(left.last).toBeGreaterThanOrEqual(grown.last);
  expect(left.count).toBeLessThan(grown.count);
  await second.send(WHO, { text: '1' });
  expect((await second.settle()).settled).toBe(true);
  expect(streamRecords().last).toBeGreaterThan(grown.last);
  await second.stop();
});

test('while the engine runs: only what all have dealt with goes, and without a place nothing does', async () => {
  const apart = newFolder();
  const file = path.join(apart, 'table.db');
  const engine = await startEngine({ file });
  const client = dynamoClient({ region: 'local', endpoint: engine.endpoint });
  await createTable(client, 'apart', { stream: true });
  const put = (pk: string) =>
    client.send(new PutItemCommand({ TableName: 'apart', Item: { pk: { S: pk }, sk: { S: '-' } } }));
  for (let n = 1; n <= 9; n++) await put(`P${n}`);
  const kept = () => {
    const database = new Database(file);
    const rows: any[] = database.prepare('SELECT sequence_number AS n FROM _stream_records ORDER BY id').all();
    database.close();
    return rows.map(({ n }) => Number(n));
  };
  await tendStreamRecords(file, undefined);
  expect(kept()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  await tendStreamRecords(file, 6);
  expect(kept()).toEqual([6, 7, 8, 9]);
  await put('P10');
  expect(kept()).toEqual([6, 7, 8, 9, 10]);
  await engine.stop();
  removeFolder(apart);
});
