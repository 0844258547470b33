/**
 * WeChat's side of the wire: signing, sealing and the XML of callbacks. Written apart from
 * lib/channels/wechat on purpose, so that each proves the other.
 */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { XMLParser } from 'fast-xml-parser';
import type { Account } from './types';

const BLOCK_BYTES = 32;
const RANDOM_BYTES = 16;

/** sha1 over the sorted parts. */
export function sign(...parts: string[]): string {
  return createHash('sha1')
    .update([...parts].sort().join(''))
    .digest('hex');
}

/** Encrypted with the account’s message key, as WeChat does. */
export function seal(account: Account, text: string): string {
  const key = Buffer.from(`${account.aes_key}=`, 'base64');
  const body = Buffer.from(text, 'utf8');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  const raw = Buffer.concat([randomBytes(RANDOM_BYTES), length, body, Buffer.from(account.appid)]);
  const pad = BLOCK_BYTES - (raw.length % BLOCK_BYTES);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(raw), cipher.update(Buffer.alloc(pad, pad)), cipher.final()]).toString('base64');
}

/** The text sealed for this account; throws on anything that was not sealed with its key and appid. */
function unseal(account: Account, sealed: string): string {
  const key = Buffer.from(`${account.aes_key}=`, 'base64');
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  const padded = Buffer.concat([decipher.update(Buffer.from(sealed, 'base64')), decipher.final()]);
  const pad = padded.at(-1) ?? 0;
  if (pad < 1 || pad > BLOCK_BYTES) throw new Error('bad padding');
  const raw = padded.subarray(RANDOM_BYTES, padded.length - pad);
  const length = raw.readUInt32BE(0);
  const text = raw.subarray(4, 4 + length);
  const appid = raw.subarray(4 + length).toString('utf8');
  if (text.length !== length || appid !== account.appid) throw new Error('sealed for another account');
  return text.toString('utf8');
}

export type Fields = { [name: string]: string | Fields };

/** Fields → `<xml>…</xml>`; all-digit values bare, all others in CDATA, as WeChat sends them. */
export function writeXml(fields: Fields): string {
  return `<xml>${inner(fields)}</xml>`;
}

function inner(fields: Fields): string {
  return Object.entries(fields)
    .map(([name, value]) => {
      if (typeof value !== 'string') return `<${name}>${inner(value)}</${name}>`;
      const body = /^-?\d+(\.\d+)?$/.test(value) ? value : `<![CDATA[${value.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
      return `<${name}>${body}</${name}>`;
    })
    .join('');
}

const parser = new XMLParser({
  parseTagValue: false,
  processEntities: true,
  trimValues: false,
  ignoreDeclaration: true,
});

/** `<xml>…</xml>` → fields; undefined when it is none. */
export function readXml(text: string): Record<string, any> | undefined {
  try {
    const read = parser.parse(text, true)?.xml;
    return typeof read === 'object' ? read : undefined;
  } catch {
    return undefined;
  }
}

/** The query string and body of one callback attempt, in the account's mode. */
export function callback(
  account: Account,
  openid: string,
  xml: string,
  now_ms: number,
): { query: string; body: string } {
  const timestamp = String(Math.floor(now_ms / 1000));
  const nonce = String(randomBytes(4).readUInt32BE());
  const query = new URLSearchParams({ signature: sign(account.token, timestamp, nonce), timestamp, nonce, openid });
  if (account.mode === 'plain') return { query: query.toString(), body: xml };
  const sealed = seal(account, xml);
  query.set('encrypt_type', 'aes');
  query.set('msg_signature', sign(account.token, timestamp, nonce, sealed));
  const body =
    account.mode === 'secure'
      ? writeXml({ ToUserName: account.original_id, Encrypt: sealed })
      : xml.replace(/<\/xml>$/, `<Encrypt><![CDATA[${sealed}]]></Encrypt></xml>`);
  return { query: query.toString(), body };
}

/** The XML inside an answer; undefined when WeChat could not make sense of it. */
export function openAnswer(account: Account, wire: string): string | undefined {
  const outer = readXml(wire);
  if (!outer) return undefined;
  if (outer.Encrypt === undefined) return account.mode === 'secure' ? undefined : wire;
  if (account.mode === 'plain') return undefined;
  const signature = sign(account.token, String(outer.TimeStamp), String(outer.Nonce), String(outer.Encrypt));
  if (signature !== outer.MsgSignature) return undefined;
  try {
    return unseal(account, String(outer.Encrypt));
  } catch {
    return undefined;
  }
}
