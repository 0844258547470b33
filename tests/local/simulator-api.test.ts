/** The account calling WeChat: tokens, windows, templates, notices, menu, QR codes, faults on order. */
import { api, type Bench, bench } from './support/account';

const WHO = 'oSomeone_0001';
const HOUR_MS = 3_600_000;
let b: Bench;
let a: ReturnType<typeof api>;
beforeEach(async () => {
  b = await bench({ template_daily_max: 4 });
  a = api(b.simulator);
  b.behave(() => undefined);
  await a.renew();
});
afterEach(() => b.stop());
const codes = async (n: number, call: () => Promise<{ errcode?: number }>) => {
  const all = [];
  for (let i = 0; i < n; i++) all.push((await call()).errcode);
  return all;
};

test('customer-service messages: none before she wrote, five after, none after 48 hours', async () => {
  b.simulator.state.person(WHO);
  expect((await a.say(WHO, '你好')).errcode).toBe(45015);
  await b.simulator.send(WHO, { text: '在吗' });
  expect(await codes(6, () => a.say(WHO, '你好'))).toEqual([0, 0, 0, 0, 0, 45047]);
  await b.simulator.send(WHO, { text: '再说一句' });
  b.clock.ms += 48 * HOUR_MS - 1000;
  expect((await a.renew()).access_token).toBeDefined();
  expect((await a.say(WHO, '你好')).errcode).toBe(0);
  b.clock.ms += 1000;
  expect((await a.say(WHO, '你好')).errcode).toBe(45015);
});

test.each(['subscribe', 'SCAN', 'CLICK'] as const)('after %s: three within a minute', async (event) => {
  await b.simulator.send(WHO, { event, key: 'class:A17' });
  b.clock.ms += 59_000;
  expect(await codes(4, () => a.say(WHO, '你好'))).toEqual([0, 0, 0, 45047]);
  b.clock.ms += 1000;
  expect((await a.say(WHO, '你好')).errcode).toBe(45015);
});

test('the two windows are counted apart; the one that closes first is used first', async () => {
  await b.simulator.send(WHO, { text: '在吗' });
  await b.simulator.send(WHO, { event: 'CLICK', key: '我的课' });
  expect(await codes(9, () => a.say(WHO, '你好'))).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 45047]);
});

test('who left gets nothing; an openid that is none, an empty and a long text are refused', async () => {
  await b.simulator.send(WHO, { text: '在吗' });
  expect((await a.say('oNobody', '你好')).errcode).toBe(40003);
  expect((await a.say(WHO, '')).errcode).toBe(44004);
  expect((await a.say(WHO, '字'.repeat(683))).errcode).toBe(45002);
  expect((await a.call('/cgi-bin/message/custom/send', { touser: WHO, msgtype: 'card' })).errcode).toBe(40008);
  await b.simulator.send(WHO, { event: 'unsubscribe' });
  expect((await a.say(WHO, '你好')).errcode).toBe(43004);
  expect((await a.template(WHO)).errcode).toBe(43004);
});

test('a menu of choices is shown as choices; tapping sends the words', async () => {
  await b.simulator.send(WHO, { text: '在吗' });
  const list = [
    { id: '1', content: '要这个名额' },
    { id: '2', content: '不要了' },
  ];
  const sent = await a.call('/cgi-bin/message/custom/send', {
    touser: WHO,
    msgtype: 'msgmenu',
    msgmenu: { head_content: '有名额了', list, tail_content: '' },
  });
  expect(sent.errcode).toBe(0);
  expect(b.simulator.state.inbox(WHO, 0).at(-1)).toMatchObject({
    kind: 'push',
    text: '有名额了',
    choices: [{ send: '要这个名额' }, { send: '不要了' }],
  });
});

test('tokens: missing, malformed, wrong, expired; one at a time, renewed early, the old one good for five minutes', async () => {
  b.simulator.state.person(WHO);
  const path = '/cgi-bin/user/info?openid=oSomeone_0001';
  const first = (await a.renew()).access_token;
  expect((await a.call(path, undefined, '')).errcode).toBe(41001);
  expect((await a.call(path, undefined, 'not a token')).errcode).toBe(40014);
  expect((await a.call(path, undefined, 'x'.repeat(136))).errcode).toBe(40001);
  b.clock.ms += 6000 * 1000;
  expect(await a.renew()).toEqual({ access_token: first, expires_in: 1200 });
  b.clock.ms += 1000 * 1000;
  const second = await a.renew();
  expect(second.access_token).not.toBe(first);
  expect(second.expires_in).toBe(7200);
  expect((await a.call(path, undefined, first)).subscribe).toBe(1);
  b.clock.ms += 200 * 1000;
  expect((await a.call(path, undefined, first)).errcode).toBe(42001);
  expect((await a.call(path, undefined, second.access_token)).subscribe).toBe(1);
});

test('forced refresh: the old token is dead at once; 30 s apart; 20 a day', async () => {
  b.simulator.state.person(WHO);
  const old = (await a.renew()).access_token;
  expect((await a.renew(true)).access_token).not.toBe(old);
  expect((await a.call('/cgi-bin/user/info?openid=oSomeone_0001', undefined, old)).errcode).toBe(40001);
  expect((await a.renew(true)).errcode).toBe(45011);
  for (let i = 0; i < 19; i++) {
    b.clock.ms += 30_000;
    expect((await a.renew(true)).errcode).toBeUndefined();
  }
  b.clock.ms += 30_000;
  expect((await a.renew(true)).errcode).toBe(45009);
  b.clock.ms += 24 * HOUR_MS;
  expect((await a.renew(true)).errcode).toBeUndefined();
});

test('wrong appid, secret and grant are named', async () => {
  const ask = (body: object) => a.call('/cgi-bin/stable_token', body);
  expect((await ask({ grant_type: 'x' })).errcode).toBe(40002);
  expect((await ask({ grant_type: 'client_credential', appid: 'wx1', secret: 'x' })).errcode).toBe(40013);
  expect((await ask({ grant_type: 'client_credential', appid: 'wx0000000000000000', secret: 'x' })).errcode).toBe(
    40125,
  );
});

test('templates: outside every window; the same id within ten minutes once; the day’s quota; the account is told', async () => {
  b.simulator.state.person(WHO);
  const first = await a.template(WHO, 'push-1');
  expect(first.errcode).toBe(0);
  expect(await a.template(WHO, 'push-1')).toEqual(first);
  expect(b.simulator.state.inbox(WHO, 0)).toMatchObject([
    { kind: 'template', template: { name: '服务通知', fields: { 事项: '开课' } } },
  ]);
  b.clock.ms += 10 * 60_000;
  expect((await a.template(WHO, 'push-1')).msgid).not.toBe(first.msgid);
  expect(await codes(3, () => a.template(WHO))).toEqual([0, 0, 45009]);
  b.clock.ms += 24 * HOUR_MS;
  await a.renew();
  expect((await a.template(WHO)).errcode).toBe(0);
  expect((await a.template(WHO, undefined, 'tmpl-other')).errcode).toBe(40037);
  while (b.simulator.busy() > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(b.heard.filter((message) => message.event?.name === 'delivered')).toHaveLength(5);
});

test('fields must be what their kind allows', async () => {
  b.simulator.state.person(WHO);
  const send = (time2: object | undefined, more: object = {}) =>
    a.call('/cgi-bin/message/template/send', {
      touser: WHO,
      template_id: 'tmpl-lesson',
      data: { thing1: { value: '电工' }, ...(time2 && { time2 }), ...more },
    });
  const time = { value: '7月24日 周四 09:00' };
  expect(
    (await a.call('/cgi-bin/message/template/send', { touser: WHO, template_id: 'tmpl-lesson', data: {} })).errcode,
  ).toBe(47001);
  expect((await send(time, { thing1: { value: '字'.repeat(21) } })).errcode).toBe(47003);
  expect((await send({ value: '明天吧' })).errcode).toBe(47003);
  expect((await send(undefined)).errcode).toBe(47003);
  expect((await send(time, { code: { value: 'A1' } })).errcode).toBe(47003);
  expect((await send(time)).errcode).toBe(0);
  // In the template's order, not the message's.
  expect(b.simulator.state.inbox(WHO, 0).at(-1)?.text).toBe('上课提醒\n时间：7月24日 周四 09:00\n课程：电工');
});

test('subscription notices: refused until allowed, one for each consent, for good when long-term', async () => {
  b.simulator.state.person(WHO);
  expect((await a.notice(WHO)).errcode).toBe(43101);
  const popup = { event: 'subscribe_msg_popup_event', template_id: 'tmpl-general' } as const;
  await b.simulator.send(WHO, popup);
  expect(b.heard.at(-1)!.event).toMatchObject({ name: 'subscribed', key: 'accept' });
  expect(await codes(2, () => a.notice(WHO))).toEqual([0, 43101]);
  await b.simulator.send(WHO, { ...popup, accept: false });
  expect((await a.notice(WHO)).errcode).toBe(43101);
  await b.simulator.send(WHO, { ...popup, always: true });
  expect(await codes(3, () => a.notice(WHO))).toEqual([0, 0, 0]);
});

test('menu: 3 × 5 and not more', async () => {
  const button = (name: string) => ({ type: 'click', name, key: name });
  const create = (body: object) => a.call('/cgi-bin/menu/create', body);
  expect((await a.call('/cgi-bin/menu/get', undefined)).errcode).toBe(46003);
  expect((await create({ button: [1, 2, 3, 4].map((n) => button(`${n}`)) })).errcode).toBe(40016);
  const six = [1, 2, 3, 4, 5, 6].map((n) => button(`${n}`));
  expect((await create({ button: [{ name: '我的', sub_button: six }] })).errcode).toBe(40023);
  expect((await create({ button: [button('一二三四五六')] })).errcode).toBe(40018);
  expect((await create({ button: [{ name: '我的', sub_button: six.slice(1) }] })).errcode).toBe(0);
  expect((await a.call('/cgi-bin/menu/get', undefined)).menu.button[0].sub_button).toHaveLength(5);
});

test('QR codes: a scene of at most 64 characters, a picture by its ticket, until it runs out', async () => {
  const create = (scene_str: string) =>
    a.call('/cgi-bin/qrcode/create', {
      action_name: 'QR_STR_SCENE',
      expire_seconds: 60,
      action_info: { scene: { scene_str } },
    });
  expect((await create('x'.repeat(65))).errcode).toBe(40053);
  const { ticket } = await create('class:A17');
  const show = () =>
    b.simulator.api({ method: 'GET', path: '/cgi-bin/showqrcode', query: new URLSearchParams({ ticket }), body: '' });
  expect(await show()).toMatchObject({ status: 200, content_type: 'image/png' });
  b.clock.ms += 61_000;
  expect(await show()).toMatchObject({ status: 404 });
});

test('faults on order: error code, HTTP status, a lost answer whose work is done; then all is well again', async () => {
  await b.simulator.send(WHO, { text: '在吗' });
  b.simulator.faults.add({ path: '/cgi-bin/message', times: 2, errcode: -1 });
  expect(await codes(3, () => a.say(WHO, '你好'))).toEqual([-1, -1, 0]);
  b.simulator.faults.add({ path: '/cgi-bin/message', times: 1, drop: true });
  const send = JSON.stringify({ touser: WHO, msgtype: 'text', text: { content: '掉了' } });
  const token = (await a.renew()).access_token;
  const query = new URLSearchParams({ access_token: token });
  const request = { method: 'POST', path: '/cgi-bin/message/custom/send', query, body: send };
  expect((await b.simulator.api(request)).drop).toBe(true);
  expect(b.simulator.state.inbox(WHO, 0).at(-1)!.text).toBe('掉了');
  b.simulator.faults.add({ path: '/cgi-bin/message', times: 1, status: 502 });
  expect((await b.simulator.api(request)).status).toBe(502);
});

test('what is not JSON, not a path, not the right method', async () => {
  const ask = async (method: string, path: string, body: string) => {
    const token = (await a.renew()).access_token;
    const query = new URLSearchParams({ access_token: token });
    return JSON.parse((await b.simulator.api({ method, path, query, body })).body.toString()).errcode;
  };
  expect(await ask('POST', '/cgi-bin/message/custom/send', '{')).toBe(47001);
  expect(await ask('GET', '/cgi-bin/message/custom/send', '')).toBe(43002);
  expect(await ask('POST', '/cgi-bin/user/info', '{}')).toBe(43001);
  expect(await ask('GET', '/cgi-bin/nothing', '')).toBe(40066);
});
