/** H2 线下需求统计: how many want to learn face to face, by county and trade, as the administration and the stations read it. */
import '../support/quiet';
import { answerSurvey } from '../../lib/wishes/answer-survey';
import { type Api, HOME, startApi } from '../api/support';
import { tradesLoaded } from '../api/things';
import { must, newWorker } from '../support/town';

const FUKANG = '652302';
const PUTUO = '310107';
let api: Api;
beforeEach(async () => {
  api = await startApi();
  await tradesLoaded(api);
  // Somebody to ask in each place.
  await newWorker(api.world, 1, { site: FUKANG });
  await newWorker(api.world, 2, { site: PUTUO });
});

type Mode = 'online' | 'offline' | 'either';
const answers = (n: number, region: string, trade_id: string, mode: Mode) =>
  must(api.world, () =>
    answerSurvey(api.world, {
      survey_id: 'M10',
      wisher: { chat: `wechat:oOffline${n}` },
      region,
      trade_id,
      free: ['weekend_day'],
      mode,
      willing: n % 2 === 0,
      channel: 'survey',
      by: 'chat',
    }),
  );
const read = async (claims?: Record<string, string>) => {
  const token = await api.token(claims);
  return api.call('read_survey', { params: { survey_id: 'M10' }, token });
};

it('H2 offline demand by county and trade, willing or not yet; an answer changed moves from one column to the other', async () => {
  const body = { home_region: HOME, regions: [FUKANG, PUTUO], trades: ['welder', 'electrician'] };
  expect((await api.call('start_survey', { body })).status).toBe(202);
  const said: [string, string, Mode][] = [
    [FUKANG, 'welder', 'offline'],
    [FUKANG, 'welder', 'offline'],
    [FUKANG, 'welder', 'online'],
    [FUKANG, 'electrician', 'offline'],
    [FUKANG, 'electrician', 'either'],
    [PUTUO, 'welder', 'online'],
    [PUTUO, 'electrician', 'offline'],
  ];
  for (const [n, [region, trade_id, mode]] of said.entries()) await answers(n, region, trade_id, mode);
  const offline = async () =>
    (await read()).body.demand.map((one: any) => [one.region, one.trade_id, one.offline, one.online, one.either]);
  expect(await offline()).toEqual([
    [FUKANG, 'welder', 2, 1, 0],
    [FUKANG, 'electrician', 1, 0, 1],
    [PUTUO, 'welder', 0, 1, 0],
    [PUTUO, 'electrician', 1, 0, 0],
  ]);
  await answers(2, FUKANG, 'welder', 'offline');
  await answers(0, FUKANG, 'electrician', 'offline');
  expect((await offline()).slice(0, 2).sort()).toEqual([
    [FUKANG, 'electrician', 2, 0, 1],
    [FUKANG, 'welder', 2, 0, 0],
  ]);
  // Everyone in one place of the sheet: the columns add up to those who answered.
  const sum = (await offline()).reduce((all: number, [, , ...by]: any) => all + by[0] + by[1] + by[2], 0);
  expect((await read()).body).toMatchObject({ answered: 7, demand: expect.any(Array) });
  expect(sum).toBe(7);
});

it('H2 is read by who surveys there and by nobody elsewhere', async () => {
  const body = { home_region: HOME, regions: [FUKANG], trades: ['welder'] };
  await api.call('start_survey', { body });
  await answers(1, FUKANG, 'welder', 'offline');
  const mine = await read({ role: 'station', region: FUKANG, sub: 'station-1' });
  expect([mine.status, mine.body.demand]).toMatchObject([200, [{ region: FUKANG, trade_id: 'welder', offline: 1 }]]);
  expect((await read({ role: 'station', region: PUTUO, sub: 'station-2' })).status).toBe(404);
  expect((await read({ role: 'administrator', region: '410900', sub: 'officer-9' })).status).toBe(404);
});
