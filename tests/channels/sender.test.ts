import type { Push } from '../../lib/channels/types';
import { wechatSender } from '../../lib/channels/wechat/sender';
import { templateData } from '../../lib/channels/wechat/template-fields';
import type { Table } from '../../lib/store/table';
import { freshTable } from '../support/engine';
import { START, testWorld } from '../support/world';
import { OPENID, testConfig } from './callbacks';
import { type FakeAnswer, fakeWechat } from './fake-wechat';

const CUSTOM = '/cgi-bin/message/custom/send';
const TEMPLATE = '/cgi-bin/message/template/send';
const NOTICE = '/cgi-bin/message/subscribe/bizsend';
const HOUR = 3_600_000;
const NOW = Date.parse(START);

let table: Table;
let fake: Awaited<ReturnType<typeof fakeWechat>>;
let codes: Record<string, number>;
let other: FakeAnswer | undefined;
let accounts = 0;

beforeAll(async () => {
  table = (await freshTable()).table;
  fake = await fakeWechat((call) => {
    if (call.path === '/cgi-bin/stable_token') return { json: { access_token: 'T', expires_in: 7200 } };
    return other ?? { json: { errcode: codes[call.path] ?? 0, errmsg: 'x' } };
  });
});
afterAll(() => fake.close());
beforeEach(() => {
  fake.calls.length = 0;
  codes = {};
  other = undefined;
});

const push: Push = {
  id: 'n_0123456789abcdef',
  text: '明天晚上七点上课。',
  template: {
    name: 'lesson_reminder',
    fields: { title: '电工（初级）', time: '2025年7月24日 19:00', place: '一号楼', note: '带身份证' },
  },
};
const DATA = {
  title: { value: '电工（初级）' },
  time: { value: '2025年7月24日 19:00' },
  place: { value: '一号楼' },
  note: { value: '带身份证' },
};
const heard = (ago_ms: number): Push => ({ ...push, last_heard_ms: NOW - ago_ms });
function send(what: Push, more: object = { templates: { lesson_reminder: 'TPL1' } }) {
  const config = testConfig({ appid: `wx-send-${++accounts}`, api_base: fake.base, ...more });
  return wechatSender(config, testWorld(table)).send(OPENID, what);
}
const ways = () => fake.calls.map((call) => call.path).filter((path) => path !== '/cgi-bin/stable_token');

describe('which way', () => {
  it.each([
    ['just now', heard(0), [CUSTOM], 'conversation'],
    ['47 h ago', heard(47 * HOUR), [CUSTOM], 'conversation'],
    ['48 h ago, by our clock nearly', heard(48 * HOUR - 60_000), [TEMPLATE], 'template'],
    ['a week ago', heard(168 * HOUR), [TEMPLATE], 'template'],
    ['never', push, [TEMPLATE], 'template'],
  ])('she wrote %s', async (_, what, expected, via) => {
    expect(await send(what)).toEqual({ outcome: 'sent', via });
    expect(ways()).toEqual(expected);
  });

  it.each([45015, 45047])('%d leads on to the template', async (code) => {
    codes[CUSTOM] = code;
    expect(await send(heard(0))).toEqual({ outcome: 'sent', via: 'template' });
    expect(ways()).toEqual([CUSTOM, TEMPLATE]);
  });

  it('without a template: the notice, when there is one', async () => {
    expect(await send(push, { subscriptions: { lesson_reminder: 'SUB1' } })).toEqual({
      outcome: 'sent',
      via: 'subscription',
    });
    expect(fake.to(NOTICE)[0]?.body).toEqual({
      touser: OPENID,
      template_id: 'SUB1',
      data: DATA,
    });
  });

  it('an account that may not use templates: the notice', async () => {
    codes[TEMPLATE] = 48001;
    const both = { templates: { lesson_reminder: 'TPL1' }, subscriptions: { lesson_reminder: 'SUB1' } };
    expect(await send(push, both)).toEqual({ outcome: 'sent', via: 'subscription' });
    expect(await send(push)).toMatchObject({ outcome: 'undeliverable', reason: 'no_permission' });
  });

  it('with neither configured: undeliverable, and WeChat is not asked', async () => {
    expect(await send(push, {})).toEqual({
      outcome: 'undeliverable',
      reason: 'no_permission',
      detail: 'no template or notice configured for lesson_reminder',
    });
    expect(ways()).toEqual([]);
  });
});

describe('what comes of it', () => {
  it.each([
    [43004, { outcome: 'undeliverable', reason: 'not_following' }],
    [43101, { outcome: 'undeliverable', reason: 'refused' }],
    [48001, { outcome: 'undeliverable', reason: 'no_permission' }],
    [47003, { outcome: 'undeliverable', reason: 'rejected' }],
    [-1, { outcome: 'later', retry_after_ms: 10_000 }],
    [45009, { outcome: 'later', retry_after_ms: 14 * HOUR }],
    [40164, { outcome: 'later' }],
  ])('%d by conversation and by template', async (code, expected) => {
    codes[CUSTOM] = codes[TEMPLATE] = code;
    expect(await send(heard(0))).toMatchObject(expected);
    expect(await send(push)).toMatchObject(expected);
    expect(ways()).toEqual([CUSTOM, TEMPLATE]);
  });

  it('a window where there can be none is a pause', async () => {
    codes[TEMPLATE] = 45047;
    expect(await send(push)).toMatchObject({ outcome: 'later', retry_after_ms: HOUR });
  });

  it('no answer is later', async () => {
    other = { status: 503 };
    expect(await send(push)).toMatchObject({ outcome: 'later', reason: 'http 503' });
  });
});

describe('what is sent', () => {
  it('text, cut to what WeChat takes, without links of others’ making', async () => {
    await send({ ...heard(0), text: `<a href="x">${'课'.repeat(1000)}` });
    const content: string = fake.to(CUSTOM)[0]?.body.text.content;
    expect(Buffer.byteLength(content)).toBeLessThanOrEqual(2048);
    expect(content.startsWith('＜a')).toBe(true);
  });

  it('choices as links that show the label and send what it stands for', async () => {
    await send({
      ...heard(0),
      choices: [
        { send: '要 A17', label: '要这个名额' },
        { send: '2', label: '不要了' },
      ],
    });
    expect(fake.to(CUSTOM)[0]?.body).toEqual({
      touser: OPENID,
      msgtype: 'text',
      text: {
        content:
          '明天晚上七点上课。\n<a href="weixin://bizmsgmenu?msgmenucontent=要%20A17&msgmenuid=1">要这个名额</a>\n<a href="weixin://bizmsgmenu?msgmenucontent=2%20不要了&msgmenuid=2">2 不要了</a>',
      },
    });
  });

  it('a template with the push’s id, the same over retries, by which WeChat drops the second', async () => {
    await send(push);
    await send(push);
    const [a, b] = fake.to(TEMPLATE);
    expect(a?.body).toEqual({
      touser: OPENID,
      template_id: 'TPL1',
      client_msg_id: push.id,
      data: DATA,
    });
    expect(b?.body.client_msg_id).toBe(push.id);
    fake.calls.length = 0;
    await send({ ...push, id: `${'x'.repeat(40)}1` });
    await send({ ...push, id: `${'x'.repeat(40)}2` });
    const ids = fake.to(TEMPLATE).map((call) => call.body.client_msg_id);
    expect(new Set(ids).size).toBe(2);
    for (const id of ids) expect(id).toHaveLength(32);
  });

  it('our fields under the template’s own names: all that it lays out, and no other', async () => {
    const fields = { title: 'thing4', time: 'time1', teacher: 'name2' };
    await send(push, { templates: { lesson_reminder: { id: 'TPL2', fields } } });
    const { template_id, data } = fake.to(TEMPLATE)[0]!.body;
    expect(template_id).toBe('TPL2');
    expect(data).toEqual({
      thing4: { value: '电工（初级）' },
      time1: { value: '2025年7月24日 19:00' },
      name2: { value: '无' },
    });
  });
});

describe('template fields', () => {
  it.each([
    ['thing1', '一'.repeat(21), `${'一'.repeat(19)}…`],
    ['thing01', '一'.repeat(20), '一'.repeat(20)],
    ['phrase3', '已经被取消了', '已经被取…'],
    ['name2', '一'.repeat(11), `${'一'.repeat(9)}…`],
    ['character_string5', 'x'.repeat(33), `${'x'.repeat(31)}…`],
    ['time2', '2025年7月24日 09:00~2025年7月24日 17:00', '2025年7月24日 09:00~2025年7月24日 17:00'],
    ['keyword1', '一'.repeat(100), '一'.repeat(100)],
    ['constructor', '一', '一'],
    ['thing1', ' 两行\n 字 ', '两行 字'],
    ['thing1', '', '无'],
    ['thing1', '😀'.repeat(20), '😀'.repeat(20)],
  ])('%s', (name, value, expected) => {
    expect(templateData({ [name]: value })[name]).toEqual({ value: expected });
  });
});
