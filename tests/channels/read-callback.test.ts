import * as oracle from '@wecom/crypto';
import { type Callback, type CallbackRequest, readCallback } from '../../lib/channels/wechat/read-callback';
import { replays } from '../../lib/channels/wechat/replays';
import { field, readXml } from '../../lib/channels/wechat/xml';
import { KEY, type Mode, NOW_MS, NOW_S, OLD_KEY, OPENID, post, sealed, sha1, testConfig, textXml } from './callbacks';

const MODES: Mode[] = ['plain', 'compatible', 'secure'];
const config = Object.fromEntries(MODES.map((mode) => [mode, testConfig({ mode })])) as Record<
  Mode,
  ReturnType<typeof testConfig>
>;
const read = (mode: Mode, request: CallbackRequest) => readCallback(config[mode], request, replays());
const why = (callback: Callback) => (callback.kind === 'refused' ? callback.why : callback.kind);
const HI = textXml('我要报名');

describe.each(MODES)('a post in mode %s', (mode) => {
  it('is read, and answered the way it came', () => {
    const callback = read(mode, post(mode, HI));
    if (callback.kind !== 'message') throw new Error(why(callback));
    expect(callback.message).toMatchObject({ address: OPENID, text: '我要报名' });
    const body = readXml(callback.reply({ text: '好的' }))!;
    const opened = mode === 'plain' ? body : readXml(oracle.decrypt(KEY, field(body, 'Encrypt')!).message)!;
    expect(field(opened, 'Content')).toBe('好的');
    expect(field(opened, 'ToUserName')).toBe(OPENID);
    expect(field(opened, 'FromUserName')).toBe('gh_000000000000');
    if (mode !== 'plain')
      expect(field(body, 'MsgSignature')).toBe(
        oracle.getSignature('songxun_test', field(body, 'TimeStamp')!, field(body, 'Nonce')!, field(body, 'Encrypt')!),
      );
    expect(callback.reply(undefined)).toBe('success');
    expect(callback.reply({ text: '' })).toBe('success');
  });

  it.each([
    [
      'without any signature',
      (r) => Object.assign(r.query, { signature: undefined, msg_signature: undefined }),
      'signature',
    ],
    ['with a wrong signature', (r) => Object.assign(r.query, { signature: '0'.repeat(40) }), 'signature'],
    ['with another nonce', (r) => Object.assign(r.query, { nonce: '1' }), 'signature'],
    ['with another time', (r) => Object.assign(r.query, { timestamp: String(Number(NOW_S) + 1) }), 'signature'],
    ['without a nonce', (r) => Object.assign(r.query, { nonce: undefined }), 'query'],
    ['with a list for a nonce', (r) => Object.assign(r.query, { nonce: ['1', '2'] }), 'query'],
    ['with an unknown encrypt_type', (r) => Object.assign(r.query, { encrypt_type: 'des' }), 'query'],
    ['of 64 KB and one byte', (r) => Object.assign(r, { body: r.body.padEnd(64 * 1024 + 1) }), 'too_large'],
    ['301 s old', (r) => Object.assign(r, { now_ms: r.now_ms + 301_000 }), 'stale'],
    ['from 301 s ahead', (r) => Object.assign(r, { now_ms: r.now_ms - 301_000 }), 'stale'],
    ['with PUT', (r) => Object.assign(r, { method: 'PUT' }), 'method'],
  ] as [string, (request: ReturnType<typeof post>) => object, string][])('is refused %s', (_, spoil, expected) => {
    const request = post(mode, HI);
    spoil(request);
    expect(why(read(mode, request))).toBe(expected);
  });

  it('is refused when made with another token', () => {
    expect(why(read(mode, post(mode, HI, { token: 'guessed' })))).toBe('signature');
  });

  it('of exactly 64 KB is read', () => {
    const request = post(mode, HI);
    request.body += ' '.repeat(64 * 1024 - Buffer.byteLength(request.body));
    expect(read(mode, request).kind).toBe('message');
  });

  it('again the same is a retry; the same call with another message is refused', () => {
    const seen = replays();
    const nonce = '777';
    const first = post(mode, HI, { nonce });
    expect(readCallback(config[mode], first, seen).kind).toBe('message');
    expect(readCallback(config[mode], first, seen).kind).toBe('message');
    // A retry encrypted anew, with other random bytes, is still the same message.
    expect(readCallback(config[mode], post(mode, HI, { nonce }), seen).kind).toBe('message');
    expect(why(readCallback(config[mode], post(mode, textXml('取消报名'), { nonce }), seen))).toBe('replayed');
    // Negative control: without the memory the other message passes.
    expect(readCallback(config[mode], post(mode, textXml('取消报名'), { nonce }), replays()).kind).toBe('message');
  });

  it('remembers only what was verified', () => {
    const seen = replays();
    const request = post(mode, HI, { nonce: '778' });
    const forged = { ...request, body: request.body, query: { ...request.query, signature: 'x', msg_signature: 'x' } };
    expect(why(readCallback(config[mode], forged, seen))).toBe('signature');
    expect(readCallback(config[mode], request, seen).kind).toBe('message');
  });

  it('carries a DOCTYPE only as typed text', () => {
    expect(read(mode, post(mode, textXml('<!DOCTYPE x [<!ENTITY a "b">]>&a;')))).toMatchObject({
      message: { text: '<!DOCTYPE x [<!ENTITY a "b">]>&a;' },
    });
    expect(why(read(mode, post(mode, `<!DOCTYPE x [<!ENTITY a "b">]>${HI}`)))).toMatch(
      mode === 'plain' ? 'fields' : /fields|not_xml/,
    );
  });

  it('survives fields missing, repeated, or lists', () => {
    for (const xml of [
      '',
      '<xml></xml>',
      '<xml><Content/></xml>',
      HI.replace('</xml>', '<Content>2</Content><FromUserName>x</FromUserName></xml>'),
      HI.replace('<MsgType>', '<MsgType><item/>'),
    ])
      expect(['message', 'refused']).toContain(read(mode, post(mode, xml)).kind);
  });
});

describe('signed, and yet no message', () => {
  it('an answer of ours sent back to us', () => {
    const callback = read('secure', post('secure', HI));
    if (callback.kind !== 'message') throw new Error(why(callback));
    const envelope = readXml(callback.reply({ text: '删除我的信息' }))!;
    const [ciphertext, timestamp, nonce, msg_signature] = ['Encrypt', 'TimeStamp', 'Nonce', 'MsgSignature'].map(
      (name) => field(envelope, name)!,
    );
    const reflected = {
      method: 'POST',
      query: { timestamp, nonce, msg_signature, encrypt_type: 'aes' },
      body: `<xml><Encrypt>${ciphertext}</Encrypt></xml>`,
      now_ms: NOW_MS,
    };
    // The signature is good: it is our own. What gives it away is who sent it.
    expect(why(read('secure', reflected))).toBe('fields');
    expect(read('secure', post('secure', HI)).kind).toBe('message');
  });

  it('one from the future, which would make all that follows look old', () => {
    const ahead = (s: number) => HI.replace(NOW_S, String(Number(NOW_S) + s));
    for (const mode of MODES) {
      expect(why(read(mode, post(mode, ahead(301))))).toBe('stale');
      expect(read(mode, post(mode, ahead(299))).kind).toBe('message');
    }
  });
});

describe('modes', () => {
  it('plain is not believed where encryption is expected', () => {
    expect(why(read('secure', post('plain', HI)))).toBe('encryption_required');
    expect(why(read('compatible', post('plain', HI)))).toBe('encryption_required');
    // `encrypt_type` taken off an encrypted call does not turn it plain.
    const { encrypt_type: _, ...query } = post('compatible', HI).query;
    expect(why(read('compatible', { ...post('compatible', HI), query }))).not.toBe('message');
  });

  it('encrypted is believed where plain would do, so that modes can be changed without a gap', () => {
    expect(read('plain', post('secure', HI)).kind).toBe('message');
  });

  it('in compatible mode the plain copy beside the ciphertext says nothing', () => {
    const request = post('compatible', HI);
    request.body = request.body.replace('我要报名', '删除我的信息');
    expect(read('compatible', request)).toMatchObject({ message: { text: '我要报名' } });
  });

  it('in plain mode the signature says nothing of the body: hence the default', () => {
    const request = post('plain', HI);
    request.body = textXml('删除我的信息', { from: 'oSomebodyElse' });
    expect(read('plain', request).kind).toBe('message');
    expect(testConfig().mode).toBe('secure');
    const other = post('secure', HI);
    other.body = `<xml><Encrypt>${sealed(textXml('删除我的信息'))}</Encrypt></xml>`;
    expect(why(read('secure', other))).toBe('signature');
  });

  it('both keys are good while they are changed; the answer takes the one that was used', () => {
    const both = testConfig({ previous_encoding_aes_key: OLD_KEY });
    const callback = readCallback(both, post('secure', HI, { key: OLD_KEY }), replays());
    if (callback.kind !== 'message') throw new Error(why(callback));
    const ciphertext = field(readXml(callback.reply({ text: '好' })), 'Encrypt')!;
    expect(oracle.decrypt(OLD_KEY, ciphertext).message).toContain('好');
    expect(why(readCallback(testConfig(), post('secure', HI, { key: OLD_KEY }), replays()))).toBe('decryption');
  });

  it('another account’s message is not ours', () => {
    expect(why(read('secure', post('secure', HI, { appid: 'wx1111111111111111' })))).toBe('decryption');
  });

  it('characters cannot move between the signed parts', () => {
    // sha1 sees the parts put together: here the ciphertext's first 128 characters move into the nonce. What is left
    // still decrypts block by block, under a signature that still fits.
    const whole = post('secure', textXml('a'.repeat(300)), { nonce: '0' });
    const ciphertext = field(readXml(whole.body), 'Encrypt')!;
    const [nonce, rest] = [`0${ciphertext.slice(0, 128)}`, ciphertext.slice(128)];
    const moved = {
      ...whole,
      query: { ...whole.query, nonce, msg_signature: sha1('songxun_test', NOW_S, nonce, rest) },
      body: `<xml><Encrypt>${rest}</Encrypt></xml>`,
    };
    expect(why(read('secure', moved))).toBe('query');
    const time_as_nonce = {
      ...whole,
      query: { ...whole.query, timestamp: NOW_S.slice(0, 9), nonce: `${NOW_S.slice(9)}0` },
    };
    expect(why(read('secure', time_as_nonce))).toBe('query');
  });
});

describe('the check of the address (GET)', () => {
  const get = (query: Record<string, unknown>): CallbackRequest => ({ method: 'GET', query, now_ms: NOW_MS });
  const signed = {
    timestamp: NOW_S,
    nonce: '12',
    signature: sha1('songxun_test', NOW_S, '12'),
    echostr: '5837397576500000000',
  };

  it.each(MODES)('echoes in mode %s', (mode) => {
    expect(read(mode, get(signed))).toEqual({ kind: 'echo', text: '5837397576500000000' });
  });

  it('opens an encrypted echostr', () => {
    const echostr = sealed('7777');
    const msg_signature = sha1('songxun_test', NOW_S, '12', echostr);
    expect(read('secure', get({ timestamp: NOW_S, nonce: '12', echostr, msg_signature }))).toEqual({
      kind: 'echo',
      text: '7777',
    });
    expect(why(read('secure', get({ ...signed, echostr, msg_signature: signed.signature })))).toBe('signature');
  });

  it('does not read an overheard message aloud', () => {
    const heard = post('secure', textXml('我的身份证号'));
    const echostr = field(readXml(heard.body), 'Encrypt')!;
    const { timestamp, nonce, msg_signature } = heard.query as Record<string, string>;
    expect(read('secure', heard).kind).toBe('message');
    // Signed by WeChat, for another purpose. Control: only the look at what comes out keeps it in.
    expect(oracle.decrypt(KEY, echostr).message).toContain('我的身份证号');
    expect(why(read('secure', get({ timestamp, nonce, msg_signature, echostr })))).toBe('decryption');
  });

  it.each([
    ['a wrong signature', { ...signed, signature: '' }, 'signature'],
    ['no echostr', { ...signed, echostr: undefined }, 'query'],
    ['a list of echostr', { ...signed, echostr: ['a', 'b'] }, 'query'],
    ['an endless echostr', { ...signed, echostr: 'x'.repeat(1025) }, 'query'],
    [
      'an old time',
      { ...signed, timestamp: '1500000000', signature: sha1('songxun_test', '1500000000', '12') },
      'stale',
    ],
  ])('refuses %s', (_, query, expected) => {
    expect(why(read('secure', get(query)))).toBe(expected);
  });
});

describe('the memory of calls', () => {
  it('is bounded, the longest unheard of goes first', () => {
    const seen = replays(2);
    expect(seen.accept('1', 'a', 'x')).toBe(true);
    expect(seen.accept('1', 'b', 'x')).toBe(true);
    expect(seen.accept('1', 'a', 'x')).toBe(true);
    expect(seen.accept('1', 'c', 'x')).toBe(true);
    expect(seen.accept('1', 'a', 'y')).toBe(false);
    expect(seen.accept('1', 'b', 'y')).toBe(true);
  });
});
