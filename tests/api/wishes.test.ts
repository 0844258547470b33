/** 点单 and 下单 by API: whose wish, at whose place, once per key; what a station and an employer see. */
import '../support/quiet';
import { enrol } from '../../lib/classes/enrol';
import { keepFree } from '../../lib/classes/keep-free';
import { keys } from '../../lib/store/keys';
import { must, newWorker } from '../support/town';
import { manyWishes } from '../wishes/support';
import { type Api, HOME, startApi } from './support';
import { published, tradesLoaded } from './things';

let api: Api;
const PLACE = '652302';
beforeEach(async () => {
  api = await startApi();
  await tradesLoaded(api);
});
const station = (region = PLACE) => api.token({ role: 'station', region, sub: 'station-1' });
const PERSON = { name: '李大山', phone: '13900000003' };
const WISH = { home_region: HOME, region: PLACE, trade_id: 'welder', free: ['weekend_day'] };

it('P4 a station says a wish for someone: channel and masked phone, the same answer for the same key', async () => {
  const asked = {
    token: await station(),
    body: { ...WISH, person: PERSON },
    headers: { 'idempotency-key': 'k1' },
  };
  const made = await api.call('make_wish', asked);
  expect([made.status, made.body]).toMatchObject([
    201,
    { channel: 'station', status: 'open', registered: false, person: { name: '李大山', phone_masked: '139****0003' } },
  ]);
  expect(made.text).not.toContain('13900000003');
  expect((await api.call('make_wish', asked)).body).toEqual(made.body);
  const { body } = await api.call('list_wishes', { query: { region: PLACE } });
  expect(body.items).toEqual([made.body]);
  const dropped = await api.call('drop_wish', {
    params: { wish_id: made.body.wish_id },
    query: { reason: '本人要求' },
  });
  expect(dropped.body).toMatchObject({ status: 'dropped' });
  expect(dropped.text).not.toContain('李大山');
  expect((await api.call('list_wishes', { query: { region: PLACE, status: 'open' } })).body.items).toEqual([]);
});

it.each([
  [{ ...WISH }, 'worker_id 和 person'],
  [{ ...WISH, person: PERSON, worker_id: 'w_0001' }, 'worker_id 和 person'],
  [{ ...WISH, person: { ...PERSON, phone: '1390000000' } }, '手机号'],
  [{ ...WISH, person: PERSON, free: ['sometimes'] }, 'free'],
  [{ ...WISH, person: PERSON, more: 1 }, 'more'],
])('refuses %j', async (body, about) => {
  const answer = await api.call('make_wish', { body });
  expect([answer.status, answer.body.code]).toEqual([422, 'input_invalid']);
  expect(answer.text).toContain(about);
});

it('a station neither wishes, asks nor pools beyond its place, and sees no worker of another', async () => {
  const token = await station();
  const elsewhere = await newWorker(api.world, 9, { site: '310107' });
  const codes = [
    await api.call('make_wish', { token, body: { ...WISH, region: '310107', person: PERSON } }),
    await api.call('make_wish', { token, body: { ...WISH, worker_id: elsewhere.worker_id } }),
    await api.call('start_survey', { token, body: { home_region: HOME, region: PLACE, regions: [PLACE, '310107'] } }),
    await api.call('start_survey', { token, body: { home_region: HOME, regions: [PLACE] } }),
    await api.call('pool_wishes', { token, body: { home_region: HOME, region: '310107' } }),
  ].map(({ body }) => body.code);
  expect(codes).toEqual(['region_not_yours', 'worker_unknown', 'survey_place', 'region_not_yours', 'region_not_yours']);
});

it('L6 a survey: started once, its results, closed', async () => {
  await newWorker(api.world, 1);
  const body = { home_region: HOME, regions: [PLACE], trades: ['welder'] };
  const asked = { body, headers: { 'idempotency-key': 'k2' } };
  const started = await api.call('start_survey', asked);
  expect([started.status, started.body]).toMatchObject([202, { survey_id: 'M10', segment: 1 }]);
  expect((await api.call('start_survey', asked)).body.survey_id).toBe('M10');
  const params = { survey_id: 'M10' };
  expect((await api.call('read_survey', { params, token: await station() })).body).toMatchObject({
    asked: 0,
    answered: 0,
  });
  expect((await api.call('read_survey', { params, token: await station('310107') })).body.code).toBe('survey_unknown');
  expect((await api.call('close_survey', { params, body: {} })).body).toMatchObject({ state: 'closed' });
  expect((await api.call('close_survey', { params, body: {} })).body.code).toBe('survey_closed');
});

it('P6 thirty wishes, one proposal, one draft', async () => {
  await manyWishes(api.world, 0, 30);
  const pooled = await api.call('pool_wishes', { body: { home_region: HOME, region: PLACE } });
  expect(pooled.body.items).toMatchObject([{ wishes: 30, state: 'open', pattern: 'evening' }]);
  const params = { proposal_id: pooled.body.items[0].proposal_id };
  const accept = { params, body: { site_name: '职校', address: '文化路', first_day: '2025-08-04', units: 20 } };
  const accepted = await api.call('accept_proposal', accept);
  expect([accepted.status, accepted.body.state]).toEqual([201, 'accepted']);
  const draft = await api.call('read_class', { params: { class_id: accepted.body.class_id } });
  expect(draft.body).toMatchObject({ status: 'draft', units: 20, address: '文化路', capacity: 30 });
  expect((await api.call('accept_proposal', accept)).body.code).toBe('proposal_decided');
});

it('L5 the office enrols against her shifts only with a reason, which is kept', async () => {
  const { class_id } = await published(api);
  const { worker_id } = await newWorker(api.world, 1);
  await must(api.world, async () => ({
    changes: await keepFree(api.world, worker_id, { times: ['weekday_evening'] }),
    value: undefined,
  }));
  const body = { worker_id, reason: '本人电话要求' };
  const refused = await api.call('enrol_worker', { params: { class_id }, body });
  expect([refused.status, refused.body]).toMatchObject([
    409,
    { code: 'shift_clash', facts: { busy: expect.any(String) } },
  ]);
  const waive_shift = '单位同意脱产';
  expect((await api.call('enrol_worker', { params: { class_id }, body: { ...body, waive_shift } })).status).toBe(201);
  const row = await api.world.table.get(keys.member(class_id, worker_id), { consistent: true });
  expect(row?.waiver).toEqual({ by: 'officer-1', reason: '单位同意脱产' });
});

it('L5 control: it is the time she gave that stands in the way, and nothing else', async () => {
  const { class_id } = await published(api);
  const worker = await newWorker(api.world, 1);
  await must(api.world, () => enrol(api.world, { class_id, worker, by: 'chat' }));
});

it('B10 an employer sees its own orders only, and gives them in its own name', async () => {
  const employer = (org: string) => api.token({ role: 'employer', region: PLACE, org, sub: org });
  const ORDER = {
    home_region: HOME,
    region: PLACE,
    employer_name: '天池管业',
    trade_id: 'welder',
    heads: 5,
    place: '产业园',
    by_day: '2025-08-30',
    org_id: 'o_b',
  };
  const made = await api.call('take_order', { token: await employer('o_a'), body: ORDER });
  expect(made.body).toMatchObject({ org_id: 'o_a', source: 'employer', state: 'open' });
  const visit = await api.call('take_order', { token: await station(), body: { ...ORDER, source: 'survey' } });
  expect(visit.body).toMatchObject({ org_id: 'o_b', source: 'survey' });
  const seen = async (org: string) =>
    (await api.call('list_orders', { token: await employer(org) })).body.items.map((one: any) => one.org_id);
  expect([await seen('o_a'), await seen('o_b'), await seen('o_c')]).toEqual([['o_a'], ['o_b'], []]);
  const params = { job_order_id: made.body.job_order_id };
  expect((await api.call('read_order', { params, token: await employer('o_b') })).status).toBe(404);
});

it('P5 the sheet of a month, as data and as text', async () => {
  const { class_id } = await published(api);
  const { body } = await api.call('monthly_sheet', { query: { region: PLACE, month: '2025-07' } });
  expect(body).toMatchObject({ month: '2025-07', jobs: [] });
  expect(body.text).toContain('可以报名的班');
  expect(body.classes.map((one: any) => one.class_id)).toContain(class_id);
  expect((await api.call('monthly_sheet', { query: { month: '2025-13' } })).status).toBe(422);
});
