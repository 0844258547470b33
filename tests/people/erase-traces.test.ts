/**
 * 删除我的信息 (PIPL Art. 47), everything that is not her record: what was wished and answered before she registered, what officers
 * wrote as reasons, stored answers of the API, pushes under her address, imports, the gateway's outbox. Every row of the table
 * is read for her name, her numbers and her words; what may still hold one runs out by itself, and is listed below by kind.
 */
import '../support/quiet';
import { forgetWorker } from '../../lib/chat/forget';
import { unpack } from '../../lib/chat/pack';
import { openThread, replyToThread } from '../../lib/chat/threads';
import { turn } from '../../lib/chat/turn';
import { correctMark } from '../../lib/classes/attendance/correct-mark';
import { takeLeave } from '../../lib/classes/attendance/leave';
import { enrolByOffice } from '../../lib/classes/enrol-by-office';
import { withdraw } from '../../lib/classes/withdraw';
import { receive } from '../../lib/gateway/receive';
import { startBroadcast } from '../../lib/notices/broadcast';
import type { NoticeKind } from '../../lib/notices/types';
import { noticeChange } from '../../lib/notices/write';
import { reveal } from '../../lib/people/reveal';
import { runImport } from '../../lib/sheets/run-import';
import { startImport } from '../../lib/sheets/start-import';
import { keys } from '../../lib/store/keys';
import { type MemoryTable, memoryTable } from '../../lib/store/memory';
import type { Item } from '../../lib/store/table';
import { answerSurvey } from '../../lib/wishes/answer-survey';
import { makeWish } from '../../lib/wishes/make-wish';
import { nameOfSpokenFor } from '../../lib/wishes/read';
import { startSurvey } from '../../lib/wishes/surveys';
import type { Wisher } from '../../lib/wishes/types';
import { type Api, HOME, startApi } from '../api/support';
import { published, tradesLoaded } from '../api/things';
import { type Talker, talker } from '../chat/talk';
import { idOf, phoneOf, rosterFile } from '../sheets/support';
import { must, newWorker, recordingSender, settle, tapped } from '../support/town';

const N = 641;
const NAME = '吉克阿依莫';
const SITE = '652302';
let api: Api;
let table: MemoryTable;
let written: ReturnType<typeof tapped>['written'];
const post = recordingSender();

beforeEach(async () => {
  table = memoryTable();
  const tap = tapped(table);
  written = tap.written;
  api = await startApi({ table: tap.table });
  await tradesLoaded(api);
});

/** Rows as they can be read, by whether one of these stands in them. */
function holding(needles: string[]): Item[] {
  return [...table.all()].filter(({ packed, ...item }) => {
    const text = JSON.stringify({ ...item, ...(packed && { packed: unpack(packed) }) }, (_key, value) =>
      value instanceof Set ? [...value] : value,
    );
    return needles.some((needle) => text.includes(needle));
  });
}

const wish = (wisher: Wisher, trade_id = 'welder', said?: string) => ({
  home_region: HOME,
  region: SITE,
  trade_id,
  said,
  wisher,
  free: ['weekend_day' as const],
  channel: 'station' as const,
  by: 'staff_1',
});

/** She was spoken for, wished and answered by chat, registered, was enrolled, withdrawn, corrected, on leave, written to. */
async function everything() {
  const { world } = api;
  // Somebody in the segment, so that a survey can begin.
  await newWorker(world, 7);
  const survey = await must(world, () => startSurvey(world, { home_region: HOME, regions: [SITE], by: 'staff_1' }));
  const spoken_for = await api.call('make_wish', {
    headers: { 'idempotency-key': 'k2' },
    body: {
      home_region: HOME,
      region: SITE,
      trade_id: 'welder',
      person: { name: NAME, phone: phoneOf(N) },
      free: ['weekend_day'],
    },
  });
  expect(spoken_for.text).toContain(NAME);
  const her = await newWorker(world, N, { name: NAME });
  const { worker_id } = her;
  await must(world, () => makeWish(world, wish({ worker_id }, 'other', '彝绣披毡')));
  const { free } = wish({ worker_id });
  const answer = {
    survey_id: survey.survey_id,
    region: SITE,
    trade_id: 'other',
    said: '彝绣披毡',
    free,
    mode: 'either',
  };
  await must(world, () =>
    answerSurvey(world, {
      ...answer,
      mode: 'either',
      willing: true,
      channel: 'survey',
      by: 'chat',
      wisher: { worker_id },
    }),
  );
  const held = await published(api, { capacity: 5, first_day: '2025-07-24' });
  const left = await published(api, {
    capacity: 5,
    first_day: '2025-10-20',
    trade_id: 'welder',
    off_list_reason: '厂里要焊工',
  });
  const reason = `${NAME}本人到站里要求`;
  const enrolled = await api.call('enrol_worker', {
    params: { class_id: held.class_id },
    headers: { 'idempotency-key': 'k1' },
    body: { worker_id, reason, waive_shift: `${NAME}请好了假` },
  });
  expect(enrolled.status).toBe(201);
  const about = { worker_id, by: 'staff_1', reason };
  const waive_shift = `${NAME}和厂里说好了`;
  await must(world, () => enrolByOffice(world, { ...about, class_id: left.class_id, waive_shift }));
  await must(world, () => withdraw(world, { ...about, class_id: left.class_id, office: true }));
  await must(world, () => takeLeave(world, { class_id: held.class_id, worker_id, lessons: [2], reason: 'family' }));
  await must(world, () => reveal(world, { worker_id, reader: 'officer-1', reason }));
  await must(world, () =>
    startBroadcast(world, {
      home_region: HOME,
      segment: { regions: [SITE], trades: [], topic: 'news' },
      text: `恭喜${NAME}拿到证书`,
      by: 'staff_1',
    }),
  );
  const { thread_id, changes } = openThread(
    world,
    { chat: her.chat!, worker_id },
    { why: 'asked', text: '我想问彝绣披毡' },
  );
  await world.table.write(changes);
  const talk = keys.conversation(her.chat!);
  await world.table.write([{ kind: 'update', key: talk, set: { thread: thread_id }, why: 'handed over' }]);
  await must(world, () =>
    replyToThread(world, { home_region: HOME, thread_id, text: `${NAME}你好，彝绣披毡有班`, by: 'staff_1' }),
  );
  await receive(world, 'putuo', { id: 'm1', contact: 'wxid_her', sent_ms: world.now(), kind: 'text', text: '报名' });
  await imported();
  await settle(world, post.sender, written);
  world.clock.set('2025-07-30T10:00:00+08:00');
  await must(world, () =>
    correctMark(world, { class_id: held.class_id, worker_id, lesson: 1, to: 'present', reason, by: 'li' }),
  );
  return her;
}

/** Her name stands in a list that an office brought in, among others. */
async function imported() {
  const { world } = api;
  const bytes = await rosterFile([[NAME, idOf(N + 1), '看不清']]);
  const head = await startImport(world, {
    bytes,
    by: 'staff_1',
    home_region: HOME,
    host_region: SITE,
    consent: 'paper',
  } as never);
  if ('refused' in head) throw new Error(head.refused);
  for (let now = head as { state: string }; now.state !== 'done'; )
    now = (await runImport(world, head.import_id)) as { state: string };
}

/** Where her name or words may stand on after she is erased, at most how long (days), and why nobody looks for it there. */
const RUNS_OUT: Record<string, [days: number, why: string]> = {
  IDEM: [1, 'the stored answer to a request of the office'],
  TASK: [400, 'what an officer wrote to everybody'],
  OUTBOX: [7, 'what the gateway was given to send to her'],
  CHAT: [400, 'the address she still follows from, without her name'],
};

/** Nothing names her but what runs out, and that in time. */
function goneBut(needles: string[], kinds: string[]): void {
  const left = holding(needles);
  const now_s = api.world.now() / 1000;
  for (const row of left) {
    const [days] = RUNS_OUT[row.pk.split('#')[0]!] ?? [];
    expect([row.pk, row.sk, row.expires_at_s - now_s < (days ?? 0) * 86_400 + 1]).toEqual([row.pk, row.sk, true]);
  }
  expect([...new Set(left.map((row) => row.pk.split('#')[0]))].sort()).toEqual(kinds);
}

/** As records were before every worker's had it: then it is made of the phone itself. */
const withoutHash = (worker_id: string) => ({
  kind: 'update' as const,
  key: keys.profile(worker_id),
  remove: ['phone_hash'],
  why: 'a record of before',
});

it.each([
  ['with', true],
  ['without', false],
])('nothing names her but what runs out by itself (%s the hash of her phone on her record)', async (_, hashed) => {
  const her = await everything();
  if (!hashed) await api.world.table.write([withoutHash(her.worker_id)]);
  const phone_hash = api.world.vault.fingerprint('phone', phoneOf(N));
  // Control: what an officer wished for her before she came is kept under it.
  const spoken_for = nameOfSpokenFor(phone_hash, NAME);
  expect(holding([spoken_for]).some((row) => row.pk.startsWith('WISHES#'))).toBe(true);
  const secret = [idOf(N), phoneOf(N), her.data_key, her.phone_sealed, her.id_number_hash];
  const named = [NAME, her.id_number_masked, her.phone_masked, '彝绣', '厂里说好', '请好了假'];
  // Control: each of these kinds does hold something before.
  const before = [...new Set(holding(named).map((row) => row.pk.split('#')[0]))].sort();
  const kinds = ['CLASS', 'IDEM', 'INBOX', 'PEOPLE', 'SURVEY', 'TASK', 'THREAD', 'WISHES', 'WORKER'];
  expect(before.filter((kind) => kind !== 'THREADS')).toEqual(kinds);
  await forgetWorker(api.world, { worker_id: her.worker_id, by: 'officer', reason: `${NAME}本人要求` });
  await settle(api.world, post.sender, written);
  expect(holding(secret)).toEqual([]);
  goneBut(named, ['IDEM', 'TASK']);
  goneBut([phone_hash, spoken_for], ['IDEM']);
  goneBut([`o${her.worker_id}`], ['CHAT']);
  // Why a mark was put right, why she was looked up and erased stays on record; who it was about is her id alone.
  const audit = holding(['本人到站里要求', '本人要求']).filter((row) => row.pk.startsWith('AUDIT#'));
  expect(audit.map((row) => row.what).sort()).toEqual(['correct_mark', 'erase', 'reveal']);
  expect(holding([her.worker_id]).some((row) => row.sk.startsWith('MEMBER#') && row.name === '已删除')).toBe(true);
});

it('by the resident gateway: what it was given to send runs out within a week', async () => {
  const { world } = api;
  let n = 0;
  const say = async (text: string) => {
    world.clock.pass(4000);
    await receive(world, 'putuo', { id: `m${++n}`, contact: 'wxid_her', sent_ms: world.now(), kind: 'text', text });
  };
  for (const text of ['我的资料', '同意', NAME, idOf(N), phoneOf(N), '阜康', '恒力纺织厂', '1']) await say(text);
  await settle(world, post.sender, written);
  const [profile] = holding([NAME]).filter((row) => row.sk === 'PROFILE');
  expect(profile).toMatchObject({ name: NAME, chat: 'wechaty:putuo.wxid_her' });
  await forgetWorker(world, { worker_id: profile!.worker_id, by: 'officer', reason: '本人要求' });
  await settle(world, post.sender, written);
  goneBut([NAME, idOf(N), phoneOf(N)], ['OUTBOX']);
});

it('a phone that can no longer be opened keeps nobody from being erased', async () => {
  const { world } = api;
  const { worker_id } = await newWorker(world, N, { name: NAME });
  const spoilt = { phone_sealed: 'spoilt' };
  await world.table.write([{ ...withoutHash(worker_id), set: spoilt }]);
  await forgetWorker(world, { worker_id, by: 'officer', reason: '本人要求' });
  await settle(world, post.sender, written);
  expect(holding([NAME])).toEqual([]);
});

it('unfollowing, or erased without ever registering: nothing under her address is left to read; what was sent for her office stays', async () => {
  const { world } = api;
  const told = (who: string, kind: NoticeKind, text: string) =>
    noticeChange(world, {
      notice_id: kind,
      chat: `wechat:o${who}`,
      kind,
      topic: 'service',
      text,
      template: { name: 'general', fields: { title: '', note: '' } },
    });
  const erased = async (one: Talker) => {
    await one.say('删除我的信息');
    await one.say('删除');
  };
  for (const [who, goodbye] of [
    ['left', (one: Talker) => turn(world, one.event('unfollow'))],
    ['erased', erased],
  ] as const) {
    const one = talker(world, who);
    await one.say('你好');
    await world.table.write([
      told(who, 'thread_reply', `${NAME}你好`),
      told(who, 'inspection', '抽到你去巡查'),
      told(who, 'numbers_opened', '完整花名册已下载'),
    ]);
    expect(holding([NAME])).toHaveLength(1);
    await goodbye(one);
    expect([who, holding([NAME])]).toEqual([who, []]);
    const kept = holding(['抽到你去巡查', '完整花名册已下载']).filter((row) => row.pk === `INBOX#wechat:o${who}`);
    expect(kept.map(({ kind }) => kind).sort()).toEqual(['inspection', 'numbers_opened']);
  }
});
