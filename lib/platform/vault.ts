/**
 * Personal data at rest. Each person has a data key of her own, wrapped by a master key (KMS in the
 * cloud, a key file in development); ID number and phone are sealed with it, bound to the person and
 * the field. Erasing the wrapped key makes them unreadable. Equal numbers are found through a keyed
 * hash, never by the number itself.
 */
import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';

export interface Vault {
  /** A new wrapped data key for a person (base64). */
  newKey(person: string): Promise<string>;
  /** Encrypt `plain` for a field of a person. Never the same text twice. */
  seal(person: string, wrapped: string, field: string, plain: string): Promise<string>;
  /** The reverse; throws `Unreadable` when key, person, field or text do not belong together. */
  open(person: string, wrapped: string, field: string, sealed: string): Promise<string>;
  /** The keyed hash by which an equal value is found, or a link known for ours (22 characters, 132 bits). */
  fingerprint(kind: 'id_number' | 'phone' | 'chat' | 'grant' | 'sign_in' | 'moment' | 'binding', value: string): string;
}

export class Unreadable extends Error {
  override name = 'Unreadable';
}

/** How data keys are made and unwrapped; `kms.ts` in the cloud, a 32-byte file locally. */
export interface MasterKey {
  generate(person: string): Promise<{ plain: Buffer; wrapped: string }>;
  unwrap(person: string, wrapped: string): Promise<Buffer>;
}

const CACHE_MAX = 500;

/** The vault over a master key; `pepper` keys the fingerprints. */
export function vault(master: MasterKey, pepper: Buffer): Vault {
  // Unwrapped keys live for as long as this process does, at most CACHE_MAX of them, least recent out first.
  const cache = new Map<string, Buffer>();
  const remember = (id: string, plain: Buffer) => {
    cache.set(id, plain);
    if (cache.size > CACHE_MAX) cache.delete(cache.keys().next().value as string);
    return plain;
  };
  const key = async (person: string, wrapped: string) => {
    const id = `${person} ${wrapped}`;
    const held = cache.get(id);
    if (held) return held;
    return remember(id, await master.unwrap(person, wrapped));
  };
  return {
    async newKey(person) {
      const { plain, wrapped } = await master.generate(person);
      remember(`${person} ${wrapped}`, plain);
      return wrapped;
    },
    async seal(person, wrapped, field, plain) {
      return sealWith(await key(person, wrapped), `${person}|${field}`, Buffer.from(plain, 'utf8'));
    },
    async open(person, wrapped, field, sealed) {
      return openWith(await key(person, wrapped), `${person}|${field}`, sealed).toString('utf8');
    },
    fingerprint(kind, value) {
      return createHmac('sha256', pepper).update(`${kind}|${value}`).digest('base64url').slice(0, 22);
    },
  };
}

/** A master key held as 32 bytes in this process: development and tests. */
export function localMaster(secret: Buffer): MasterKey {
  return {
    async generate(person) {
      const plain = randomBytes(32);
      return { plain, wrapped: sealWith(secret, `key|${person}`, plain) };
    },
    async unwrap(person, wrapped) {
      return openWith(secret, `key|${person}`, wrapped);
    },
  };
}

const IV = 12;
const TAG = 16;

function sealWith(key: Buffer, bound_to: string, plain: Buffer): string {
  const iv = randomBytes(IV);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(bound_to));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64');
}

function openWith(key: Buffer, bound_to: string, sealed: string): Buffer {
  const raw = Buffer.from(sealed, 'base64');
  if (raw.length < IV + TAG) throw new Unreadable('too short to be sealed');
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, raw.subarray(0, IV), { authTagLength: TAG })
      .setAAD(Buffer.from(bound_to))
      .setAuthTag(raw.subarray(IV, IV + TAG));
    return Buffer.concat([decipher.update(raw.subarray(IV + TAG)), decipher.final()]);
  } catch {
    throw new Unreadable('sealed text does not belong to this key, person or field');
  }
}
