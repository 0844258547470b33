/** The server's side of the gateway: who may talk to it, what is answered once, what is handed out when. */
import type { Sender } from '../../lib/channels/types';
import { routedSender, sendByGateway } from '../../lib/channels/wechaty/outbox-sender';
import { closeAccount, createAccount, OLD_KEY_KEPT_MS, renewSecret } from '../../lib/gateway/accounts';
import { FAILS_MAX, LEASE_MS } from '../../lib/gateway/rules';
import { signatureOf, signedHeaders } from '../../lib/gateway/sign';
import { keys } from '../../lib/store/keys';
import { memoryTable } from '../../lib/store/memory';
import { Unavailable } from '../../lib/store/table';
import { must } from '../support/must';
import { ACCOUNT, type Server, said, server } from './support/gateway';

const MESSAGES = '/v1/gateway/messages';
const LEASE = '/v1/gateway/lease';
const ACK = '/v1/gateway/ack';
let s: Server;
beforeEach(async () => {
  s = await server();
});
const post = (body: object) => s.call(MESSAGES, body);
const push = (to: string, id: string, text = id) =>
  sendByGateway(s.world, `${ACCOUNT}.${to}`, { id, text, template: { name: 'general', fields: {} } });
const ack = (id: string, attempt: number, outcome = 'sent', detail?: string) =>
  s.call(ACK, { acks: [{ id, attempt, outcome, ...(detail && { detail }) }] });

describe('who may talk to it', () => {
  const lease = { items_max: 1 };

  it('a signed request is answered; the same request again is not', async () => {
    const body = JSON.stringify(lease);
    const timestamp_s = Math.floor(s.world.now() / 1000);
    const headers = signedHeaders(s.secret, { method: 'POST', path: LEASE, account: ACCOUNT, timestamp_s, body });
    const send = () => s.call(LEASE, lease, { headers });
    expect((await send()).status).toBe(200);
    expect((await send()).body.code).toBe('nonce_used');
  });

  it('control: without the nonce remembered, the request caught on the way would be answered again', async () => {
    const table = memoryTable();
    const forgetful: typeof table = {
      ...table,
      write: async (changes, how) => (changes[0]?.key.sk.startsWith('NONCE#') ? undefined : table.write(changes, how)),
    };
    s = await server(forgetful);
    const timestamp_s = Math.floor(s.world.now() / 1000);
    const body = JSON.stringify(lease);
    const headers = signedHeaders(s.secret, { method: 'POST', path: LEASE, account: ACCOUNT, timestamp_s, body });
    await s.call(LEASE, lease, { headers });
    expect((await s.call(LEASE, lease, { headers })).status).toBe(200);
  });

  it('refuses a wrong key, an unknown account, another account’s key, no signature: the first three alike', async () => {
    const other = await must(s.world, () =>
      createAccount(s.world, { account: 'other', name: '别的号', home_region: '530128' }),
    );
    const wrong = await s.call(LEASE, lease, { secret: 'wrong' });
    expect([wrong.status, wrong.body.code]).toEqual([401, 'signature_invalid']);
    const { instance: _i, ...seen } = wrong.body;
    for (const how of [
      { account: 'nobody' },
      { secret: other.secret },
      { account: 'other' },
      { account: 'a'.repeat(30) },
    ]) {
      const { instance: _, ...body } = (await s.call(LEASE, lease, how)).body;
      expect(body).toEqual(seen);
    }
    expect((await s.call(LEASE, lease, { headers: { 'x-songxun-signature': '' } })).body.code).toBe(
      'signature_missing',
    );
    expect((await s.call(LEASE, lease, { account: 'other', secret: other.secret })).status).toBe(200);
  });

  it('signs the method, the path and every byte of the body', async () => {
    const timestamp_s = Math.floor(s.world.now() / 1000);
    const sign = (given: object) =>
      signedHeaders(s.secret, {
        method: 'POST',
        path: LEASE,
        account: ACCOUNT,
        timestamp_s,
        body: JSON.stringify(lease),
        ...given,
      });
    expect((await s.call(LEASE, { items_max: 2 }, { headers: sign({}) })).body.code).toBe('signature_invalid');
    expect((await s.call(LEASE, lease, { headers: sign({ path: ACK }) })).body.code).toBe('signature_invalid');
    expect((await s.call(LEASE, lease, { headers: sign({ method: 'GET' }) })).body.code).toBe('signature_invalid');
    expect((await s.call(LEASE, lease, { headers: sign({}) })).status).toBe(200);
    const signing = {
      method: 'POST',
      path: LEASE,
      account: ACCOUNT,
      timestamp_s: 1752112800,
      nonce: 'n'.repeat(20),
      body: '{}',
    };
    // Made with another program (Python's hmac): whoever writes another resident process can rely on it.
    expect(signatureOf('secret', signing)).toBe('UXJ90xOmgl9ONPWQNcDXNylvTGb_18sqNwIlsCqkIv4');
  });

  it.each([-301, 301])('refuses a time %s s off, and says what time it is here', async (off_s) => {
    const now_s = Math.floor(s.world.now() / 1000);
    const { status, body } = await s.call(LEASE, lease, { timestamp_s: now_s + off_s });
    expect([status, body.code, body.facts]).toEqual([401, 'signature_expired', { now_s }]);
    expect((await s.call(LEASE, lease, { timestamp_s: now_s + Math.sign(off_s) * 300 })).status).toBe(200);
  });

  it('a new key opens at once and the old one for an hour; a closed account opens nothing', async () => {
    const { secret } = await must(s.world, () => renewSecret(s.world, { account: ACCOUNT }));
    expect((await s.call(LEASE, lease, { secret })).status).toBe(200);
    expect((await s.call(LEASE, lease)).status).toBe(200);
    s.world.clock.pass(OLD_KEY_KEPT_MS + 1000);
    expect((await s.call(LEASE, lease)).body.code).toBe('signature_invalid');
    await must(s.world, () => closeAccount(s.world, { account: ACCOUNT }));
    expect((await s.call(LEASE, lease, { secret })).body.code).toBe('gateway_account_closed');
    expect(await push('wxid_a', 'p1')).toMatchObject({ outcome: 'undeliverable', reason: 'no_permission' });
  });

  it('keeps no key in clear', async () => {
    const row = await s.world.table.get(keys.gateway(ACCOUNT));
    expect(JSON.stringify(row)).not.toContain(s.secret);
  });

  it('takes no text over 2,048, no address that is no key, no field unknown', async () => {
    for (const wrong of [
      { text: 'x'.repeat(2049) },
      { contact: 'a.b' },
      { contact: 'a#b' },
      { more: 1 },
      { kind: 'event' },
    ])
      expect((await post({ ...said('你好'), ...wrong })).body.code).toBe('input_invalid');
    expect(await s.waiting()).toEqual([]);
  });
});

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
  const push_to_all = { id: 'p', text: '开班了', template: { name: 'general' as const, fields: {} } };
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

  it('nobody there: given up at once; WeChat’s pause costs nothing', async () => {
    const { id } = await one();
    for (let n = 1; n <= 2 * FAILS_MAX; n++) {
      expect((await ack(id, n, 'failed', 'throttled')).body.items[0].fate).toBe('waiting');
      expect((await s.lease())[0]).toMatchObject({ id, attempt: n + 1 });
    }
    expect((await ack(id, 2 * FAILS_MAX + 1, 'failed', 'contact_unknown')).body.items[0].fate).toBe('dead');
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
