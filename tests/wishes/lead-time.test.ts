/** P7: days from the first wish to the first lesson, by county. */

import { cancelClass } from '../../lib/classes/cancel-class';
import { enrol } from '../../lib/classes/enrol';
import { moveClass } from '../../lib/classes/move-class';
import { withdraw } from '../../lib/classes/withdraw';
import { DAY_MS } from '../../lib/platform/clock';
import { memoryTable } from '../../lib/store/memory';
import { leadTimes, wishFollows } from '../../lib/wishes/lead-time';
import { listWishes } from '../../lib/wishes/read';
import { leadDays } from '../../lib/wishes/rules';
import { freshTable } from '../support/engine';
import { minute, must, newWorker, openClass, recordingSender, settle, tapped } from '../support/town';
import { type TestWorld, testWorld } from '../support/world';
import { FUKANG_REGION, HOME, tradesLoaded, wished } from './support';

let world: TestWorld;
let post: ReturnType<typeof recordingSender>;
let written: ReturnType<typeof tapped>['written'];
let n = 0;
beforeEach(async () => {
  const tap = tapped((await freshTable()).table, memoryTable());
  written = tap.written;
  world = testWorld(tap.table);
  post = recordingSender();
  await tradesLoaded(world);
});
const settled = () => settle(world, post.sender, written);
const counted = () => leadTimes(world, HOME);
const statuses = async () =>
  (await listWishes(world, { region: FUKANG_REGION, limit: 100 })).wishes.map((wish) => wish.status);

/** A worker who wished so many days ago, and the class she then signs up for. */
async function wisher(days_ago: number) {
  const worker = await newWorker(world, ++n);
  const now = world.now();
  world.clock.pass(-days_ago * DAY_MS);
  await wished(world, n, { wisher: { worker_id: worker.worker_id }, free: [] });
  world.clock.ms = now;
  return worker;
}
const signUp = (class_id: string, worker: Parameters<typeof enrol>[1]['worker']) =>
  must(world, () => enrol(world, { class_id, worker, by: 'chat' }));

it('P7 p50 and p90 days by county and place; records that come twice count once', async () => {
  const c = await openClass(world, { trade_id: 'welder', units: 8, capacity: 20 });
  for (const days of [0, 5, 10, 10, 20, 30]) await signUp(c.class_id, await wisher(days));
  // Someone without a wish counts for nothing.
  await signUp(c.class_id, await newWorker(world, ++n));
  const again = [...written];
  await settled();
  written.push(...again);
  await settled();
  // 13 days and 23 hours from now to the first lesson.
  expect(await counted()).toEqual([
    { home_region: HOME, persons: 6, p50_days: 23, p90_days: 43 },
    { home_region: HOME, region: FUKANG_REGION, persons: 6, p50_days: 23, p90_days: 43 },
  ]);
  expect(await statuses()).toEqual(Array.from({ length: 6 }, () => 'met'));
});

it('P7 who leaves wants to learn it still; her days are taken back', async () => {
  const c = await openClass(world, { trade_id: 'welder', units: 8, capacity: 5 });
  const worker = await wisher(3);
  await signUp(c.class_id, worker);
  await settled();
  expect(await counted()).toMatchObject([{ persons: 1 }, { persons: 1 }]);
  await must(world, () => withdraw(world, { class_id: c.class_id, worker_id: worker.worker_id, by: 'chat' }));
  await settled();
  expect(await counted()).toEqual([]);
  expect(await statuses()).toEqual(['open']);
});

it('P7 a class that moves is counted by its new day; one that is cancelled not at all', async () => {
  const c = await openClass(world, { trade_id: 'welder', units: 8, capacity: 5 });
  await signUp(c.class_id, await wisher(0));
  await settled();
  expect((await counted())[0]).toMatchObject({ p50_days: 13 });
  await must(world, () => moveClass(world, { class_id: c.class_id, by: 'li', first_day: '2025-08-04' }));
  await settled();
  await minute(world, post.sender, written);
  expect(await counted()).toMatchObject([{ persons: 1, p50_days: 24 }, {}]);
  await must(world, () => cancelClass(world, { class_id: c.class_id, by: 'li', reason: '老师病了' }));
  await settled();
  await minute(world, post.sender, written);
  expect(await counted()).toEqual([]);
  expect(await statuses()).toEqual(['open']);
});

it('P7 a wish said for someone by phone is hers when she is enrolled under that name and phone', async () => {
  const c = await openClass(world, { trade_id: 'welder', units: 8, capacity: 5 });
  await wished(world, 1, { wisher: { name: '工人501', phone: '13800000501' }, channel: 'village_officer' });
  await wished(world, 2, { wisher: { name: '别人', phone: '13811110501' }, channel: 'village_officer' });
  await signUp(c.class_id, await newWorker(world, 501));
  await settled();
  expect((await statuses()).sort()).toEqual(['met', 'open']);
  await wishFollows(world, { class_id: c.class_id, worker_id: 'w_nobody' });
});

it('enrolling itself writes nothing of it: the roster’s row is followed', async () => {
  const c = await openClass(world, { trade_id: 'welder', units: 8, capacity: 5 });
  const worker = await wisher(0);
  written.length = 0;
  await signUp(c.class_id, worker);
  expect(written.map(({ key }) => key.sk.split('#')[0]).sort()).toEqual(['AGENDA', 'MEMBER', 'SEATS']);
});

it('P7 who wished by chat and registered afterwards is the same person', async () => {
  const c = await openClass(world, { trade_id: 'welder', units: 8, capacity: 5 });
  await wished(world, 1, { wisher: { chat: 'wechat:ow_0701' }, free: [] });
  await signUp(c.class_id, await newWorker(world, 701));
  await settled();
  expect(await counted()).toMatchObject([{ persons: 1, p50_days: 13 }, {}]);
  expect(await statuses()).toEqual(['met']);
});

it.each([
  ['the end of a month', '2025-07-31T23:59:59+08:00', '2025-08-01T08:00:00+08:00', 0],
  ['a day and a month later', '2025-07-31T08:00:00+08:00', '2025-08-01T08:00:00+08:00', 1],
  ['a short month', '2025-02-27T09:00:00+08:00', '2025-03-01T09:00:00+08:00', 2],
  ['a leap year’s', '2028-02-27T09:00:00+08:00', '2028-03-01T09:00:00+08:00', 3],
  ['the end of a year', '2025-12-31T20:00:00+08:00', '2026-01-30T18:30:00+08:00', 29],
  // 08:00 here is midnight in UTC: nothing happens at it.
  ['across midnight in UTC', '2025-07-10T07:59:00+08:00', '2025-07-11T07:58:59+08:00', 0],
  ['a wish of the evening, a class of the morning', '2025-07-01T23:00:00+08:00', '2025-07-31T08:00:00+08:00', 29],
])('P7 whole days across %s', (_what, first_at, starts_at, days) => {
  expect(leadDays(first_at, starts_at)).toBe(days);
});

it('P7 a wish of the last minute of a month, a class of the next: counted in whole days, by Shanghai’s clock', async () => {
  world.clock.set('2025-07-31T23:59:00+08:00');
  const worker = await newWorker(world, ++n);
  await wished(world, n, { wisher: { worker_id: worker.worker_id }, free: [] });
  world.clock.set('2025-08-01T00:01:00+08:00');
  // The first lesson is on the 31st at 9: thirty days and nine hours.
  const c = await openClass(world, { trade_id: 'welder', units: 8, capacity: 5, first_day: '2025-08-31' });
  await signUp(c.class_id, worker);
  await settled();
  expect(await counted()).toMatchObject([{ persons: 1, p50_days: 30, p90_days: 30 }, {}]);
});

it('P7 said again while she has a seat, her days are still taken back when she leaves', async () => {
  const c = await openClass(world, { trade_id: 'welder', units: 8, capacity: 5 });
  const worker = await wisher(3);
  await signUp(c.class_id, worker);
  await settled();
  await wished(world, n, { wisher: { worker_id: worker.worker_id }, free: [] });
  await must(world, () => withdraw(world, { class_id: c.class_id, worker_id: worker.worker_id, by: 'chat' }));
  await settled();
  expect(await counted()).toEqual([]);
});
