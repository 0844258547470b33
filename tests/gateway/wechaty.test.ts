/**
 * End to end: Wechaty with its mock puppet, the resident process as it runs, and the local stack whole, over HTTP. The
 * one test file that loads Wechaty (1 to 3 s).
 */
import '../support/quiet';
import './support/quiet-wechaty';
import { mock, PuppetMock } from 'wechaty-puppet-mock';
import { wechatyLine } from '../../lib/gateway/resident/bot';
import { LIMITS } from '../../lib/gateway/resident/pace';
import { type Resident, startResident } from '../../lib/gateway/resident/resident';
import { noticeChange } from '../../lib/notices/write';
import { keys } from '../../lib/store/keys';
import { newFolder, removeFolder, type TestStack, testStack } from '../local/support/stack';
import { syntheticIdNumber } from '../support/world';

const ACCOUNT = 'putuo';
const SELF = '送训';
let folder: string;
let stack: TestStack;
let resident: Resident;
let mocker: mock.Mocker;
let self: ReturnType<mock.Mocker['createContact']>;
let secret: string;
const logged: string[] = [];

beforeAll(async () => {
  folder = newFolder();
  stack = await testStack(folder);
  await stack.call('POST', '/local/clock', { now: '2025-07-10T10:00:00+08:00' });
  await stack.call('POST', '/local/seed', { pack: 'luquan-2025' });
  const { token } = (await stack.call('POST', '/local/token', { role: 'administrator', region: '530128' })).body;
  const authorization = `Bearer ${token}`;
  const made = await stack.call(
    'POST',
    '/v1/gateway-accounts',
    { account: ACCOUNT, name: '普陀站的微信' },
    { authorization },
  );
  expect(made.status).toBe(201);
  secret = made.body.secret;
  mocker = new mock.Mocker();
  resident = await start();
  self = mocker.createContact({ name: SELF });
  mocker.login(self);
}, 60_000);
afterAll(async () => {
  await resident?.stop();
  await stack?.stop();
  removeFolder(folder);
});

async function start(): Promise<Resident> {
  const log = (line: string, facts: object) => void logged.push(JSON.stringify({ line, ...facts }));
  const hands = {
    // Its clock is that of this machine, years from the stack's: the client finds out.
    now: Date.now,
    random: Math.random,
    log,
    // What still rests when all is over keeps nobody waiting.
    sleep: (ms: number) => new Promise<void>((resolve) => void setTimeout(resolve, ms).unref()),
  };
  return startResident({
    url: stack.url,
    account: ACCOUNT,
    secret,
    folder: `${folder}/gateway`,
    limits: { ...LIMITS, jitter_ms: [1, 5], per_minute_max: 6_000, burst_max: 100 },
    line: await wechatyLine({ puppet: new PuppetMock({ mocker }) as never, log }),
    hands,
  });
}

type Person = ReturnType<mock.Mocker['createContact']>;

/** Waits until something new is said there, and answers with it. */
async function hears(inbox: string[], from: number): Promise<string> {
  for (let i = 0; i < 800; i++) {
    if (inbox.length > from) return inbox.at(-1)!;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('nothing was said');
}

function someone(name: string) {
  const person: Person = mocker.createContact({ name });
  const inbox: string[] = [];
  person.on('message', (message) => {
    if (message.talker().id === self.id) inbox.push(message.text() ?? '');
  });
  const ask = async (text: string) => {
    const from = inbox.length;
    person.say(text).to(self);
    return hears(inbox, from);
  };
  return { person, inbox, ask };
}

function aGroup(...people: Person[]) {
  const room = mocker.createRoom({ topic: '务工群', memberIdList: [self.id, ...people.map((one) => one.id)] });
  const inbox: string[] = [];
  room.on('message', (message) => {
    if (message.talker().id === self.id) inbox.push(message.text() ?? '');
  });
  return { room, inbox };
}

/** Nothing is said within a while. */
const silence = (ms = 400) => new Promise((resolve) => setTimeout(resolve, ms));

/** Signed up for a class, from the first word. */
async function signUp(ask: (text: string) => Promise<string>, serial: number): Promise<string> {
  const answers: [RegExp, string][] = [
    [/在哪里上班/, '阜康'],
    [/请看看对不对|同意/, '1'],
    [/姓名|叫什么/, '马秀英'],
    [/身份证/, syntheticIdNumber(serial)],
    [/手机/, `1390000${String(serial).padStart(4, '0')}`],
    [/厂|单位|公司/, '跳过'],
  ];
  let said = await ask('找培训班');
  for (let i = 0; i < 14 && !/报上了|报名成功|已报名/.test(said); i++) {
    const next = answers.find(([pattern]) => pattern.test(said));
    said = await ask(next ? next[1] : '1');
  }
  return said;
}

test('a worker signs up in a private chat', async () => {
  const { person, ask } = someone('小马');
  expect(await ask('你好')).toMatch(/1 找培训班\n2 我的课/);
  expect(await signUp(ask, 901)).toMatch(/报上了|报名成功|已报名/);
  const talk = await stack.world.table.get(keys.conversation(`wechaty:${ACCOUNT}.${person.id}`));
  expect(talk?.worker_id).toMatch(/^w_/);
  expect((await stack.world.table.get(keys.profile(talk!.worker_id)))?.chat).toBe(`wechaty:${ACCOUNT}.${person.id}`);
}, 60_000);

/** Holds an office from now on, as after scanning a binding code. */
async function atWork(person: Person, name: string): Promise<void> {
  const chat = `wechaty:${ACCOUNT}.${person.id}`;
  const staff = { staff_id: 's_1', name, org_id: 'o_1', org_name: '普陀工作站', region: '652302', duties: ['station'] };
  await stack.world.table.write([
    { kind: 'update', key: keys.conversation(chat), set: { staff }, add: { rev: 1 }, why: 'bound' },
    {
      kind: 'put',
      key: keys.staff('s_1'),
      item: { ...staff, rev: 1, org_kind: 'station', home_region: '530128', gateway_chat: chat, active: true },
      why: 'staff',
    },
  ]);
}

describe('an officer', () => {
  let officer: ReturnType<typeof someone>;
  let group: ReturnType<typeof aGroup>;
  let worker: ReturnType<typeof someone>;
  beforeAll(async () => {
    officer = someone('李站长');
    worker = someone('小杨');
    group = aGroup(officer.person, worker.person);
    await officer.ask('你好');
    await atWork(officer.person, '李站长');
  });
  const inGroup = async (one: Person, text: string, mention?: Person[]) => {
    const from = group.inbox.length;
    one.say(text, mention).to(group.room);
    return hears(group.inbox, from);
  };

  test('runs 今天 in private and in a group, there only when named, and is named in the answer', async () => {
    expect(await officer.ask('今天')).toMatch(/7月10日|今天/);
    const { heard } = resident.counts;
    officer.person.say('今天').to(group.room);
    await silence();
    // Not even kept.
    expect(resident.counts.heard).toBe(heard);
    expect(group.inbox).toEqual([]);
    expect(await inGroup(officer.person, `@${SELF} 今天`, [self])).toMatch(/^@李站长 .*(7月10日|今天)/su);
    expect(await inGroup(officer.person, `${SELF}，今天`)).toMatch(/^@李站长 /u);
  });

  test('is asked to come alone for what concerns people; a worker likewise', async () => {
    expect(await inGroup(officer.person, `@${SELF} 名单 A14`, [self])).toMatch(/单独/);
    expect(await inGroup(officer.person, `@${SELF} 绑定 ABC234`, [self])).toMatch(/单独/);
    expect(await inGroup(worker.person, `@${SELF} 我的课`, [self])).toMatch(/^@小杨 这个单独和我说/u);
    const talk = await stack.world.table.get(keys.conversation(`wechaty:${ACCOUNT}.${worker.person.id}`));
    expect(talk?.flow).toBeUndefined();
  });

  test('what is quoted is not said again: it neither names nor answers', async () => {
    const { heard } = resident.counts;
    const quoting = (text: string) => `「小杨：@${SELF} 我的课」\n- - - - - - - - - - - - - - -\n${text}`;
    officer.person.say(quoting('谁知道')).to(group.room);
    await silence();
    expect(resident.counts.heard).toBe(heard);
    expect(await inGroup(officer.person, quoting(`@${SELF} 今天`), [self])).toMatch(/^@李站长 .*(7月10日|今天)/su);
    expect(await officer.ask(quoting('今天'))).toMatch(/7月10日|今天/);
  });

  test('what the account itself says, by us or on the phone, is not heard: it cannot talk to itself', async () => {
    const { heard } = resident.counts;
    const said = group.inbox.length;
    self.say(`@${SELF} 今天`, [self]).to(group.room);
    self.say('今天').to(officer.person);
    await silence();
    expect(resident.counts.heard).toBe(heard);
    // What it said itself, and no answer to it.
    expect(group.inbox).toHaveLength(said + 1);
    // Control: the same words of somebody else are heard.
    await inGroup(officer.person, `@${SELF} 今天`, [self]);
    expect(resident.counts.heard).toBe(heard + 1);
  });

  test('a page asked for in private is not answered by a number said in the group', async () => {
    const page = await officer.ask('通知 所有人 周六招工会');
    expect(page).toMatch(/周六招工会/);
    expect(await inGroup(officer.person, `@${SELF} 1`, [self])).not.toMatch(/发|撤销/u);
    // In private it still stands, and is put away.
    expect(await officer.ask('2')).not.toMatch(/没看懂|没听懂/u);
    // Control: a page asked for in the group is answered there, and taken back there.
    expect(await inGroup(officer.person, `@${SELF} 通知 所有人 周日招工会`, [self])).toMatch(/周日招工会/);
    const done = await inGroup(officer.person, `@${SELF} 1`, [self]);
    expect(done).toMatch(/撤销/u);
    expect(await inGroup(officer.person, `@${SELF} 撤销`, [self])).not.toMatch(/单独/u);
  });
});

test('a push comes through: written with its cause, delivered by the stream, sent by the account', async () => {
  const { person, inbox, ask } = someone('小李');
  await ask('你好');
  const from = inbox.length;
  const notice = noticeChange(stack.world, {
    notice_id: 'n_1',
    chat: `wechaty:${ACCOUNT}.${person.id}`,
    kind: 'thread_reply',
    topic: 'service',
    text: '明天开课，带身份证。',
    template: { name: 'general', fields: { title: '通知', note: '好' } },
    urgent: true,
  });
  await stack.world.table.write([notice]);
  expect(await hears(inbox, from)).toBe('明天开课，带身份证。');
  const row = await stack.world.table.get(notice.key);
  expect(row).toMatchObject({ state: 'sent', how: 'gateway' });
});

test('pictures and voice arrive as what they are; strangers to the log', async () => {
  const { person, inbox, ask } = someone('小赵');
  await ask('你好');
  const { FileBox } = await import('file-box');
  const from = inbox.length;
  person.say(FileBox.fromBase64('AAAA', 'card.jpg') as never).to(self);
  expect(await hears(inbox, from)).toMatch(/图|照片|看不/u);
  const log = logged.join('\n');
  for (const secret_word of ['小马', '马秀英', '你好', '招工会', person.id, secret])
    expect(log).not.toContain(secret_word);
});

test('stopped and started again: what was done is known, and nothing of it is done anew', async () => {
  await resident.stop();
  const before = resident.counts.sent;
  expect(before).toBeGreaterThan(10);
  const { body } = await stack.call('POST', '/local/token', { role: 'auditor', region: '530128' });
  const shown = await stack.call('GET', '/v1/gateway-accounts', undefined, { authorization: `Bearer ${body.token}` });
  expect(shown.body.items).toMatchObject([{ account: ACCOUNT, sent: before, duplicates: 0, dead: 0 }]);
  mocker = new mock.Mocker();
  resident = await start();
  self = mocker.createContact({ name: SELF });
  mocker.login(self);
  await silence();
  expect(resident.counts).toMatchObject({ heard: 0, posted: 0, sent: 0 });
});

test('before the phone has scanned the code nothing goes out, nor is anybody taken for unknown', async () => {
  const other = new mock.Mocker();
  const line = await wechatyLine({ puppet: new PuppetMock({ mocker: other }) as never, log: () => undefined });
  await line.start(async () => undefined);
  expect(line.online?.()).toBe(false);
  await expect(line.send({ to: 'nobody', text: '好' })).rejects.toMatchObject({ detail: 'offline' });
  other.login(other.createContact({ name: SELF }));
  expect(line.online?.()).toBe(true);
  await line.stop();
}, 30_000);

test('操作过于频繁 from the puppet opens the breaker: nothing more is sent, and nothing is given up', async () => {
  const { person, inbox } = someone('小周');
  mocker.puppet.messageSendText = async () => {
    throw new Error('操作过于频繁，请稍后再试。');
  };
  person.say('你好').to(self);
  for (let i = 0; i < 1000 && resident.counts.throttled === 0; i++)
    await new Promise((resolve) => setTimeout(resolve, 10));
  person.say('找培训班').to(self);
  await silence();
  expect(resident.counts).toMatchObject({ throttled: 1, sent: 0 });
  expect(inbox).toEqual([]);
  const { items } = await stack.world.table.query({ pk: `OUTBOX#${ACCOUNT}`, prefix: 'SEND#' });
  expect(items.length).toBeGreaterThan(0);
  const leases = await stack.world.table.get(keys.gatewayLeases(ACCOUNT));
  expect(leases?.totals).toMatchObject({ failed: 0, dead: 0 });
});
