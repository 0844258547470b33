/** The server's side of the gateway: what is answered once, what is handed out when, what becomes of it. */
import type { Sender } from '../../lib/channels/types';
import { routedSender } from '../../lib/channels/wechaty/outbox-sender';
import { FAILS_MAX, LEASE_MS } from '../../lib/gateway/rules';
import { keys } from '../../lib/store/keys';
import { Unavailable } from '../../lib/store/table';
import { ACCOUNT, type Server, said, server } from './support/gateway';

const MESSAGES = '/v1/gateway/messages';
const ACK = '/v1/gateway/ack';
let s: Server;
beforeEach(async () => {
  s = await server();
});
const post = (body: object) => s.call(MESSAGES, body);
const push = (to: string, id: string, text?: string) => s.push(to, id, text);
const ack = (id: string, attempt: number, outcome = 'sent', detail?: string) =>
  s.call(ACK, { acks: [{ id, attempt, outcome, ...(detail && { detail }) }] });

describe('a message and its answer', () => {
  it('is one turn and one answer, however often it is posted', async () => {
    const message = said('你好');
    expect((await post(message)).body).toEqual({ outcome: 'answered' });
    const [row] = await s.waiting();
    expect(row).toMatchObject({ to: 'wxid_a', priority: 0, text: expect.stringContaining('1 找培训班') });
    for (let i = 0; i < 3; i++) expect((await post(message)).body).toEqual({ outcome: 'answered' });
    expect(await s.waiting()).toEqual([row]);
    const talk = await s.world.table.get(keys.conversation(`wechaty:${ACCOUNT}.wxid_a`));
    expect(talk?.rev).toBe(1);
  });

  it('two posts of it at once: one answer', async () => {
    const message = said('你好');
    await Promise.all([1, 2, 3, 4].map(() => post(message)));
    expect(await s.waiting()).toHaveLength(1);
  });

  it('posted again after later ones, and after the answer was sent, it is not answered anew', async () => {
    const first = said('你好');
    await post(first);
    const [item] = await s.lease();
    await ack(item!.id, 1);
    await post(said('找培训班'));
    expect((await post(first)).body).toEqual({ outcome: 'answered' });
    expect(await s.waiting()).toHaveLength(1);
  });
});

describe('what is handed out', () => {
  it('answers before pushes, each for a minute, then again', async () => {
    await push('wxid_b', 'p1');
    s.world.clock.pass(1000);
    await post(said('你好'));
    expect((await s.lease(1))[0]).toMatchObject({ to: 'wxid_a', priority: 0, attempt: 1 });
    expect((await s.lease(1))[0]).toMatchObject({ to: 'wxid_b', priority: 1 });
    expect(await s.lease()).toEqual([]);
    s.world.clock.pass(LEASE_MS - 1);
    expect(await s.lease()).toEqual([]);
    s.world.clock.pass(1);
    expect((await s.lease()).map((one) => [one.to, one.attempt])).toEqual([
      ['wxid_a', 2],
      ['wxid_b', 2],
    ]);
  });

  it('never a person’s second thing before her first is through, whoever asks at once', async () => {
    for (const id of ['p1', 'p2', 'p3']) {
      await push('wxid_a', id);
      s.world.clock.pass(10);
    }
    await push('wxid_b', 'q1');
    const handed = (await Promise.all([s.lease(), s.lease(), s.lease()])).flat();
    expect(handed.map((one) => one.text).sort()).toEqual(['p1', 'q1']);
    const p1 = handed.find((one) => one.text === 'p1')!;
    await ack(p1.id, p1.attempt, 'failed');
    expect(await s.lease()).toEqual([]);
    s.world.clock.pass(30_000);
    expect((await s.lease())[0]).toMatchObject({ text: 'p1', attempt: 2 });
    await ack(p1.id, 2);
    expect((await s.lease()).map((one) => one.text)).toEqual(['p2']);
  });

  it('news that failed and waits its turn again does not hold back the answer she waits for', async () => {
    await push('wxid_a', 'p1');
    await push('wxid_a', 'p2');
    const [p1] = await s.lease();
    await post(said('你好'));
    // While it is being sent, she gets nothing else (control).
    expect(await s.lease()).toEqual([]);
    await ack(p1!.id, 1, 'failed');
    const [reply, ...more] = await s.lease();
    expect([reply?.to, reply?.priority, more]).toEqual(['wxid_a', 0, []]);
    await ack(reply!.id, 1);
    // Her other news still waits behind the one that failed.
    expect(await s.lease()).toEqual([]);
    s.world.clock.pass(30_000);
    expect((await s.lease()).map((one) => one.text)).toEqual(['p1']);
  });

  it('an answer that failed and waits its turn again is not overtaken by the next one', async () => {
    for (const text of ['你好', '电工']) {
      await post(said(text));
      s.world.clock.pass(4000);
    }
    const [first, ...more] = await s.lease();
    expect([first?.priority, more]).toEqual([0, []]);
    await ack(first!.id, 1, 'failed');
    expect(await s.lease()).toEqual([]);
    s.world.clock.pass(30_000);
    expect(await s.lease()).toMatchObject([{ id: first!.id, attempt: 2 }]);
    // Control: once it is sent, the next one goes.
    await ack(first!.id, 2);
    expect((await s.lease())[0]).toMatchObject({ priority: 0, attempt: 1 });
  });

  it('answers only, when that is asked for', async () => {
    await push('wxid_b', 'p1');
    expect(await s.lease(5, true)).toEqual([]);
    await post(said('你好'));
    expect((await s.lease(5, true)).map((one) => one.to)).toEqual(['wxid_a']);
  });

  it('a push with the same id is one thing, even after it was sent', async () => {
    for (let i = 0; i < 3; i++) expect(await push('wxid_a', 'n1')).toEqual({ outcome: 'sent', via: 'gateway' });
    const [item] = await s.lease();
    await ack(item!.id, 1);
    await push('wxid_a', 'n1');
    expect(await s.waiting()).toEqual([]);
  });

  it('old answers and old news are not sent any more', async () => {
    await push('wxid_b', 'p1');
    await post(said('你好'));
    s.world.clock.pass(25 * 3_600_000);
    expect((await s.lease()).map((one) => one.text)).toEqual(['p1']);
    expect((await s.leases()).totals.dead).toBe(1);
  });
});

describe('which way a push goes', () => {
  const push_to_all = {
    id: 'p',
    text: '开班了',
    template: { name: 'general' as const, fields: { title: '通知', note: '好' } },
  };
  it('by the channel of its person: the outbox for the gateway’s, WeChat for everyone else', async () => {
    const by_wechat: string[] = [];
    const wechat: Sender = {
      send: async (address) => {
        by_wechat.push(address);
        return { outcome: 'sent', via: 'conversation' };
      },
      sceneCode: async () => ({ outcome: 'refused', reason: 'test' }),
    };
    const sender = routedSender(wechat, s.world);
    await sender.send('oABC', push_to_all);
    await sender.send('oABD', push_to_all, 'wechat');
    await sender.send(`${ACCOUNT}.wxid_a`, push_to_all, 'wechaty');
    expect(by_wechat).toEqual(['oABC', 'oABD']);
    expect((await s.lease()).map((one) => [one.to, one.text])).toEqual([['wxid_a', '开班了']]);
    expect(await sender.sceneCode?.('class:A17')).toMatchObject({ outcome: 'refused' });
  });

  it('to an address or an account that is none: undeliverable; with the table out of reach: later', async () => {
    const sender = routedSender({ send: async () => ({ outcome: 'sent', via: 'conversation' }) }, s.world);
    const send = (address: string) => sender.send(address, push_to_all, 'wechaty');
    expect(await send('nodot')).toMatchObject({ outcome: 'undeliverable', reason: 'rejected' });
    expect(await send('nobody.wxid_a')).toMatchObject({ outcome: 'undeliverable', reason: 'no_permission' });
    s.world.table.write = async () => {
      throw new Unavailable('throttled');
    };
    expect(await send(`${ACCOUNT}.wxid_a`)).toMatchObject({ outcome: 'later' });
  });
});

describe('how it went', () => {
  const one = async () => {
    await push('wxid_a', 'p1');
    return (await s.lease())[0]!;
  };
  const totals = async () => (await s.leases()).totals;

  it('sent, said twice, counts once', async () => {
    const { id } = await one();
    for (let i = 0; i < 3; i++) expect((await ack(id, 1)).body.items).toEqual([{ id, fate: 'sent' }]);
    expect(await totals()).toEqual({ sent: 1, duplicates: 0, failed: 0, dead: 0 });
  });

  it('sent by two attempts, or again for certain: a duplicate each', async () => {
    const { id } = await one();
    s.world.clock.pass(LEASE_MS);
    await s.lease();
    await ack(id, 1);
    await ack(id, 2);
    await ack(id, 2);
    expect(await totals()).toMatchObject({ sent: 1, duplicates: 1 });
    await push('wxid_b', 'p2');
    const [other] = await s.lease();
    await ack(other!.id, 1, 'duplicate');
    expect(await totals()).toMatchObject({ sent: 2, duplicates: 2 });
  });

  it('failed: comes back after a pause, and is given up in the end, with its reason', async () => {
    const { id } = await one();
    for (let n = 1; n <= FAILS_MAX; n++) {
      const { body } = await ack(id, n, 'failed', 'error');
      await ack(id, n, 'failed', 'error');
      expect(body.items[0].fate).toBe(n < FAILS_MAX ? 'waiting' : 'dead');
      expect(await s.lease()).toEqual([]);
      s.world.clock.pass(10 * 60_000);
      if (n < FAILS_MAX) expect((await s.lease())[0]).toMatchObject({ id, attempt: n + 1 });
    }
    expect(await totals()).toEqual({ sent: 0, duplicates: 0, failed: FAILS_MAX, dead: 1 });
    expect(await s.world.table.get(keys.outboxed(ACCOUNT, id))).toMatchObject({ state: 'dead', reason: 'error' });
    expect(await s.waiting()).toEqual([]);
  });

  it('never came back, five times: given up as well', async () => {
    await push('wxid_a', 'p1');
    for (let n = 1; n <= FAILS_MAX; n++) {
      expect((await s.lease())[0]?.attempt).toBe(n);
      s.world.clock.pass(LEASE_MS);
    }
    expect(await s.lease()).toEqual([]);
    expect(await totals()).toMatchObject({ dead: 1 });
  });

  it('no friends any more: given up at once; a pause of WeChat’s, or nobody logged in, costs nothing', async () => {
    const { id } = await one();
    for (let n = 1; n <= 2 * FAILS_MAX; n++) {
      expect((await ack(id, n, 'failed', n % 2 ? 'throttled' : 'offline')).body.items[0].fate).toBe('waiting');
      expect((await s.lease())[0]).toMatchObject({ id, attempt: n + 1 });
    }
    expect((await ack(id, 2 * FAILS_MAX + 1, 'failed', 'refused')).body.items[0].fate).toBe('dead');
  });

  it('who is not found is looked for again: puppets say so of a bad moment, too', async () => {
    const { id } = await one();
    expect((await ack(id, 1, 'failed', 'contact_unknown')).body.items[0].fate).toBe('waiting');
    s.world.clock.pass(30_000);
    expect((await s.lease())[0]).toMatchObject({ id, attempt: 2 });
  });

  it('what is not known stays unknown; several at once are one write', async () => {
    const { id } = await one();
    const acks = [
      { id: 'p_0123456789012345678901', attempt: 1, outcome: 'sent' },
      { id, attempt: 1, outcome: 'sent' },
    ];
    expect((await s.call(ACK, { acks })).body.items.map((one: any) => one.fate)).toEqual(['unknown', 'sent']);
  });
});
