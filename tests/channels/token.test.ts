/** One refresher at a time, over processes; the count of forced refreshes; the token sealed. */

import { TokenUnavailable, tokenKeeper } from '../../lib/channels/wechat/token';
import { instant } from '../../lib/platform/clock';
import type { World } from '../../lib/platform/world';
import { keys } from '../../lib/store/keys';
import { type Table, Unavailable } from '../../lib/store/table';
import { freshTable } from '../support/engine';
import { type TestWorld, testWorld } from '../support/world';
import { testConfig } from './callbacks';
import { type FakeAnswer, fakeWechat } from './fake-wechat';

const EXPIRES_S = 7200;
let table: Table;
let made = 0;
let fake: Awaited<ReturnType<typeof fakeWechat>>;
let answer: (force: boolean) => FakeAnswer;
let appid: string;
let accounts = 0;

/** As WeChat: without force the same token again while it lives. */
const stable = (delay_ms = 0) => {
  const series = ++made;
  let forced = 0;
  return (force: boolean): FakeAnswer => {
    if (force) forced++;
    return { json: { access_token: `TOKEN-${series}-${forced}`, expires_in: EXPIRES_S }, delay_ms };
  };
};

beforeAll(async () => {
  table = (await freshTable()).table;
  fake = await fakeWechat((call) => answer(call.body.force_refresh));
});
afterAll(() => fake.close());
beforeEach(() => {
  fake.calls.length = 0;
  appid = `wx${++accounts}`;
  answer = stable();
});

const config = () => testConfig({ appid, api_base: fake.base });
/** A world whose waiting is real, as another process's would be. */
const waiting = (world: World): World => ({
  ...world,
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
});
const keeper = (world: World) => tokenKeeper(config(), world);
const row = () => table.get(keys.wechatToken(appid));

it('is fetched once by 20 concurrent callers in 20 processes', async () => {
  answer = stable(100);
  const world = waiting(testWorld(table));
  const tokens = await Promise.all(Array.from({ length: 20 }, () => keeper(world).token()));
  expect(new Set(tokens).size).toBe(1);
  expect(fake.calls).toHaveLength(1);
  expect(fake.calls[0]).toMatchObject({
    path: '/cgi-bin/stable_token',
    body: { grant_type: 'client_credential', appid, secret: 'not-a-real-secret-0000', force_refresh: false },
  });
});

it('negative control: without the lease’s condition each of the 20 fetches', async () => {
  answer = stable(100);
  const unguarded: Table = {
    ...table,
    write: (changes) => table.write(changes.map((change) => ({ ...change, when: undefined }))),
  };
  const world = waiting(testWorld(unguarded));
  await Promise.all(Array.from({ length: 20 }, () => keeper(world).token()));
  expect(fake.calls.length).toBeGreaterThan(10);
});

it('is fetched once by 20 concurrent callers in one process', async () => {
  answer = stable(20);
  const one = keeper(testWorld(table));
  await Promise.all(Array.from({ length: 20 }, () => one.token()));
  expect(fake.calls).toHaveLength(1);
});

it('lies sealed in the row', async () => {
  const token = await keeper(testWorld(table)).token();
  const item = await row();
  expect(item).toMatchObject({ expires_ms: expect.any(Number), sealed: expect.any(String) });
  expect(JSON.stringify(item)).not.toContain(token);
  expect(JSON.stringify(item)).not.toContain('not-a-real-secret-0000');
  expect(item?.lease_by).toBeUndefined();
});

it('is renewed five minutes before its end, by whoever comes first', async () => {
  const world = testWorld(table);
  const one = keeper(world);
  await one.token();
  world.clock.pass((EXPIRES_S - 301) * 1000);
  await one.token();
  await keeper(world).token();
  expect(fake.calls).toHaveLength(1);
  world.clock.pass(2000);
  await one.token();
  expect(fake.calls).toHaveLength(2);
});

it('while another renews it early, the old one is used without waiting', async () => {
  const world = testWorld(table);
  const first = await keeper(world).token();
  world.clock.pass((EXPIRES_S - 200) * 1000);
  await table.write([
    {
      kind: 'update',
      key: keys.wechatToken(appid),
      why: 'another process',
      set: { lease_by: 'other', lease_until_ms: world.now() + 10_000 },
    },
  ]);
  const sleep = jest.fn(async () => {});
  expect(await keeper({ ...world, sleep }).token()).toBe(first);
  expect(sleep).not.toHaveBeenCalled();
});

it('a lease whose holder died is taken over when it runs out', async () => {
  const world = testWorld(table);
  await table.write([
    {
      kind: 'update',
      key: keys.wechatToken(appid),
      why: 'another process',
      set: { lease_by: 'dead', lease_until_ms: world.now() + 10_000 },
    },
  ]);
  await expect(keeper(world).token()).rejects.toThrow(TokenUnavailable);
  world.clock.pass(10_000);
  await expect(keeper(world).token()).resolves.toMatch('TOKEN');
});

describe('a token that WeChat turns down', () => {
  it('is not had from the row again; force brings another, counted', async () => {
    const world = testWorld(table);
    const one = keeper(world);
    const first = await one.token();
    const second = await one.token(first);
    expect(second).not.toBe(first);
    expect(fake.calls.map((call) => call.body.force_refresh)).toEqual([false, false, true]);
    expect(await row()).toMatchObject({ forced_day: instant(world.now()).slice(0, 10), forced_count: 1 });
  });

  it('is renewed once by many who were refused', async () => {
    const world = waiting(testWorld(table));
    const many = Array.from({ length: 10 }, () => keeper(world));
    const [first] = await Promise.all(many.map((one) => one.token()));
    const next = await Promise.all(many.map((one) => one.token(first)));
    expect(new Set(next).size).toBe(1);
    expect(fake.calls.filter((call) => call.body.force_refresh)).toHaveLength(1);
  });

  it('is not forced when another process has renewed it meanwhile', async () => {
    const world = testWorld(table);
    const one = keeper(world);
    const first = await one.token();
    answer = stable();
    const second = await one.token(first);
    expect(second).not.toBe(first);
    expect(fake.calls.some((call) => call.body.force_refresh)).toBe(false);
  });

  it('is forced at most 20 times a day, 30 s apart, and again the next day', async () => {
    const world = testWorld(table);
    const one = keeper(world);
    let token = await one.token();
    token = await one.token(token);
    await expect(one.token(token)).rejects.toThrow('a moment ago');
    for (let n = 1; n < 20; n++) {
      world.clock.pass(31_000);
      token = await one.token(token);
    }
    world.clock.pass(31_000);
    await expect(one.token(token)).rejects.toThrow('20 forced refreshes');
    expect(fake.calls.filter((call) => call.body.force_refresh)).toHaveLength(20);
    world.clock.pass(86_400_000);
    await one.token(token);
    expect((await row())?.forced_count ?? 0).toBeLessThanOrEqual(20);
  });
});

it('a lease that was written without an answer is known as one’s own', async () => {
  let writes = 0;
  const silent: Table = {
    ...table,
    async write(changes) {
      await table.write(changes);
      if (++writes === 1) throw new Unavailable('timed out after it was done');
    },
  };
  await expect(keeper(testWorld(silent)).token()).resolves.toMatch('TOKEN');
  expect(fake.calls).toHaveLength(1);
});

describe('trouble', () => {
  it.each([
    [{ json: { errcode: 40125, errmsg: 'invalid appsecret' } }, 'secret is wrong'],
    [
      { json: { errcode: 40164, errmsg: 'invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist' } },
      '203.0.113.7 is not on',
    ],
    [{ status: 500 }, 'http 500'],
    [{ text: '<html>' }, 'not JSON'],
    [{ json: { access_token: '' } }, 'without a token'],
    [{ json: [] }, 'errcode'],
    [{ cut: true }, 'token: '],
  ] as [FakeAnswer, string][])(
    '%j is said in words, holds no secret, and gives the lease back',
    async (given, said) => {
      answer = () => given;
      const error = await keeper(testWorld(table))
        .token()
        .catch((caught) => caught);
      expect(error).toBeInstanceOf(TokenUnavailable);
      expect(error.message).toContain(said);
      expect(`${error.stack}`).not.toContain('not-a-real-secret-0000');
      expect(error.retry_after_ms).toBeGreaterThanOrEqual(10_000);
      expect((await row())?.lease_by).toBeUndefined();
      answer = stable();
      await expect(keeper(testWorld(table)).token()).resolves.toMatch('TOKEN');
    },
  );

  it('a token that could not be stored still serves', async () => {
    let writes = 0;
    const failing: Table = {
      ...table,
      async write(changes) {
        if (++writes === 2) throw new Unavailable('throttled');
        return table.write(changes);
      },
    };
    const world: TestWorld = testWorld(failing);
    const one = keeper(world);
    expect(await one.token()).toBe(await one.token());
    expect(fake.calls).toHaveLength(1);
  });

  it('a row sealed with a key that is gone is as good as none', async () => {
    await table.write([
      {
        kind: 'put',
        key: keys.wechatToken(appid),
        why: 'old',
        item: { sealed: 'AAAA', wrapped_key: 'AAAA', expires_ms: Date.now() * 2 },
      },
    ]);
    await expect(keeper(testWorld(table)).token()).resolves.toMatch('TOKEN');
  });
});
