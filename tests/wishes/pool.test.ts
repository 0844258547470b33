/** P6: thirty wishes for one trade at one place make exactly one proposal; none is lost or counted twice. */
import { cancelClass } from '../../lib/classes/cancel-class';
import { publishClass } from '../../lib/classes/publish-class';
import { readClass } from '../../lib/classes/read';
import { DAY_MS } from '../../lib/platform/clock';
import { carryOut } from '../../lib/store/commit';
import { memoryTable } from '../../lib/store/memory';
import type { Table } from '../../lib/store/table';
import { dropWish } from '../../lib/wishes/drop-wish';
import { poolPlace, poolTrade } from '../../lib/wishes/pool';
import {
  acceptProposal,
  declineProposal,
  listProposals,
  openProposals,
  readProposal,
} from '../../lib/wishes/proposals';
import { listWishes } from '../../lib/wishes/read';
import type { Proposal } from '../../lib/wishes/types';
import { wishId } from '../../lib/wishes/wish-id';
import { freshTable } from '../support/engine';
import { minute, must, newWorker, recordingSender, run, settle, tapped } from '../support/town';
import { type TestWorld, testWorld } from '../support/world';
import { FUKANG_REGION, HOME, manyWishes, POOL, tradesLoaded, wished } from './support';

let world: TestWorld;
let post: ReturnType<typeof recordingSender>;
let written: ReturnType<typeof tapped>['written'];
async function onTable(table: Table): Promise<void> {
  const tap = tapped(table, memoryTable());
  written = tap.written;
  world = testWorld(tap.table);
  post = recordingSender();
  await tradesLoaded(world);
}
beforeEach(async () => onTable((await freshTable()).table));

const PLACE = { home_region: HOME, region: FUKANG_REGION };
const wishes = async () => (await listWishes(world, { region: FUKANG_REGION, limit: 500 })).wishes;
const proposals = async () => (await listProposals(world, { region_prefix: HOME, limit: 100 })).items;
const settled = () => settle(world, post.sender, written);
/** Counted once each: what the proposals say, and what the wishes say of them. */
async function expectInBalance(): Promise<void> {
  const all = await wishes();
  for (const proposal of await proposals())
    if (proposal.state === 'open')
      expect(all.filter((w) => w.status === 'pooled' && w.proposal_id === proposal.proposal_id)).toHaveLength(
        proposal.wishes,
      );
}

describe('P6 thirty wishes of one trade at one place', () => {
  it('are one proposal, with the pattern most can come to; twenty-nine are none', async () => {
    await manyWishes(world, 0, 20, { free: ['weekend_day'] });
    await manyWishes(world, 20, 9, { free: ['weekday_evening'] });
    // Other trades, other places, words of no catalogue do not count.
    await wished(world, 90, { trade_id: 'electrician' });
    await wished(world, 91, { region: '310107' });
    await wished(world, 92, { trade_id: 'other', said: '开挖机' });
    await settled();
    expect(await proposals()).toEqual([]);
    await wished(world, 29, { free: ['weekend_day'], mode: 'offline', channel: 'station' });
    await settled();
    expect(await proposals()).toMatchObject([
      {
        trade_id: 'welder',
        region: FUKANG_REGION,
        wishes: 30,
        pattern: 'weekend',
        can_come: { weekend: 21, evening: 9, full_time: 0 },
        by_channel: { chat: 29, station: 1 },
        by_mode: { offline: 1, either: 29 },
        state: 'open',
      },
    ]);
    await expectInBalance();
  });

  it('the thirty-first joins it; pooling again does nothing', async () => {
    await manyWishes(world, 0, 31);
    await settled();
    await poolPlace(world, PLACE);
    await poolPlace(world, PLACE);
    expect(await proposals()).toMatchObject([{ wishes: 31 }]);
    await expectInBalance();
  });

  it('run twice at once, while more wishes come in: one proposal, each wish counted once', async () => {
    await manyWishes(world, 0, 30);
    await Promise.all([
      poolPlace(world, PLACE),
      poolPlace(world, PLACE),
      poolPlace(world, { ...PLACE, trade_id: 'welder' }),
      manyWishes(world, 30, 5),
    ]);
    await poolPlace(world, PLACE);
    expect(await proposals()).toMatchObject([{ wishes: 35, state: 'open' }]);
    await expectInBalance();
  });

  it('control: without the condition on each wish and on the pool, there are two proposals for the same people', async () => {
    const inner = memoryTable();
    await onTable({
      ...inner,
      write: (changes, how) =>
        inner.write(
          changes.map((change) => (/WISH#|POOL#/.test(change.key.sk) ? { ...change, when: undefined } : change)),
          how,
        ),
    });
    await manyWishes(world, 0, 30);
    // Both plan on the same wishes, then both write.
    const plans = await Promise.all([poolTrade(world, POOL), poolTrade(world, POOL)]);
    for (const plan of plans) await carryOut(world, async () => plan);
    expect(await proposals()).toHaveLength(2);
  });

  it('a wish dropped or moved away leaves the proposal', async () => {
    const all = await manyWishes(world, 0, 31);
    await settled();
    await must(world, () => dropWish(world, { wish_id: wishId(all[0]!), by: 'chat' }));
    await wished(world, 1, { region: '310107' });
    expect(await proposals()).toMatchObject([{ wishes: 29 }]);
    await expectInBalance();
  });
});

describe('a proposal', () => {
  const pooled = async (): Promise<Proposal> => {
    await manyWishes(world, 0, 30);
    await settled();
    return (await proposals())[0]!;
  };

  it('accepted becomes a class draft once, even when two accept at once; later wishes begin anew', async () => {
    const { proposal_id } = await pooled();
    const accept = () =>
      run(world, () => acceptProposal(world, { proposal_id, by: 'li', set: { site_name: '职校', capacity: 25 } }));
    const done = await Promise.all([accept(), accept()]);
    expect(done.filter((one) => 'training_class' in one)).toHaveLength(1);
    expect(done).toContainEqual(expect.objectContaining({ refused: 'proposal_decided' }));
    const { class_id } = (await readProposal(world, proposal_id))!;
    expect(await readClass(world, class_id!)).toMatchObject({
      status: 'draft',
      pattern: 'evening',
      capacity: 25,
      site_name: '职校',
      host_region: FUKANG_REGION,
      starts_at: expect.stringContaining('2025-07-24'),
    });
    await manyWishes(world, 30, 29);
    await settled();
    expect(await openProposals(world, PLACE)).toEqual([]);
    await wished(world, 60);
    await settled();
    expect(await openProposals(world, PLACE)).toMatchObject([{ wishes: 30 }]);
  });

  it('declined gives the wishes back and is not made again for a month', async () => {
    const { proposal_id } = await pooled();
    await must(world, () => declineProposal(world, { proposal_id, by: 'li', reason: '没有场地' }));
    await settled();
    expect((await wishes()).every((wish) => wish.status === 'open' && !wish.proposal_id)).toBe(true);
    await wished(world, 31);
    await settled();
    await poolPlace(world, PLACE);
    expect(await openProposals(world, PLACE)).toEqual([]);
    expect(await run(world, () => declineProposal(world, { proposal_id, by: 'li', reason: '再来' }))).toMatchObject({
      refused: 'proposal_decided',
    });
    world.clock.pass(31 * DAY_MS);
    await poolPlace(world, PLACE);
    expect(await openProposals(world, PLACE)).toMatchObject([{ wishes: 31 }]);
  });

  it('its class published: those who wished are told once, by the news of the site or by name', async () => {
    const near = await newWorker(world, 1);
    const far = await newWorker(world, 2, { site: '310107' });
    await wished(world, 98, { wisher: { worker_id: near.worker_id } });
    await wished(world, 99, { wisher: { worker_id: far.worker_id } });
    const { proposal_id } = await pooled();
    await must(world, () => acceptProposal(world, { proposal_id, by: 'li', set: { site_name: '职校' } }));
    const { class_id } = (await readProposal(world, proposal_id))!;
    await must(world, () => publishClass(world, { class_id: class_id!, by: 'li' }));
    await settled();
    await minute(world, post.sender, written);
    await minute(world, post.sender, written);
    const told = post.sent.map(({ address, push }) => [address, push.text.slice(0, 5)]);
    expect(told.filter(([address]) => address === `o${near.worker_id}`)).toEqual([[`o${near.worker_id}`, '新班：“焊']]);
    expect(told.filter(([address]) => address === `o${far.worker_id}`)).toEqual([[`o${far.worker_id}`, '你登记想学']]);
  });

  it('its class cancelled: the wishes count again', async () => {
    const { proposal_id } = await pooled();
    await must(world, () => acceptProposal(world, { proposal_id, by: 'li' }));
    const { class_id } = (await readProposal(world, proposal_id))!;
    await must(world, () => publishClass(world, { class_id: class_id!, by: 'li', quietly: true }));
    await must(world, () => cancelClass(world, { class_id: class_id!, by: 'li', reason: '老师病了' }));
    await poolPlace(world, PLACE);
    expect(await openProposals(world, PLACE)).toMatchObject([{ wishes: 30 }]);
    await expectInBalance();
  });
});
