/** Signature and encryption, against @wecom/crypto as an oracle, both ways. */
import { createCipheriv } from 'node:crypto';
import * as oracle from '@wecom/crypto';
import fc from 'fast-check';
import { decrypt, decryptWithAny, encrypt } from '../../lib/channels/wechat/crypt';
import { isSigned, sameText, signatureOf } from '../../lib/channels/wechat/signature';
import { KEY, OLD_KEY } from './callbacks';

const APPID = 'wx0000000000000000';

/** Encrypt a plaintext exactly as given, to make what no honest sender makes. */
function rawCiphertext(plain: Buffer): string {
  const key = Buffer.from(`${KEY}=`, 'base64');
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(plain), cipher.final()]).toString('base64');
}

function plaintext(message: string, appid: string, how: { length?: number; padding?: Buffer } = {}): Buffer {
  const body = Buffer.from(message);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(how.length ?? body.length);
  const whole = Buffer.concat([Buffer.alloc(16, 7), length, body, Buffer.from(appid)]);
  const pad = 32 - (whole.length % 32);
  return Buffer.concat([whole, how.padding ?? Buffer.alloc(pad, pad)]);
}

describe('signature', () => {
  it('is the oracle’s for any parts', () => {
    const part = fc.string({ minLength: 1, unit: 'grapheme-ascii' });
    fc.assert(
      fc.property(part, part, part, part, (token, time, nonce, text) => {
        expect(signatureOf(token, time, nonce, text)).toBe(oracle.getSignature(token, time, nonce, text));
      }),
    );
  });

  it('takes nothing but the right text, and does not throw on the wrong kind', () => {
    const right = signatureOf('token', '1', '2');
    expect(isSigned(right, 'token', '1', '2')).toBe(true);
    for (const wrong of [
      undefined,
      null,
      '',
      0,
      true,
      [right],
      { toString: () => right },
      right.slice(1),
      `${right}0`,
      right.toUpperCase(),
    ])
      expect(isSigned(wrong, 'token', '1', '2')).toBe(false);
  });

  it('compares texts of different lengths without a throw', () => {
    expect(sameText('', 'a')).toBe(false);
    expect(sameText('a'.repeat(100_000), 'a')).toBe(false);
    expect(sameText('', '')).toBe(true);
  });

  it('negative control: a loose comparison accepts what ours refuses', () => {
    const right = signatureOf('token', '1', '2');
    const loose = (given: unknown, expected: string) => `${given}` === expected;
    const prefix = (given: string, expected: string) => expected.startsWith(given);
    expect(loose([right], right)).toBe(true);
    expect(isSigned([right], 'token', '1', '2')).toBe(false);
    expect(prefix('', right)).toBe(true);
    expect(isSigned('', 'token', '1', '2')).toBe(false);
  });
});

describe('encryption', () => {
  it('the oracle opens what we close, we open what it closes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (message) => {
        const opened = oracle.decrypt(KEY, encrypt(KEY, APPID, message));
        expect(opened.message).toBe(message);
        expect(opened.id).toBe(APPID);
        expect(decrypt(KEY, APPID, oracle.encrypt(KEY, message, APPID))).toBe(message);
      }),
    );
  });

  it('never writes the same twice', () => {
    expect(encrypt(KEY, APPID, '报名')).not.toBe(encrypt(KEY, APPID, '报名'));
  });

  it('tries the previous key while keys are changed, and says which one fitted', () => {
    const old = encrypt(OLD_KEY, APPID, '报名');
    expect(decryptWithAny([KEY], APPID, old)).toBeUndefined();
    expect(decryptWithAny([KEY, OLD_KEY], APPID, old)).toEqual({ message: '报名', encoding_aes_key: OLD_KEY });
    expect(decryptWithAny([KEY, OLD_KEY], APPID, encrypt(KEY, APPID, '报名'))?.encoding_aes_key).toBe(KEY);
    expect(decryptWithAny([], APPID, old)).toBeUndefined();
  });

  const short = Buffer.concat([Buffer.alloc(31, 1), Buffer.from([31])]);
  const wrong_padding = plaintext('hello', APPID);
  wrong_padding[wrong_padding.length - 2]! ^= 1;
  it.each([
    ['another account’s', rawCiphertext(plaintext('hello', 'wx1111111111111111'))],
    ['an appid only begun', rawCiphertext(plaintext('hello', 'wx00000000000000000'))],
    ['a length beyond the end', rawCiphertext(plaintext('hello', APPID, { length: 5000 }))],
    ['a length of 4 GB', rawCiphertext(plaintext('hello', APPID, { length: 0xffffffff }))],
    ['a length too short', rawCiphertext(plaintext('hello', APPID, { length: 4 }))],
    ['padding of one wrong byte', rawCiphertext(wrong_padding)],
    ['padding of 0', rawCiphertext(Buffer.alloc(64, 0))],
    ['padding of 33', rawCiphertext(Buffer.alloc(64, 33))],
    ['nothing but a little padding', rawCiphertext(short)],
    ['half a block', encrypt(KEY, APPID, 'hello').slice(0, 40)],
    [
      'a block too few',
      Buffer.from(encrypt(KEY, APPID, 'x'.repeat(100)), 'base64')
        .subarray(0, 96)
        .toString('base64'),
    ],
    ['spaces within', encrypt(KEY, APPID, 'hello').replace(/(.{8})/, '$1 ')],
    ['nothing', ''],
    ['no base 64', '中文'],
  ])('refuses %s', (_, ciphertext) => {
    expect(decrypt(KEY, APPID, ciphertext)).toBeUndefined();
  });

  it('negative control: the oracle, without these checks, takes several of them for messages', () => {
    expect(oracle.decrypt(KEY, rawCiphertext(plaintext('hello', 'wx1111111111111111'))).message).toBe('hello');
    expect(oracle.decrypt(KEY, rawCiphertext(wrong_padding)).message).toBe('hello');
    expect(() => oracle.decrypt(KEY, rawCiphertext(plaintext('hello', APPID, { length: 4 })))).not.toThrow();
    expect(oracle.decrypt(KEY, encrypt(KEY, APPID, 'hello').replace(/(.{8})/, '$1 ')).message).toBe('hello');
  });

  it('survives any bytes', () => {
    const bytes = fc
      .uint8Array({ maxLength: 320 })
      .map((all) => Buffer.from(all.subarray(0, all.length - (all.length % 32))));
    fc.assert(
      fc.property(
        fc.oneof(
          bytes.map((all) => all.toString('base64')),
          bytes.map(rawCiphertext),
          fc.string(),
        ),
        (text) => {
          expect(decrypt(KEY, APPID, text)).toBeUndefined();
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('says so when the key is no key', () => {
    expect(() => encrypt('short', APPID, 'x')).toThrow('43 characters');
  });
});
