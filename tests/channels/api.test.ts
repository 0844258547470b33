/** What each error code leads to, against WeChat's API on loopback. */

import { nothingMore, wechatApi } from '../../lib/channels/wechat/api';
import { checkMenu, createMenu, DEFAULT_MENU } from '../../lib/channels/wechat/menu';
import { createQr } from '../../lib/channels/wechat/qr';
import type { Table } from '../../lib/store/table';
import { freshTable } from '../support/engine';
import { testWorld } from '../support/world';
import { testConfig } from './callbacks';
import { deadAddress, type FakeAnswer, type FakeCall, fakeWechat } from './fake-wechat';

let table: Table;
let accounts = 0;
let fakes: { close(): Promise<void> }[] = [];

beforeAll(async () => {
  table = (await freshTable()).table;
});
afterEach(async () => {
  for (const fake of fakes) await fake.close();
  fakes = [];
});

/** The API against a fake whose token endpoint works; `answer` for everything else. */
async function apiWith(answer: (call: FakeCall, nth: number) => FakeAnswer, more: object = {}) {
  let nth = 0;
  let tokens = 0;
  const fake = await fakeWechat((call) =>
    call.path === '/cgi-bin/stable_token'
      ? { json: { access_token: `T${call.body.force_refresh ? ++tokens : tokens}`, expires_in: 7200 } }
      : answer(call, ++nth),
  );
  fakes.push(fake);
  const world = testWorld(table);
  const config = testConfig({ appid: `wx-api-${++accounts}`, api_base: fake.base, ...more });
  return { fake, world, api: wechatApi(config, world), config };
}

const call = (api: ReturnType<typeof wechatApi>) => api.call('/cgi-bin/x', { a: 1 }, nothingMore);
const HOUR = 3_600_000;

it('sends JSON with the token, and reads the answer', async () => {
  const { api, fake } = await apiWith(() => ({}));
  expect(await call(api)).toEqual({ data: {} });
  expect(fake.to('/cgi-bin/x')).toEqual([{ path: '/cgi-bin/x', token: 'T0', body: { a: 1 } }]);
});

it.each([
  [-1, 'later', 10_000],
  [40003, 'rejected'],
  [40013, 'later', HOUR / 2],
  [40037, 'rejected'],
  [40125, 'later', HOUR / 2],
  [40164, 'later', HOUR / 2],
  [43004, 'not_following'],
  [43019, 'refused'],
  [43101, 'refused'],
  [45002, 'rejected'],
  // 10:00 in Shanghai: the quota is counted anew in 14 hours.
  [45009, 'later', 14 * HOUR],
  [45011, 'later', 60_000],
  [45015, 'window'],
  [45047, 'window'],
  [47003, 'rejected'],
  [48001, 'no_permission'],
  [48002, 'refused'],
  [48004, 'no_permission'],
  [41999, 'rejected'],
  [61000, 'later', 600_000],
] as [number, string, number?][])('%d → %s', async (...row) => {
  const [errcode, trouble, retry_after_ms] = row;
  const { api, fake } = await apiWith(() => ({ json: { errcode, errmsg: 'x rid: 1' } }));
  const called = await call(api);
  expect(called).toMatchObject({ trouble, errcode, ...(retry_after_ms && { retry_after_ms }) });
  expect('reason' in called && called.reason).toContain(String(errcode));
  expect(fake.to('/cgi-bin/x')).toHaveLength(1);
});

it('45009 shortly before midnight waits ten minutes all the same', async () => {
  const { api, world } = await apiWith(() => ({ json: { errcode: 45009, errmsg: '' } }));
  world.clock.set('2025-07-10T23:58:00+08:00');
  expect(await call(api)).toMatchObject({ trouble: 'later', retry_after_ms: 600_000 });
});

it('40164 names the address that must go on the list', async () => {
  const { api } = await apiWith(() => ({
    json: { errcode: 40164, errmsg: 'invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist' },
  }));
  expect(await call(api)).toMatchObject({
    reason: expect.stringContaining('203.0.113.7 is not on the account’s IP whitelist'),
  });
});

describe.each([40001, 40014, 42001])('%d', (errcode) => {
  it('renews the token once and tries again', async () => {
    const { api, fake } = await apiWith((_, nth) => (nth === 1 ? { json: { errcode, errmsg: '' } } : {}));
    expect(await call(api)).toEqual({ data: {} });
    expect(fake.to('/cgi-bin/x').map((one) => one.token)).toEqual(['T0', 'T1']);
  });

  it('does so once only', async () => {
    const { api, fake } = await apiWith(() => ({ json: { errcode, errmsg: '' } }));
    expect(await call(api)).toMatchObject({ trouble: 'later', errcode });
    expect(fake.to('/cgi-bin/x')).toHaveLength(2);
  });
});

describe('hosts', () => {
  const token = { json: { access_token: 'T', expires_in: 7200 } };

  it.each([
    ['is not there', undefined],
    ['answers 502', { status: 502 }],
    ['answers in HTML', { text: '<html>' }],
    ['answers without errcode in shape', { json: { errcode: 'many' } }],
    ['cuts the line', { cut: true }],
    ['redirects', { status: 302 }],
  ] as [string, FakeAnswer | undefined][])('the second is asked when the first %s', async (_, bad) => {
    const second = await fakeWechat((one) => (one.path.endsWith('token') ? token : {}));
    fakes.push(second);
    const first = bad && (await fakeWechat(() => bad));
    if (first) fakes.push(first);
    const { api } = await apiWith(() => ({}), {
      api_base: first?.base ?? (await deadAddress()),
      api_fallback: second.base,
    });
    expect(await call(api)).toEqual({ data: {} });
    expect(second.to('/cgi-bin/x')).toHaveLength(1);
  });

  it('the second is asked when the first takes more than 3 s; an error code is an answer', async () => {
    // Only the slow answer (after the token) is not waited for in full.
    const timeout = AbortSignal.timeout.bind(AbortSignal);
    const patience = jest.spyOn(AbortSignal, 'timeout');
    patience.mockImplementation((ms) => timeout(patience.mock.calls.length === 2 ? 500 : ms));
    const slow = await fakeWechat((one) => (one.path.endsWith('token') ? token : { delay_ms: 10_000 }));
    const second = await fakeWechat(() => ({ json: { errcode: 43004, errmsg: '' } }));
    fakes.push(slow, second);
    const { api } = await apiWith(() => ({}), { api_base: slow.base, api_fallback: second.base });
    expect(await call(api)).toMatchObject({ trouble: 'not_following' });
    expect(patience.mock.calls.flat()).toEqual([3_000, 3_000, 3_000]);
    expect(slow.to('/cgi-bin/x')).toHaveLength(1);
    patience.mockRestore();
  });

  it('when neither answers: later, without the token in the words', async () => {
    const dead = await deadAddress();
    const half = await fakeWechat((one) =>
      one.path.endsWith('token') ? { json: { access_token: 'T-secret', expires_in: 7200 } } : { cut: true },
    );
    fakes.push(half);
    const { api } = await apiWith(() => ({}), { api_base: half.base, api_fallback: dead });
    const called = await call(api);
    expect(called).toMatchObject({ trouble: 'later', retry_after_ms: 30_000 });
    expect(JSON.stringify(called)).not.toContain('T-secret');
    expect(JSON.stringify(called)).toContain('ECONNREFUSED');
  });
});

describe('the menu', () => {
  it('is put up as WeChat wants it', async () => {
    const { api, fake } = await apiWith(() => ({}));
    expect(await createMenu(api)).toEqual({ data: {} });
    const [sent] = fake.to('/cgi-bin/menu/create');
    expect(sent?.body.button).toHaveLength(3);
    expect(sent?.body.button[1]).toMatchObject({
      name: '我的',
      sub_button: expect.arrayContaining([{ type: 'click', name: '我的课', key: '我的课' }]),
    });
  });

  const one = { name: '课', key: '课' };
  it.each([
    ['four buttons', [one, one, one, one]],
    ['none', []],
    ['six below one', [{ name: '课', buttons: [one, one, one, one, one, one] }]],
    ['none below one', [{ name: '课', buttons: [] }]],
    ['a name of six characters', [{ name: '一二三四五六', key: 'x' }]],
    ['a long name below', [{ name: '课', buttons: [{ name: '课'.repeat(21), key: 'x' }] }]],
    ['a long key', [{ name: '课', key: '课'.repeat(43) }]],
    ['no key', [{ name: '课', key: '' }]],
  ])('is refused with %s, before WeChat is asked', async (_, buttons) => {
    const { api, fake } = await apiWith(() => ({}));
    expect(await createMenu(api, { buttons })).toMatchObject({ refused: 'menu_shape' });
    expect(fake.calls).toHaveLength(0);
  });

  it('by default fits', () => {
    expect(checkMenu(DEFAULT_MENU)).toBeUndefined();
  });
});

describe('QR codes', () => {
  const made = { json: { ticket: 'gQ/=+', expire_seconds: 60, url: 'http://weixin.qq.com/q/x' } };

  it('temporary, for 30 days at most', async () => {
    const { api, fake } = await apiWith(() => made);
    expect(await createQr(api, { scene: 'class:A17', lasting: 'temporary', expires_in_s: 1e9 })).toEqual({
      data: {
        url: 'http://weixin.qq.com/q/x',
        picture_url: 'https://mp.weixin.qq.com/cgi-bin/showqrcode?ticket=gQ%2F%3D%2B',
        expires_in_s: 60,
      },
    });
    expect(fake.to('/cgi-bin/qrcode/create')[0]?.body).toEqual({
      action_name: 'QR_STR_SCENE',
      action_info: { scene: { scene_str: 'class:A17' } },
      expire_seconds: 2592000,
    });
  });

  it('permanent', async () => {
    const { api, fake } = await apiWith(() => ({ json: { ticket: 't', url: 'u' } }));
    expect(await createQr(api, { scene: 'station:S3', lasting: 'permanent' })).toMatchObject({ data: { url: 'u' } });
    expect(fake.to('/cgi-bin/qrcode/create')[0]?.body).toEqual({
      action_name: 'QR_LIMIT_STR_SCENE',
      action_info: { scene: { scene_str: 'station:S3' } },
    });
  });

  it.each(['', 'x'.repeat(65), '班', 'a b', 'a\nb'])('refuses the scene %j', async (scene) => {
    const { api, fake } = await apiWith(() => made);
    expect(await createQr(api, { scene, lasting: 'permanent' })).toMatchObject({ refused: 'scene_format' });
    expect(fake.calls).toHaveLength(0);
  });

  it('64 characters are not too many; an answer without a ticket is trouble', async () => {
    const { api } = await apiWith(() => ({ json: { errcode: 0 } }));
    expect(await createQr(api, { scene: 'x'.repeat(64), lasting: 'permanent' })).toMatchObject({ trouble: 'later' });
  });
});
