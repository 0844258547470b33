/**
 * Role × route × own or other region, from the route table. What is expected of each route is written down
 * here by hand, apart from the table: a route without a row fails, and so does a row without a route.
 */
import '../support/quiet';
import { api as makeApi } from '../../lib/platform/http';
import { allRoutes } from '../../lib/platform/openapi';
import { keys } from '../../lib/store/keys';
import { rowsOf } from './rows';
import { ANYONE } from './rows/row';
import { type Api, type Asked, ELSEWHERE, EVERY_ROLE, eventOf, HOME, startApi } from './support';
import { drafted, tradesLoaded } from './things';

let api: Api;
const ROWS = rowsOf(() => api);

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
    if (row.once) return row.ask();
    if (use === 'may be used up' && allRoutes[operation]!.method !== 'GET') return row.ask();
    shared ??= row.ask();
    return shared;
  };

  it.each(EVERY_ROLE)('%s of the county, its prefecture and its province', async (role) => {
    const may = row.who.includes(role);
    for (const region of may ? (row.own?.[role] ?? [HOME, '530100', '530000']) : [HOME]) {
      const asked = await ask(may ? 'may be used up' : 'stays');
      const token = await api.token({ role, region, ...row.claims?.(role) });
      const answer = await api.call(operation, { ...asked, token });
      if (may) expect([role, region, good(answer.status), answer.text]).toEqual([role, region, true, answer.text]);
      else expect([role, answer.status, answer.body.code]).toEqual([role, 403, 'role_not_allowed']);
    }
  });

  it.each(EVERY_ROLE)('%s of another region', async (role) => {
    const may = row.who.includes(role);
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
    if (row.who === ANYONE) expect(answer.status).toBe(200);
    else expect([answer.status, answer.body.code]).toEqual([401, 'token_missing']);
  });

  it('still works for the administrator who asked first: no refused request had an effect', async () => {
    expect(good((await api.call(operation, await ask('stays'))).status)).toBe(true);
  });
});

/** Ids that are not made by chance. */
const NOWHERE: Record<string, string> = { class_id: 'Z9999', survey_id: 'M9999' };

describe('what lies elsewhere', () => {
  const things = Object.keys(ROWS).filter((operation) => ROWS[operation]!.elsewhere === 404);
  it.each(things)('%s: is answered exactly as what does not exist', async (operation) => {
    const asked = await ROWS[operation]!.ask();
    const token = await api.token({ region: ELSEWHERE });
    const [name = ''] = Object.keys(asked.params ?? {});
    const none = {
      ...asked.params,
      [name]: NOWHERE[name] ?? asked.params![name]!.replace(/.{3}$/, 'zzz'),
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
