/** Who may talk to the gateway's server: signed just now, by a key we know, and not seen before. */
import { closeAccount, createAccount, OLD_KEY_KEPT_MS, renewSecret } from '../../lib/gateway/accounts';
import { signatureOf, signedHeaders } from '../../lib/gateway/sign';
import { keys } from '../../lib/store/keys';
import { memoryTable } from '../../lib/store/memory';
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
const push = (to: string, id: string, text?: string) => s.push(to, id, text);

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
