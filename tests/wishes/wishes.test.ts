/** P4: one queue of wishes, whoever brings them; what is kept of whom, and that it goes again. */
import { readAgenda } from '../../lib/classes/read';
import { erase } from '../../lib/people/erase';
import { unlink } from '../../lib/people/unlink';
import { DAY_MS } from '../../lib/platform/clock';
import { memoryTable } from '../../lib/store/memory';
import type { Table } from '../../lib/store/table';
import { dropWish } from '../../lib/wishes/drop-wish';
import { chatForgotten, chatLeft } from '../../lib/wishes/forget';
import { makeWish } from '../../lib/wishes/make-wish';
import { listWishes, wantedOf } from '../../lib/wishes/read';
import { wishId } from '../../lib/wishes/wish-id';
import { freshTable } from '../support/engine';
import { must, newWorker, run } from '../support/town';
import { type TestWorld, testWorld } from '../support/world';
import { FUKANG_REGION, tradesLoaded, wishCommand, wished } from './support';

let world: TestWorld;
const at = (region = FUKANG_REGION) => listWishes(world, { region, limit: 100 }).then(({ wishes }) => wishes);

async function begin(table: Table): Promise<void> {
  world = testWorld(table);
  await tradesLoaded(world);
}

describe.each([
  ['engine', async () => (await freshTable()).table],
  ['memory', async () => memoryTable()],
])('on the %s', (_name, table) => {
  beforeEach(async () => begin(await table()));

  it('P4 chat and village officer, station and survey: one queue, the channel kept', async () => {
    const worker = await newWorker(world, 1);
    await wished(world, 1);
    await wished(world, 2, { wisher: { worker_id: worker.worker_id }, channel: 'survey' });
    await wished(world, 3, { wisher: { name: '李大山', phone: '13900000003' }, channel: 'village_officer', by: 's_1' });
    await wished(world, 4, { wisher: { name: '张三妹', phone: '13900000004' }, channel: 'station', by: 's_2' });
    const all = await at();
    expect(all.map((wish) => wish.channel).sort()).toEqual(['chat', 'station', 'survey', 'village_officer']);
    expect(all.find((wish) => wish.channel === 'village_officer')).toMatchObject({
      by: 's_1',
      person: { name: '李大山', phone_masked: '139****0003' },
    });
  });

  it('said again is one wish: the first day and channel stay, the rest is as said now', async () => {
    const first = await wished(world, 1, {
      wisher: { name: '李大山', phone: '13900000003' },
      channel: 'village_officer',
    });
    world.clock.pass(9 * DAY_MS);
    const again = await must(world, () =>
      makeWish(
        world,
        wishCommand(1, {
          wisher: { name: '李大山', phone: '13900000003' },
          channel: 'station',
          free: [],
          shift: 'three_shifts',
        }),
      ),
    );
    expect(again.again).toBe(true);
    expect(await at()).toMatchObject([
      { channel: 'village_officer', first_at: first.first_at, free: [], shift: 'three_shifts', person: first.person },
    ]);
  });

  it('a wish moves with her to another place, and leaves nothing behind', async () => {
    const first = await wished(world, 1);
    await wished(world, 1, { region: '310107' });
    expect(await at()).toEqual([]);
    expect(await at('310107')).toMatchObject([{ first_at: first.first_at, status: 'open' }]);
  });

  it('a chat that registers takes its wish along; it is not counted twice', async () => {
    await wished(world, 1, { wisher: { chat: 'wechat:ow_0001' } });
    const worker = await newWorker(world, 1);
    const wish = await wished(world, 1, { wisher: { worker_id: worker.worker_id } });
    expect(await at()).toMatchObject([{ who: worker.worker_id }]);
    expect(await wantedOf(world, [worker.worker_id, `c_${worker.chat_hash}`])).toEqual([wish]);
  });

  it('L5 a registered worker’s shifts are kept with her time; an unregistered chat has none', async () => {
    const worker = await newWorker(world, 1);
    const said = { wisher: { worker_id: worker.worker_id }, free: ['weekday_day' as const], shift: 'night' as const };
    await wished(world, 1, said);
    expect((await readAgenda(world, worker.worker_id)).free).toMatchObject({ times: ['weekday_day'], shift: 'night' });
    const { rev } = await readAgenda(world, worker.worker_id);
    await wished(world, 1, { ...said, trade_id: 'electrician' });
    expect((await readAgenda(world, worker.worker_id)).rev).toBe(rev);
  });

  it('refuses what no programme has, too many, and words with a number in them', async () => {
    const refusedAs = async (set: object) => (await run(world, () => makeWish(world, wishCommand(1, set)))) as object;
    expect(await refusedAs({ trade_id: 'astronaut' })).toMatchObject({ refused: 'trade_unknown' });
    expect(await refusedAs({ region: '110101' })).toMatchObject({ refused: 'place_off_list' });
    expect(await refusedAs({ wisher: { worker_id: 'w_nobody' } })).toMatchObject({ refused: 'worker_unknown' });
    expect(await refusedAs({ trade_id: 'other', said: '找我13800000001' })).toMatchObject({ refused: 'wish_text' });
    for (const trade_id of ['welder', 'electrician', 'elder_carer', 'infant_carer', 'domestic_helper'])
      await wished(world, 1, { trade_id });
    expect(await refusedAs({ trade_id: 'other', said: '开挖机' })).toMatchObject({ refused: 'wishes_too_many' });
    expect(await refusedAs({ trade_id: 'welder' })).toMatchObject({ again: true });
  });

  it('two messages at once make one wish', async () => {
    const both = await Promise.all([
      run(world, () => makeWish(world, wishCommand(1))),
      run(world, () => makeWish(world, wishCommand(1, { free: ['weekend_day'] }))),
    ]);
    expect(both.every((one) => 'wish' in one)).toBe(true);
    expect(await at()).toHaveLength(1);
  });

  it('dropped, what said who she is goes; dropping twice is no wish of hers', async () => {
    const wish = await wished(world, 1, { wisher: { name: '李大山', phone: '13900000003' } });
    const drop = () => run(world, () => dropWish(world, { wish_id: wishId(wish), by: 'chat' }));
    expect(await drop()).toMatchObject({ status: 'dropped' });
    const [left] = await at();
    expect(left).toMatchObject({ status: 'dropped' });
    expect(left?.person).toBeUndefined();
    expect(await drop()).toMatchObject({ refused: 'wish_unknown' });
    const back = await wished(world, 1, { wisher: { name: '李大山', phone: '13900000003' } });
    expect(back.status).toBe('open');
  });
});

describe('privacy', () => {
  let rows: () => string;
  beforeEach(async () => {
    const table = memoryTable();
    await begin(table);
    rows = () => JSON.stringify(table.all());
  });

  it('a phone is sealed by a key of its own, and opens by it alone', async () => {
    const { person } = await wished(world, 1, { wisher: { name: '李大山', phone: '13900000003' } });
    expect(rows()).not.toContain('13900000003');
    const { key_of, data_key, phone_sealed } = person!;
    expect(await world.vault.open(key_of, data_key, 'phone', phone_sealed)).toBe('13900000003');
    await expect(world.vault.open('w_other', data_key, 'phone', phone_sealed)).rejects.toThrow();
  });

  it('a worker erased: her wishes go, under her own name and her chat’s', async () => {
    await wished(world, 1, { wisher: { chat: 'wechat:ow_0001' }, trade_id: 'electrician' });
    const worker = await newWorker(world, 1);
    await wished(world, 1, { wisher: { worker_id: worker.worker_id } });
    await wished(world, 2);
    await must(world, () => erase(world, { worker_id: worker.worker_id }));
    expect((await at()).map((wish) => wish.chat)).toEqual(['wechat:oWish2']);
    expect(await wantedOf(world, [worker.worker_id, `c_${worker.chat_hash}`])).toEqual([]);
  });

  it('a worker erased: a wish she dropped before goes, too', async () => {
    const worker = await newWorker(world, 1);
    const wish = await wished(world, 1, { wisher: { worker_id: worker.worker_id } });
    await must(world, () => dropWish(world, { wish_id: wishId(wish), by: 'chat' }));
    expect(await at()).toMatchObject([{ status: 'dropped', dropped: { by: 'chat' } }]);
    await must(world, () => erase(world, { worker_id: worker.worker_id }));
    expect(await at()).toEqual([]);
  });

  it('who unfollows is wished for no more by that account; a worker’s own wishes stay', async () => {
    const worker = await newWorker(world, 1);
    await wished(world, 1, { wisher: { worker_id: worker.worker_id } });
    await wished(world, 2);
    for (const chat of ['wechat:oWish2', 'wechat:ow_0001']) {
      await must(world, async () => ({ changes: await chatLeft(world, chat), value: undefined }));
      expect(rows()).not.toContain('wechat:oWish2');
    }
    await must(world, () => unlink(world, { worker_id: worker.worker_id }));
    expect(await at()).toMatchObject([{ who: worker.worker_id }]);
  });

  it('who never registered is forgotten whole', async () => {
    await wished(world, 2);
    await must(world, async () => ({ changes: await chatForgotten(world, 'wechat:oWish2'), value: undefined }));
    expect(await at()).toEqual([]);
    expect(rows()).not.toContain('oWish2');
  });
});
