/** L15 by API: a station acts on its own area only; L6, P4, P5 what a request means. */
import { draftClass } from '../../lib/classes/draft-class';
import { takeOrder } from '../../lib/demand/job-orders';
import { policyBook } from '../../lib/policy/book';
import { keys } from '../../lib/store/keys';
import { memoryTable } from '../../lib/store/memory';
import { startSurvey } from '../../lib/wishes/surveys';
import { type Api, startApi } from '../api/support';
import { chatter } from '../support/chatter';
import { putOnDuty } from '../support/staff';
import { FUKANG, must, newWorker, openClass } from '../support/town';
import { FUKANG_REGION, HOME, tradesLoaded } from './support';

let api: Api;
let station: string;
const SHANGHAI = '310107';
beforeEach(async () => {
  api = await startApi({ table: memoryTable() });
  await tradesLoaded(api.world);
  station = await api.token({ role: 'station', region: FUKANG_REGION, sub: 's_1' });
  await newWorker(api.world, 1);
  await newWorker(api.world, 2, { site: SHANGHAI });
});
const survey = async (regions: string[]) =>
  (await must(api.world, () => startSurvey(api.world, { home_region: HOME, regions, by: 'county' }))).survey_id;

it('L15 a survey of several places: each of their stations reads it, none ends it for the others', async () => {
  const both = { params: { survey_id: await survey([FUKANG_REGION, SHANGHAI]) } };
  const own = { params: { survey_id: await survey([FUKANG_REGION]) } };
  const far = { params: { survey_id: await survey([SHANGHAI]) } };
  expect((await api.call('read_survey', { ...both, token: station })).status).toBe(200);
  expect((await api.call('close_survey', { ...both, token: station })).body).toMatchObject({
    code: 'region_not_yours',
  });
  expect((await api.call('close_survey', { ...far, token: station })).body).toMatchObject({ code: 'survey_unknown' });
  expect((await api.call('close_survey', { ...own, token: station })).body).toMatchObject({ state: 'closed' });
  expect((await api.call('close_survey', both)).body).toMatchObject({ state: 'closed' });
  const listed = await api.call('list_surveys', { token: station });
  expect(listed.body.items.map((one: { survey_id: string }) => one.survey_id)).toEqual(['M10', 'M11']);
});

it('L15 a station asks where it is, and nowhere else; a prefecture’s in all of its counties', async () => {
  const body = (regions: string[]) => ({ home_region: HOME, region: FUKANG_REGION, regions });
  const ask = (token: string, regions: string[]) => api.call('start_survey', { token, body: body(regions) });
  expect((await ask(station, [FUKANG_REGION, SHANGHAI])).body).toMatchObject({ code: 'survey_place' });
  expect((await ask(station, [FUKANG_REGION])).status).toBe(202);
  const changji = await api.token({ role: 'station', region: '652300', sub: 's_2' });
  expect((await ask(changji, [FUKANG_REGION])).status).toBe(202);
});

it('P4 a wish for a worker who is not the station’s to know of: there is none such; its channel is the station', async () => {
  const wish = (worker_id: string) =>
    api.call('make_wish', {
      token: station,
      body: { home_region: HOME, region: FUKANG_REGION, trade_id: 'welder', worker_id },
    });
  expect((await wish('w_0002')).body).toMatchObject({ code: 'worker_unknown' });
  expect((await wish('w_9999')).body).toMatchObject({ code: 'worker_unknown' });
  const made = await wish('w_0001');
  expect(made.body).toMatchObject({ channel: 'station', by: 's_1', worker_id: 'w_0001' });
  // Dropped, the row says by whom and why.
  const { wish_id } = made.body;
  const dropped = await api.call('drop_wish', { token: station, params: { wish_id }, query: { reason: '回老家了' } });
  expect(dropped.body).toMatchObject({ status: 'dropped' });
  const row = await api.world.table.get(keys.wish(FUKANG_REGION, 'welder', 'w_0001'));
  expect(row).toMatchObject({ dropped: { by: 's_1', reason: '回老家了' } });
});

describe('P5 the sheet across regions', () => {
  const ORDER = {
    home_region: HOME,
    employer_name: '某厂',
    trade_id: 'welder',
    heads: 5,
    place: '工业园',
    by_day: '2025-08-15',
    source: 'station' as const,
    by: 's_1',
  };
  let fukang: string;
  let shanghai: string;
  beforeEach(async () => {
    const { world } = api;
    const neighbour = { ...structuredClone(world.policies.all()[0]!), id: 'puyang-2025', home_region: '410900' };
    world.policies = policyBook([...world.policies.all(), neighbour]);
    const set = { units: 8, first_day: '2025-07-28' };
    fukang = (await openClass(world, set)).class_id;
    shanghai = (await openClass(world, { ...set, host_region: SHANGHAI })).class_id;
    // Another county's class and vacancy at the same place, and a draft, are not on it.
    await openClass(world, { ...set, home_region: '410900' });
    await must(world, () => draftClass(world, { ...FUKANG, ...set }));
    await must(world, () => takeOrder(world, { ...ORDER, region: FUKANG_REGION, post: '阜康焊工' }));
    await must(world, () => takeOrder(world, { ...ORDER, region: SHANGHAI, post: '普陀焊工' }));
    await must(world, () =>
      takeOrder(world, { ...ORDER, home_region: '410900', region: FUKANG_REGION, post: '濮阳的' }),
    );
  });
  const sheet = (query: Record<string, string> = {}) => api.call('monthly_sheet', { query });
  const ids = (answer: { body: any }) => answer.body.classes.map((c: { class_id: string }) => c.class_id).sort();
  const posts = (answer: { body: any }) => answer.body.jobs.map((job: { title: string }) => job.title).sort();

  it('P5 by the API: of one place, or of all; a place of no programme is refused', async () => {
    const [all, one] = [await sheet(), await sheet({ region: FUKANG_REGION })];
    expect([ids(all), posts(all)]).toEqual([[fukang, shanghai].sort(), ['普陀焊工', '阜康焊工']]);
    expect([ids(one), posts(one)]).toEqual([[fukang], ['阜康焊工']]);
    expect((await sheet({ region: '110101' })).body).toMatchObject({ code: 'place_off_list' });
  });

  it('P5 by chat: a station’s own area, whatever place it names', async () => {
    await putOnDuty(api.world, 'li', { region: FUKANG_REGION, duties: ['station'] });
    const li = chatter(api.world, 'oli');
    for (const said of ['月单', '月单 上海', '月单 7月']) {
      const text = (await li.say(said))?.text ?? '';
      expect(text).toContain(fukang);
      expect(text).not.toContain(shanghai);
      expect(text).not.toMatch(/普陀焊工|濮阳的/);
    }
  });

  it('P5 the day enrolment ends, the hour it does: open until then, and not after', async () => {
    const closes = (await api.world.table.get({ pk: `CLASS#${fukang}`, sk: 'META' }))!.closes_at as string;
    api.world.clock.set(new Date(Date.parse(closes) - 1000).toISOString());
    expect(ids(await sheet({ region: FUKANG_REGION }))).toEqual([fukang]);
    api.world.clock.set(closes);
    expect(ids(await sheet({ region: FUKANG_REGION }))).toEqual([]);
    // A vacancy stands through its last day.
    api.world.clock.set('2025-08-15T23:59:59+08:00');
    expect(posts(await sheet({ region: FUKANG_REGION }))).toEqual(['阜康焊工']);
    api.world.clock.set('2025-08-16T00:00:00+08:00');
    expect(posts(await sheet({ region: FUKANG_REGION }))).toEqual([]);
  });
});
