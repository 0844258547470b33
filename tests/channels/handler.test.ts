/** The Lambda's door: what it answers, and when. The turn itself is replaced. */
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Message } from '../../lib/channels/types';
import { field, readXml } from '../../lib/channels/wechat/xml';
import { eventXml, NOW_MS, OPENID, post, sealed, sha1, testConfig, textXml } from './callbacks';

const turn = jest.fn();
jest.mock('../../lib/chat/turn', () => ({ turn: (...args: unknown[]) => turn(...args) }));
jest.mock('../../lib/platform/log', () => ({ log: { warn: jest.fn(), error: jest.fn(), info: jest.fn() } }));
let now_ms = NOW_MS;
let settings: object[];
const changed = jest.fn(async () => settings.length > 1 && Boolean(settings.shift()));
const world = { now: () => now_ms };
jest.mock('../../lib/platform/deployed-world', () => ({
  deployedWorld: async () => world,
  wechatSettings: async () => settings[0],
  wechatSettingsChanged: () => changed(),
}));

import { handler, NOT_DONE } from '../../handlers/wechat';
import { log as realLog } from '../../lib/platform/log';

const log = jest.mocked(realLog);

const { api_base: _, api_fallback: __, ...ours } = testConfig({ mode: 'secure' });
beforeEach(() => {
  jest.clearAllMocks();
  now_ms = NOW_MS;
  settings = [ours];
  turn.mockReset().mockResolvedValue({ reply: { text: '好的' } });
});

function lambdaEvent(request: ReturnType<typeof post>, base64 = false): APIGatewayProxyEventV2 {
  const body = base64 ? Buffer.from(request.body).toString('base64') : request.body;
  return {
    requestContext: { http: { method: request.method } },
    queryStringParameters: request.query,
    body,
    isBase64Encoded: base64,
  } as unknown as APIGatewayProxyEventV2;
}
const hello = () => lambdaEvent(post('secure', textXml('13800000013 我要报名')));
/** What a person would read of an encrypted answer. */
function said(body = ''): string | undefined {
  const { decrypt } = jest.requireActual('@wecom/crypto');
  return field(readXml(decrypt(ours.encoding_aes_key!, field(readXml(body), 'Encrypt')!).message), 'Content');
}

it.each([false, true])('verifies, turns, answers (base64 %s)', async (base64) => {
  const answer = await handler(lambdaEvent(post('secure', textXml('我要报名')), base64));
  expect(answer).toMatchObject({ statusCode: 200, headers: { 'content-type': 'application/xml; charset=utf-8' } });
  expect(said(answer.body)).toBe('好的');
  expect(turn).toHaveBeenCalledTimes(1);
  const [given_world, message] = turn.mock.calls[0] as [unknown, Message];
  expect(given_world).toBe(world);
  expect(message).toMatchObject({ address: OPENID, text: '我要报名', kind: 'text' });
});

it('echoes the check of the address', async () => {
  const query = {
    timestamp: String(NOW_MS / 1000),
    nonce: '1',
    echostr: '42',
    signature: sha1('songxun_test', String(NOW_MS / 1000), '1'),
  };
  const answer = await handler(lambdaEvent({ method: 'GET', query, body: '', now_ms }));
  expect(answer).toMatchObject({
    statusCode: 200,
    body: '42',
    headers: { 'content-type': 'text/plain; charset=utf-8' },
  });
});

it.each([
  ['nothing to say', {}],
  ['an answer on its way as a push', { late: true }],
  ['late, whatever else', { late: true, reply: { text: '好的' } }],
])('answers `success` with %s', async (_, turned) => {
  turn.mockResolvedValue(turned);
  expect(await handler(lambdaEvent(post('secure', eventXml('unsubscribe'))))).toMatchObject({
    statusCode: 200,
    body: 'success',
  });
});

it('a forgery does not reach the turn, and the log holds only why', async () => {
  const forged = post('secure', textXml('13800000013'), { token: 'guessed' });
  expect(await handler(lambdaEvent(forged))).toEqual({ statusCode: 403, body: '' });
  expect(turn).not.toHaveBeenCalled();
  expect(log.warn.mock.calls).toEqual([['callback refused', { why: 'signature', status: 403 }]]);
});

it('a body too large is 413', async () => {
  const request = post('secure', textXml('x'));
  expect(await handler(lambdaEvent({ ...request, body: 'x'.repeat(70_000) }))).toMatchObject({ statusCode: 413 });
});

it('looks once whether the token was changed, and not for what is merely stale', async () => {
  settings = [{ ...ours, token: 'the_token_before' }, ours];
  expect((await handler(hello())).statusCode).toBe(200);
  expect(changed).toHaveBeenCalledTimes(1);
  now_ms = NOW_MS + 1e6;
  expect((await handler(hello())).statusCode).toBe(403);
  expect(changed).toHaveBeenCalledTimes(1);
});

describe('a turn that fails', () => {
  const failure = () => Object.assign(new Error('WORKER 13800000013 张三'), { name: 'Unavailable' });

  it.each([0, 5_000, 8_999])('is asked for again when WeChat will still try (%d ms)', async (age_ms) => {
    turn.mockRejectedValue(failure());
    now_ms = NOW_MS + age_ms;
    expect(await handler(hello())).toMatchObject({ statusCode: 500, body: 'again' });
  });

  it('at the last attempt tells the person', async () => {
    turn.mockRejectedValue(failure());
    now_ms = NOW_MS + 10_000;
    const answer = await handler(hello());
    expect(answer.statusCode).toBe(200);
    expect(said(answer.body)).toBe(NOT_DONE);
  });

  it('leaves neither words nor numbers nor the person in the log', async () => {
    turn.mockRejectedValue(failure());
    await handler(hello());
    const logged = JSON.stringify(log.error.mock.calls);
    expect(logged).toContain('Unavailable');
    expect(logged).not.toMatch(/13800000013|张三|报名/);
    expect(logged).not.toContain(OPENID);
  });

  it('throwing nothing is still a failure', async () => {
    turn.mockReturnValue(Promise.reject(undefined));
    expect(await handler(hello())).toMatchObject({ statusCode: 500 });
  });
});

describe('a turn that takes too long', () => {
  beforeEach(() => jest.useFakeTimers({ doNotFake: ['performance', 'nextTick', 'setImmediate', 'queueMicrotask'] }));
  afterEach(() => jest.useRealTimers());

  it.each([
    [0, 503, 'again'],
    [10_000, 200, NOT_DONE],
  ])('after 4.2 s, message %d ms old → %d', async (age_ms, status, expected) => {
    turn.mockReturnValue(new Promise(() => {}));
    now_ms = NOW_MS + age_ms;
    const answering = handler(hello());
    await jest.advanceTimersByTimeAsync(4_199);
    let settled = false;
    void answering.then(() => {
      settled = true;
    });
    await jest.advanceTimersByTimeAsync(0);
    expect(settled).toBe(false);
    await jest.advanceTimersByTimeAsync(1);
    const answer = await answering;
    expect(answer.statusCode).toBe(status);
    expect(status === 200 ? said(answer.body) : answer.body).toBe(expected);
    expect(log.error).toHaveBeenCalledWith(
      'turn failed',
      expect.objectContaining({ error_name: 'TimeUp', kind: 'text' }),
    );
  });

  it('leaves no timer behind when the turn is quick', async () => {
    await handler(hello());
    expect(jest.getTimerCount()).toBe(0);
  });
});

it('a replaced ciphertext does not pass the Lambda either', async () => {
  const request = post('secure', textXml('我要报名'));
  request.body = `<xml><Encrypt>${sealed(textXml('删除我的信息'))}</Encrypt></xml>`;
  expect((await handler(lambdaEvent(request))).statusCode).toBe(403);
});
