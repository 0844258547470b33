/**
 * What each journey consumes, against the gates of the design (section 4), as the engine reports it.
 * Index writes count. The floor is what the rows alone would cost; a journey past its gate fails.
 */
import '../support/quiet';
import { BatchWriteItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { beforeAll, expect, test } from '@jest/globals';
import { listCards } from '../../lib/classes/read';
import { roster } from '../../lib/classes/roster';
import type { TrainingClass } from '../../lib/classes/types';
import { previewBroadcast, readBroadcast, startBroadcast } from '../../lib/notices/broadcast';
import { runTask } from '../../lib/notices/task';
import { MINUTE_MS } from '../../lib/platform/clock';
import { keys } from '../../lib/store/keys';
import { person } from '../model/scene';
import { capacityTable } from '../support/capacity';
import { chatter, scan } from '../support/chatter';
import { freshTable, type TestTable } from '../support/engine';
import { type Metered, metered } from '../support/metering';
import { FUKANG, must, openClass } from '../support/town';
import { type TestWorld, testWorld } from '../support/world';

const note = capacityTable('by chat');
let engine: TestTable;
let meter: Metered;
let world: TestWorld;

beforeAll(async () => {
  engine = await freshTable();
  meter = metered(engine);
  world = testWorld(meter.table);
});
/** A registered person at the confirm page of a class. */
async function atConfirm(n: number, c: TrainingClass) {
  const her = chatter(world, `oCap${n}`);
  await her.untilConfirm(n, '我的资料');
  await her.say('1');
  await her.say(scan(c.class_id));
  const page = await her.say('1');
  return { her, page };
}

test('register by chat, the last turn', async () => {
  const her = chatter(world, 'oRegister');
  await her.untilConfirm(900, '我的资料');
  const cost = await meter.measure(async () => expect((await her.say('1'))?.text).toContain('登记'));
  note('register by chat (last turn)', { write: 8, trips: 2 }, cost, '4 WCU');
});

test('enrol; one too many waits; the first leaves and the next is offered her seat', async () => {
  const c = await openClass(world, { capacity: 1 });
  const second = await atConfirm(2, c);
  const first = await atConfirm(1, c);
  const enrolled = await meter.measure(async () => expect((await first.her.say('1'))?.text).toContain('报上了'));
  note('enrol (confirming turn, conversation included)', { write: 10, read: 2, trips: 2 }, enrolled, '6 WCU');

  expect((await second.her.say('1'))?.text).toMatch(/满|候补/);
  const joined = await meter.measure(async () => expect((await second.her.say('1'))?.text).toMatch(/第1|排/));
  note('join the waiting list (confirming turn)', {}, joined, '10 WCU');

  await first.her.say('我的课');
  expect((await first.her.say('1'))?.text).toContain('真的不上');
  const left = await meter.measure(async () => expect((await first.her.say('1'))?.text).toContain('退'));
  // Three waits where the design says two: the conversation, then class, agenda and line side by side, then the write.
  note('cancel and promote (confirming turn)', { write: 12, trips: 3 }, left, '8 WCU');
  const line = await world.table.query({ pk: keys.class(c.class_id).pk, prefix: 'LINE#' });
  expect(line.items.map((row) => row.status)).toEqual(['offered']);
});

test('enrol after a while on the confirm page costs no more', async () => {
  const { her } = await atConfirm(3, await openClass(world, { capacity: 1 }));
  world.clock.pass(5 * MINUTE_MS);
  const enrolled = await meter.measure(async () => expect((await her.say('1'))?.text).toContain('报上了'));
  note('… after more than 20 s on the page', { write: 10, read: 2, trips: 2 }, enrolled, '6 WCU');
});

test('list classes at my site, 20 cards', async () => {
  for (let n = 0; n < 20; n++)
    await openClass(world, {
      capacity: 30,
      host_region: '340210',
      off_list_reason: '测试',
      site_name: '湾沚区经济开发区',
    });
  const cost = await meter.measure(async () => expect(await listCards(world, { region: '340210' })).toHaveLength(20));
  note('list classes at my site, 20 cards', { read: 1.5, trips: 1 }, cost, '1 RCU');
  const her = chatter(world, 'oList');
  await her.say('找培训班');
  const turn_cost = await meter.measure(async () => expect((await her.say('2'))?.choices?.length).toBeGreaterThan(3));
  note('… the whole turn that shows them', { read: 3, write: 4, trips: 3 }, turn_cost, '2 RCU + 2 WCU');
});

test('roster of 50', async () => {
  const c = await openClass(world, { ...FUKANG, capacity: 50 });
  const { putMember } = await import('../../lib/classes/enrol');
  const puts = Array.from({ length: 50 }, (_, n) =>
    putMember(world, c, { worker: { ...person(n), worker_id: world.id('w') }, by: 'chat' }, 0),
  );
  await world.table.write(puts);
  const cost = await meter.measure(async () => expect(await roster(world, c.class_id)).toHaveLength(50));
  note('roster of 50', { read: 1.5, trips: 1 }, cost, '1 RCU');
});

test('a broadcast to 10,000, and how it stands', async () => {
  const region = '310107';
  await audience(region, 10_000);
  const sent = new Set<string>();
  const sender = {
    async send(_address: string, push: { id: string }) {
      sent.add(push.id);
      return { outcome: 'sent' as const, via: 'conversation' as const };
    },
  };
  const segment = { regions: [region], trades: [], topic: 'news' as const };
  let task_id = '';
  const command = { home_region: '530128', segment, text: '新班开了', by: 'test', per_minute_max: 1000 };
  let previewed_total = 0;
  const preview = await meter.measure(async () => {
    previewed_total = (await previewBroadcast(world, command)).total;
  });
  expect(previewed_total).toBe(10_000);
  // The preview has counted; starting takes its word, so that start and run are within the one gate.
  const cost = await meter.measure(async () => {
    task_id = (await must(world, () => startBroadcast(world, { ...command, previewed_total }))).task_id;
    // Each minute the schedule hands it on; the schedule's own look at what is due is not the broadcast's.
    for (let n = 0; n < 15 && sent.size < 10_000; n++) {
      await runTask(world, sender, task_id);
      world.clock.pass(MINUTE_MS + 1000);
    }
  });
  expect(sent.size).toBe(10_000);
  note('… its preview: the segment counted', { read: 137.5 }, preview, '110 RCU');
  note('broadcast to 10,000, started and run', { read: 137.5, write: 375 }, cost, '110 RCU + 300 WCU');
  const look = await meter.measure(async () => expect((await readBroadcast(world, task_id))?.sent).toBe(10_000));
  note('a statistic (progress of the broadcast)', { read: 1, trips: 1 }, look, '0.5 RCU');
}, 60_000);

/** People at a site as their conversations are stored. */
async function audience(region: string, count: number): Promise<void> {
  const batches: number[][] = [];
  for (let n = 0; n < count; n += 25) batches.push(Array.from({ length: 25 }, (_, i) => n + i));
  const write = async (batch: number[]) => {
    const items = batch.map((n) => ({
      ...keys.conversation(`wechat:oAudience_${String(n).padStart(20, '0')}`),
      audience: region,
      site: region,
      trades: ['electrician'],
      following: true,
      heard_ms: world.now(),
      rev: 1,
    }));
    await engine.client.send(
      new BatchWriteItemCommand({
        RequestItems: { [engine.name]: items.map((Item) => ({ PutRequest: { Item: marshall(Item) } })) },
      }),
    );
  };
  for (let i = 0; i < batches.length; i += 4) await Promise.all(batches.slice(i, i + 4).map(write));
}
