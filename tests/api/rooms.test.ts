import '../support/quiet';
import { phraseChange } from '../../lib/chat/phrases';
import { openThread, readThread } from '../../lib/chat/threads';
import { findWorker } from '../../lib/people/find';
import { dayOf } from '../../lib/platform/clock';
import { keys } from '../../lib/store/keys';
import { newWorker } from '../support/town';
import { syntheticIdNumber } from '../support/world';
import { type Api, HOME, startApi } from './support';
import { published, tradesLoaded } from './things';

let api: Api;
let n = 500;
beforeAll(async () => {
  api = await startApi();
  await tradesLoaded(api);
});
const read = (key: { pk: string; sk: string }) => api.world.table.get(key, { consistent: true });

describe('trades', () => {
  it('are loaded by id, replaced, and listed', async () => {
    const trade = { id: 'noodle_maker', code: 'local-noodle', name: '面点师', aliases: ['做面'], local: true };
    expect((await api.call('load_trades', { body: { trades: [trade] } })).body).toEqual({ loaded: 1 });
    await api.call('load_trades', { body: { trades: [{ ...trade, name: '面点工' }] } });
    const { items } = (await api.call('list_trades')).body;
    expect(items.filter((one: any) => one.id === 'noodle_maker')).toEqual([{ ...trade, name: '面点工' }]);
    expect(items.length).toBeGreaterThan(5);
  });

  it('refuses two trades of one id in one load, an invented code, and more than one transaction holds', async () => {
    const trade = (i: number) => ({ id: `t${i}x`, code: 'local-a', name: '甲乙', aliases: [] });
    const twice = await api.call('load_trades', { body: { trades: [trade(1), trade(1)] } });
    expect([twice.status, twice.body.code]).toEqual([422, 'input_invalid']);
    expect((await api.call('load_trades', { body: { trades: [{ ...trade(1), code: '6-31' }] } })).status).toBe(422);
    expect((await api.call('load_trades', { body: { trades: [] } })).status).toBe(422);
    expect(
      (await api.call('load_trades', { body: { trades: Array.from({ length: 100 }, (_, i) => trade(i)) } })).status,
    ).toBe(200);
    expect(
      (await api.call('load_trades', { body: { trades: Array.from({ length: 101 }, (_, i) => trade(i)) } })).status,
    ).toBe(422);
  });
});

describe('workers', () => {
  it('are shown masked, without what is sealed, hashed or her address', async () => {
    const worker = await newWorker(api.world, ++n);
    const { body, headers } = await api.call('read_worker', { params: { worker_id: worker.worker_id } });
    expect(body).toMatchObject({
      worker_id: worker.worker_id,
      id_number_masked: worker.id_number_masked,
      reachable: true,
      groups: [],
    });
    for (const hidden of ['data_key', 'id_number_sealed', 'id_number_hash', 'phone_sealed', 'chat', 'chat_hash'])
      expect(body).not.toHaveProperty(hidden);
    expect(headers.etag).toBe('"1"');
  });

  it('are revealed to an administrator with a reason, each time on record; an auditor is refused', async () => {
    const { worker_id } = await newWorker(api.world, ++n);
    const ask = (asked: object = {}) =>
      api.call('reveal_worker', { params: { worker_id }, body: { reason: '核对花名册第三行' }, ...asked });
    const shown = await ask();
    expect(shown.body).toEqual({
      worker_id,
      id_number: syntheticIdNumber(n),
      phone: `138${String(n).padStart(8, '0')}`,
    });
    expect((await ask({ body: {} })).status).toBe(422);
    expect((await ask({ token: await api.token({ role: 'auditor' }) })).body.code).toBe('role_not_allowed');
    // A key is not taken here: nothing revealed is stored, and the second reading is a reading.
    await ask({ headers: { 'idempotency-key': 'again' } });
    await ask({ headers: { 'idempotency-key': 'again' } });
    const { items } = await api.world.table.query({ pk: keys.audit(dayOf(api.world.now()), '').pk });
    const mine = items.filter((item) => item.worker_id === worker_id);
    expect(mine).toHaveLength(3);
    expect(mine[0]).toMatchObject({ what: 'reveal', reader: 'officer-1', reason: '核对花名册第三行' });
    expect(JSON.stringify(mine)).not.toContain(syntheticIdNumber(n));
  });

  it('are erased with a reason: seat handed on, conversation emptied, numbers unreadable, deed on record', async () => {
    const { class_id } = await published(api, { capacity: 1 });
    const worker = await newWorker(api.world, ++n);
    const { worker_id } = worker;
    await api.call('enrol_worker', { params: { class_id }, body: { worker_id, reason: '本人要求' } });
    const { thread_id, changes } = openThread(
      api.world,
      { chat: worker.chat!, worker_id },
      { why: 'asked', text: '想退出' },
    );
    await api.world.table.write([
      ...changes,
      {
        kind: 'update',
        key: keys.conversation(worker.chat!),
        set: { thread: thread_id, name: '工人' },
        why: 'she asked for a person',
      },
    ]);
    const ask = (query: Record<string, string>) => api.call('erase_worker', { params: { worker_id }, query });
    expect((await ask({})).status).toBe(422);
    const gone = await ask({ reason: '本人书面要求' });
    expect(gone.body).toEqual({ worker_id, erased: true, withdrawn_from: [class_id] });
    expect(await findWorker(api.world, worker_id)).toBeUndefined();
    expect((await api.call('read_class', { params: { class_id } })).body.seats.taken).toBe(0);
    const everyone = await api.call('read_roster', { params: { class_id }, query: { everyone: 'true' } });
    expect(everyone.body.members[0]).toMatchObject({ name: '已删除', status: 'withdrawn' });
    expect(everyone.body.members[0]).not.toHaveProperty('id_number_masked');
    const talk = await read(keys.conversation(worker.chat!));
    for (const field of ['worker_id', 'name', 'site', 'audience', 'thread']) expect(talk).not.toHaveProperty(field);
    // Her words to the office go with her.
    expect(await readThread(api.world, { home_region: HOME, thread_id })).toBeUndefined();
    expect((await ask({ reason: '本人书面要求' })).body.code).toBe('worker_unknown');
    const { items } = await api.world.table.query({ pk: keys.audit(dayOf(api.world.now()), '').pk });
    expect(items.find((item) => item.what === 'erase')).toMatchObject({
      worker_id,
      by: 'officer-1',
      reason: '本人书面要求',
    });
  });

  it('erased while a class runs stay on its roster without a name', async () => {
    const { class_id } = await published(api);
    const { worker_id } = await newWorker(api.world, ++n);
    await api.call('enrol_worker', { params: { class_id }, body: { worker_id, reason: '本人要求' } });
    const now = api.world.clock.ms;
    api.world.clock.set('2025-07-25T12:00:00+08:00');
    const gone = await api.call('erase_worker', { params: { worker_id }, query: { reason: '本人要求' } });
    expect(gone.body.withdrawn_from).toEqual([]);
    const { members } = (await api.call('read_roster', { params: { class_id } })).body;
    expect(members).toEqual([expect.objectContaining({ worker_id, name: '已删除', status: 'enrolled' })]);
    api.world.clock.ms = now;
  });
});

describe('broadcasts', () => {
  const body = { home_region: HOME, segment: { regions: ['310107'] }, text: '下周开电工班，回复报名' };

  it('are previewed, started, followed, stopped, listed', async () => {
    for (let i = 0; i < 3; i++) await newWorker(api.world, ++n, { site: '310107' });
    const { text: _t, ...asked } = body;
    expect((await api.call('preview_broadcast', { body: asked })).body).toEqual({ total: 3, minutes: 1 });
    const started = await api.call('start_broadcast', { body, headers: { 'idempotency-key': 'b-1' } });
    expect(started.status).toBe(202);
    expect(started.body).toMatchObject({
      state: 'running',
      total: 3,
      segment: { regions: ['310107'], trades: [], topic: 'news' },
      by: 'officer-1',
    });
    const again = await api.call('start_broadcast', { body, headers: { 'idempotency-key': 'b-1' } });
    expect(again.body.broadcast_id).toBe(started.body.broadcast_id);
    const params = { broadcast_id: started.body.broadcast_id };
    expect((await api.call('read_broadcast', { params })).body).toMatchObject({ state: 'running' });
    expect((await api.call('stop_broadcast', { params })).body).toMatchObject({ state: 'stopped' });
    const over = await api.call('stop_broadcast', { params });
    expect([over.status, over.body.code]).toEqual([409, 'broadcast_over']);
    expect((await api.call('list_broadcasts')).body.items.map((one: any) => one.broadcast_id)).toEqual([
      params.broadcast_id,
    ]);
    expect((await api.call('read_broadcast', { params: { broadcast_id: 'b_nothing' } })).body.code).toBe(
      'broadcast_unknown',
    );
  });

  it('to nobody are refused; as are another county’s, an unknown topic, and a pace beyond the limit', async () => {
    const nobody = await api.call('start_broadcast', { body: { ...body, segment: { regions: ['999999'] } } });
    expect([nobody.status, nobody.body.code]).toEqual([409, 'segment_empty']);
    expect((await api.call('start_broadcast', { body: { ...body, home_region: '410900' } })).body.code).toBe(
      'region_not_yours',
    );
    expect(
      (await api.call('start_broadcast', { body: { ...body, segment: { ...body.segment, topic: 'reminder' } } }))
        .status,
    ).toBe(422);
    expect((await api.call('start_broadcast', { body: { ...body, per_minute_max: 1_000_000 } })).status).toBe(422);
  });
});

describe('threads and phrases', () => {
  async function thread(): Promise<{ thread_id: string; chat: string }> {
    const { chat, worker_id } = await newWorker(api.world, ++n);
    const { thread_id, changes } = openThread(
      api.world,
      { chat: chat!, worker_id },
      { why: 'asked', text: `我的电话 138${String(n).padStart(8, '0')}` },
    );
    const handed = {
      kind: 'update' as const,
      key: keys.conversation(chat!),
      set: { thread: thread_id },
      why: 'handed over',
    };
    await api.world.table.write([...changes, handed]);
    return { thread_id, chat: chat! };
  }

  it('are listed, read without her address, answered once, and handed back', async () => {
    const { thread_id, chat } = await thread();
    const params = { thread_id };
    const list = await api.call('list_threads', { query: { state: 'open' } });
    expect(list.body.items.map((one: any) => one.thread_id)).toContain(thread_id);
    expect(list.text).not.toContain(chat);
    api.world.clock.pass(1000);
    const headers = { 'idempotency-key': 'r-1' };
    for (let i = 0; i < 2; i++)
      expect((await api.call('reply_to_thread', { params, headers, body: { text: '请周一来站里' } })).status).toBe(200);
    const shown = await api.call('read_thread', { params });
    expect(shown.body.lines.map((one: any) => [one.from, one.by])).toEqual([
      ['worker', undefined],
      ['office', 'officer-1'],
    ]);
    expect(shown.body).toMatchObject({ waiting: false, reachable: true });
    expect((await api.call('close_thread', { params })).body).toMatchObject({
      state: 'closed',
      closed_by: 'officer-1',
    });
    expect(await read(keys.conversation(chat))).not.toHaveProperty('thread');
    const late = await api.call('reply_to_thread', { params, body: { text: '还有' } });
    expect([late.status, late.body.code]).toEqual([409, 'thread_closed']);
    expect((await api.call('close_thread', { params })).body.code).toBe('thread_closed');
    expect((await api.call('read_thread', { params: { thread_id: 't_none' } })).body.code).toBe('thread_unknown');
    expect((await api.call('reply_to_thread', { params, body: { text: '' } })).status).toBe(422);
  });

  it('phrases are listed, labelled, and then left out of those to do', async () => {
    await api.world.table.write(phraseChange(api.world, '俺想学开挖机'));
    const todo = async () => (await api.call('list_phrases', { query: { unlabelled: 'true' } })).body.items;
    const [phrase] = await todo();
    expect(phrase).toMatchObject({ count: 1, text: expect.stringContaining('挖机') });
    const params = { phrase_id: phrase.phrase_id };
    expect((await api.call('label_phrase', { params, body: { label: 'dance' } })).status).toBe(422);
    expect((await api.call('label_phrase', { params, body: { label: 'browse' } })).body).toMatchObject({
      label: 'browse',
      labelled_by: 'officer-1',
    });
    expect(await todo()).toEqual([]);
    expect((await api.call('list_phrases')).body.items).toHaveLength(1);
    expect(
      (await api.call('label_phrase', { params: { phrase_id: 'none' }, body: { label: 'browse' } })).body.code,
    ).toBe('phrase_unknown');
  });
});

describe('policies', () => {
  it('are listed and read, each rule with its source', async () => {
    const { items } = (await api.call('list_policies')).body;
    expect(items.map((one: any) => one.id)).toContain('luquan-2025');
    const { body } = await api.call('read_policy', { params: { policy_id: 'luquan-2025' } });
    for (const rule of [...Object.values<any>(body.enrolment), ...Object.values<any>(body.notices), body.patterns])
      expect(rule.rule).toMatchObject({ source: expect.any(String), clause: expect.any(String) });
    expect((await api.call('read_policy', { params: { policy_id: 'none' } })).body.code).toBe('policy_unknown');
  });
});
