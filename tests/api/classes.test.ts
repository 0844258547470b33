import '../support/quiet';
import { editClass } from '../../lib/classes/edit-class';
import { keys } from '../../lib/store/keys';
import { FUKANG, newWorker, run } from '../support/town';
import { type Api, startApi } from './support';
import { DRAFT, drafted, published, tradesLoaded } from './things';

let api: Api;
let n = 100;
const person = async () => (await newWorker(api.world, ++n)).worker_id;

beforeAll(async () => {
  api = await startApi();
  await tradesLoaded(api);
});
beforeEach(() => api.world.clock.set('2025-07-10T10:00:00+08:00'));

describe('POST /v1/classes', () => {
  it('generates lessons for the pattern from first day and units (L4), keeping home and host region (L3)', async () => {
    const { status, body, headers } = await api.call('draft_class', { body: DRAFT });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      status: 'draft',
      home_region: '530128',
      host_region: '652302',
      trade_name: '电工',
      units: 60,
      rev: 1,
    });
    expect(body.lessons[0].starts_at.slice(0, 10)).toBe(FUKANG.first_day);
    expect(body.lessons.reduce((sum: number, lesson: any) => sum + lesson.units, 0)).toBe(60);
    expect(body.lesson_count).toBe(body.lessons.length);
    expect(headers.etag).toBe('"1"');
    for (const internal of ['slots', 'blocks', 'timetable_rev', 'terms_rev', 'pk', 'sk'])
      expect(body).not.toHaveProperty(internal);
  });

  it('takes lessons given one by one, in any offset and order, and shows them in Shanghai time', async () => {
    const { first_day: _f, units: _u, ...rest } = DRAFT;
    const lessons = [
      { starts_at: '2025-07-25T01:00:00Z', ends_at: '2025-07-25T03:15:00Z', units: 3 },
      { starts_at: '2025-07-24T09:00:00+08:00', ends_at: '2025-07-24T11:15:00+08:00', units: 3, place: '二楼' },
    ];
    const { status, body } = await api.call('draft_class', { body: { ...rest, lessons } });
    expect(status).toBe(201);
    expect(body.lessons.map((lesson: any) => [lesson.n, lesson.starts_at])).toEqual([
      [1, '2025-07-24T09:00:00+08:00'],
      [2, '2025-07-25T09:00:00+08:00'],
    ]);
    expect(body.units).toBe(6);
  });

  it('refuses lessons that break the pattern, naming the rule (L4)', async () => {
    const { first_day: _f, units: _u, ...rest } = DRAFT;
    const lessons = [{ starts_at: '2025-07-23T09:00:00+08:00', ends_at: '2025-07-23T11:15:00+08:00', units: 3 }];
    const { status, body } = await api.call('draft_class', { body: { ...rest, pattern: 'weekend', lessons } });
    expect([status, body.code]).toEqual([422, 'pattern_weekday']);
    expect(body.rule.source).toBeTruthy();
  });

  it('refuses a trade off the list of the place unless a reason is given (L7)', async () => {
    const off = { ...DRAFT, trade_id: 'infant_carer' };
    const refused = await api.call('draft_class', { body: off });
    expect([refused.status, refused.body.code]).toEqual([422, 'trade_off_list']);
    expect(refused.body.rule).toMatchObject({ source: expect.any(String), clause: expect.any(String) });
    const reasoned = await api.call('draft_class', { body: { ...off, off_list_reason: '当地医院定向用工' } });
    expect([reasoned.status, reasoned.body.off_list_reason]).toEqual([201, '当地医院定向用工']);
  });

  it.each([
    [
      'both a first day and lessons',
      { lessons: [{ starts_at: '2025-07-24T09:00:00+08:00', ends_at: '2025-07-24T11:15:00+08:00', units: 3 }] },
    ],
    ['neither', { first_day: undefined }],
    ['no units to generate from', { units: undefined }],
  ])('refuses %s', async (_what, change) => {
    const { status, body } = await api.call('draft_class', { body: { ...DRAFT, ...change } });
    expect([status, body.code]).toEqual([422, 'input_invalid']);
    expect(body.fields[0].message).toMatch(/二选一/);
  });

  it('refuses an unknown trade, a day gone by, and a region without a policy', async () => {
    expect((await api.call('draft_class', { body: { ...DRAFT, trade_id: 'astronaut' } })).body.code).toBe(
      'trade_unknown',
    );
    expect((await api.call('draft_class', { body: { ...DRAFT, first_day: '2025-07-08' } })).body.code).toBe(
      'class_in_past',
    );
    const token = await api.token({ region: '530000' });
    const none = await api.call('draft_class', { token, body: { ...DRAFT, home_region: '530129' } });
    expect([none.status, none.body.code]).toEqual([422, 'no_policy']);
  });
});

describe('reading', () => {
  it('lists only the classes one reaches, filtered, page by page without loss or repetition', async () => {
    const made = [];
    for (let i = 0; i < 5; i++) made.push(await drafted(api));
    const open = await published(api);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const { status, body } = await api.call('list_classes', {
        query: { limit: '2', status: 'draft', ...(cursor && { cursor }) },
      });
      expect(status).toBe(200);
      expect(body.items.length).toBeLessThanOrEqual(2);
      seen.push(...body.items.map((c: any) => c.class_id));
      cursor = body.next_cursor;
    } while (cursor);
    expect(new Set(seen).size).toBe(seen.length);
    for (const { class_id } of made) expect(seen).toContain(class_id);
    expect(seen).not.toContain(open.class_id);
    const none = await api.call('list_classes', { query: { host_region: '310107' } });
    expect(none.body).toEqual({ items: [] });
    const province = await api.call('list_classes', {
      token: await api.token({ region: '530000' }),
      query: { limit: '100' },
    });
    expect(province.body.items.length).toBeGreaterThanOrEqual(6);
    const other = await api.call('list_classes', { token: await api.token({ region: '410900' }) });
    expect(other.body).toEqual({ items: [] });
  });

  it('a filter that matches one row in many still fills its page', async () => {
    for (let i = 0; i < 6; i++) await drafted(api);
    const rare = await drafted(api, { off_list_reason: '试点用工', host_region: '340210' });
    const { body } = await api.call('list_classes', { query: { limit: '1', host_region: '340210' } });
    expect(body.items.map((c: any) => c.class_id)).toEqual([rare.class_id]);
  });

  it('refuses a cursor that this listing did not give out, and a region above one’s own', async () => {
    const forged = Buffer.from('410900#A10').toString('base64url');
    expect((await api.call('list_classes', { query: { cursor: forged } })).body.code).toBe('cursor_invalid');
    expect((await api.call('list_classes', { query: { cursor: '!!' } })).body.code).toBe('cursor_invalid');
    expect((await api.call('list_classes', { query: { home_region: '530000' } })).body.code).toBe('region_not_yours');
  });

  it('shows a class with lessons and seats, and its sessions', async () => {
    const { class_id } = await published(api, { capacity: 3 });
    await api.call('enrol_worker', {
      params: { class_id },
      body: { worker_id: await person(), reason: '本人来站里要求' },
    });
    const { body } = await api.call('read_class', { params: { class_id } });
    expect(body.seats).toEqual({ taken: 1, left: 2, waiting: 0 });
    const sessions = await api.call('list_sessions', { params: { class_id } });
    expect(sessions.body.items).toEqual(body.lessons);
    const missing = await api.call('read_class', { params: { class_id: 'Z99' } });
    expect([missing.status, missing.body.code]).toEqual([404, 'class_unknown']);
  });
});

describe('editing', () => {
  it('needs the revision that was read: 428 without, 412 with an old one, 400 with nonsense', async () => {
    const { class_id } = await drafted(api);
    const edit = (headers: Record<string, string>, body: object = { title: '电工（初级）' }) =>
      api.call('edit_class', { params: { class_id }, headers, body });
    expect((await edit({})).body.code).toBe('if_match_missing');
    expect((await edit({ 'If-Match': '1' })).body.code).toBe('if_match_invalid');
    expect((await edit({ 'If-Match': 'W/"1"' })).body.code).toBe('if_match_invalid');
    expect((await edit({ 'If-Match': '"nothing"' })).status).toBe(412);
    const good = await edit({ 'If-Match': '"1"' });
    expect([good.status, good.headers.etag, good.body.title]).toEqual([200, '"2"', '电工（初级）']);
    const late = await edit({ 'If-Match': '"1"' }, { title: '另一个人的改动' });
    expect([late.status, late.body.code]).toEqual([412, 'stale']);
    expect((await edit({ 'If-Match': '"2"' }, {})).body.code).toBe('input_invalid');
  });

  it('of two who edit the same revision at once, one is told it is stale', async () => {
    const { class_id } = await drafted(api);
    const both = await Promise.all(
      ['甲班', '乙班'].map((title) =>
        api.call('edit_class', { params: { class_id }, headers: { 'if-match': '"1"' }, body: { title } }),
      ),
    );
    expect(both.map((one) => one.status).sort()).toEqual([200, 412]);
    const winner = both.find((one) => one.status === 200)!;
    expect((await api.call('read_class', { params: { class_id } })).body.title).toBe(winner.body.title);
  });

  it('control: without the revision both edits go through, and the first is lost unseen', async () => {
    const { class_id } = await drafted(api);
    for (const title of ['甲班', '乙班'])
      expect(await run(api.world, () => editClass(api.world, { class_id, title, by: 'li' }))).not.toHaveProperty(
        'refused',
      );
    expect((await api.call('read_class', { params: { class_id } })).body).toMatchObject({ title: '乙班', rev: 3 });
  });

  it('publishes once, moves, cancels with a reason', async () => {
    const { class_id } = await drafted(api);
    const params = { class_id };
    const out = await api.call('publish_class', { params });
    expect([out.status, out.body.status]).toEqual([200, 'published']);
    expect((await api.call('publish_class', { params, body: {} })).body.code).toBe('class_not_draft');
    const move = await api.call('move_class', {
      params,
      headers: { 'if-match': out.headers.etag! },
      body: { first_day: '2025-07-28', start: '09:00', reason: '场地检修' },
    });
    expect(move.body.moved).toMatchObject({ reason: '场地检修' });
    expect((await api.call('read_class', { params })).body.moved).toEqual(move.body.moved);
    for (const reason of ['', '修', '修'.repeat(201)])
      expect(
        (
          await api.call('move_class', {
            params,
            headers: { 'if-match': move.headers.etag! },
            body: { address: '新址', reason },
          })
        ).body.fields[0].field,
      ).toBe('body.reason');
    expect([move.status, move.body.lessons[0].starts_at]).toEqual([200, '2025-07-28T09:00:00+08:00']);
    expect((await api.call('move_class', { params, body: { address: '新址' } })).status).toBe(428);
    expect(
      (await api.call('move_class', { params, headers: { 'if-match': move.headers.etag! }, body: { start: '09:00' } }))
        .status,
    ).toBe(422);
    expect((await api.call('cancel_class', { params, body: {} })).body.code).toBe('input_invalid');
    expect(
      (await api.call('cancel_class', { params, headers: { 'if-match': '"1"' }, body: { reason: '教师生病' } })).status,
    ).toBe(412);
    const gone = await api.call('cancel_class', { params, body: { reason: '教师生病' } });
    expect(gone.body.cancelled.reason).toBe('教师生病');
    const again = await api.call('cancel_class', { params, body: { reason: '教师生病' } });
    expect([again.status, again.body.code, again.body.facts.reason]).toEqual([409, 'class_cancelled', '教师生病']);
  });

  it('a very large class can be published, moved and cancelled under an Idempotency-Key (100 changes a transaction)', async () => {
    const { class_id } = await drafted(api, { capacity: 5000 });
    const params = { class_id };
    const out = await api.call('publish_class', { params, headers: { 'idempotency-key': 'p1' } });
    expect(out.status).toBe(200);
    const moved = await api.call('move_class', {
      params,
      headers: { 'idempotency-key': 'm1', 'if-match': out.headers.etag! },
      body: { first_day: '2025-07-29' },
    });
    expect(moved.status).toBe(200);
    expect(
      (await api.call('cancel_class', { params, headers: { 'idempotency-key': 'c1' }, body: { reason: '并班' } }))
        .status,
    ).toBe(200);
  });
});

describe('enrolments', () => {
  it('enrols with a reason, shows the roster masked, withdraws with a reason and offers the seat on', async () => {
    const { class_id } = await published(api, { capacity: 1 });
    const [a, b] = [await person(), await person()];
    const enrol = (worker_id: string) =>
      api.call('enrol_worker', { params: { class_id }, body: { worker_id, reason: '本人来站里要求' } });
    expect((await enrol(a)).status).toBe(201);
    const twice = await enrol(a);
    expect([twice.status, twice.body.code]).toEqual([409, 'already_enrolled']);
    const full = await enrol(b);
    expect([full.status, full.body.code, full.body.facts.line]).toEqual([409, 'class_full', 0]);
    const roster = await api.call('read_roster', { params: { class_id } });
    expect(roster.body).toMatchObject({ enrolled: 1, line: [] });
    expect(roster.body.members[0]).toMatchObject({ worker_id: a, by: 'officer-1', reason: '本人来站里要求' });
    expect(roster.body.members[0].id_number_masked).toMatch(/^530128\*{8}\d{3}[\dX]$/);

    const out = (query: Record<string, string>) =>
      api.call('withdraw_worker', { params: { class_id, worker_id: a }, query });
    expect((await out({})).body.fields).toEqual([expect.objectContaining({ field: 'query.reason' })]);
    expect((await out({ reason: '家里有事' })).body).toEqual({ class_id, worker_id: a, was: 'enrolled' });
    expect((await out({ reason: '家里有事' })).body.code).toBe('not_enrolled');
    const all = await api.call('read_roster', { params: { class_id }, query: { everyone: 'true' } });
    expect(all.body.members[0]).toMatchObject({ status: 'withdrawn', left_by: 'officer-1', left_reason: '家里有事' });
    expect((await api.call('read_roster', { params: { class_id } })).body.members).toEqual([]);
  });

  it('refuses with the rule it rests on: clash, and a person nobody knows or of another region', async () => {
    const worker_id = await person();
    const first = await published(api);
    const second = await published(api, { trade_id: 'crop_protector', off_list_reason: '当地紧缺' });
    const enrol = (class_id: string, who = worker_id) =>
      api.call('enrol_worker', { params: { class_id }, body: { worker_id: who, reason: '本人要求' } });
    await enrol(first.class_id);
    const clash = await enrol(second.class_id);
    expect([clash.status, clash.body.code]).toEqual([409, 'clash']);
    expect(clash.body.rule).toMatchObject({ source: expect.any(String), clause: expect.any(String) });
    expect((await enrol(second.class_id, 'w_nobody')).body.code).toBe('worker_unknown');
    const stranger = await newWorker(api.world, ++n);
    await api.world.table.write([
      { kind: 'update', key: keys.profile(stranger.worker_id), set: { home_region: '410900' }, why: 'from elsewhere' },
    ]);
    expect((await enrol(second.class_id, stranger.worker_id)).body.code).toBe('worker_unknown');
  });
});
