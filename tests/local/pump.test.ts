/** The stream consumer: nothing lost, nothing skipped, a record that cannot be handled does not hold up the rest for ever. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import type { DeployedStream } from '../../lib/local/deployed';
import { Pump, type PumpOptions } from '../../lib/local/pump';
import { freshTable, type TestTable } from '../support/engine';

let t: TestTable;
let stream: string;
let folder: string;
let pumps: Pump[] = [];
const client = () =>
  new DynamoDBStreamsClient({
    region: 'cn-north-1',
    endpoint: process.env.TEST_DYNAMODB_ENDPOINT!,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });

beforeEach(async () => {
  t = await freshTable({ stream: true });
  stream = (await t.client.send(new DescribeTableCommand({ TableName: t.name }))).Table!.LatestStreamArn!;
  folder = mkdtempSync(path.join(tmpdir(), 'songxun-pump-'));
  pumps = [];
});
afterEach(async () => {
  await Promise.all(pumps.map((pump) => pump.stop()));
  rmSync(folder, { recursive: true });
});

const consumer = (more: Partial<DeployedStream> = {}): DeployedStream => ({
  function: { name: 'stream', handler: 'handlers/stream.handler', timeout_s: 5 },
  batch_size: 10,
  attempts_max: 3,
  reports_failures: true,
  filters: [],
  ...more,
});
const start = (invoke: PumpOptions['invoke'], more: Partial<DeployedStream> = {}) => {
  const pump = new Pump({
    client: client(),
    stream,
    consumer: consumer(more),
    invoke,
    checkpoint: path.join(folder, 'place.json'),
    failed_file: path.join(folder, 'failed.jsonl'),
    retry_base_ms: 2,
  });
  pumps.push(pump);
  return pump;
};
const put = (sk: string, item = {}) => t.table.write([{ kind: 'put', key: { pk: 'a', sk }, item, why: 'test' }]);
const skOf = (record: any): string => record.dynamodb.Keys.sk.S;
async function until(holds: () => boolean): Promise<void> {
  for (let i = 0; i < 400 && !holds(); i++) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(holds()).toBe(true);
}

test('everything from before the start and after it, in order, in Lambda’s shape', async () => {
  for (let i = 0; i < 23; i++) await put(String(i).padStart(2, '0'), { bytes: new Uint8Array([1, 2]), n: i });
  const got: any[] = [];
  const pump = start(async ({ Records }) => void got.push(...Records));
  await until(() => got.length === 23);
  await put('99');
  pump.wake();
  await until(() => got.length === 24);
  expect(got.map(skOf)).toEqual([...got.map(skOf)].sort());
  expect(got[3]).toMatchObject({
    eventName: 'INSERT',
    eventSource: 'aws:dynamodb',
    eventSourceARN: stream,
    dynamodb: { NewImage: { n: { N: '3' }, bytes: { B: 'AQI=' } }, SequenceNumber: expect.any(String) },
  });
  expect(typeof got[3].dynamodb.ApproximateCreationDateTime).toBe('number');
});

test('only what a filter lets through', async () => {
  const got: string[] = [];
  start(async ({ Records }) => void got.push(...Records.map(skOf)), {
    filters: [{ eventName: ['INSERT'], dynamodb: { Keys: { sk: { S: [{ prefix: 'NOTICE#' }] } } } }],
  });
  for (const sk of ['STATE', 'NOTICE#1', 'META', 'NOTICE#2']) await put(sk);
  await put('NOTICE#1', { again: true });
  await put('NOTICE#3');
  await until(() => got.length === 3);
  expect(got).toEqual(['NOTICE#1', 'NOTICE#2', 'NOTICE#3']);
});

test('a reported failure is retried from that record on, and what came before is not repeated', async () => {
  for (const sk of ['1', '2', '3', '4']) await put(sk);
  const batches: string[][] = [];
  let fails = 2;
  start(async ({ Records }) => {
    batches.push(Records.map(skOf));
    const bad = Records.find((record) => skOf(record) === '3');
    return { batchItemFailures: bad && fails-- > 0 ? [{ itemIdentifier: bad.dynamodb.SequenceNumber }] : [] };
  });
  await until(() => batches.length === 3);
  expect(batches).toEqual([
    ['1', '2', '3', '4'],
    ['3', '4'],
    ['3', '4'],
  ]);
  expect(existsSync(path.join(folder, 'failed.jsonl'))).toBe(false);
});

test('what fails each time is put aside, whole, and the rest goes on', async () => {
  for (const sk of ['1', '2', '3']) await put(sk, { said: sk });
  const done: string[] = [];
  const pump = start(async ({ Records }) => {
    for (const record of Records) {
      if (skOf(record) === '2') return { batchItemFailures: [{ itemIdentifier: record.dynamodb.SequenceNumber }] };
      done.push(skOf(record));
    }
    return { batchItemFailures: [] };
  });
  await until(() => done.includes('3'));
  expect(done).toEqual(['1', '3']);
  expect(pump.trouble()).toBeUndefined();
  const aside = JSON.parse(readFileSync(path.join(folder, 'failed.jsonl'), 'utf8'));
  expect(aside).toMatchObject({ function: 'stream', record: { dynamodb: { NewImage: { said: { S: '2' } } } } });
});

test('a function that throws: only the record that makes it throw is put aside', async () => {
  for (const sk of ['1', '2', '3', '4']) await put(sk);
  const done: string[] = [];
  start(async ({ Records }) => {
    if (Records.some((record) => skOf(record) === '3')) throw new Error('cannot');
    done.push(...Records.map(skOf));
  });
  await until(() => done.includes('4'));
  expect(done).toEqual(['1', '2', '4']);
  expect(readFileSync(path.join(folder, 'failed.jsonl'), 'utf8').trim().split('\n')).toHaveLength(1);
});

test('stopped and started again it goes on where it was; without its place it begins anew', async () => {
  const got: string[] = [];
  const take: PumpOptions['invoke'] = async ({ Records }) => void got.push(...Records.map(skOf));
  for (const sk of ['1', '2']) await put(sk);
  const first = start(take);
  await until(() => got.length === 2);
  await first.stop();
  for (const sk of ['3', '4']) await put(sk);
  const second = start(take);
  await until(() => got.length === 4);
  await second.stop();
  expect(got).toEqual(['1', '2', '3', '4']);
  // The control: were the place not kept, all would come again.
  rmSync(path.join(folder, 'place.json'));
  start(take);
  await until(() => got.length === 8);
});

test('stopped in the middle of a failing batch, nothing of it is lost', async () => {
  for (const sk of ['1', '2', '3']) await put(sk);
  let tries = 0;
  const failing = start(
    async ({ Records }) => {
      tries += 1;
      return { batchItemFailures: [{ itemIdentifier: Records.at(-1).dynamodb.SequenceNumber }] };
    },
    { attempts_max: 1000 },
  );
  await until(() => tries > 2);
  await failing.stop();
  const got: string[] = [];
  start(async ({ Records }) => void got.push(...Records.map(skOf)));
  await until(() => got.length > 0);
  expect(got).toEqual(['3']);
});

test('settled means: a look at the stream that began later found nothing', async () => {
  const got: string[] = [];
  const pump = start(async ({ Records }) => {
    await new Promise((resolve) => setTimeout(resolve, 60));
    got.push(...Records.map(skOf));
  });
  await put('1');
  const from = performance.now();
  pump.wake();
  await until(() => pump.emptySince() > from);
  expect(got).toEqual(['1']);
});
