/**
 * Role × route × own or other region, from the route table. What is expected of each route is written down
 * here by hand, apart from the table: a route without a row fails, and so does a row without a route.
 */
import '../support/quiet';
import trades from '../../lib/catalogue/trades.json';
import { phraseChange } from '../../lib/chat/phrases';
import { openThread } from '../../lib/chat/threads';
import type { Role } from '../../lib/platform/auth';
import { api as makeApi } from '../../lib/platform/http';
import { allRoutes } from '../../lib/platform/openapi';
import { keys } from '../../lib/store/keys';
import { newWorker } from '../support/town';
import { type Api, type Asked, ELSEWHERE, EVERY_ROLE, eventOf, HOME, startApi } from './support';
import { DRAFT, drafted, published, tradesLoaded } from './things';

type Who = 'anyone' | 'readers' | 'writers';
interface Row {
  who: Who;
  /** What a permitted role of another region gets. `same`: what everyone gets; `empty`: a list without items. */
  elsewhere: 'same' | 'empty' | 403 | 404;
  /** A request that must succeed for whoever may: made anew each time, as some can be done only once. */
  ask: () => Promise<Asked>;
}

let api: Api;
let n = 100;
const MAY: Record<Who, readonly Role[]> = {
  anyone: EVERY_ROLE,
  readers: ['administrator', 'auditor'],
  writers: ['administrator'],
};
const nothing = async () => ({});
const ofClass =
  (make: (a: Api, set?: object) => Promise<{ class_id: string; rev: number }>, more: Asked = {}) =>
  async () => {
    const { class_id, rev } = await make(api);
    return { params: { class_id }, headers: { 'if-match': `"${rev}"` }, ...more };
  };
const worker = async () => (await newWorker(api.world, ++n, { site: '310107' })).worker_id;
const ofWorker =
  (more: Asked = {}) =>
  async () => ({ params: { worker_id: await worker() }, ...more });
const segment = { regions: ['310107'] };
const ofBroadcast = async () => {
  await worker();
  const { body } = await api.call('start_broadcast', { body: { home_region: HOME, segment, text: '开班了' } });
  return { params: { broadcast_id: body.broadcast_id } };
};
const ofThread =
  (more: Asked = {}) =>
  async () => {
    const { thread_id, changes } = openThread(api.world, { chat: `wechat:t${++n}` }, { why: 'asked', text: '在吗' });
    await api.world.table.write(changes);
    return { params: { thread_id }, ...more };
  };
const enrolled = async () => {
  const [{ class_id }, worker_id] = [await published(api), await worker()];
  await api.call('enrol_worker', { params: { class_id }, body: { worker_id, reason: '本人要求' } });
  return { params: { class_id, worker_id }, query: { reason: '本人要求' } };
};

const ROWS: Record<string, Row> = {
  list_trades: { who: 'readers', elsewhere: 'same', ask: nothing },
  load_trades: { who: 'writers', elsewhere: 403, ask: async () => ({ body: { trades } }) },
  draft_class: { who: 'writers', elsewhere: 403, ask: async () => ({ body: DRAFT }) },
  list_classes: { who: 'readers', elsewhere: 'empty', ask: nothing },
  read_class: { who: 'readers', elsewhere: 404, ask: ofClass(drafted) },
  edit_class: { who: 'writers', elsewhere: 404, ask: ofClass(drafted, { body: { title: '电工班二' } }) },
  publish_class: { who: 'writers', elsewhere: 404, ask: ofClass(drafted) },
  move_class: { who: 'writers', elsewhere: 404, ask: ofClass(drafted, { body: { address: '新校区' } }) },
  cancel_class: { who: 'writers', elsewhere: 404, ask: ofClass(drafted, { body: { reason: '并班' } }) },
  read_roster: { who: 'readers', elsewhere: 404, ask: ofClass(published) },
  list_sessions: { who: 'readers', elsewhere: 404, ask: ofClass(drafted) },
  enrol_worker: {
    who: 'writers',
    elsewhere: 404,
    ask: async () => ({
      params: { class_id: (await published(api)).class_id },
      body: { worker_id: await worker(), reason: '本人要求' },
    }),
  },
  withdraw_worker: { who: 'writers', elsewhere: 404, ask: enrolled },
  read_worker: { who: 'readers', elsewhere: 404, ask: ofWorker() },
  reveal_worker: { who: 'writers', elsewhere: 404, ask: ofWorker({ body: { reason: '核对身份' } }) },
  erase_worker: { who: 'writers', elsewhere: 404, ask: ofWorker({ query: { reason: '本人要求' } }) },
  preview_broadcast: { who: 'writers', elsewhere: 403, ask: async () => ({ body: { home_region: HOME, segment } }) },
  start_broadcast: {
    who: 'writers',
    elsewhere: 403,
    ask: async () => {
      await worker();
      return { body: { home_region: HOME, segment, text: '开班了' } };
    },
  },
  list_broadcasts: { who: 'readers', elsewhere: 'empty', ask: nothing },
  read_broadcast: { who: 'readers', elsewhere: 404, ask: ofBroadcast },
  stop_broadcast: { who: 'writers', elsewhere: 404, ask: ofBroadcast },
  list_threads: { who: 'readers', elsewhere: 'empty', ask: nothing },
  read_thread: { who: 'readers', elsewhere: 404, ask: ofThread() },
  reply_to_thread: { who: 'writers', elsewhere: 404, ask: ofThread({ body: { text: '您好' } }) },
  close_thread: { who: 'writers', elsewhere: 404, ask: ofThread() },
  list_phrases: { who: 'readers', elsewhere: 'empty', ask: nothing },
  label_phrase: {
    who: 'writers',
    elsewhere: 404,
    ask: async () => {
      await api.world.table.write(phraseChange(api.world, '俺想学开挖机'));
      const { body } = await api.call('list_phrases');
      return { params: { phrase_id: body.items[0].phrase_id }, body: { label: 'none' } };
    },
  },
  list_policies: { who: 'readers', elsewhere: 'same', ask: nothing },
  read_policy: { who: 'readers', elsewhere: 'same', ask: async () => ({ params: { policy_id: 'luquan-2025' } }) },
  openapi: { who: 'anyone', elsewhere: 'same', ask: nothing },
  docs: { who: 'anyone', elsewhere: 'same', ask: nothing },
};

beforeAll(async () => {
  api = await startApi();
  await tradesLoaded(api);
});

it('has a row for every route, and a route for every row', () => {
  expect(Object.keys(ROWS).sort()).toEqual(Object.keys(allRoutes).sort());
});

it('a route added without a row fails', () => {
  const more = { ...allRoutes, new_route: allRoutes.list_trades };
  expect(Object.keys(more).filter((operation) => !ROWS[operation])).toEqual(['new_route']);
});

const good = (status: number) => status >= 200 && status < 300;

describe.each(Object.keys(ROWS))('%s', (operation) => {
  const row = ROWS[operation]!;
  let shared: Promise<Asked> | undefined;
  /** One request serves all who are refused, and all who only read: it is still good afterwards. */
  const ask = (use: 'may be used up' | 'stays') => {
    if (use === 'may be used up' && allRoutes[operation]!.method !== 'GET') return row.ask();
    shared ??= row.ask();
    return shared;
  };

  it.each(EVERY_ROLE)('%s of the county, its prefecture and its province', async (role) => {
    const may = MAY[row.who].includes(role);
    for (const region of may ? [HOME, '530100', '530000'] : [HOME]) {
      const asked = await ask(may ? 'may be used up' : 'stays');
      const answer = await api.call(operation, { ...asked, token: await api.token({ role, region }) });
      if (may) expect([role, region, good(answer.status), answer.text]).toEqual([role, region, true, answer.text]);
      else expect([role, answer.status, answer.body.code]).toEqual([role, 403, 'role_not_allowed']);
    }
  });

  it.each(EVERY_ROLE)('%s of another region', async (role) => {
    const may = MAY[row.who].includes(role);
    for (const region of may ? [ELSEWHERE, '530129', '530200', '410000'] : [ELSEWHERE]) {
      const asked = await ask('stays');
      const answer = await api.call(operation, { ...asked, token: await api.token({ role, region }) });
      if (!may) expect(answer.body.code).toBe('role_not_allowed');
      else if (row.elsewhere === 'same') expect(good(answer.status)).toBe(true);
      else if (row.elsewhere === 'empty') expect([answer.status, answer.body]).toEqual([200, { items: [] }]);
      else expect([region, answer.status]).toEqual([region, row.elsewhere]);
    }
  });

  it('nobody at all', async () => {
    const answer = await api.call(operation, { ...(await ask('stays')), token: null });
    if (row.who === 'anyone') expect(answer.status).toBe(200);
    else expect([answer.status, answer.body.code]).toEqual([401, 'token_missing']);
  });

  it('still works for the administrator who asked first: no refused request had an effect', async () => {
    expect(good((await api.call(operation, await ask('stays'))).status)).toBe(true);
  });
});

describe('what lies elsewhere', () => {
  const things = Object.keys(ROWS).filter((operation) => ROWS[operation]!.elsewhere === 404);
  it.each(things)('%s: is answered exactly as what does not exist', async (operation) => {
    const asked = await ROWS[operation]!.ask();
    const token = await api.token({ region: ELSEWHERE });
    const [name = ''] = Object.keys(asked.params ?? {});
    const none = {
      ...asked.params,
      [name]: name === 'class_id' ? 'Z9999' : asked.params![name]!.replace(/.{3}$/, 'zzz'),
    };
    const there = await api.call(operation, { ...asked, token });
    const nowhere = await api.call(operation, { ...asked, params: none, token });
    const { instance: _a, ...seen } = there.body;
    const { instance: _b, ...absent } = nowhere.body;
    expect(seen).toEqual(absent);
    expect(there.headers).toEqual(nowhere.headers);
  });

  it('and nothing of it was changed', async () => {
    const { class_id } = await drafted(api);
    const before = await api.world.table.get(keys.class(class_id), { consistent: true });
    const token = await api.token({ region: ELSEWHERE });
    const headers = { 'if-match': '"1"', 'idempotency-key': 'x' };
    for (const [operation, body] of [
      ['edit_class', { title: '别人的班' }],
      ['publish_class', {}],
      ['move_class', { address: '别处' }],
      ['cancel_class', { reason: '捣乱' }],
    ] as const)
      expect((await api.call(operation, { params: { class_id }, headers, body, token })).status).toBe(404);
    expect(await api.world.table.get(keys.class(class_id), { consistent: true })).toEqual(before);
  });

  it('control: were the region of a class not asked for, it would be served', async () => {
    const { class_id } = await drafted(api);
    const token = await api.token({ region: ELSEWHERE });
    const routes = { read_class: allRoutes.read_class! };
    const operations = { read_class: async () => ({ body: 'a class of another county' }) };
    const event = () => eventOf(routes.read_class, { params: { class_id }, token });
    const world = async () => api.world;
    const honest = makeApi({ routes, operations, world, regions: { class: async () => HOME } });
    const blind = makeApi({
      routes,
      operations,
      world,
      regions: { class: async (_world, _params, caller) => caller.region },
    });
    expect((await honest(event(), {} as any)).statusCode).toBe(404);
    expect((await blind(event(), {} as any)).body).toBe('a class of another county');
  });
});
