/** The local stack whole: what is promised of `npm start`, seen from outside. */
import { request } from 'node:http';
import { noticeChange } from '../../lib/notices/write';
import { carryOut } from '../../lib/store/commit';
import { newFolder, removeFolder, type TestStack, testStack } from './support/stack';

const WHO = 'oStack_0001';
let folder: string;
let stack: TestStack;
beforeAll(async () => {
  folder = newFolder();
  stack = await testStack(folder);
  await stack.call('POST', '/local/clock', { now: '2025-07-10T10:00:00+08:00' });
});
afterAll(async () => {
  await stack.stop();
  removeFolder(folder);
});
const inbox = async (openid: string, after = 0) =>
  (await stack.call('GET', `/local/wechat/${openid}/inbox?after=${after}`)).body.items;

test('the phone page, the API, the webhook and the tools share one port', async () => {
  const page = await fetch(stack.url);
  expect(page.headers.get('content-type')).toMatch(/text\/html/);
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect((await stack.call('GET', '/v1/openapi.json')).body.openapi).toMatch(/^3\.1/);
  expect((await stack.call('GET', '/v1/classes')).status).toBe(401);
  expect((await stack.call('POST', '/wechat', {})).status).toBeGreaterThanOrEqual(400);
  expect((await stack.call('GET', '/nothing')).status).toBe(404);
  expect((await stack.call('GET', '/v1/nothing')).body).toMatchObject({ status: 404, code: 'route_unknown' });
  expect((await stack.call('DELETE', '/v1/classes')).body).toMatchObject({ status: 405, code: 'method_not_allowed' });
  expect((await stack.call('GET', '/local/clock')).body.now).toMatch(/^2025-07-10T10:00:\d\d\+08:00$/);
});

test('seeding twice makes the classes once; their codes can be scanned', async () => {
  const first = (await stack.call('POST', '/local/seed', { pack: 'luquan-2025' })).body;
  expect(first).toMatchObject({ trades: 10, kept: 0 });
  expect(first.classes.length).toBeGreaterThan(3);
  const second = (await stack.call('POST', '/local/seed', { pack: 'luquan-2025' })).body;
  expect(second).toMatchObject({ classes: [], kept: first.classes.length });
  const { scenes } = (await stack.call('GET', '/local/qr')).body;
  expect(scenes.map((one: any) => one.scene).sort()).toEqual(
    first.classes.map((one: any) => `class:${one.class_id}`).sort(),
  );
  const card = await stack.send(WHO, { event: 'subscribe', key: scenes[0].scene });
  expect(card.replies[0].content).toContain(scenes[0].title.replace(/（.*/, ''));
});

test('the account put up its menu; pressing a button gets an answer', async () => {
  const { menu, account } = (await stack.call('GET', '/local/menu')).body;
  expect(account.name).toBe('禄劝送训');
  expect(menu.button).toHaveLength(3);
  const keys = menu.button.flatMap((one: any) => one.sub_button ?? [one]).map((one: any) => one.key);
  // Someone else each time: one of the buttons hands her over to a person.
  for (const [i, key] of keys.entries())
    expect((await stack.send(`oMenu_${i}`, { event: 'CLICK', key })).replies).toHaveLength(1);
});

test('sent twice, in parallel: one effect, one answer, one line on the phone', async () => {
  const before = (await inbox(WHO)).length;
  const message = { text: '我的课', msgId: '7000000000000000017' };
  const [one, two] = await Promise.all([stack.send(WHO, message), stack.send(WHO, message)]);
  expect(one.replies).toEqual(two.replies);
  expect(one.replies).toHaveLength(1);
  const items = await inbox(WHO, before);
  expect(items.filter((item: any) => item.direction === 'out')).toHaveLength(1);
  expect(items.filter((item: any) => item.direction === 'in').map((item: any) => item.msg_id)).toEqual([
    message.msgId,
    message.msgId,
  ]);
});

test('a turn can be looked into: as sent, as read, the answer, the rows with before and after', async () => {
  const sent = await stack.send(WHO, { text: '找培训班' });
  expect((await stack.call('POST', '/local/settle')).body.settled).toBe(true);
  const turn = (await stack.call('GET', `/local/wechat/${WHO}/turns/${sent.turn}`)).body;
  expect(turn).toMatchObject({ mode: 'secure', attempts: [{ outcome: 'answered', status: 200 }] });
  expect(turn.request).not.toContain('找培训班');
  expect(turn.decrypted).toContain('找培训班');
  expect(turn.answer).toContain('<Encrypt>');
  expect(turn.answer_decrypted).toContain('<MsgType>');
  const row = turn.rows.find((one: any) => one.sk === 'STATE');
  expect(row).toMatchObject({ pk: `CHAT#wechat:${WHO}`, why: 'conversation', outcome: 'written', event: 'MODIFY' });
  expect(row.after.rev).toBe(row.before.rev + 1);
  const { turns } = (await stack.call('GET', `/local/wechat/${WHO}/turns`)).body;
  expect(turns.at(-1)).toMatchObject({ n: sent.turn, attempts: 1 });
});

test('people: added by name, unread until read, following when they follow', async () => {
  const { openid } = (await stack.call('POST', '/local/people', { nickname: '阿依' })).body;
  await stack.send(openid, { event: 'subscribe' });
  const find = async () =>
    (await stack.call('GET', '/local/people')).body.people.find((one: any) => one.openid === openid);
  expect(await find()).toMatchObject({ nickname: '阿依', following: true, unread: 1 });
  await stack.call('POST', `/local/wechat/${openid}/read`);
  expect(await find()).toMatchObject({ unread: 0 });
  await stack.send(openid, { event: 'unsubscribe' });
  expect(await stack.call('POST', `/local/wechat/${openid}/send`, { text: '在吗' })).toMatchObject({
    status: 409,
    body: { title: 'not_following' },
  });
});

test('a token of the local key opens the API for its role and region; one from elsewhere does not', async () => {
  const { token } = (await stack.call('POST', '/local/token', { role: 'auditor', region: '530128' })).body;
  const with_it = { authorization: `Bearer ${token}` };
  expect((await stack.call('GET', '/v1/classes?home_region=530128', undefined, with_it)).status).toBe(200);
  const forged = `${token.slice(0, -6)}AAAAAA`;
  expect((await stack.call('GET', '/v1/classes', undefined, { authorization: `Bearer ${forged}` })).status).toBe(401);
});

test('moving the clock runs the jobs that were due, and a token of before has run out', async () => {
  const { token } = (await stack.call('POST', '/local/token', { role: 'auditor', region: '530128' })).body;
  const moved = (await stack.call('POST', '/local/clock', { now: '2025-07-11T10:00:00+08:00' })).body;
  expect(moved.now).toMatch(/^2025-07-11T10:00/);
  expect(moved.jobs).toMatchObject([{ name: 'due' }]);
  expect((await stack.call('GET', '/v1/classes', undefined, { authorization: `Bearer ${token}` })).status).toBe(401);
  expect((await stack.call('POST', '/local/jobs/due', {})).status).toBe(200);
  expect((await stack.call('POST', '/local/jobs/nothing', {})).status).toBe(404);
  await stack.call('POST', '/local/clock', { now: '2025-07-10T10:00:00+08:00' });
});

test('what is not in shape is refused with what is wrong', async () => {
  const wrong: [string, unknown][] = [
    ['/local/clock', { now: 'tomorrow' }],
    ['/local/clock', { now: '2025-07-10T10:00:00' }],
    ['/local/token', { role: 'king', region: '530128' }],
    ['/local/token', { role: 'auditor', region: '53' }],
    ['/local/people', { nickname: '' }],
    ['/local/seed', { pack: 'other' }],
    [`/local/wechat/${WHO}/send`, { text: '' }],
    [`/local/wechat/${WHO}/send`, { text: 'a', event: 'SCAN' }],
    [`/local/wechat/${WHO}/send`, { event: 'EXPLODE' }],
    ['/local/wechat/a b/send', { text: 'a' }],
    ['/local/wechat/faults', { path: '/x', times: 0 }],
  ];
  for (const [at, body] of wrong) {
    const answer = await stack.call('POST', at, body);
    expect([at, answer.status, answer.body.title]).toEqual([at, 400, 'invalid']);
  }
  expect((await stack.call('PUT', '/local/clock', {})).status).toBe(405);
  expect((await stack.call('GET', '/local/other')).status).toBe(404);
  const long = await stack.call('POST', `/local/wechat/${WHO}/send`, { text: 'x'.repeat(300_000) });
  expect(long.status).toBe(413);
  const broken = await fetch(`${stack.url}/local/clock`, { method: 'POST', body: '{' });
  expect([broken.status, broken.headers.get('content-type')]).toEqual([400, 'application/problem+json']);
});

/** A browser would send these; fetch does not let one. */
function ask(headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const { port } = new URL(stack.url);
    const asked = request({ port, host: '127.0.0.1', path: '/local/people', headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    asked.on('error', reject);
    asked.end();
  });
}

test('another site’s page cannot use the tools: neither by its Origin nor by a name of its own for this address', async () => {
  const { host } = new URL(stack.url);
  expect(await ask({ host })).toBe(200);
  expect(await ask({ host, origin: `http://${host}` })).toBe(200);
  expect(await ask({ host: 'localhost:3000' })).toBe(200);
  expect(await ask({ host, origin: 'https://evil.example' })).toBe(403);
  expect(await ask({ host, origin: 'null' })).toBe(403);
  // A page on another port of this machine is not ours either.
  expect(await ask({ host, origin: 'http://localhost:9' })).toBe(403);
  expect(await ask({ host: 'evil.example' })).toBe(403);
  expect(await ask({ host: '127.0.0.1.evil.example' })).toBe(403);
});

test('news of a phone and of the clock comes by itself', async () => {
  const controller = new AbortController();
  const response = await fetch(`${stack.url}/local/events`, { signal: controller.signal });
  const reader = response.body!.getReader();
  let heard = '';
  const hear = async () => {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      heard += Buffer.from(value).toString();
      if (heard.includes('event: inbox') && heard.includes('event: clock')) return;
    }
  };
  const hearing = hear();
  await stack.send(WHO, { text: '帮助' });
  await stack.call('POST', '/local/clock', { now: '2025-07-10T12:00:00+08:00' });
  await hearing;
  expect(heard).toContain(WHO);
  controller.abort();
});

test('WeChat busy: the push is put off, and comes once the clock has reached its time', async () => {
  const who = 'oBusy_0001';
  await stack.send(who, { text: '帮助' });
  await stack.call('POST', '/local/wechat/faults', { path: '/cgi-bin/message', times: 1, errcode: -1 });
  const notice = noticeChange(stack.world, {
    notice_id: 'n_busy',
    chat: `wechat:${who}`,
    kind: 'thread_reply',
    topic: 'service',
    text: '工作人员：收到了',
    template: { name: 'general', fields: { title: '工作人员回复', note: '收到了' } },
  });
  await carryOut(stack.world, async () => ({ changes: [notice], value: undefined }));
  await stack.call('POST', '/local/settle');
  const pushes = async () =>
    (await inbox(who)).filter((item: any) => item.kind === 'push').map((item: any) => item.text);
  expect((await stack.call('GET', '/local/wechat/faults')).body.faults).toEqual([]);
  expect(await pushes()).toEqual([]);
  await stack.call('POST', '/local/clock', { now: '2025-07-10T12:05:00+08:00' });
  await stack.call('POST', '/local/settle');
  expect(await pushes()).toEqual(['工作人员：收到了']);
});

test('a fault on order can be taken back', async () => {
  await stack.call('POST', '/local/wechat/faults', [
    { path: '/cgi-bin/message', errcode: 45009 },
    { path: 'callback', drop: true },
  ]);
  expect((await stack.call('GET', '/local/wechat/faults')).body.faults).toHaveLength(2);
  expect((await stack.call('DELETE', '/local/wechat/faults')).body.faults).toEqual([]);
  expect((await stack.send('oBusy_0002', { text: '帮助' })).attempts).toBe(1);
});
