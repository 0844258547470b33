/**
 * WeChat's message encryption: AES-256-CBC, key = base64(EncodingAESKey + "="), IV = the key's first
 * 16 bytes, plaintext = 16 random bytes + length (4 bytes, big-endian) + message + appid, padded as
 * PKCS7 to a multiple of 32. CBC alone proves nothing: check the signature over the ciphertext first.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const BLOCK = 32;
const RANDOM = 16;
const HEAD = RANDOM + 4;

function keyOf(encoding_aes_key: string): Buffer {
  const key = Buffer.from(`${encoding_aes_key}=`, 'base64');
  if (key.length !== 32) throw new Error('EncodingAESKey must be 43 characters of base 64');
  return key;
}

/** The message as base64 ciphertext. `random` is for tests; never fix it elsewhere. */
export function encrypt(
  encoding_aes_key: string,
  appid: string,
  message: string,
  random: Buffer = randomBytes(RANDOM),
): string {
  const key = keyOf(encoding_aes_key);
  const body = Buffer.from(message, 'utf8');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  const plain = Buffer.concat([random, length, body, Buffer.from(appid, 'utf8')]);
  const pad = BLOCK - (plain.length % BLOCK);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(plain), cipher.update(Buffer.alloc(pad, pad)), cipher.final()]).toString(
    'base64',
  );
}

/**
 * The message, or `undefined` when ciphertext, key, padding, length or appid do not fit together exactly.
 * Nothing is guessed: a wrong key must look like a wrong key, or the next one would never be tried.
 */
export function decrypt(encoding_aes_key: string, appid: string, ciphertext: string): string | undefined {
  const raw = Buffer.from(ciphertext, 'base64');
  // Buffer skips what is not base 64; only the one way to write these bytes is accepted.
  if (raw.length === 0 || raw.length % BLOCK !== 0 || raw.toString('base64') !== ciphertext) return undefined;
  const key = keyOf(encoding_aes_key);
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  const padded = Buffer.concat([decipher.update(raw), decipher.final()]);
  const plain = unpadded(padded);
  if (!plain || plain.length < HEAD) return undefined;
  const end = HEAD + plain.readUInt32BE(RANDOM);
  if (end > plain.length || plain.toString('utf8', end) !== appid) return undefined;
  return plain.toString('utf8', HEAD, end);
}

/** Try the keys in order (the current one, then the previous one while keys are changed). */
export function decryptWithAny(
  encoding_aes_keys: string[],
  appid: string,
  ciphertext: string,
): { message: string; encoding_aes_key: string } | undefined {
  for (const encoding_aes_key of encoding_aes_keys) {
    const message = decrypt(encoding_aes_key, appid, ciphertext);
    if (message !== undefined) return { message, encoding_aes_key };
  }
  return undefined;
}

function unpadded(padded: Buffer): Buffer | undefined {
  const pad = padded[padded.length - 1] ?? 0;
  if (pad < 1 || pad > BLOCK || pad > padded.length) return undefined;
  const kept = padded.length - pad;
  for (let i = kept; i < padded.length; i++) if (padded[i] !== pad) return undefined;
  return padded.subarray(0, kept);
}
