/** WeChat calling the account: three modes, retries, what a phone shows. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { TROUBLE } from '../../lib/local/wechat-simulator/callback';
import { type Bench, bench } from './support/account';

let b: Bench;
afterEach(() => b.stop());
const WHO = 'oSomeone_0001';
const out = () => b.simulator.state.inbox(WHO, 0).filter((item) => item.direction === 'out');

test.each(['plain', 'compatible', 'secure'] as const)(
  '%s: the account reads the message, the phone reads the answer',
  async (mode) => {
    b = await bench({ mode });
    b.behave((message) => ({ text: `你说：${message.text}`, choices: [{ send: '1', label: '确认' }] }));
    const sent = await b.simulator.send(WHO, { text: '报名 <电工> & ]]>' });
    expect(b.refused).toEqual([]);
    expect(b.heard).toMatchObject([{ address: WHO, kind: 'text', text: '报名 <电工> & ]]>', sent_ms: b.clock.ms }]);
    expect(sent.attempts).toBe(1);
    expect(sent.replies[0]).toMatchObject({
      type: 'text',
      choices: [{ send: expect.stringMatching(/^1/), label: '1 确认' }],
    });
    expect(out()).toMatchObject([{ kind: 'text', text: '你说：报名 <电工> & ]]>' }]);
    const turn = b.simulator.state.turns.get(WHO)![0]!;
    expect(turn.decrypted).toContain('<MsgId>');
    expect(turn.request.includes('报名')).toBe(mode !== 'secure');
    expect(turn.answer.includes('你说')).toBe(mode === 'plain');
    expect(turn.answer_decrypted).toContain('你说');
  },
);

test('a MsgId is 64 bits, unique, and never rounded', async () => {
  b = await bench();
  const ids = await Promise.all(Array.from({ length: 20 }, () => b.simulator.send(WHO, { text: '你好' })));
  expect(new Set(b.heard.map((message) => message.id)).size).toBe(20);
  for (const { msg_id } of ids) expect(BigInt(msg_id!)).toBeGreaterThan(BigInt(Number.MAX_SAFE_INTEGER));
});

test('no answer within the time: three attempts, the same message each time, then WeChat’s own line', async () => {
  // Long enough for a call to arrive on a busy machine.
  b = await bench({ timeout_ms: 400 });
  b.behave(() => ({ wait_ms: 2000 }));
  const began = performance.now();
  const sent = await b.simulator.send(WHO, { text: '在吗' });
  const took_ms = performance.now() - began;
  expect(sent).toMatchObject({ replies: [], attempts: 3 });
  expect(took_ms).toBeGreaterThanOrEqual(1190);
  expect(new Set(b.heard.map((message) => message.id)).size).toBe(1);
  expect(b.heard).toHaveLength(3);
  expect(b.simulator.state.turns.get(WHO)![0]!.attempts.map((one) => one.outcome)).toEqual([
    'timeout',
    'timeout',
    'timeout',
  ]);
  expect(out()).toMatchObject([{ kind: 'trouble', text: TROUBLE }]);
});

test('a late first answer is not shown; the retry’s is, once', async () => {
  // Long enough for an answer on a busy machine.
  b = await bench({ timeout_ms: 1000 });
  b.behave((_, call) => (call === 1 ? { wait_ms: 1050 } : { text: '好了' }));
  const sent = await b.simulator.send(WHO, { text: '在吗' });
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(sent).toMatchObject({ replies: [{ type: 'text', content: '好了' }], attempts: 2 });
  expect(out()).toHaveLength(1);
});

test('HTTP 500 and a lost connection are tried again', async () => {
  const slept = jest.fn(async () => undefined);
  b = await bench({ sleep: slept });
  b.behave((_, call) => (call < 3 ? { status: 500 } : { text: '好了' }));
  expect(await b.simulator.send(WHO, { text: '在吗' })).toMatchObject({ attempts: 3, replies: [{ content: '好了' }] });
  b.simulator.faults.add({ path: 'callback', times: 1, drop: true });
  expect(await b.simulator.send(WHO, { text: '还在吗' })).toMatchObject({ attempts: 2 });
  // Each time when its five seconds are over.
  expect(slept).toHaveBeenCalledTimes(3);
});

test('`success` and nothing say nothing; anything else is trouble, at once', async () => {
  b = await bench();
  b.behave((_, call) => ({ raw: ['success', '', 'ok', '<html>', '{"text":"hi"}'][call - 1]! }));
  for (let i = 0; i < 5; i++) expect((await b.simulator.send(WHO, { text: '在吗' })).attempts).toBe(1);
  expect(out().map((item) => item.text)).toEqual([TROUBLE, TROUBLE, TROUBLE]);
});

test('secure mode takes no plain answer, and none signed with another token', async () => {
  b = await bench();
  const plain = `<xml><ToUserName>${WHO}</ToUserName><FromUserName>gh_songxun00001</FromUserName><CreateTime>1</CreateTime><MsgType>text</MsgType><Content>hi</Content></xml>`;
  b.behave(() => ({ raw: plain }));
  expect((await b.simulator.send(WHO, { text: '在吗' })).replies).toEqual([]);
  expect(out()).toMatchObject([{ kind: 'trouble' }]);
});

test('an answer of more than 2,048 bytes is trouble', async () => {
  b = await bench({ mode: 'plain' });
  const reply = (content: string) => ({
    raw: `<xml><ToUserName>${WHO}</ToUserName><FromUserName>gh_songxun00001</FromUserName><CreateTime>1</CreateTime><MsgType>text</MsgType><Content>${content}</Content></xml>`,
  });
  b.behave((_, call) => reply('字'.repeat(call === 1 ? 682 : 683)));
  expect((await b.simulator.send(WHO, { text: '1' })).replies).toHaveLength(1);
  expect((await b.simulator.send(WHO, { text: '2' })).replies).toHaveLength(0);
});

test('one msgId twice: the very same message, one line of answer; another answer would show', async () => {
  b = await bench();
  const first = await b.simulator.send(WHO, { text: '报名', msgId: '7000000000000000001' });
  b.clock.ms += 5000;
  const second = await b.simulator.send(WHO, { text: '报名', msgId: '7000000000000000001' });
  expect(b.heard[1]).toEqual(b.heard[0]);
  expect(second.replies).toEqual(first.replies);
  expect(out()).toHaveLength(1);
  b.behave(() => ({ text: '又报了一次' }));
  await b.simulator.send(WHO, { text: '报名', msgId: '7000000000000000001' });
  expect(out()).toHaveLength(2);
});

test('whoever a script writes as is called as the script calls her; an openid of WeChat’s own by its end', async () => {
  b = await bench();
  expect(b.simulator.state.person('limei').nickname).toBe('limei');
  expect(b.simulator.state.person('oQ3x_0123456789abcdefghi0042').nickname).toBe('0042');
});

test('events: following, scanning, menu; scanning as a stranger is following; she who left cannot write', async () => {
  b = await bench();
  const { openid } = b.simulator.state.addPerson({ nickname: '阿依', following: false });
  await b.simulator.send(openid, { event: 'SCAN', key: 'class:A17' });
  await b.simulator.send(openid, { event: 'SCAN', key: 'class:A18' });
  await b.simulator.send(openid, { event: 'CLICK', key: '我的课' });
  await b.simulator.send(openid, { event: 'unsubscribe' });
  expect(b.heard.map((message) => message.event)).toEqual([
    { name: 'follow', key: 'class:A17' },
    { name: 'scan', key: 'class:A18' },
    { name: 'menu', key: '我的课' },
    { name: 'unfollow' },
  ]);
  // Events are told apart by their second.
  expect(new Set(b.heard.map((message) => message.id)).size).toBe(4);
  await expect(b.simulator.send(openid, { text: '在吗' })).rejects.toThrow(/follow/);
  expect(b.heard).toHaveLength(4);
});

test('voice, picture, location, sticker, link arrive as what they are', async () => {
  b = await bench();
  for (const type of ['image', 'voice', 'video', 'sticker', 'link'] as const) await b.simulator.send(WHO, { type });
  await b.simulator.send(WHO, { type: 'location', latitude: 44.164, longitude: 87.953, label: '阜康市' });
  expect(b.heard.map((message) => message.kind)).toEqual(['image', 'voice', 'video', 'sticker', 'link', 'location']);
  expect(b.heard.at(-1)!.location).toEqual({ latitude: 44.164, longitude: 87.953, label: '阜康市' });
});

test('phones, turns and what the account set up outlive a restart; a torn last line does not hurt', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'songxun-simulator-'));
  const file = path.join(folder, 'wechat.jsonl');
  b = await bench({ file });
  b.simulator.state.setAccount('menu', { button: [] });
  await b.simulator.send(WHO, { text: '报名' });
  const before = b.simulator.state.inbox(WHO, 0);
  await b.stop();
  const { appendFileSync } = await import('node:fs');
  appendFileSync(file, '{"kind":"item","openid":"oTorn');
  b = await bench({ file });
  expect(b.simulator.state.inbox(WHO, 0)).toEqual(before);
  expect(b.simulator.state.turns.get(WHO)).toHaveLength(1);
  expect(b.simulator.state.account.get('menu')).toEqual({ button: [] });
  await b.simulator.send(WHO, { text: '又来了' });
  expect(b.simulator.state.inbox(WHO, before.length).map((item) => item.n)).toEqual([3, 4]);
  rmSync(folder, { recursive: true });
});
