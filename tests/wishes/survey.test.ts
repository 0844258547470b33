/** L6 摸排: response count and rate; H2: online and offline demand apart, by county and trade. */
import { conversationChange, newConversation } from '../../lib/chat/conversation';
import { DAY_MS, HOUR_MS } from '../../lib/platform/clock';
import { memoryTable } from '../../lib/store/memory';
import type { Table } from '../../lib/store/table';
import { type AnswerCommand, answerSurvey } from '../../lib/wishes/answer-survey';
import { listWishes } from '../../lib/wishes/read';
import { readSurvey } from '../../lib/wishes/read-survey';
import { closeSurvey, remindSurvey, startSurvey, surveysAt } from '../../lib/wishes/surveys';
import { chatter } from '../support/chatter';
import { freshTable } from '../support/engine';
import { minute, must, newWorker, recordingSender, run, tapped } from '../support/town';
import { type TestWorld, testWorld } from '../support/world';
import { ANSWER, FUKANG_REGION, HOME, tradesLoaded } from './support';

let world: TestWorld;
let post: ReturnType<typeof recordingSender>;
let written: ReturnType<typeof tapped>['written'];
async function onTable(table: Table): Promise<void> {
  const tap = tapped(table);
  written = tap.written;
  world = testWorld(tap.table);
  post = recordingSender();
  await tradesLoaded(world);
}
beforeEach(async () => onTable((await freshTable()).table));

const start = (set: object = {}) =>
  must(world, () => startSurvey(world, { home_region: HOME, regions: [FUKANG_REGION], by: 's_1', ...set }));
const due = () => minute(world, post.sender, written);
const results = async () => (await readSurvey(world, 'M10'))!;
const answering = (n: number, set: Partial<AnswerCommand> = {}): AnswerCommand => ({
  ...ANSWER,
  wisher: { chat: `wechat:oAnswer${n}` },
  ...set,
});
const answer = (n: number, set: Partial<AnswerCommand> = {}) =>
  must(world, () => answerSurvey(world, answering(n, set)));

/** People at a site who may be asked. */
async function people(count: number, site = FUKANG_REGION, set: object = {}): Promise<void> {
  for (let n = 0; n < count; n++) {
    const talk = newConversation(`wechat:o${site}_${n}`);
    await world.table.write([conversationChange(talk, { ...talk, site, heard_ms: world.now(), ...set })]);
  }
}

describe('L6 a survey', () => {
  it('asks everyone of the segment once, with a way in; those who turned news off are not asked', async () => {
    await people(3);
    await people(2, '310107');
    await people(1, '340210', { topics_off: ['news'] });
    const survey = await start({ regions: [FUKANG_REGION, '310107', '340210'] });
    expect(survey).toMatchObject({ survey_id: 'M10', segment: 5, state: 'open' });
    await due();
    await due();
    expect(post.sent).toHaveLength(5);
    expect(post.sent[0]?.push).toMatchObject({
      text: expect.stringContaining('摸排 M10'),
      choices: [{ send: '摸排 M10', label: '我来答' }],
    });
    expect(await results()).toMatchObject({ asked: 5, answered: 0, response_percent: 0 });
  });

  it('counts each person once, and the rate of those asked; a station answers for someone, its channel kept', async () => {
    await people(10);
    await start();
    await due();
    for (let n = 0; n < 5; n++) await answer(n);
    await answer(5, { willing: false, mode: 'online' });
    await answer(6, { trade_id: 'none', free: [], mode: 'either', willing: false });
    await answer(7, { wisher: { name: '李大山', phone: '13900000007' }, channel: 'station', by: 's_1' });
    expect(await results()).toMatchObject({
      asked: 10,
      answered: 8,
      response_percent: 70,
      willing: 6,
      nothing: 1,
      by_channel: { survey: 7, station: 1 },
      free: [{ region: FUKANG_REGION, time: 'weekday_evening', persons: 7 }],
    });
    // P4: each willing answer is a wish, the channel kept.
    const { wishes } = await listWishes(world, { region: FUKANG_REGION, limit: 100 });
    expect(wishes.map((wish) => wish.channel).sort()).toEqual([
      'station',
      'survey',
      'survey',
      'survey',
      'survey',
      'survey',
    ]);
  });

  it('H2 offline demand by county and trade, apart from online', async () => {
    await people(2);
    await people(2, '310107');
    await start({ regions: [FUKANG_REGION, '310107'] });
    await answer(1, { mode: 'offline' });
    await answer(2, { mode: 'online' });
    await answer(3, { mode: 'either', free: ['weekend_day', 'weekday_evening'] });
    await answer(4, { mode: 'offline', trade_id: 'electrician' });
    await answer(5, { mode: 'offline', trade_id: 'other', said: '开挖机' });
    await answer(6, { mode: 'offline', region: '310107', trade_id: 'elder_carer' });
    expect((await results()).demand).toEqual([
      { region: FUKANG_REGION, trade_id: 'welder', name: '焊工', online: 1, offline: 1, either: 1 },
      { region: FUKANG_REGION, trade_id: 'electrician', name: '电工', online: 0, offline: 1, either: 0 },
      { region: FUKANG_REGION, trade_id: 'other', name: '别的', online: 0, offline: 1, either: 0 },
      { region: '310107', trade_id: 'elder_carer', name: '养老护理员', online: 0, offline: 1, either: 0 },
    ]);
  });

  it('an answer changed moves the counts; not willing any more, the wish is taken back', async () => {
    await people(1);
    await start();
    await answer(1);
    await answer(1, { trade_id: 'electrician', mode: 'online' });
    expect(await results()).toMatchObject({
      answered: 1,
      willing: 1,
      demand: [{ trade_id: 'electrician', online: 1 }],
    });
    await answer(1, { trade_id: 'electrician', willing: false });
    expect(await results()).toMatchObject({ answered: 1, willing: 0, demand: [{ offline: 1, online: 0 }] });
    const { wishes } = await listWishes(world, { region: FUKANG_REGION, limit: 100 });
    expect(wishes.map((wish) => wish.status)).toEqual(['dropped', 'dropped']);
  });

  it('who answered by chat and registered since is the same person', async () => {
    await people(1);
    await start();
    await answer(1, { wisher: { chat: 'wechat:ow_0001' } });
    const worker = await newWorker(world, 1);
    await answer(1, { wisher: { worker_id: worker.worker_id }, free: ['weekend_day'] });
    expect(await results()).toMatchObject({ answered: 1, free: [{ time: 'weekend_day', persons: 1 }] });
  });

  it('twenty answer at once, two of them twice: none is lost, none counted twice', async () => {
    await people(1);
    await start();
    const at_once = [...Array.from({ length: 20 }, (_, n) => n), 3, 7];
    await Promise.all(at_once.map((n) => answer(n)));
    expect(await results()).toMatchObject({ answered: 20, willing: 20, demand: [{ offline: 20 }] });
  });

  it('control: were the answer written unconditionally, one person would count twice', async () => {
    const inner = memoryTable();
    await onTable({
      ...inner,
      write: (changes, how) =>
        inner.write(
          changes.map((change) => (change.key.sk.startsWith('ANSWER#') ? { ...change, when: undefined } : change)),
          how,
        ),
    });
    await people(1);
    await start();
    const none = { willing: false };
    const plans = await Promise.all([answerSurvey(world, answering(1, none)), answerSurvey(world, answering(1, none))]);
    for (const plan of plans) await must(world, async () => plan);
    expect(await results()).toMatchObject({ answered: 2 });
  });

  it('reminds those who have not answered, as the policy says, and closes by itself', async () => {
    await people(2);
    await start();
    await due();
    const her = chatter(world, `o${FUKANG_REGION}_0`);
    for (const said of ['摸排 M10', '2', '1', '1', '1']) await her.say(said);
    post.sent.length = 0;
    world.clock.pass(24 * HOUR_MS);
    await due();
    await due();
    expect(post.sent.map(({ address, push }) => [address, push.text.slice(0, 5)])).toEqual([
      [`o${FUKANG_REGION}_1`, '还差你没答'],
    ]);
    world.clock.pass(2 * DAY_MS);
    await due();
    expect(post.sent).toHaveLength(2);
    world.clock.pass(4 * DAY_MS + HOUR_MS);
    await due();
    await due();
    expect(post.sent).toHaveLength(2);
    expect((await results()).survey).toMatchObject({ state: 'closed', reminded: 2 });
    expect(await run(world, () => answerSurvey(world, answering(9)))).toMatchObject({ refused: 'survey_closed' });
  });

  it('for whom a station answered she is not reminded', async () => {
    const worker = await newWorker(world, 1);
    await start();
    await due();
    await answer(1, { wisher: { worker_id: worker.worker_id }, channel: 'station' });
    post.sent.length = 0;
    await must(world, () => remindSurvey(world, { survey_id: 'M10', by: 's_1' }));
    await due();
    expect(post.sent).toEqual([]);
  });

  it('closed before its first push goes out, nobody is asked; answers stop at once', async () => {
    await people(2);
    await start({ not_before: '2025-07-10T10:02:00+08:00' });
    await due();
    await must(world, () => closeSurvey(world, { survey_id: 'M10' }));
    world.clock.pass(5 * 60_000);
    await due();
    expect(post.sent).toEqual([]);
    expect(await run(world, () => answerSurvey(world, answering(1)))).toMatchObject({ refused: 'survey_closed' });
    expect(await run(world, () => closeSurvey(world, { survey_id: 'M10' }))).toMatchObject({
      refused: 'survey_closed',
    });
  });

  it('refuses what cannot be asked; lists the newest of a place first', async () => {
    const asked = (set: object) =>
      run(world, () => startSurvey(world, { home_region: HOME, regions: [FUKANG_REGION], by: 's_1', ...set }));
    expect(await asked({})).toMatchObject({ refused: 'segment_empty' });
    await people(1);
    expect(await asked({ regions: ['110101'] })).toMatchObject({ refused: 'place_off_list' });
    expect(await asked({ regions: [] })).toMatchObject({ refused: 'survey_places' });
    expect(await asked({ trades: ['astronaut'] })).toMatchObject({ refused: 'trade_unknown' });
    await start();
    await start({ trades: ['welder'] });
    expect((await surveysAt(world, HOME, FUKANG_REGION, 5)).map((one) => one.survey_id)).toEqual(['M11', 'M10']);
    expect(await run(world, () => answerSurvey(world, answering(1, { region: '310107' })))).toMatchObject({
      refused: 'survey_place',
    });
    expect(await run(world, () => answerSurvey(world, answering(1, { survey_id: 'M99' })))).toMatchObject({
      refused: 'survey_unknown',
    });
  });
});
