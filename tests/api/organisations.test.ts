/** Organisations, their staff and the codes that bind, through the API: what is answered, to whom, and what is not kept. */
import '../support/quiet';
import { createHash } from 'node:crypto';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { turn } from '../../lib/chat/turn';
import { useWechatSettings } from '../../lib/platform/deployed-world';
import { type FakeAnswer, fakeWechat } from '../channels/fake-wechat';
import { talker } from '../chat/talk';
import { freshTable, type TestTable } from '../support/engine';
import { capturedOutput } from '../support/output';
import { syntheticIdNumber } from '../support/world';
import { officer, organisation } from './rows/organisations';
import { type Api, HOME, startApi } from './support';

const PUTUO = '310107';
const FUKANG = '652302';
let api: Api;
let engine: TestTable;
beforeAll(async () => {
  api = await startApi();
  engine = await freshTable();
  api.world.table = engine.table;
});

/** Every row there is, as the table holds it. */
async function everyRow(): Promise<string> {
  const { Items = [] } = await engine.client.send(new ScanCommand({ TableName: engine.name }));
  expect(Items.length).toBeGreaterThan(20);
  return JSON.stringify(Items, (_key, value) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
  );
}

const given = (set: object = {}) => ({ name: '普陀工作站', home_region: HOME, region: PUTUO, ...set });
const ids = (items: any[]) => items.map((one) => one.staff_id ?? one.org_id).sort();

describe('organisations', () => {
  it('are entered once per key, read with an ETag, edited only on what was read', async () => {
    const headers = { 'idempotency-key': 'a1' };
    const first = await api.call('create_station', { body: given({ contact: '李站长 021-5555' }), headers });
    const again = await api.call('create_station', { body: given({ contact: '李站长 021-5555' }), headers });
    expect([first.status, again.status, again.headers['idempotency-replayed']]).toEqual([201, 201, 'true']);
    expect(again.body).toEqual(first.body);
    const params = { org_id: first.body.org_id };
    expect(first.body).toMatchObject({ kind: 'station', active: true, rev: 1 });
    expect((await api.call('read_station', { params })).headers.etag).toBe('"1"');
    const edit = (match: string, body: object) =>
      api.call('edit_station', { params, body, headers: { 'if-match': match } });
    expect((await edit('"1"', { region: '310106' })).body).toMatchObject({ region: '310106', rev: 2 });
    expect((await edit('"1"', { region: PUTUO })).body.code).toBe('stale');
    expect((await api.call('edit_station', { params, body: { region: PUTUO } })).body.code).toBe('if_match_missing');
    expect((await edit('"2"', {})).body.code).toBe('input_invalid');
    const twin = await api.call('create_station', { body: given() });
    expect([twin.status, twin.body.code]).toEqual([409, 'org_name_taken']);
  });

  it('of another kind are not found under this kind’s address', async () => {
    const { org_id } = await organisation(api, 'institution');
    const params = { org_id };
    expect((await api.call('read_station', { params })).body.code).toBe('org_unknown');
    const headers = { 'if-match': '"1"' };
    expect((await api.call('edit_station', { params, body: { name: '改名' }, headers })).body.code).toBe('org_unknown');
    expect((await api.call('read_institution', { params })).status).toBe(200);
  });

  it.each([
    ['a field too many', { kind: 'office' }],
    ['a region that is none', { region: '31010' }],
    ['a name of one character', { name: '站' }],
    ['a name of 61 characters', { name: '站'.repeat(61) }],
    ['two lines for a name', { name: '普陀\n工作站' }],
    ['a credit code with a wrong character', { credit_code: '91350100M000100Y44' }],
  ])('refuse %s', async (_, set) => {
    expect((await api.call('create_station', { body: given({ name: '新站', ...set }) })).body.code).toBe(
      'input_invalid',
    );
  });

  it('come page by page, each kind by itself', async () => {
    const made = [];
    for (let i = 0; i < 5; i++) made.push((await organisation(api, 'village', { region: '530129' })).org_id);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const query = { limit: '2', region: '530129', ...(cursor && { cursor }) };
      const { body } = await api.call('list_villages', { query });
      expect(body.items.length).toBeLessThanOrEqual(2);
      seen.push(...ids(body.items));
      cursor = body.next_cursor;
    } while (cursor);
    expect(seen.sort()).toEqual(made.sort());
    const forged = Buffer.from('410927#org_410927x').toString('base64url');
    expect((await api.call('list_villages', { query: { cursor: forged } })).body.code).toBe('cursor_invalid');
  });

  it('closed: its people leave at once, through the one request', async () => {
    const org = await organisation(api);
    const [a, b] = [
      await officer(api, { org_id: org.org_id }),
      await officer(api, { org_id: org.org_id, name: '张华' }),
    ];
    const { body } = await api.call('edit_station', {
      params: { org_id: org.org_id },
      headers: { 'if-match': '"1"' },
      body: { active: false },
    });
    expect(body.active).toBe(false);
    for (const { staff_id } of [a, b])
      expect((await api.call('read_staff', { params: { staff_id } })).body).toMatchObject({ active: false });
    const { org_id } = org;
    const late = await api.call('create_staff', {
      body: { home_region: HOME, org_id, name: '王五', duties: ['station'] },
    });
    expect(late.body.code).toBe('org_inactive');
  });
});

describe('L15 own area only', () => {
  it('a station lists and reads the stations and staff of its area, and no others', async () => {
    const here = await organisation(api, 'station', { name: '普陀二站' });
    const there = await organisation(api, 'station', { name: '阜康站', region: FUKANG });
    const [hers, theirs] = [await officer(api, { org_id: here.org_id }), await officer(api, { org_id: there.org_id })];
    const token = await api.token({ role: 'station', region: PUTUO, sub: 's' });
    const { items } = (await api.call('list_stations', { token, query: { limit: '100' } })).body;
    expect(ids(items)).toContain(here.org_id);
    expect(items.every((one: any) => one.region === PUTUO)).toBe(true);
    expect((await api.call('read_station', { token, params: { org_id: there.org_id } })).status).toBe(404);
    const staff = (await api.call('list_staff', { token, query: { duty: 'station', limit: '100' } })).body.items;
    expect(ids(staff)).toContain(hers.staff_id);
    expect(ids(staff)).not.toContain(theirs.staff_id);
    for (const [staff_id, status] of [
      [hers.staff_id, 200],
      [theirs.staff_id, 404],
    ] as const)
      expect((await api.call('read_staff', { token, params: { staff_id } })).status).toBe(status);
    expect((await api.call('list_staff', { token, query: { org_id: there.org_id } })).body).toEqual({ items: [] });
    // And may change nothing, not even its own.
    const own = { params: { staff_id: hers.staff_id }, query: { reason: '调走了' }, token };
    expect((await api.call('leave_staff', own)).body.code).toBe('role_not_allowed');
  });

  it('an institution sees itself and its own people, whatever its token’s region', async () => {
    const [mine, other] = [await organisation(api, 'institution'), await organisation(api, 'institution')];
    const teacher = (org: { org_id: string }, n: number) =>
      officer(api, { org_id: org.org_id, duties: ['teacher'], id_number: syntheticIdNumber(n) });
    const [hers, theirs] = [await teacher(mine, 701), await teacher(other, 702)];
    const token = await api.token({ role: 'institution', region: HOME, org: mine.org_id });
    expect(ids((await api.call('list_institutions', { token })).body.items)).toEqual([mine.org_id]);
    expect((await api.call('read_institution', { token, params: { org_id: other.org_id } })).status).toBe(404);
    expect(ids((await api.call('list_staff', { token, query: { duty: 'teacher' } })).body.items)).toEqual([
      hers.staff_id,
    ]);
    expect((await api.call('list_staff', { token, query: { org_id: other.org_id } })).body.items).toEqual([]);
    expect((await api.call('read_staff', { token, params: { staff_id: theirs.staff_id } })).status).toBe(404);
  });
});

describe('staff', () => {
  it('are listed by organisation or duty; those who left only when asked for', async () => {
    const org = await organisation(api);
    const [a, b] = [
      await officer(api, { org_id: org.org_id }),
      await officer(api, { org_id: org.org_id, name: '张华' }),
    ];
    await api.call('leave_staff', { params: { staff_id: b.staff_id }, query: { reason: '调走了' } });
    const list = async (query: Record<string, string>) => ids((await api.call('list_staff', { query })).body.items);
    expect(await list({ org_id: org.org_id })).toEqual([a.staff_id]);
    expect(await list({ org_id: org.org_id, everyone: 'true' })).toEqual([a.staff_id, b.staff_id].sort());
    expect(await list({ org_id: org.org_id, duty: 'teacher' })).toEqual([]);
    // Everybody who serves, once each, however many duties she has.
    const office = await organisation(api, 'office');
    const both = { org_id: office.org_id, duties: ['office', 'inspector'], id_number: syntheticIdNumber(705) };
    const { staff_id } = await officer(api, both);
    const all = await list({ limit: '100' });
    expect(all.filter((one) => one === staff_id)).toEqual([staff_id]);
    expect(all).toContain(a.staff_id);
    expect(all).not.toContain(b.staff_id);
  });

  it('leave with a reason that names no number', async () => {
    const { staff_id } = await officer(api);
    const leave = (reason: string) => api.call('leave_staff', { params: { staff_id }, query: { reason } });
    expect((await leave('电话13800000001')).body.code).toBe('input_invalid');
    expect((await leave('调走了')).body).toMatchObject({ active: false, bound: false });
    expect((await leave('调走了')).body.code).toBe('staff_left');
  });

  it('no ID number, no phone, no code: in no answer, no line of the log, no row; nor a bare hash of the request', async () => {
    const printed = capturedOutput();
    const [id_number, phone] = [syntheticIdNumber(811), '13912345811'];
    const { org_id } = await organisation(api, 'institution');
    const body = { home_region: HOME, org_id, name: '王老师', duties: ['teacher'], id_number, phone };
    const headers = { 'idempotency-key': phone };
    const answers = [];
    const staff = await api.call('create_staff', { body, headers });
    answers.push(staff, await api.call('create_staff', { body, headers }));
    const params = { staff_id: staff.body.staff_id };
    const match = { 'if-match': '"1"' };
    answers.push(await api.call('edit_staff', { params, headers: match, body: { phone, id_number, name: '王老师' } }));
    answers.push(await api.call('read_staff', { params }), await api.call('list_staff', { query: { org_id } }));
    answers.push(await api.call('create_staff', { body: { ...body, id_number: `${id_number.slice(0, 17)}?` } }));
    answers.push(await api.call('create_staff', { body: { ...body, name: id_number } }));
    answers.push(await api.call('read_staff', { params: { staff_id: `staff_${id_number}` } }));
    const { code } = (await api.call('bind_staff', { params, body: {} })).body;
    answers.push(await api.call('read_staff', { params }));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 200, 200, 200, 422, 422, 404, 200]);
    expect(answers[0]?.body).toMatchObject({ identified: true, phone_masked: '139****5811' });
    printed.release();
    const rows = await everyRow();
    // What a request is known by, made of all it holds: whoever reads the table must not find a number by trying.
    const digest = createHash('sha256')
      .update(`POST /v1/staff\n${JSON.stringify(body)}`)
      .digest('base64url');
    expect(rows).toContain(api.world.vault.fingerprint('id_number', digest));
    expect(rows).not.toContain(digest);
    const seen = answers.map(({ text, headers: sent }) => text + JSON.stringify(sent)).join('\n');
    for (const secret of [id_number, phone, code])
      for (const [where, text] of Object.entries({ seen, rows, printed: printed.text() }))
        expect([where, text.includes(secret)]).toEqual([where, false]);
    expect(seen).not.toContain('person_hash');
  });
});

describe('codes that bind', () => {
  let fake: Awaited<ReturnType<typeof fakeWechat>>;
  let answers: Record<string, FakeAnswer>;
  beforeAll(async () => {
    fake = await fakeWechat(({ path }) => answers[path] ?? {});
  });
  afterAll(() => fake.close());
  beforeEach(() => {
    answers = {
      '/cgi-bin/stable_token': { json: { access_token: 'T', expires_in: 7200 } },
      '/cgi-bin/qrcode/create': { json: { ticket: 'TICKET', url: 'http://weixin.qq.com/q/x' } },
    };
    const { appid } = api.world.account;
    useWechatSettings({ appid, secret: 's', token: 'songxun', mode: 'plain', api_base: fake.base });
  });
  afterEach(() => useWechatSettings(undefined));

  it('come with a picture to scan that lasts as long as the code, and bind whoever says so', async () => {
    const { staff_id } = await officer(api);
    const { status, body } = await api.call('bind_staff', { params: { staff_id }, body: { minutes: 10 } });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      scene: `bind:${body.code}`,
      typed: `绑定 ${body.code}`,
      url: 'http://weixin.qq.com/q/x',
    });
    expect(body.picture_url).toContain('ticket=TICKET');
    expect(fake.to('/cgi-bin/qrcode/create').at(-1)?.body).toMatchObject({
      action_name: 'QR_STR_SCENE',
      expire_seconds: 600,
      action_info: { scene: { scene_str: body.scene } },
    });
    const one = talker(api.world, 'mei');
    await one.say(body.typed);
    await one.say('1');
    expect((await api.call('read_staff', { params: { staff_id } })).body).toMatchObject({ bound: true });
    expect((await api.call('bind_staff', { params: { staff_id }, body: {} })).body.code).toBe('staff_bound');
    expect((await api.call('unbind_staff', { params: { staff_id } })).body).toMatchObject({ bound: false });
    expect((await api.call('unbind_staff', { params: { staff_id } })).status).toBe(200);
    expect((await api.call('bind_staff', { params: { staff_id }, body: {} })).status).toBe(201);
  });

  it.each<[string, FakeAnswer]>([
    ['WeChat is out of reach', { cut: true }],
    ['the quota is used up', { json: { errcode: 45009, errmsg: 'reach max api daily quota limit' } }],
    ['the account may not', { json: { errcode: 48001, errmsg: 'api unauthorized' } }],
  ])('come without a picture when %s: the code can be typed', async (_, answer) => {
    answers['/cgi-bin/qrcode/create'] = answer;
    const { staff_id } = await officer(api);
    const { status, body } = await api.call('bind_staff', { params: { staff_id }, body: {} });
    expect([status, body.picture_url]).toEqual([201, undefined]);
    const one = talker(api.world, `typed${staff_id.slice(-4)}`);
    await one.say(body.typed);
    expect((await one.say('1')).reply?.text).toContain('绑好了');
  });

  it('for the resident gateway come without a picture, and leave the public account free', async () => {
    const { staff_id } = await officer(api);
    const asked = { params: { staff_id }, body: { channel: 'wechaty' } };
    const { status, body } = await api.call('bind_staff', asked);
    expect([status, body.picture_url]).toEqual([201, undefined]);
    const one = talker(api.world, `gw${staff_id.slice(-4)}`);
    const there = (text: string) =>
      turn(api.world, { ...one.message(text), channel: 'wechaty', address: `acc.${staff_id}` });
    await there(body.typed);
    await there('1');
    const shown = (await api.call('read_staff', { params: { staff_id } })).body;
    expect(shown).toMatchObject({ bound: false, bound_gateway: true });
    expect((await api.call('bind_staff', asked)).body.code).toBe('staff_bound');
    expect((await api.call('bind_staff', { params: { staff_id }, body: {} })).status).toBe(201);
  });

  it.each([4, 1441, 1.5])('last between 5 minutes and a day: not %p minutes', async (minutes) => {
    const { staff_id } = await officer(api);
    expect((await api.call('bind_staff', { params: { staff_id }, body: { minutes } })).body.code).toBe('input_invalid');
  });
});
