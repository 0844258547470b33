/**
 * Role × route × own or other region, from the route table. What is expected of each route is written down
 * in `rows` by hand, apart from the table: a route without a row fails, and so does a row without a route.
 * Each row is asked in `matrix-<part>.test.ts` (several files, so that several workers share them).
 */
import '../support/quiet';
import { readdirSync } from 'node:fs';
import { api as makeApi } from '../../lib/platform/http';
import { allRoutes } from '../../lib/platform/openapi';
import { keys } from '../../lib/store/keys';
import { memoryTable } from '../../lib/store/memory';
import { PARTS, rowsOf } from './rows';
import { type Api, ELSEWHERE, eventOf, HOME, startApi } from './support';
import { drafted, tradesLoaded } from './things';

let api: Api;
const ROWS = rowsOf(() => api);

beforeAll(async () => {
  api = await startApi({ table: memoryTable() });
  await tradesLoaded(api);
});

it('has a row for every route, and a route for every row', () => {
  expect(Object.keys(ROWS).sort()).toEqual(Object.keys(allRoutes).sort());
});

it('a route added without a row fails', () => {
  const more = { ...allRoutes, new_route: allRoutes.list_trades };
  expect(Object.keys(more).filter((operation) => !ROWS[operation])).toEqual(['new_route']);
});

it('every room’s rows are asked by one of the files beside this one', () => {
  const asked = readdirSync(__dirname).flatMap((name) => /^matrix-(\w+)\.test\.ts$/.exec(name)?.[1] ?? []);
  expect(asked.sort()).toEqual(Object.keys(PARTS).sort());
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
