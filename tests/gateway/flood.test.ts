/** Too much of it: a flood of messages, the same ones told again, two processes for one account, a queue nobody fetches. */

import { closeAccount, createAccount } from '../../lib/gateway/accounts';
import { client } from '../../lib/gateway/resident/client';
import { LEASE_MS } from '../../lib/gateway/rules';
import { oldestWaiting_s } from '../../lib/gateway/watch';
import { useWechatSettings } from '../../lib/platform/deployed-world';
import { measure } from '../../lib/platform/metrics';
import { keys } from '../../lib/store/keys';
import { must } from '../support/must';
import { ACCOUNT, type Server, said, server } from './support/gateway';
import { live, newFolder, type Phone, removeFolder } from './support/life';

jest.mock('../../lib/platform/metrics', () => ({ measure: jest.fn(), flushMetrics: jest.fn() }));
const measured = measure as jest.MockedFunction<typeof measure>;

let s: Server;
let phone: Phone;
let folders: string[];
const folder = () => {
  folders.push(newFolder());
  return folders.at(-1)!;
};
beforeEach(async () => {
  measured.mockClear();
  s = await server();
  phone = { got: [] };
  folders = [];
});
afterEach(() => folders.forEach(removeFolder));
const push = (to: string, id: string) => s.push(to, id);

describe('a flood', () => {
  it('of one person in a group: twenty answers a minute, one word about it, then silence; others are answered', async () => {
    const sent_ms = s.world.now();
    const flood = Array.from({ length: 200 }, () => said('今天', 'wxid_loud', { sent_ms, group: { id: 'g1' } }));
    for (const message of flood) await s.call('/v1/gateway/messages', message);
    await s.call('/v1/gateway/messages', said('今天', 'wxid_quiet', { sent_ms, group: { id: 'g1' } }));
    const waiting = await s.waiting();
    expect(waiting.filter((item) => item.to === 'wxid_loud')).toHaveLength(21);
    expect(waiting.filter((item) => item.to === 'wxid_quiet')).toHaveLength(1);
    // Among what is handed out next she is one, not all.
    expect((await s.lease()).map((item) => item.to).sort()).toEqual(['wxid_loud', 'wxid_quiet']);
  });

  it('the same messages told again and again, by one process and the next, are one turn each', async () => {
    const messages = ['你好', '找培训班'].map((text) => said(text));
    const home = folder();
    for (let times = 0; times < 2; times++) {
      const life = await live({ server: s, folder: home, phone });
      for (let i = 0; i < 5; i++) for (const message of messages) await life.say(message);
      await life.done();
      s.world.clock.pass(LEASE_MS);
      // The second time it does not even remember: its folder is a new machine's.
      if (times === 0) removeFolder(home);
    }
    expect(phone.got).toHaveLength(2);
    expect((await s.world.table.get(keys.conversation(`wechaty:${ACCOUNT}.wxid_a`)))?.rev).toBe(2);
    expect((await s.leases()).totals).toMatchObject({ sent: 2, duplicates: 0 });
  });
});

describe('two processes for one account', () => {
  const at = () =>
    client({ url: 'http://127.0.0.1', account: ACCOUNT, secret: s.secret, now: s.world.now, fetch: s.fetch });

  it('what one has in hand the other does not get; when its minute is over the other does, and a late word counts once', async () => {
    const [one, other] = [at(), at()];
    await push('wxid_a', 'p1');
    const [held] = await one.lease({ items_max: 2 });
    expect(await other.lease({ items_max: 2 })).toEqual([]);
    s.world.clock.pass(LEASE_MS);
    const [again] = await other.lease({ items_max: 2 });
    expect(again).toMatchObject({ id: held!.id, attempt: 2 });
    // The first wakes up and gives it back: it is no longer its to give back.
    await one.ack([{ id: held!.id, attempt: 1, outcome: 'failed', detail: 'throttled' }]);
    expect(await one.lease({ items_max: 2 })).toEqual([]);
    await other.ack([{ id: held!.id, attempt: 2, outcome: 'sent' }]);
    // It had sent it after all: two messages arrived, and that is known.
    await one.ack([{ id: held!.id, attempt: 1, outcome: 'sent' }]);
    expect((await s.leases()).totals).toEqual({ sent: 1, duplicates: 1, failed: 0, dead: 0 });
  });

  it('both at work: everyone gets everything once', async () => {
    const people = Array.from({ length: 8 }, (_, i) => `wxid_${i}`);
    for (const to of people) await push(to, `news-${to}`);
    const lives = [
      await live({ server: s, folder: folder(), phone }),
      await live({ server: s, folder: folder(), phone }),
    ];
    await Promise.all(people.map((who, i) => lives[i % 2]!.say(said('你好', who))));
    await Promise.all(lives.map((life) => life.done()));
    for (const who of people) expect(phone.got.filter(({ to }) => to === who)).toHaveLength(2);
    expect((await s.leases()).totals).toEqual({ sent: 16, duplicates: 0, failed: 0, dead: 0 });
  });
});

describe('who watches', () => {
  it('nothing where there is no account in use, 0 where nothing waits, else the age of the oldest thing', async () => {
    expect(await oldestWaiting_s(s.world)).toBe(0);
    await push('wxid_a', 'p1');
    s.world.clock.pass(90_000);
    await must(s.world, () => createAccount(s.world, { account: 'second', name: '别的号', home_region: '530128' }));
    await s.push('wxid_b', 'p2', '二', 'second');
    s.world.clock.pass(10_000);
    expect(await oldestWaiting_s(s.world)).toBe(100);
    // A reply is looked for first, and may be older or younger than a push.
    const [item] = await s.lease();
    await s.call('/v1/gateway/ack', { acks: [{ id: item!.id, attempt: 1, outcome: 'sent' }] });
    expect(await oldestWaiting_s(s.world)).toBe(10);
    for (const account of [ACCOUNT, 'second']) await must(s.world, () => closeAccount(s.world, { account }));
    expect(await oldestWaiting_s(s.world)).toBeUndefined();
  });

  it('the minute’s job tells the age', async () => {
    await push('wxid_a', 'p1');
    s.world.clock.pass(4_000_000);
    const { handler } = await import('../../handlers/jobs');
    useWechatSettings({ appid: s.world.account.appid, secret: 's', token: 'songxun', mode: 'plain' });
    await handler({ job: 'due' });
    useWechatSettings(undefined);
    expect(measured).toHaveBeenCalledWith('gateway_oldest_s', 4000);
  });

  it('what is given up is told once: by an ack, by a lease of what is too old', async () => {
    await push('wxid_a', 'p1');
    const [item] = await s.lease();
    const acks = [{ id: item!.id, attempt: 1, outcome: 'failed', detail: 'refused' }];
    for (let i = 0; i < 2; i++) await s.call('/v1/gateway/ack', { acks });
    expect(measured.mock.calls).toEqual([['gateway_dead', 1]]);
    for (const id of ['p2', 'p3']) await push('wxid_b', id);
    s.world.clock.pass(49 * 3_600_000);
    for (let i = 0; i < 2; i++) expect(await s.lease()).toEqual([]);
    expect(measured.mock.calls.slice(1)).toEqual([['gateway_dead', 2]]);
  });
});
