import '../support/quiet';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import { authenticate, authFromEnvironment, useAuth } from '../../lib/platform/auth';
import { api as makeApi } from '../../lib/platform/http';
import { BODY_MAX_BYTES } from '../../lib/platform/http-input';
import { allRoutes } from '../../lib/platform/openapi';
import { problemOf } from '../../lib/platform/problem';
import { narrowed, reaches, subtree } from '../../lib/platform/region';
import { Unavailable } from '../../lib/store/table';
import { type Api, AUDIENCE, eventOf, handlerOf, ISSUER, startApi } from './support';
import { DRAFT, drafted, tradesLoaded } from './things';

let api: Api;
beforeAll(async () => {
  api = await startApi();
  await tradesLoaded(api);
});

describe('who is calling', () => {
  const list = (token: string | null, headers: Record<string, string> = {}) =>
    api.call('list_classes', { token, headers });

  it('401 with a challenge when there is no token, or one that is none', async () => {
    const none = await list(null);
    expect([none.status, none.body.code, none.headers['www-authenticate']]).toEqual([
      401,
      'token_missing',
      'Bearer realm="songxun"',
    ]);
    for (const authorization of ['Basic abc', 'Bearer', 'Bearer x', 'Bearer a.b.c', `Bearer ${'a'.repeat(9000)}.b.c`])
      expect((await list(null, { authorization })).body.code).toBe('token_invalid');
  });

  it('goes by the world’s clock', async () => {
    const token = await api.token();
    expect((await list(token)).status).toBe(200);
    const now = api.world.clock.ms;
    api.world.clock.pass(2 * 3_600_000);
    expect((await list(token)).body.code).toBe('token_expired');
    api.world.clock.ms = now;
  });

  it.each([
    ['another audience', { aud: 'someone-else' }],
    ['a role that is none', { role: 'root' }],
    ['no role', { role: undefined }],
    ['a region that is none', { region: '5301' }],
    ['a region that is a list', { region: ['530128'] }],
    ['no subject', { sub: '' }],
  ])('refuses a token with %s', async (_what, claims) => {
    const { aud, ...rest } = claims as any;
    const token = aud ? await signed({ audience: aud }) : await api.token(rest);
    expect((await list(token)).body.code).toBe('token_invalid');
  });

  it('refuses alg none, a symmetric signature made with the public key, and a stranger’s key', async () => {
    const body = Buffer.from(JSON.stringify({ ...CLAIMS, iss: ISSUER, aud: AUDIENCE, exp: 9_999_999_999 })).toString(
      'base64url',
    );
    const none = Buffer.from('{"alg":"none"}').toString('base64url');
    expect((await list(`${none}.${body}.x`)).body.code).toBe('token_invalid');
    const forged = await new SignJWT({ ...CLAIMS })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setExpirationTime(9_999_999_999)
      .sign(Buffer.alloc(32, 1));
    expect((await list(forged)).body.code).toBe('token_invalid');
    expect((await list(await signed({}))).body.code).toBe('token_invalid');
  });

  it('takes keys from an OIDC issuer’s key set, cached; cannot be told from a bad token when unreachable', async () => {
    const { publicKey, privateKey } = await generateKeyPair('ES256');
    let asked = 0;
    let broken = false;
    const server = createServer(async (_request, response) => {
      asked++;
      response.statusCode = broken ? 500 : 200;
      response.end(JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'a', alg: 'ES256' }] }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const jwks_url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`;
    const token = await signed({ key: privateKey, alg: 'ES256', kid: 'a' });
    const config = { issuer: ISSUER, audience: AUDIENCE, jwks_url };
    const check = () => authenticate(`Bearer ${token}`, api.world.now());
    useAuth(config);
    broken = true;
    expect(await check()).toEqual({ refused: 'keys_unreachable' });
    broken = false;
    expect(await check()).toMatchObject({ subject: 'officer', role: 'auditor', region: '530128' });
    await check();
    expect(asked).toBe(2);
    server.close();
    server.closeAllConnections();
    useAuth({ ...config, jwks_url: 'http://127.0.0.1:1/keys' });
    expect(problemOf((await check()) as any).status).toBe(503);
    expect(() => useAuth({ ...config, jwks_url: 'http://keys.example/x' })).toThrow(/https/);
    api = await startApi();
    await tradesLoaded(api);
  });

  it('reads its configuration from the environment, and never keeps a private part', async () => {
    const jwk = { kty: 'OKP', crv: 'Ed25519', x: 'x' } as JWK;
    const env = { AUTH_ISSUER: 'i', AUTH_PUBLIC_JWK: JSON.stringify({ keys: [jwk] }) };
    expect(authFromEnvironment(env)).toEqual({ issuer: 'i', audience: 'songxun', keys: [jwk] });
    expect(authFromEnvironment({ AUTH_ISSUER: 'i', AUTH_AUDIENCE: 'a', AUTH_JWKS_URL: 'https://k' })).toEqual({
      issuer: 'i',
      audience: 'a',
      jwks_url: 'https://k',
    });
    expect(() => authFromEnvironment({})).toThrow(/AUTH_ISSUER/);
    expect(() => authFromEnvironment({ AUTH_ISSUER: 'i' })).toThrow(/AUTH_PUBLIC_JWK/);
    expect(() => useAuth({ issuer: 'i', audience: 'a', keys: [{ kty: 'oct', k: 'c2VjcmV0' }] })).toThrow(/Ed25519/);
    expect(() => useAuth({ issuer: 'i', audience: 'a', keys: [] })).toThrow(/No public key/);
    api = await startApi();
    await tradesLoaded(api);
  });
});

const CLAIMS = { sub: 'officer', role: 'auditor', region: '530128' };
async function signed(how: { audience?: string; key?: any; alg?: string; kid?: string }): Promise<string> {
  const key = how.key ?? (await generateKeyPair('EdDSA', { crv: 'Ed25519' })).privateKey;
  return new SignJWT({ role: CLAIMS.role, region: CLAIMS.region })
    .setProtectedHeader({ alg: how.alg ?? 'EdDSA', kid: how.kid ?? 'test' })
    .setSubject(CLAIMS.sub)
    .setIssuer(ISSUER)
    .setAudience(how.audience ?? AUDIENCE)
    .setExpirationTime(Math.floor(api.world.now() / 1000) + 600)
    .sign(key);
}

describe('regions', () => {
  it('reach their subtree, and nothing beside it', () => {
    expect(['530000', '530100', '530128', '659001'].map(subtree)).toEqual(['53', '5301', '530128', '659001']);
    expect(reaches('530000', '532928') && reaches('530100', '530128') && reaches('530128', '530128')).toBe(true);
    expect(
      reaches('530128', '530129') ||
        reaches('530128', '530100') ||
        reaches('530100', '530228') ||
        reaches('530000', '410900'),
    ).toBe(false);
  });
  it('a list is narrowed, never widened', () => {
    expect(narrowed('530100', undefined)).toBe('5301');
    expect(narrowed('530100', '530128')).toBe('530128');
    expect([narrowed('530100', '530000'), narrowed('530128', '530129'), narrowed('530128', '410900')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('what comes in', () => {
  const post = (asked: object) => api.call('draft_class', asked);
  const refusedFields = (answer: { body: any }) => answer.body.fields.map((one: any) => one.field);

  it('malformed JSON 400, another content type 415, over 64 KB 413, in any encoding', async () => {
    for (const raw of ['{', '{"a":}', 'null x', '\u0000', '[1,2'])
      expect([raw, (await post({ raw })).body.code]).toEqual([raw, 'body_malformed']);
    for (const type of ['text/plain', 'application/xml', 'multipart/form-data', ''])
      expect((await post({ raw: '{}', headers: { 'Content-Type': type } })).body.code).toBe('body_not_json');
    const big = JSON.stringify({ ...DRAFT, site_name: '站'.repeat(BODY_MAX_BYTES / 3) });
    for (const base64 of [true, false]) expect((await post({ raw: big, base64 })).body.code).toBe('body_too_large');
    expect((await post({ raw: JSON.stringify(DRAFT), base64: true })).status).toBe(201);
    expect(
      (await post({ raw: JSON.stringify(DRAFT), headers: { 'Content-Type': 'application/json; charset=utf-8' } }))
        .status,
    ).toBe(201);
  });

  it('a GET with a JSON content type and no body is answered', async () => {
    expect((await api.call('list_classes', { headers: { 'Content-Type': 'application/json' } })).status).toBe(200);
  });

  it('unknown fields are refused everywhere: body, nested, query, and names that would touch a prototype', async () => {
    const { lessons: _none, ...plain } = DRAFT as any;
    expect(refusedFields(await post({ body: { ...plain, capacty: 3 } }))).toEqual(['body.capacty']);
    const nested = [
      { starts_at: '2025-07-24T09:00:00+08:00', ends_at: '2025-07-24T09:45:00+08:00', units: 1, teacher: '王' },
    ];
    const { first_day: _f, units: _u, ...rest } = plain;
    expect(refusedFields(await post({ body: { ...rest, lessons: nested } }))).toEqual(['body.lessons[0].teacher']);
    expect(refusedFields(await api.call('list_classes', { query: { order: 'x' } }))).toEqual(['query.order']);
    expect(
      refusedFields(await api.call('read_class', { params: { class_id: 'A10' }, query: { reveal: 'true' } })),
    ).toEqual(['query.reveal']);
    for (const key of ['__proto__', 'constructor', 'prototype']) {
      const raw = JSON.stringify(plain).replace(/^\{/, `{"${key}":{"role":"administrator","polluted":true},`);
      expect((await post({ raw })).body.code).toBe('input_invalid');
      const inner = JSON.stringify({ trades: [{ id: 'a1', code: 'local-a', name: '甲乙', aliases: [] }] }).replace(
        '{"id"',
        `{"${key}":1,"id"`,
      );
      expect((await api.call('load_trades', { raw: inner })).body.code).toBe('input_invalid');
    }
    expect(({} as any).polluted).toBeUndefined();
  });

  it.each([
    ['a string for a number', { capacity: '30' }],
    ['a fraction', { capacity: 1.5 }],
    ['nothing', { capacity: null }],
    ['none at all', { capacity: 0 }],
    ['too many', { capacity: 5001 }],
    ['NaN in text', { units: 'NaN' }],
    ['a list for a text', { site_name: ['阜康'] }],
    ['an object for a text', { site_name: { $ne: 1 } }],
    ['only blanks', { site_name: '   ' }],
    ['control characters', { site_name: '阜\u0000康' }],
    ['half a surrogate pair', { site_name: '阜\ud800康' }],
    ['a day that is none', { first_day: '2025-02-30' }],
    ['a time without offset', { opens_at: '2025-07-11T09:00:00' }],
    ['a pattern that is none', { pattern: 'night' }],
    ['a region that is none', { host_region: '65230' }],
    ['a very long text', { address: '路'.repeat(121) }],
    ['too many groups', { groups: Array(21).fill('脱贫劳动力') }],
  ])('refuses %s, naming the field and not the value', async (_what, change) => {
    const answer = await post({ body: { ...DRAFT, ...change } });
    expect([answer.status, answer.body.code]).toEqual([422, 'input_invalid']);
    expect(refusedFields(answer)[0]).toContain(`body.${Object.keys(change)[0]}`);
  });

  it.each(['[]', '"text"', '1', 'null', 'true', '[[[[]]]]'])('refuses a body that is %s', async (raw) => {
    expect((await post({ raw })).body.code).toBe('input_invalid');
  });

  it('does not choke on depth, nor on ids made to climb', async () => {
    expect((await post({ raw: '['.repeat(30_000) + ']'.repeat(30_000) })).body.code).toBe('input_invalid');
    for (const class_id of ['../A10', 'A10#META', 'a10', "A10'--", 'A'.repeat(500), '%00'])
      expect((await api.call('read_class', { params: { class_id } })).status).toBe(422);
  });

  it('never repeats what was sent', async () => {
    const canary = '530128199001010013';
    const answers = [
      await post({ body: { ...DRAFT, [canary]: 1, site_name: [canary], pattern: canary } }),
      await api.call('list_classes', { query: { [canary]: '1', cursor: canary, limit: canary } }),
      await api.call('read_class', { params: { class_id: canary } }),
    ];
    for (const { text } of answers) expect(text).not.toContain(canary);
  });
});

describe('what goes out', () => {
  it('an error of ours says nothing: no message, no stack, no table, no path', async () => {
    const { table } = api.world;
    const secret = 'SECRET table-name pk=WORKER#w_1 530128199001010013';
    api.world.table = { ...table, query: () => Promise.reject(new TypeError(secret)) };
    const { status, text, body } = await api.call('list_classes');
    api.world.table = table;
    expect([status, body.code]).toEqual([500, 'internal']);
    expect(Object.keys(body).sort()).toEqual(['code', 'instance', 'status', 'title', 'type']);
    for (const word of ['SECRET', 'WORKER', '530128199001010013', 'TypeError', 'lib/', '.ts', 'at '])
      expect(text).not.toContain(word);
  });

  it('an outage is 503 with Retry-After', async () => {
    const { table } = api.world;
    api.world.table = { ...table, query: () => Promise.reject(new Unavailable('throttled')) };
    const { status, headers, body } = await api.call('list_classes');
    api.world.table = table;
    expect([status, body.code, headers['retry-after']]).toEqual([503, 'unavailable', '2']);
  });

  it('a refusal code without a row in the table is our mistake, not the caller’s', () => {
    expect(problemOf({ refused: 'made_up', facts: { a: 1 } })).toMatchObject({ status: 500, code: 'internal' });
    expect(problemOf({ refused: 'constructor' })).toMatchObject({ code: 'internal' });
    expect(problemOf({ refused: 'busy' })).toMatchObject({ status: 503 });
  });

  it('is never cached, and never sniffed', async () => {
    const { headers } = await api.call('list_classes');
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
  });

  it('404 for a path nobody serves', async () => {
    const handler = await handlerOf('classes');
    const answer: any = await handler(eventOf({ method: 'GET', path: '/v1/nothing' }, {}), {} as any);
    expect([answer.statusCode, JSON.parse(answer.body).code]).toEqual([404, 'route_unknown']);
  });

  it('a route whose thing nobody can place is refused rather than served', async () => {
    const { class_id } = await drafted(api);
    const routes = { read_class: allRoutes.read_class! };
    const blind = makeApi({
      routes,
      world: async () => api.world,
      operations: { read_class: async () => ({ body: 'leak' }) },
    });
    const event = eventOf(routes.read_class, { params: { class_id }, token: await api.token() });
    expect(await blind(event, {} as any)).toMatchObject({ statusCode: 500 });
  });
});
