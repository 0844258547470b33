import '../support/quiet';
import { enrolByOffice } from '../../lib/classes/enrol-by-office';
import { isRefusal } from '../../lib/platform/refusal';
import { Unavailable } from '../../lib/store/table';
import { newWorker, run } from '../support/town';
import { type Api, startApi } from './support';
import { DRAFT, drafted, published, tradesLoaded } from './things';

let api: Api;
let n = 300;

beforeAll(async () => {
  api = await startApi();
  await tradesLoaded(api);
});

const classes = async () => {
  const { body } = await api.call('list_classes', { query: { limit: '100' } });
  return body.items.length as number;
};
const draft = (key: string, set: object = {}, more: object = {}) =>
  api.call('draft_class', { headers: { 'Idempotency-Key': key }, body: { ...DRAFT, ...set }, ...more });

it('the same request with the same key is done once and answered the same, ETag included', async () => {
  const before = await classes();
  const first = await draft('k-1');
  const second = await draft('k-1');
  expect(second.status).toBe(201);
  expect(second.body).toEqual(first.body);
  expect(second.headers.etag).toBe(first.headers.etag);
  expect([first.headers['idempotency-replayed'], second.headers['idempotency-replayed']]).toEqual([undefined, 'true']);
  expect(await classes()).toBe(before + 1);
});

it('ten at once with one key: one effect, ten equal answers', async () => {
  const before = await classes();
  const all = await Promise.all(Array.from({ length: 10 }, () => draft('k-many')));
  expect(all.map((one) => one.status)).toEqual(Array(10).fill(201));
  expect(new Set(all.map((one) => one.text)).size).toBe(1);
  expect(await classes()).toBe(before + 1);
});

it('control: ten at once without a key are ten classes', async () => {
  const before = await classes();
  await Promise.all(Array.from({ length: 3 }, () => api.call('draft_class', { body: DRAFT })));
  expect(await classes()).toBe(before + 3);
});

it('the same key with another body, path or precondition-free route is refused', async () => {
  await draft('k-2');
  const other = await draft('k-2', { capacity: 31 });
  expect([other.status, other.body.code]).toEqual([422, 'idempotency_key_reused']);
  const { class_id } = await drafted(api);
  const elsewhere = await api.call('publish_class', { params: { class_id }, headers: { 'idempotency-key': 'k-2' } });
  expect(elsewhere.body.code).toBe('idempotency_key_reused');
});

it('keys belong to their caller: another officer may use the same one', async () => {
  const before = await classes();
  await draft('k-3');
  await draft('k-3', {}, { token: await api.token({ sub: 'officer-2' }) });
  expect(await classes()).toBe(before + 2);
  // Nor does someone who changed to another organisation get an answer meant for the last.
  await draft('k-3', {}, { token: await api.token({ org: 'org_530128a' }) });
  expect(await classes()).toBe(before + 3);
});

it('a refusal is not remembered: the same key may try again when things have changed', async () => {
  const { class_id } = await published(api, { capacity: 1 });
  const [a, b] = [await newWorker(api.world, ++n), await newWorker(api.world, ++n)];
  const enrol = (worker_id: string, key: string) =>
    api.call('enrol_worker', {
      params: { class_id },
      headers: { 'idempotency-key': key },
      body: { worker_id, reason: '本人要求' },
    });
  await enrol(a.worker_id, 'e-a');
  expect((await enrol(b.worker_id, 'e-b')).body.code).toBe('class_full');
  await api.call('withdraw_worker', { params: { class_id, worker_id: a.worker_id }, query: { reason: '不来了' } });
  expect((await enrol(b.worker_id, 'e-b')).status).toBe(201);
});

it('twins whose effect excludes itself: neither is told it is enrolled already', async () => {
  const { class_id } = await published(api, { capacity: 5 });
  const { worker_id } = await newWorker(api.world, ++n);
  const body = { worker_id, reason: '本人要求' };
  const all = await Promise.all(
    Array.from({ length: 6 }, () =>
      api.call('enrol_worker', { params: { class_id }, headers: { 'idempotency-key': 'twin' }, body }),
    ),
  );
  expect(all.map((one) => one.status)).toEqual(Array(6).fill(201));
  // Control: without the stored answer the twin is refused.
  const again = await run(api.world, () => enrolByOffice(api.world, { class_id, ...body, by: 'x' }));
  expect(isRefusal(again) && again.refused).toBe('already_enrolled');
});

it('a write whose answer was lost on the way is not done twice', async () => {
  const before = await classes();
  const { table } = api.world;
  let lost = 0;
  api.world.table = {
    ...table,
    async write(changes, how) {
      await table.write(changes, how);
      if (changes.some((change) => change.why === 'a new class') && lost++ === 0)
        throw new Unavailable('the answer was lost');
    },
  };
  const first = await draft('k-lost');
  const second = await draft('k-lost');
  api.world.table = table;
  expect([first.status, second.status, lost > 0]).toEqual([201, 201, true]);
  expect(second.body).toEqual(first.body);
  expect(await classes()).toBe(before + 1);
});

it('after 24 hours the key is new', async () => {
  const before = await classes();
  await draft('k-old');
  api.world.clock.pass(24 * 3_600_000 + 1000);
  const again = await draft('k-old');
  expect([again.status, again.headers['idempotency-replayed']]).toEqual([201, undefined]);
  expect(await classes()).toBe(before + 2);
});

it('a key of control characters, or too long, is refused', async () => {
  for (const key of ['', '键', 'x'.repeat(256)]) expect((await draft(key)).body.code).toBe('idempotency_key_invalid');
});
