/** P6 a proposal counts those who still want it: nobody erased, gone, moved away or with a seat; and it becomes one class. */
import { cancelClass } from '../../lib/classes/cancel-class';
import { enrol } from '../../lib/classes/enrol';
import { listClasses } from '../../lib/classes/read';
import { withdraw } from '../../lib/classes/withdraw';
import { correct } from '../../lib/people/correct';
import { erase } from '../../lib/people/erase';
import { DAY_MS } from '../../lib/platform/clock';
import { checkPolicy } from '../../lib/policy/schema';
import { keys } from '../../lib/store/keys';
import { memoryTable } from '../../lib/store/memory';
import type { Change } from '../../lib/store/table';
import { chatForgotten, chatLeft } from '../../lib/wishes/forget';
import { makeWish } from '../../lib/wishes/make-wish';
import { poolPlace } from '../../lib/wishes/pool';
import {
  acceptProposal,
  declineProposal,
  listProposals,
  openProposals,
  readProposal,
} from '../../lib/wishes/proposals';
import { listWishes } from '../../lib/wishes/read';
import { POOLED_MAX } from '../../lib/wishes/rules';
import type { Proposal } from '../../lib/wishes/types';
import { chatter } from '../support/chatter';
import { freshTable } from '../support/engine';
import { putOnDuty } from '../support/staff';
import { must, newWorker, openClass, recordingSender, run, settle, tapped } from '../support/town';
import { type TestWorld, testWorld } from '../support/world';
import { FUKANG_REGION, HOME, manyWishes, tradesLoaded, wishCommand, wished } from './support';

let world: TestWorld;
let settled: () => Promise<void>;
beforeEach(async () => {
  const tap = tapped((await freshTable()).table, memoryTable());
  world = testWorld(tap.table);
  await tradesLoaded(world);
  settled = () => settle(world, recordingSender().sender, tap.written);
});

const PLACE = { home_region: HOME, region: FUKANG_REGION };
const only = async (): Promise<Proposal> => {
  const { items } = await listProposals(world, { region_prefix: HOME, limit: 10 });
  expect(items).toHaveLength(1);
  return items[0]!;
};
const wishesAt = async (region = FUKANG_REGION) => (await listWishes(world, { region, limit: 500 })).wishes;
const accept = (proposal_id: string) =>
  run(world, () => acceptProposal(world, { proposal_id, by: 'li', set: { site_name: '职校' } }));
const planned = async (changes: ReturnType<typeof chatLeft>) => ({ changes: await changes, value: undefined });

it('P6 who is erased, unfollows, was never registered and is forgotten, or takes a seat, is counted no more', async () => {
  const [erased, seated] = [await newWorker(world, 1), await newWorker(world, 2)];
  for (const [n, worker] of [erased, seated].entries())
    await wished(world, 90 + n, { wisher: { worker_id: worker.worker_id }, mode: 'online', channel: 'station' });
  await manyWishes(world, 0, 30, { free: ['weekend_day'], mode: 'offline' });
  await settled();
  expect(await only()).toMatchObject({ wishes: 32, by_mode: { online: 2, offline: 30 }, by_channel: { station: 2 } });
  await must(world, () => erase(world, { worker_id: erased.worker_id }));
  await must(world, () => planned(chatLeft(world, 'wechat:oWish0')));
  await must(world, () => planned(chatForgotten(world, 'wechat:oWish1')));
  const c = await openClass(world, {
    trade_id: 'welder',
    units: 8,
    capacity: 5,
    first_day: '2025-07-26',
    pattern: 'weekend',
  });
  await must(world, () =>
    enrol(world, { class_id: c.class_id, worker: seated, by: 'chat', waiver: { by: 'x', reason: 'x' } }),
  );
  await settled();
  const { proposal_id } = await only();
  expect(await readProposal(world, proposal_id)).toMatchObject({
    wishes: 28,
    can_come: { weekend: 28, evening: 0 },
    by_mode: { offline: 28 },
    by_channel: { chat: 28 },
  });
  expect((await only()).by_mode).toEqual({ offline: 28 });
  // The class it becomes is for those, and the record says so ever after.
  expect(await accept(proposal_id)).toMatchObject({ proposal: { wishes: 28 }, training_class: { capacity: 28 } });
  await must(world, () => planned(chatLeft(world, 'wechat:oWish2')));
  expect(await only()).toMatchObject({ state: 'accepted', wishes: 28 });
});

it('P6 nobody left in it: not listed, not opened; the next who come begin anew in it', async () => {
  await manyWishes(world, 0, 30);
  await settled();
  const { proposal_id } = await only();
  for (let n = 0; n < 30; n++) await must(world, () => planned(chatLeft(world, `wechat:oWish${n}`)));
  expect(await openProposals(world, PLACE)).toEqual([]);
  expect(await accept(proposal_id)).toMatchObject({ refused: 'proposal_empty' });
  await wished(world, 50);
  await settled();
  expect(await openProposals(world, PLACE)).toMatchObject([{ proposal_id, wishes: 1 }]);
});

it('P6 a worker who moves takes her wishes along: the old place counts her no more, the new one does', async () => {
  const worker = await newWorker(world, 1);
  const first = await wished(world, 90, { wisher: { worker_id: worker.worker_id }, channel: 'village_officer' });
  await wished(world, 91, { wisher: { worker_id: worker.worker_id }, trade_id: 'electrician', region: '340210' });
  await manyWishes(world, 0, 30);
  await manyWishes(world, 100, 29, { region: '310107' });
  await settled();
  expect(await only()).toMatchObject({ region: FUKANG_REGION, wishes: 31 });
  world.clock.pass(DAY_MS);
  await must(world, () => correct(world, { worker_id: worker.worker_id, site_region: '310107' }));
  await settled();
  const [here] = await openProposals(world, PLACE);
  expect(here).toMatchObject({ wishes: 30 });
  expect(await openProposals(world, { ...PLACE, region: '310107' })).toMatchObject([{ wishes: 30 }]);
  const moved = (await wishesAt('310107')).find((wish) => wish.who === worker.worker_id);
  expect(moved).toMatchObject({ first_at: first.first_at, channel: 'village_officer', status: 'pooled' });
  // What she said of yet another place is not of where she worked.
  expect(await wishesAt('340210')).toMatchObject([{ who: worker.worker_id, trade_id: 'electrician' }]);
  // To a place of no programme: they stay, being all that is known.
  await must(world, () => correct(world, { worker_id: worker.worker_id, site_region: '000000' }));
  await settled();
  expect((await wishesAt('310107')).map((wish) => wish.who)).toContain(worker.worker_id);
});

it('P6 who had a seat while it was declined, and gave it up, is counted in the next', async () => {
  const worker = await newWorker(world, 1);
  await wished(world, 90, { wisher: { worker_id: worker.worker_id }, free: [] });
  await manyWishes(world, 0, 29);
  await settled();
  const c = await openClass(world, { trade_id: 'welder', units: 8, capacity: 5 });
  await must(world, () => enrol(world, { class_id: c.class_id, worker, by: 'chat' }));
  await settled();
  const { proposal_id } = await only();
  await must(world, () => declineProposal(world, { proposal_id, by: 'li', reason: '没有场地' }));
  await must(world, () => withdraw(world, { class_id: c.class_id, worker_id: worker.worker_id, by: 'chat' }));
  await settled();
  world.clock.pass(31 * DAY_MS);
  await poolPlace(world, PLACE);
  expect(await openProposals(world, PLACE)).toMatchObject([{ wishes: 30 }]);
});

it('P6 said again by who has a seat: it stays met, and is taken back with the seat; once the class is off it counts again', async () => {
  const worker = await newWorker(world, 1);
  const wish = { wisher: { worker_id: worker.worker_id }, free: [] };
  await wished(world, 1, wish);
  const c = await openClass(world, { trade_id: 'welder', units: 8, capacity: 5 });
  await must(world, () => enrol(world, { class_id: c.class_id, worker, by: 'chat' }));
  await settled();
  const again = await must(world, () => makeWish(world, wishCommand(1, { ...wish, mode: 'online' })));
  expect(again).toMatchObject({ again: true, wish: { status: 'met', mode: 'online', met: { class_id: c.class_id } } });
  await must(world, () => cancelClass(world, { class_id: c.class_id, by: 'li', reason: '老师病了' }));
  expect(await must(world, () => makeWish(world, wishCommand(1, wish)))).toMatchObject({ wish: { status: 'open' } });
});

it('P6 two officers open it at the same moment, by chat and by the API: one class', async () => {
  await manyWishes(world, 0, 30);
  await settled();
  for (const who of ['li', 'wang']) await putOnDuty(world, who, { region: FUKANG_REGION, duties: ['station'] });
  const [li, wang] = [chatter(world, 'oli'), chatter(world, 'owang')];
  for (const officer of [li, wang]) {
    await officer.say('开班建议 1');
    expect((await officer.say('阜康职业技术学校'))?.text).toContain('按30人的意愿开班');
  }
  const { proposal_id } = await only();
  const [one, other, api] = await Promise.all([li.say('1'), wang.say('1'), accept(proposal_id)]);
  const opened = [one?.text, other?.text].filter((text) => text?.includes('开好了'));
  expect(opened.length + ('training_class' in api ? 1 : 0)).toBe(1);
  const { classes } = await listClasses(world, { region_prefix: HOME, limit: 10 });
  expect(classes).toMatchObject([{ class_id: (await only()).class_id }]);
});

it('P6 control: were the proposal and its pool written unconditionally, two officers would open two classes', async () => {
  const inner = memoryTable();
  const careless = (change: Change) =>
    /PROPOSALS|POOL#/.test(`${change.key.pk} ${change.key.sk}`) ? { ...change, when: undefined } : change;
  world = testWorld({ ...inner, write: (changes, how) => inner.write(changes.map(careless), how) });
  await tradesLoaded(world);
  await manyWishes(world, 0, 30);
  await poolPlace(world, PLACE);
  const { proposal_id } = await only();
  const plan = () => acceptProposal(world, { proposal_id, by: 'li', set: { site_name: '职校' } });
  const plans = [await plan()];
  // The other officer's class has another number by then.
  await world.table.write([{ kind: 'update', key: keys.counter('class'), add: { n: 1 }, why: 'test' }]);
  plans.push(await plan());
  await world.table.write([{ kind: 'delete', key: keys.counter('class'), why: 'test' }]);
  for (const one of plans) await run(world, async () => one);
  expect((await listClasses(world, { region_prefix: HOME, limit: 10 })).classes).toHaveLength(2);
});

it('P6 one opens it while another declines it: one of the two', async () => {
  await manyWishes(world, 0, 30);
  await settled();
  const { proposal_id } = await only();
  const [opened, declined] = await Promise.all([
    accept(proposal_id),
    run(world, () => declineProposal(world, { proposal_id, by: 'wang', reason: '没有场地' })),
  ]);
  expect([opened, declined].filter((one) => 'refused' in one)).toMatchObject([{ refused: 'proposal_decided' }]);
  const { classes } = await listClasses(world, { region_prefix: HOME, limit: 10 });
  const { state } = await only();
  expect(classes).toHaveLength(state === 'accepted' ? 1 : 0);
  const free = (await wishesAt()).filter((wish) => wish.status === 'open');
  expect(free).toHaveLength(state === 'declined' ? 30 : 0);
});

it('P6 the largest proposal there can be is declined by chat in one transaction', async () => {
  await manyWishes(world, 0, POOLED_MAX + 3);
  await poolPlace(world, PLACE);
  expect(await only()).toMatchObject({ wishes: POOLED_MAX });
  await putOnDuty(world, 'li', { region: FUKANG_REGION, duties: ['station'] });
  const li = chatter(world, 'oli');
  for (const text of ['开班建议 不开 1', '没有场地']) await li.say(text);
  expect((await li.say('1'))?.text).toContain('焊工先不开');
  expect((await wishesAt()).every((wish) => wish.status === 'open')).toBe(true);
  // A policy cannot ask for more wishes than one holds.
  const pack = structuredClone(world.policies.all()[0]!);
  pack.demand.proposal_min.value = POOLED_MAX;
  expect(() => checkPolicy(pack)).not.toThrow();
  pack.demand.proposal_min.value = POOLED_MAX + 1;
  expect(() => checkPolicy(pack)).toThrow('demand.proposal_min');
}, 60_000);
