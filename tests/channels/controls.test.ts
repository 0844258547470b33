/** Negative controls: each guard of the door taken away, and the harm it keeps out shown to come in. */
import type { readCallback as ReadCallback } from '../../lib/channels/wechat/read-callback';
import { type Mode, NOW_MS, post, sealed, testConfig, textXml } from './callbacks';

const HI = textXml('我要报名');
const FORGED = textXml('删除我的信息');

/** The door with some of its parts replaced. */
function doorWith(parts: Record<string, (actual: any) => object>): typeof ReadCallback {
  let door: typeof ReadCallback | undefined;
  jest.isolateModules(() => {
    for (const [name, replaced] of Object.entries(parts)) {
      const path = `../../lib/channels/wechat/${name}`;
      jest.doMock(path, () => ({ ...jest.requireActual(path), ...replaced(jest.requireActual(path)) }));
    }
    door = require('../../lib/channels/wechat/read-callback').readCallback;
    for (const name of Object.keys(parts)) jest.dontMock(`../../lib/channels/wechat/${name}`);
  });
  return door!;
}

const real = doorWith({});
const refusing = (mode: Mode, request: any) => real(testConfig({ mode }), request);

it('without the check of the signature a stranger’s words are processed', () => {
  const unchecked = doorWith({ signature: () => ({ isSigned: () => true }) });
  for (const mode of ['plain', 'secure'] as const) {
    const forged = post(mode, FORGED, { token: 'guessed' });
    expect(unchecked(testConfig({ mode }), forged)).toMatchObject({
      kind: 'message',
      message: { text: '删除我的信息' },
    });
    expect(refusing(mode, forged)).toMatchObject({ kind: 'refused', why: 'signature' });
  }
});

it('checking `signature` alone on an encrypted post lets another ciphertext in', () => {
  // As adapters do that verify the address line only: the ciphertext is left out of what is signed.
  const half = doorWith({
    signature: (actual) => ({
      isSigned: (given: unknown, ...parts: string[]) => parts.length === 4 || actual.isSigned(given, ...parts),
    }),
  });
  const request = post('secure', HI);
  request.body = `<xml><Encrypt>${sealed(FORGED)}</Encrypt></xml>`;
  expect(half(testConfig(), request)).toMatchObject({ kind: 'message', message: { text: '删除我的信息' } });
  expect(refusing('secure', request)).toMatchObject({ why: 'signature' });
});

it('without the appid another account’s message is processed', () => {
  const trusting = doorWith({
    crypt: (actual) => ({
      decryptWithAny: (keys: string[], _: string, text: string) =>
        actual.decryptWithAny(keys, 'wx1111111111111111', text),
    }),
  });
  const request = post('secure', HI, { appid: 'wx1111111111111111' });
  expect(trusting(testConfig(), request).kind).toBe('message');
  expect(refusing('secure', request)).toMatchObject({ why: 'decryption' });
});

it('without staleness an overheard call is good for ever', () => {
  const request = { ...post('secure', HI), now_ms: NOW_MS + 30 * 86_400_000 };
  expect(real(testConfig({ stale_after_s: 1e9 }), request).kind).toBe('message');
  expect(refusing('secure', request)).toMatchObject({ why: 'stale' });
});

it('where plain is believed, taking `encrypt_type` off forges the body', () => {
  const overheard = post('compatible', HI);
  const { encrypt_type: _, msg_signature: __, ...query } = overheard.query;
  const forged = { ...overheard, query, body: FORGED };
  expect(real(testConfig({ mode: 'plain' }), forged)).toMatchObject({ message: { text: '删除我的信息' } });
  expect(refusing('compatible', forged)).toMatchObject({ why: 'encryption_required' });
});

it('without a limit a body of a megabyte is read', () => {
  const unlimited = doorWith({ parse: () => ({ BODY_MAX_BYTES: 1e9 }) });
  const request = post('secure', HI);
  request.body += ' '.repeat(1024 * 1024);
  expect(unlimited(testConfig(), request).kind).toBe('message');
  expect(refusing('secure', request)).toMatchObject({ why: 'too_large' });
});

it('where the sender may be an account, our own answer sent back to us is a message', () => {
  const HEARD = textXml('删除我的信息', { from: 'gh_000000000000' });
  const trusting = doorWith({
    parse: (actual) => ({ readMessage: (xml: string) => actual.readMessage(xml.replaceAll('gh_', 'x')) }),
  });
  expect(trusting(testConfig(), post('secure', HEARD))).toMatchObject({ message: { text: '删除我的信息' } });
  expect(refusing('secure', post('secure', HEARD))).toMatchObject({ why: 'fields' });
});

it('where a DOCTYPE may declare entities, 300 bytes become 100,000 letters to read', () => {
  // As XML says it must be read: what the DOCTYPE declares stands for what it declares, in turn.
  let read_characters = 0;
  const obedient = doorWith({
    xml: (actual) => ({
      readXml: (given: string) => {
        const declared = [...given.matchAll(/<!ENTITY (\w+) "([^"]*)">/g)].reverse();
        const body = given.replace(/<!DOCTYPE[^[]*\[.*?\]>/, '');
        const whole = declared.reduce((text, [, name, means]) => text.replaceAll(`&${name};`, means!), body);
        read_characters = whole.length;
        return actual.readXml(whole);
      },
    }),
  });
  const ten = (name: string) => `&${name};`.repeat(10);
  const bomb = ['a', 'b', 'c', 'd'].map((name, i) => `<!ENTITY ${'bcde'[i]} "${ten(name)}">`).join('');
  const doctype = `<!DOCTYPE xml [<!ENTITY a "${'x'.repeat(10)}">${bomb}]>`;
  expect(doctype.length).toBeLessThan(300);
  const request = post('plain', doctype + HI.replace('<![CDATA[我要报名]]>', '&e;'));
  expect(obedient(testConfig({ mode: 'plain' }), request)).toMatchObject({
    kind: 'message',
    // What is kept of a text is cut; what was read to get there was not.
    message: { text: expect.stringMatching(/^x{100}/) },
  });
  expect(read_characters).toBeGreaterThan(100_000);
  expect(refusing('plain', request)).toMatchObject({ kind: 'refused', why: 'fields' });
  // Nothing else stops it: the same words without the DOCTYPE are a message, the entity as typed.
  request.body = request.body.replace(doctype, '');
  expect(real(testConfig({ mode: 'plain' }), request)).toMatchObject({ message: { text: '&e;' } });
});
