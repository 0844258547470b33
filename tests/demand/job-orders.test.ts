/** B10: what employers and workers want is taken in with its source, and the source is kept. */

import { closeOrder, listOrders, openOrders, readOrder, takeOrder } from '../../lib/demand/job-orders';
import { DAY_MS } from '../../lib/platform/clock';
import { memoryTable } from '../../lib/store/memory';
import { listWishes } from '../../lib/wishes/read';
import { must, run } from '../support/town';
import { type TestWorld, testWorld } from '../support/world';
import { FUKANG_REGION, HOME, tradesLoaded, wished } from '../wishes/support';

let world: TestWorld;
beforeEach(async () => {
  world = testWorld(memoryTable());
  await tradesLoaded(world);
});
const ORDER = {
  home_region: HOME,
  region: FUKANG_REGION,
  employer_name: '阜康天池管业',
  trade_id: 'welder',
  heads: 12,
  place: '产业园二期',
  by_day: '2025-08-15',
  source: 'employer' as const,
  by: 'o_works',
};
const take = (set: object = {}) => run(world, () => takeOrder(world, { ...ORDER, ...set }));

it('B10 employers’ orders and workers’ wishes, each with where it came from', async () => {
  for (const source of ['employer', 'station', 'survey', 'office'] as const)
    await must(world, () => takeOrder(world, { ...ORDER, source }));
  const { items: orders } = await listOrders(world, { region_prefix: HOME, limit: 10 });
  expect(orders.map((order) => order.source).sort()).toEqual(['employer', 'office', 'station', 'survey']);
  expect(orders[0]).toMatchObject({ trade_name: '焊工', state: 'open', heads: 12 });
  await wished(world, 1, { channel: 'village_officer', by: 's_1' });
  const { wishes } = await listWishes(world, { region: FUKANG_REGION, limit: 10 });
  expect(wishes).toMatchObject([{ channel: 'village_officer', by: 's_1' }]);
});

it('refuses an order that cannot be right', async () => {
  expect(await take({ trade_id: 'astronaut' })).toMatchObject({ refused: 'trade_unknown' });
  expect(await take({ region: '110101' })).toMatchObject({ refused: 'place_off_list' });
  expect(await take({ by_day: '2025-07-09' })).toMatchObject({ refused: 'job_order_past' });
  expect(await take({ wage_from_fen: 600_000, wage_to_fen: 500_000 })).toMatchObject({ refused: 'job_order_wage' });
  expect(await take({ units: 40, practice_units: 41 })).toMatchObject({ refused: 'job_order_units' });
  expect(await take({ units: 40, practice_units: 40 })).toMatchObject({ state: 'open' });
  expect(await take({ wage_from_fen: 600_000 })).toMatchObject({ state: 'open' });
});

it('is closed once, with the reason; a vacancy ends with its day', async () => {
  const order = await must(world, () => takeOrder(world, ORDER));
  const later = await must(world, () => takeOrder(world, { ...ORDER, by_day: '2025-09-01' }));
  const close = () =>
    run(world, () => closeOrder(world, { job_order_id: order.job_order_id, by: 'li', reason: '招满了' }));
  const both = await Promise.all([close(), close()]);
  expect(both.filter((one) => 'closed' in one)).toHaveLength(1);
  expect(await readOrder(world, order.job_order_id)).toMatchObject({ closed: { reason: '招满了', by: 'li' } });
  expect(await openOrders(world, HOME, [FUKANG_REGION])).toMatchObject([{ job_order_id: later.job_order_id }]);
  world.clock.pass(60 * DAY_MS);
  expect(await openOrders(world, HOME, [FUKANG_REGION])).toEqual([]);
});
