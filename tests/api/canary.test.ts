/** Two numbers that must be found nowhere: in no answer but the audited reveal, in no line of the log, in no row. */
import '../support/loud';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { openThread } from '../../lib/chat/threads';
import { allRoutes } from '../../lib/platform/openapi';
import { keys } from '../../lib/store/keys';
import { freshTable } from '../support/engine';
import { capturedOutput } from '../support/output';
import { newWorker } from '../support/town';
import { syntheticIdNumber } from '../support/world';
import { type Api, type Asked, startApi } from './support';
import { DRAFT, published, tradesLoaded } from './things';

const N = 901;
const ID_NUMBER = syntheticIdNumber(N);
const PHONE = `138${String(N).padStart(8, '0')}`;
let api: Api;
let printed: ReturnType<typeof capturedOutput>;

beforeAll(async () => {
  const { table, client, name } = await freshTable();
  api = await startApi();
  api.world.table = table;
  Object.assign(api, { client, name });
  printed = capturedOutput();
  await tradesLoaded(api);
});
afterAll(() => {
  printed.release();
});

it('ID number and phone appear in no answer but the reveal, in no log line, in no row', async () => {
  const worker = await newWorker(api.world, N);
  const { worker_id } = worker;
  const { class_id, rev } = await published(api, { capacity: 1 });
  const { thread_id, changes } = openThread(
    api.world,
    { chat: worker.chat!, worker_id },
    { why: 'id_number_taken', text: `我是${ID_NUMBER}，电话${PHONE}` },
  );
  await api.world.table.write([
    ...changes,
    { kind: 'update', key: keys.conversation(worker.chat!), set: { thread: thread_id }, why: 'handed over' },
  ]);
  const reason = '本人要求';
  const asked: [string, Asked][] = [
    ['enrol_worker', { params: { class_id }, headers: { 'idempotency-key': PHONE }, body: { worker_id, reason } }],
    ['enrol_worker', { params: { class_id }, body: { worker_id, reason } }],
    ['read_class', { params: { class_id } }],
    ['read_roster', { params: { class_id }, query: { everyone: 'true' } }],
    ['read_worker', { params: { worker_id } }],
    ['list_threads', {}],
    ['read_thread', { params: { thread_id } }],
    ['reply_to_thread', { params: { thread_id }, body: { text: '请到站里来' } }],
    // Put where they do not belong: in names, values, keys, headers and paths.
    ['read_worker', { params: { worker_id: ID_NUMBER } }],
    ['read_worker', { params: { worker_id: `w_${ID_NUMBER}` } }],
    ['list_classes', { query: { [PHONE]: ID_NUMBER, cursor: Buffer.from(ID_NUMBER).toString('base64url') } }],
    ['draft_class', { body: { ...DRAFT, [ID_NUMBER]: PHONE, pattern: PHONE } }],
    ['draft_class', { raw: `{"home_region":${ID_NUMBER},` }],
    ['edit_class', { params: { class_id }, headers: { 'if-match': `"${PHONE}"` }, body: { title: '电工班' } }],
    [
      'edit_class',
      {
        params: { class_id },
        headers: { 'if-match': `"${rev}"`, 'content-type': ID_NUMBER },
        body: { title: '电工班' },
      },
    ],
    ['list_classes', { token: await api.token({ sub: ID_NUMBER }) }],
    ['list_classes', { token: `${ID_NUMBER}.${PHONE}.x` }],
    ['list_trades', {}],
    ['list_policies', {}],
    ['openapi', {}],
    ['docs', {}],
    ['withdraw_worker', { params: { class_id, worker_id }, query: { reason } }],
  ];
  for (const [operation, how] of asked) {
    const { text, headers } = await api.call(operation, how);
    // Nor what her numbers are known by: that is for the store alone.
    for (const canary of [
      ID_NUMBER,
      PHONE,
      worker.id_number_hash,
      worker.phone_hash as string,
      worker.chat_hash as string,
    ])
      expect([operation, `${text}${JSON.stringify(headers)}`.includes(canary)]).toEqual([operation, false]);
  }
  await failing(async () => {
    for (const operation of ['read_worker', 'list_classes', 'list_threads']) {
      const params = allRoutes[operation]!.path.includes('{') ? { params: { worker_id } } : {};
      const { status, text } = await api.call(operation, params);
      expect([operation, status, text.includes(ID_NUMBER)]).toEqual([operation, 500, false]);
    }
  });
  const revealed = await api.call('reveal_worker', {
    params: { worker_id },
    body: { reason },
    headers: { 'idempotency-key': 'k' },
  });
  expect(revealed.body).toMatchObject({ id_number: ID_NUMBER, phone: PHONE });

  expect(printed.text()).toContain('"operation":"read_worker"');
  expect(printed.text()).toContain('"refused":"internal"');
  const rows = await everyRow();
  expect(rows).toContain(worker_id);
  for (const canary of [ID_NUMBER, PHONE])
    expect([printed.text().includes(canary), rows.includes(canary)]).toEqual([false, false]);
  for (const hash of [worker.id_number_hash, worker.phone_hash as string])
    expect([printed.text().includes(hash), rows.includes(hash)]).toEqual([false, true]);
  // Neither does the log say who asked, or about whom.
  expect(printed.text()).not.toContain('officer-1');
  expect(printed.text()).not.toContain(worker_id);
});

it('control: the watch does see a line that holds a number', () => {
  process.stdout.write(`${PHONE}\n`);
  expect(printed.text()).toContain(PHONE);
});

/** While this runs, the table fails in a way that names the numbers. */
async function failing(run: () => Promise<void>): Promise<void> {
  const { table } = api.world;
  const error = () =>
    Promise.reject(Object.assign(new Error(`cannot read ${ID_NUMBER} ${PHONE}`), { cause: { id_number: ID_NUMBER } }));
  api.world.table = { get: error, getMany: error, query: error, write: error };
  await run();
  api.world.table = table;
}

async function everyRow(): Promise<string> {
  const { client, name } = api as unknown as { client: any; name: string };
  const { Items = [] } = await client.send(new ScanCommand({ TableName: name }));
  expect(Items.length).toBeGreaterThan(20);
  return JSON.stringify(
    Items.map((item: any) => unmarshall(item)),
    (_key, value) => (value instanceof Set ? [...value] : value),
  );
}
