/**
 * The door. Nothing behind it sees a message that WeChat did not sign.
 *
 *   size ─► query in shape, not stale ─► signature ─► decrypt, appid ─► XML in shape ─► not a replay ─► Message
 */
import type { Message, Reply } from '../types';
import type { WechatConfig } from './config';
import { decryptWithAny } from './crypt';
import { BODY_MAX_BYTES, readMessage } from './parse';
import { type Replays, replays } from './replays';
import { isSigned } from './signature';
import { writeEnvelope, writeReply } from './write-reply';
import { field, readXml } from './xml';

/** One HTTP request to the webhook. A query value that is not a single text counts as missing. */
export interface CallbackRequest {
  method: string;
  query: Record<string, unknown>;
  body?: string | Uint8Array;
  now_ms: number;
}

export type CallbackRefusal =
  | 'method'
  | 'too_large'
  | 'query'
  | 'stale'
  | 'signature'
  | 'encryption_required'
  | 'not_xml'
  | 'decryption'
  | 'replayed'
  | 'fields';

export type Callback =
  /** WeChat checks the address: answer this text. */
  | { kind: 'echo'; text: string }
  /** `reply` makes the body to answer with: XML, encrypted if the message came so; `success` when there is nothing to say. */
  | { kind: 'message'; message: Message; reply(reply: Reply | undefined): string }
  | { kind: 'refused'; status: 400 | 403 | 405 | 413; why: CallbackRefusal };

const believed = replays();

/** Verify and read one request. Pure but for the memory of calls already believed; never throws on what it is given. */
export function readCallback(config: WechatConfig, request: CallbackRequest, seen: Replays = believed): Callback {
  const method = request.method.toUpperCase();
  if (method !== 'GET' && method !== 'POST') return refused(405, 'method');
  const body = Buffer.from(request.body ?? '');
  if (body.length > BODY_MAX_BYTES) return refused(413, 'too_large');
  const call = readQuery(request.query);
  if (!call) return refused(400, 'query');
  if (Math.abs(request.now_ms - Number(call.timestamp) * 1000) > config.stale_after_s * 1000)
    return refused(403, 'stale');
  if (method === 'GET') return readEcho(config, call);
  const opened = call.encrypted
    ? openEncrypted(config, call, body.toString('utf8'))
    : openPlain(config, call, body.toString('utf8'));
  if ('kind' in opened) return opened;
  const read = readMessage(opened.xml);
  if (!read) return refused(400, 'fields');
  // Marks of what was answered age by this time: one far ahead would make all she says afterwards look old.
  if (read.message.sent_ms > request.now_ms + config.stale_after_s * 1000) return refused(403, 'stale');
  if (!seen.accept(call.timestamp, call.nonce, opened.xml)) return refused(403, 'replayed');
  const { encoding_aes_key } = opened;
  return {
    kind: 'message',
    message: read.message,
    reply(reply) {
      const xml = writeReply(reply, { to: read.message.address, from: read.account, now_ms: request.now_ms });
      if (xml === undefined) return 'success';
      return encoding_aes_key ? writeEnvelope(config, encoding_aes_key, xml, request.now_ms) : xml;
    },
  };
}

interface Call {
  timestamp: string;
  nonce: string;
  signature?: string;
  msg_signature?: string;
  echostr?: string;
  encrypted: boolean;
}

/**
 * Strict shapes, because the signed parts are put together without a mark between them: with ten digits of time
 * and a short nonce nobody can move characters from one part to its neighbour and keep the signature.
 */
function readQuery(query: Record<string, unknown>): Call | undefined {
  const text = (name: string) => (typeof query[name] === 'string' ? query[name] : undefined);
  const timestamp = text('timestamp') ?? '';
  const nonce = text('nonce') ?? '';
  const type = query.encrypt_type ?? 'raw';
  if (!/^\d{10}$/.test(timestamp) || !/^[\w-]{1,64}$/.test(nonce)) return undefined;
  if (type !== 'raw' && type !== 'aes' && type !== '') return undefined;
  return {
    timestamp,
    nonce,
    signature: text('signature'),
    msg_signature: text('msg_signature'),
    echostr: text('echostr'),
    encrypted: type === 'aes',
  };
}

function readEcho(config: WechatConfig, call: Call): Callback {
  const { timestamp, nonce, echostr } = call;
  if (!echostr || echostr.length > 1024) return refused(400, 'query');
  // An encrypted echostr comes with a signature over itself; WeChat's own check comes plain in every mode.
  if (call.msg_signature !== undefined) {
    if (!isSigned(call.msg_signature, config.token, timestamp, nonce, echostr)) return refused(403, 'signature');
    const opened = decryptWithAny(keysOf(config), config.appid, echostr);
    // A message is signed in the very same way: without this, who overheard one could have it read to him here.
    return opened && /^[\w-]{1,128}$/.test(opened.message)
      ? { kind: 'echo', text: opened.message }
      : refused(400, 'decryption');
  }
  if (!isSigned(call.signature, config.token, timestamp, nonce)) return refused(403, 'signature');
  return { kind: 'echo', text: echostr };
}

type Opened = { xml: string; encoding_aes_key?: string } | Extract<Callback, { kind: 'refused' }>;

/** Plain: the signature says that WeChat made the address line, and nothing of the body. Hence only in mode `plain`. */
function openPlain(config: WechatConfig, call: Call, body: string): Opened {
  if (!isSigned(call.signature, config.token, call.timestamp, call.nonce)) return refused(403, 'signature');
  if (config.mode !== 'plain') return refused(403, 'encryption_required');
  return { xml: body };
}

/** Encrypted, also in compatible mode: the plain copy beside the ciphertext is not signed, so it is not read. */
function openEncrypted(config: WechatConfig, call: Call, body: string): Opened {
  const { timestamp, nonce } = call;
  // WeChat sends both signatures; the weaker one is checked where it is present, and spares reading a stranger's XML.
  if (call.signature !== undefined && !isSigned(call.signature, config.token, timestamp, nonce))
    return refused(403, 'signature');
  const ciphertext = field(readXml(body), 'Encrypt');
  if (!ciphertext) return refused(400, 'not_xml');
  if (!isSigned(call.msg_signature, config.token, timestamp, nonce, ciphertext)) return refused(403, 'signature');
  const opened = decryptWithAny(keysOf(config), config.appid, ciphertext);
  return opened ? { xml: opened.message, encoding_aes_key: opened.encoding_aes_key } : refused(400, 'decryption');
}

function keysOf(config: WechatConfig): string[] {
  return [config.encoding_aes_key, config.previous_encoding_aes_key].filter((key) => key !== undefined);
}

function refused(status: 400 | 403 | 405 | 413, why: CallbackRefusal): Extract<Callback, { kind: 'refused' }> {
  return { kind: 'refused', status, why };
}
