/** L6 nobody counts twice in a survey, whichever way she answers: the counts are always those of the answers that stand. */
import { conversationChange, newConversation } from '../../lib/chat/conversation';
import { correct } from '../../lib/people/correct';
import { listPerson } from '../../lib/people/directory';
import { erase } from '../../lib/people/erase';
import { DAY_MS } from '../../lib/platform/clock';
import { isRefusal } from '../../lib/platform/refusal';
import { carryOut } from '../../lib/store/commit';
import { dynamoTable } from '../../lib/store/dynamo';
import { keys } from '../../lib/store/keys';
import { memoryTable } from '../../lib/store/memory';
import type { Change } from '../../lib/store/table';
import { type AnswerCommand, answerSurvey, readAnswer } from '../../lib/wishes/answer-survey';
import { findSurvey } from '../../lib/wishes/find-survey';
import { chatForgotten } from '../../lib/wishes/forget';
import { answerOf } from '../../lib/wishes/items';
import { makeWish } from '../../lib/wishes/make-wish';
import { listWishes } from '../../lib/wishes/read';
import { readSurvey } from '../../lib/wishes/read-survey';
import { startSurvey, surveysAt } from '../../lib/wishes/surveys';
import { chance } from '../support/chance';
import { chatter } from '../support/chatter';
import { freshTable, type TestTable } from '../support/engine';
import { flakyClient, ROUGH, Stopped } from '../support/faults';
import { putOnDuty } from '../support/staff';
import { minute, must, newWorker, openClass, recordingSender, run, tapped } from '../support/town';
import { type TestWorld, testWorld } from '../support/world';
import { ANSWER, FUKANG_REGION, HOME, tradesLoaded, wishCommand } from './support';

let engine: TestTable;
let world: TestWorld;
const PLACES = [FUKANG_REGION, '310107'];
beforeEach(async () => {
  engine = await freshTable();
  world = testWorld(engine.table);
  await tradesLoaded(world);
});

async function asked(count: number): Promise<void> {
  for (let n = 0; n < count; n++) {
    const talk = newConversation(`wechat:oAsked${n}`);
    await world.table.write([conversationChange(talk, { ...talk, site: FUKANG_REGION, heard_ms: world.now() })]);
  }
  await must(world, () =>
    startSurvey(world, { home_region: HOME, regions: PLACES, by: 's_1', previewed_total: count }),
  );
}
const answering = (wisher: AnswerCommand['wisher'], set: Partial<AnswerCommand> = {}): AnswerCommand => ({
  ...ANSWER,
  wisher,
  ...set,
});
const answer = (wisher: AnswerCommand['wisher'], set?: Partial<AnswerCommand>) =>
  run(world, () => answerSurvey(world, answering(wisher, set)));
const chat = (n: number) => ({ chat: `wechat:oAsked${n}` });
const BY_STATION = { channel: 'station', by: 's_1' } as const;

/** The counters hold what the answers hold, online and offline apart (H2); returns the results. */
async function balanced() {
  const { items } = await world.table.query({ pk: 'SURVEY#M10', prefix: 'ANSWER#', consistent: true });
  const answers = items.map(answerOf);
  const results = (await readSurvey(world, 'M10'))!;
  const some = answers.filter((one) => one.trade_id !== 'none');
  const sum = (mode: 'online' | 'offline' | 'either') => results.demand.reduce((n, row) => n + row[mode], 0);
  expect({
    answered: results.answered,
    willing: results.willing,
    nothing: results.nothing,
    modes: [sum('online'), sum('offline'), sum('either')],
    channels: Object.values(results.by_channel).reduce((n, of) => n + of, 0),
  }).toEqual({
    answered: answers.length,
    willing: answers.filter((one) => one.willing).length,
    nothing: answers.length - some.length,
    modes: (['online', 'offline', 'either'] as const).map((mode) => some.filter((one) => one.mode === mode).length),
    channels: answers.length,
  });
  expect(results.response_percent ?? 0).toBeLessThanOrEqual(100);
  return results;
}

it('L6 by chat, then said for her by the station and by her village officer: once, and her own word stays', async () => {
  await asked(2);
  const worker = await newWorker(world, 1);
  await answer({ worker_id: worker.worker_id }, { mode: 'online' });
  for (const channel of ['station', 'village_officer'] as const)
    expect(await answer({ worker_id: worker.worker_id }, { channel, by: 's_1' })).toMatchObject({
      refused: 'survey_answered',
    });
  expect(await balanced()).toMatchObject({
    answered: 1,
    by_channel: { survey: 1 },
    demand: [{ online: 1, offline: 0 }],
  });
});

it('L6 said for her first, her own answer takes its place; said for her twice, the later one', async () => {
  await asked(2);
  const worker = await newWorker(world, 1);
  const her = { worker_id: worker.worker_id };
  await answer(her, BY_STATION);
  await answer(her, { ...BY_STATION, trade_id: 'electrician' });
  expect(await balanced()).toMatchObject({
    answered: 1,
    by_channel: { station: 1 },
    demand: [{ trade_id: 'electrician' }],
  });
  await answer(her, { trade_id: 'electrician', mode: 'online' });
  expect(await balanced()).toMatchObject({
    answered: 1,
    by_channel: { survey: 1 },
    demand: [{ online: 1, offline: 0 }],
  });
});

it('L6 a station names her by name and phone: it is the worker who answered, not another person', async () => {
  await asked(2);
  const worker = await newWorker(world, 1);
  await listPerson(world, (await world.table.get(keys.profile(worker.worker_id)))!);
  await answer({ worker_id: worker.worker_id });
  const named = { name: worker.name, phone: '13800000001' };
  expect(await answer(named, BY_STATION)).toMatchObject({ refused: 'survey_answered' });
  // A namesake, and another of her phone's, are others.
  await answer({ name: worker.name, phone: '13900000001' }, BY_STATION);
  await answer({ name: '李大山', phone: '13800000001' }, BY_STATION);
  expect(await balanced()).toMatchObject({ answered: 3 });
  // P4 the wish said for her is hers, too, and nothing of her is kept a second time.
  await must(world, () => makeWish(world, wishCommand(1, { wisher: named, trade_id: 'electrician', ...BY_STATION })));
  const { wishes } = await listWishes(world, { region: FUKANG_REGION, trade_id: 'electrician', limit: 10 });
  expect(wishes).toMatchObject([{ who: worker.worker_id, worker_id: worker.worker_id }]);
  expect(wishes[0]?.person).toBeUndefined();
});

it('L6 answered by a chat and spoken for by phone, before she was known to be both: one again when she answers', async () => {
  await asked(2);
  const worker = await newWorker(world, 1);
  const phone_hash = world.vault.fingerprint('phone', '13800000001');
  await answer({ chat: worker.chat as string }, { free: ['weekend_day'] });
  await answer({ name: worker.name, phone: '13800000001' }, BY_STATION);
  expect(await balanced()).toMatchObject({ answered: 2 });
  await world.table.write([
    { kind: 'update', key: keys.profile(worker.worker_id), set: { phone_hash }, why: 'registered by the office' },
  ]);
  expect(await answer({ worker_id: worker.worker_id }, { mode: 'either' })).toMatchObject({ again: true });
  expect(await balanced()).toMatchObject({ answered: 1, by_channel: { survey: 1 }, willing: 1 });
});

it.each([
  ['spoken for by phone, then registered by chat: her own answer replaces it', true],
  ['spoken for by a phone that is not hers: two people', false],
])('L6 %s', async (_what, hers) => {
  await asked(2);
  await answer({ name: '张秀英', phone: hers ? '13800000007' : '13900000007' }, { ...BY_STATION, trade_id: 'welder' });
  const { class_id } = await openClass(world, { capacity: 9 });
  const she = chatter(world, 'oCame');
  await she.untilConfirm(7, `报名 ${class_id}`);
  await she.say('1');
  expect((await she.say('摸排'))?.text).toContain(hers ? '别人替你答过' : '最想学什么');
  if (hers) await she.say('1');
  for (const text of ['1', '1', '1', '1']) await she.say(text);
  expect(await balanced()).toMatchObject({
    answered: hers ? 1 : 2,
    by_channel: hers ? { survey: 1 } : { survey: 1, station: 1 },
  });
});

it('L6 after she was erased she may answer again, and counts once; what is over keeps its counts', async () => {
  await asked(2);
  for (let round = 0; round < 3; round++) {
    await answer(chat(1));
    expect(await balanced()).toMatchObject({ answered: 1 });
    await must(world, async () => ({ changes: await chatForgotten(world, 'wechat:oAsked1'), value: undefined }));
    expect(await balanced()).toMatchObject({ answered: 0, willing: 0, demand: [], free: [] });
  }
  const worker = await newWorker(world, 1);
  await answer({ worker_id: worker.worker_id });
  world.clock.pass(8 * DAY_MS);
  await must(world, () => erase(world, { worker_id: worker.worker_id }));
  const survey = (await findSurvey(world, 'M10'))!;
  expect(await readAnswer(world, survey, { chat: worker.chat as string })).toBeUndefined();
  expect(await readSurvey(world, 'M10')).toMatchObject({ answered: 1 });
});

it.each([
  ['erased while she answers again: what was read is stale, and read anew', false],
  ['control: were what goes deleted unconditionally, the counts would be of nobody', true],
])('L6 %s', async (_what, careless) => {
  const inner = memoryTable();
  const of = (change: Change): Change =>
    careless && change.kind === 'delete' ? { ...change, when: undefined } : change;
  world = testWorld({ ...inner, write: (changes, how) => inner.write(changes.map(of), how) });
  await tradesLoaded(world);
  await asked(2);
  await answer(chat(1));
  const read = [await chatForgotten(world, 'wechat:oAsked1')];
  await answer(chat(1), { trade_id: 'electrician' });
  const plan = async () => ({
    changes: read.pop() ?? (await chatForgotten(world, 'wechat:oAsked1')),
    value: undefined,
  });
  await must(world, plan);
  if (careless) await expect(balanced()).rejects.toThrow('modes');
  else expect(await balanced()).toMatchObject({ answered: 0, demand: [] });
});

it('L6 she moves to another place and answers there: the count moves with her', async () => {
  await asked(2);
  const worker = await newWorker(world, 1);
  await answer({ worker_id: worker.worker_id });
  await must(world, () => correct(world, { worker_id: worker.worker_id, site_region: '310107' }));
  await answer({ worker_id: worker.worker_id }, { region: '310107', mode: 'online' });
  expect((await balanced()).demand).toMatchObject([{ region: '310107', online: 1, offline: 0 }]);
});

it('L6 her answer changed at five wishes takes the place of the old wish; refused a sixth, she is not told it stands', async () => {
  await asked(2);
  for (const trade_id of ['elder_carer', 'infant_carer', 'domestic_helper', 'crop_grower'])
    await must(world, () => makeWish(world, wishCommand(0, { wisher: chat(1), trade_id })));
  expect(await answer(chat(1))).toMatchObject({ wished: true });
  expect(await answer(chat(1), { trade_id: 'electrician' })).toMatchObject({ again: true, wished: true });
  for (const trade_id of ['elder_carer', 'infant_carer', 'domestic_helper', 'crop_grower', 'conveyor_operator'])
    await must(world, () => makeWish(world, wishCommand(0, { wisher: chat(2), trade_id })));
  expect(await answer(chat(2))).toMatchObject({ again: false, wished: false });
  expect(await balanced()).toMatchObject({ answered: 2 });
});

it('L6 forty answers of ten people at once, with faults at the SDK and processes killed: each counted once', async () => {
  await asked(10);
  const root = chance(20250710);
  let struck = 0;
  const under_way: Promise<unknown>[] = [];
  const late = (done: Promise<unknown>) => void under_way.push(done);
  const rough = (n: number) => {
    const pause = (ms: number) => new Promise<void>((done) => void setTimeout(done, ms / 10));
    const options = { chance: root.of(n), rates: ROUGH, pause, late, struck: () => struck++ };
    return { ...world, table: dynamoTable({ table: engine.name, client: flakyClient(engine.client, options) as any }) };
  };
  const MODES = ['online', 'offline', 'either'] as const;
  const once = async (n: number) => {
    const set = n % 7 === 0 ? { trade_id: 'none', willing: false, free: [] } : { mode: MODES[n % 3]! };
    // Killed, or nothing heard: the message comes again.
    for (let tries = 0; tries < 20; tries++) {
      const shaky = rough(n * 100 + tries);
      try {
        const done = await carryOut(shaky, () => answerSurvey(shaky, answering(chat(n % 10), set)));
        if (!isRefusal(done)) return;
      } catch (error) {
        if (!(error instanceof Stopped) && (error as Error).name !== 'Unavailable') throw error;
      }
    }
    throw new Error('never answered');
  };
  await Promise.all(Array.from({ length: 40 }, (_, n) => once(n)));
  await Promise.all(under_way);
  expect(struck).toBeGreaterThan(5);
  expect(await balanced()).toMatchObject({ answered: 10, by_channel: { survey: 10 } });
}, 60_000);

it('L6 the station confirms for her the moment she has answered by chat: her wish is kept, her answer is hers', async () => {
  await asked(2);
  const worker = await newWorker(world, 1, { name: '王小妹' });
  await listPerson(world, (await world.table.get(keys.profile(worker.worker_id)))!);
  await putOnDuty(world, 'li', { region: FUKANG_REGION, duties: ['station'] });
  const li = chatter(world, 'oli');
  expect((await li.say(`意愿 王小妹 电工 周末`))?.text).toContain('也算答了摸排M10');
  await answer({ worker_id: worker.worker_id }, { mode: 'online' });
  expect((await li.say('1'))?.text).toContain('记下了');
  expect(await balanced()).toMatchObject({ answered: 1, by_channel: { survey: 1 } });
  const { wishes } = await listWishes(world, { region: FUKANG_REGION, limit: 10 });
  expect(wishes.map((wish) => [wish.trade_id, wish.channel]).sort()).toEqual([
    ['electrician', 'station'],
    ['welder', 'survey'],
  ]);
});

it('L6 who answered two surveys under way is reminded of neither', async () => {
  const tap = tapped(engine.table);
  world = testWorld(tap.table);
  const post = recordingSender();
  await asked(1);
  await must(world, () => startSurvey(world, { home_region: HOME, regions: [FUKANG_REGION], by: 's_1' }));
  const her = chatter(world, 'oAsked0');
  for (const survey_id of ['M10', 'M11'])
    for (const said of [`摸排 ${survey_id}`, '2', '1', '1', '1']) await her.say(said);
  await minute(world, post.sender, tap.written);
  post.sent.length = 0;
  world.clock.pass(DAY_MS);
  await minute(world, post.sender, tap.written);
  await minute(world, post.sender, tap.written);
  expect(post.sent).toEqual([]);
});

it('L6 the hundredth survey is newer than the ninety-ninth', async () => {
  await asked(1);
  await world.table.write([{ kind: 'put', key: keys.counter('survey'), item: { n: 89 }, why: 'test' }]);
  for (let n = 0; n < 2; n++)
    await must(world, () => startSurvey(world, { home_region: HOME, regions: PLACES, by: 's_1', previewed_total: 1 }));
  expect((await surveysAt(world, HOME, FUKANG_REGION, 2)).map((one) => one.survey_id)).toEqual(['M100', 'M99']);
});
