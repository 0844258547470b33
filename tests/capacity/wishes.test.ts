/** What wishing, answering and looking at the results consume, as the engine reports it. A statistic: one unit of reading. */
import '../support/quiet';
import { beforeAll, expect, test } from '@jest/globals';
import { conversationChange, newConversation } from '../../lib/chat/conversation';
import { enrol } from '../../lib/classes/enrol';
import { runTask } from '../../lib/notices/task';
import { answerSurvey } from '../../lib/wishes/answer-survey';
import { leadTimes, wishFollows } from '../../lib/wishes/lead-time';
import { poolTrade, wishWritten } from '../../lib/wishes/pool';
import { openProposals } from '../../lib/wishes/proposals';
import { readSurvey } from '../../lib/wishes/read-survey';
import { startSurvey } from '../../lib/wishes/surveys';
import { capacityTable } from '../support/capacity';
import { chatter } from '../support/chatter';
import { freshTable, type TestTable } from '../support/engine';
import { type Metered, metered } from '../support/metering';
import { must, newWorker, openClass, recordingSender, run } from '../support/town';
import { type TestWorld, testWorld } from '../support/world';
import { FUKANG_REGION, HOME, manyWishes, POOL, tradesLoaded, wished } from '../wishes/support';

const note = capacityTable('wishes and surveys');
let engine: TestTable;
let meter: Metered;
let world: TestWorld;
const PLACES = ['310107', '340210', FUKANG_REGION];

async function freshWorld(): Promise<void> {
  engine = await freshTable();
  meter = metered(engine);
  world = testWorld(meter.table);
  await tradesLoaded(world);
}
beforeAll(freshWorld);

test('a wish by chat, the confirming turn', async () => {
  const her = chatter(world, 'oWishing');
  await her.say('我想学焊工，晚上有空');
  await her.say('阜康');
  const cost = await meter.measure(async () => expect((await her.say('1'))?.text).toContain('记下了'));
  note('a wish by chat (confirming turn)', { write: 8, read: 6 }, cost);
});

test('L6 a survey: started, answered by 149, its results in one unit', async () => {
  await freshWorld();
  for (let n = 0; n < 149; n++) {
    const talk = newConversation(`wechat:oAsked${n}`);
    const site = PLACES[n % 3] as string;
    await world.table.write([conversationChange(talk, { ...talk, site, heard_ms: world.now() })]);
  }
  const started = await meter.measure(() =>
    must(world, () => startSurvey(world, { home_region: HOME, regions: PLACES, by: 's', previewed_total: 149 })),
  );
  note('start a survey (the segment counted before)', { write: 16, read: 6 }, started);
  const { sender, sent } = recordingSender();
  const asked = await meter.measure(() => runTask(world, sender, 'survey-M10'));
  expect(sent).toHaveLength(149);
  note('its questions to 149 at three places', { write: 60, read: 12 }, asked);

  const her = chatter(world, 'oAsked0');
  for (const said of ['摸排 M10', '1', '1', '1']) await her.say(said);
  const turn = await meter.measure(async () => expect((await her.say('1'))?.text).toContain('登记上了'));
  note('the last answer of one person, her wish with it (whole turn)', { write: 16, read: 8 }, turn);

  const trades = ['electrician', 'welder', 'elder_carer', 'conveyor_operator', 'other'];
  for (let n = 1; n < 149; n++) {
    const trade_id = trades[n % 5] as string;
    await must(world, () =>
      answerSurvey(world, {
        survey_id: 'M10',
        wisher: { chat: `wechat:oAsked${n}` },
        region: PLACES[n % 3] as string,
        trade_id,
        ...(trade_id === 'other' && { said: '开挖机' }),
        free: [(['weekday_evening', 'weekend_day', 'weekday_day', 'full_time'] as const)[n % 4]!],
        mode: (['offline', 'online', 'either'] as const)[n % 3]!,
        willing: n % 4 !== 0,
        channel: 'survey',
        by: 'chat',
      }),
    );
  }
  const looked = await meter.measure(async () =>
    expect(await readSurvey(world, 'M10')).toMatchObject({ asked: 149, answered: 149, response_percent: 100 }),
  );
  note('a statistic (H2, L6: the results of the survey)', { read: 1, trips: 1 }, looked);
}, 60_000);

test('the results of the largest survey there can be are one unit, too', async () => {
  const head = { survey_id: 'M99', regions: [...PLACES, '410900', '420626'], home_region: HOME };
  const trades = Array.from({ length: 8 }, (_, n) => ({
    trade_id: `a_trade_with_a_long_id_${n}`,
    name: '制冷空调系统安装维修工',
  }));
  const names = head.regions.flatMap((_, place) => [
    ...[...trades.keys(), 'o'].flatMap((trade) => ['l', 'f', 'e'].map((mode) => `a${place}${trade}${mode}`)),
    ...[0, 1, 2, 3, 4].map((time) => `f${place}${time}`),
  ]);
  const counts = Object.fromEntries(
    [...names, 'n', 'w', 'x', 'cs', 'ct', 'cv', 'ca', 'cc'].map((name) => [name, 9999]),
  );
  for (const shard of ['00', '01'])
    await world.table.write([
      { kind: 'put', key: { pk: 'SURVEY#M99', sk: `COUNT#${shard}` }, item: counts, why: 'test' },
    ]);
  const item = { ...head, trades, state: 'open', remind_at: [], closes_at: '2025-08-01T00:00:00+08:00', by: 's' };
  await world.table.write([{ kind: 'put', key: { pk: 'SURVEY#M99', sk: 'SURVEY' }, item, why: 'test' }]);
  const cost = await meter.measure(async () => expect((await readSurvey(world, 'M99'))?.demand).toHaveLength(45));
  note('… of the largest survey there can be', { read: 1, trips: 1 }, cost);
});

test('P6 thirty wishes pooled; P7 lead times read', async () => {
  await freshWorld();
  await manyWishes(world, 0, 30);
  const pooled = await meter.measure(() => run(world, () => poolTrade(world, POOL)));
  note('P6 30 wishes into a proposal', { write: 70, read: 8 }, pooled);
  const nothing = await meter.measure(() => run(world, () => poolTrade(world, POOL)));
  note('… looked at again, nothing to do', { write: 0, read: 8 }, nothing);
  const last = await wished(world, 30);
  const joined = await meter.measure(() => wishWritten(world, last));
  note('… the 31st follows in the stream and joins it', { write: 8, read: 8 }, joined);
  const listed = await meter.measure(async () =>
    expect(await openProposals(world, POOL)).toMatchObject([{ wishes: 31 }]),
  );
  note('P6 the proposals of a place, counted from their 31 wishes', { read: 3, write: 0 }, listed);
  const c = await openClass(world, { trade_id: 'welder', units: 8, capacity: 5 });
  const worker = await newWorker(world, 1);
  await wished(world, 40, { wisher: { worker_id: worker.worker_id }, free: [] });
  await must(world, () => enrol(world, { class_id: c.class_id, worker, by: 'chat' }));
  const seat = { class_id: c.class_id, worker_id: worker.worker_id };
  const met = await meter.measure(() => wishFollows(world, seat));
  note('P7 a seat taken, its wish met and counted (in the stream)', { write: 4, read: 6 }, met);
  const cost = await meter.measure(() => leadTimes(world, HOME));
  note('a statistic (P7: lead times of a county)', { read: 1, trips: 1 }, cost);
});
