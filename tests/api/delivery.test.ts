/** Delivery by API: lessons and their details, single moves, closed areas, the draw. */
import { createOrganisation } from '../../lib/people/create-organisation';
import { createStaff } from '../../lib/people/create-staff';
import { must } from '../support/must';
import { syntheticIdNumber } from '../support/world';
import { type Api, HOME, startApi } from './support';
import { drafted, published, tradesLoaded } from './things';

let api: Api;
beforeAll(async () => {
  api = await startApi();
  await tradesLoaded(api);
});

const lessons = (set: object = {}) => [
  {
    starts_at: '2025-07-24T09:00:00+08:00',
    ends_at: '2025-07-24T10:30:00+08:00',
    units: 2,
    kind: 'theory',
    mode: 'online',
    link: 'https://class.example/a',
    questions: [{ ask: '着火先做什么？', choices: ['断电', '泼水'], answer: 1 }],
    ...set,
  },
  { starts_at: '2025-07-25T09:00:00+08:00', ends_at: '2025-07-25T11:15:00+08:00', units: 3, kind: 'practice' },
];
const given = (set: object = {}) => ({
  trade_id: 'electrician',
  home_region: HOME,
  host_region: '652302',
  site_name: '阜康市',
  address: '职业技术学校',
  pattern: 'full_time',
  capacity: 30,
  lessons: lessons(),
  ...set,
});

it('L10 H13 B14 takes how a class is delivered, and shows it without questions and answers', async () => {
  const fence = { latitude: 44.1, longitude: 87.9, radius_m: 500 };
  const { status, body, text } = await api.call('draft_class', {
    body: given({ mode: 'sent', site_type: 'workplace', flexible: true, fence }),
  });
  expect(status).toBe(201);
  expect(body).toMatchObject({
    mode: 'sent',
    site_type: 'workplace',
    flexible: true,
    fence,
    theory_units: 2,
    practice_units: 3,
  });
  expect(body.lessons[0]).toMatchObject({ kind: 'theory', mode: 'online', question_count: 1 });
  expect(text).not.toContain('断电');
  const listed = await api.call('list_sessions', { params: { class_id: body.class_id } });
  expect(listed.text).not.toContain('着火');
});

it.each([
  ['a link that is not https', { link: 'http://class.example/a' }],
  ['a link with a quote in it', { link: 'https://class.example/a"onclick' }],
  ['an answer that is no choice', { questions: [{ ask: '什么？', choices: ['甲', '乙'], answer: 3 }] }],
  ['one choice', { questions: [{ ask: '什么？', choices: ['甲'], answer: 1 }] }],
  ['a field of ours', { signed_off: { at: '2025-07-24T09:00:00+08:00', by: 'me', present: 9 } }],
  ['a moment given away', { asked_at: '2025-07-24T09:00:00+08:00' }],
  ['twenty-one questions', { questions: Array(21).fill({ ask: '什么？', choices: ['甲', '乙'], answer: 1 }) }],
])('refuses %s', async (_what, set) => {
  const { status, body } = await api.call('draft_class', { body: given({ lessons: lessons(set) }) });
  expect([status, body.code]).toEqual([422, 'input_invalid']);
});

it('L4 moves one lesson once however often it is sent, and not on an old revision', async () => {
  const { class_id, rev } = await published(api);
  const params = { class_id, lesson: '1' };
  const headers = { 'idempotency-key': 'move-1', 'if-match': `"${rev}"` };
  const body = { place: '二号车间', reason: '停电' };
  const first = await api.call('move_session', { params, body, headers });
  expect(first.body).toMatchObject({ lesson: { n: 1, place: '二号车间', moved: { reason: '停电', times: 1 } } });
  const again = await api.call('move_session', { params, body, headers });
  expect([again.status, again.headers['idempotency-replayed'], again.body]).toEqual([200, 'true', first.body]);
  const old = await api.call('move_session', { params, body: { place: '三号' }, headers: { 'if-match': `"${rev}"` } });
  expect(old.status).toBe(412);
  const nothing = await api.call('move_session', { params, body: { reason: '没有新时间' } });
  expect([nothing.status, nothing.body.code]).toEqual([422, 'input_invalid']);
  const unknown = await api.call('move_session', { params: { class_id, lesson: '80' }, body: { place: '三号' } });
  expect([unknown.status, unknown.body.code]).toEqual([404, 'lesson_unknown']);
});

it('edits what a lesson is about; the class’s revision goes along', async () => {
  const { class_id, rev } = await drafted(api);
  const edited = await api.call('edit_session', { params: { class_id, lesson: '1' }, body: { content: '安全用电' } });
  expect(edited.body).toMatchObject({ lesson: { content: '安全用电' }, class: { rev: rev + 1 } });
  expect(edited.headers.etag).toBe(`"${rev + 1}"`);
  const empty = await api.call('edit_session', { params: { class_id, lesson: '1' }, body: {} });
  expect(empty.status).toBe(422);
  const online = await api.call('edit_session', { params: { class_id, lesson: '8' }, body: { mode: 'online' } });
  expect([online.status, online.body.code]).toEqual([422, 'practice_online']);
});

it('H3 closes an area, refuses practice there with the reason, and reopens it', async () => {
  const closed = await api.call('close_area', {
    body: { home_region: HOME, region: '652300', what: 'practice', from: '2025-07-20', reason: '疫情防控' },
  });
  expect([closed.status, closed.body.gate_id.slice(0, 8)]).toEqual([201, 'g_652300']);
  const refused = await api.call('draft_class', { body: given() });
  expect([refused.status, refused.body]).toEqual([
    409,
    expect.objectContaining({ code: 'area_closed', facts: expect.objectContaining({ reason: '疫情防控' }) }),
  ]);
  const { gate_id } = closed.body;
  const part = await api.call('reopen_area', {
    params: { gate_id },
    query: { region: '652302', from: '2025-07-20', batch: '第一批', reason: '风险可控' },
  });
  expect(part.body.reopened).toMatchObject([{ region: '652302', batch: '第一批', what: 'practice' }]);
  expect((await api.call('draft_class', { body: given() })).status).toBe(201);
  expect((await api.call('list_gates')).body.items.map((one: any) => one.gate_id)).toContain(gate_id);
  const numbers = await api.call('reopen_area', { params: { gate_id }, query: { reason: '电话13800001111' } });
  expect([numbers.status, numbers.body.code]).toEqual([422, 'input_invalid']);
});

it('D11 draws through the API, tells too few apart, and shows what an auditor needs', async () => {
  const { class_id } = await published(api);
  const few = await api.call('draw_inspection', { params: { class_id }, body: {} });
  expect([few.status, few.body.code, few.body.facts]).toEqual([409, 'too_few_inspectors', { found: 0, wanted: 2 }]);
  expect(few.body.rule.clause).toBeDefined();
  const { organisation } = await must(api.world, () =>
    createOrganisation(api.world, { kind: 'office', name: '巡查科', home_region: HOME, region: HOME }),
  );
  for (const n of [1, 2])
    await must(api.world, () =>
      createStaff(api.world, {
        home_region: HOME,
        org_id: organisation.org_id,
        name: '钱一',
        duties: ['inspector'],
        id_number: syntheticIdNumber(n),
      }),
    );
  const drawn = await api.call('draw_inspection', { params: { class_id }, body: {} });
  expect(drawn.body).toMatchObject({ state: 'drawn', drawn_by: 'officer-1', visits: [] });
  expect(drawn.body.candidates).toHaveLength(2);
  const again = await api.call('draw_inspection', { params: { class_id }, body: {} });
  expect([again.status, again.body.code]).toEqual([409, 'inspection_open']);
  const readiness = await api.call('read_readiness', { params: { class_id } });
  expect(readiness.body).toMatchObject({ ready: false });
  expect(readiness.body.lacks.map((lack: any) => lack.code)).toContain('inspection_unfinished');
  const picture = await api.call('read_picture', {
    params: { class_id, inspection_id: drawn.body.inspection_id, picture: '1' },
  });
  expect([picture.status, picture.body.code]).toEqual([404, 'picture_unknown']);
});
