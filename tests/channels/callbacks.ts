/** Makes what WeChat would send: signed, and encrypted as the mode says. Written from WeChat's side, with its own crypto. */
import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { type WechatConfig, wechatConfig } from '../../lib/channels/wechat/config';
import type { CallbackRequest } from '../../lib/channels/wechat/read-callback';

export const KEY = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG';
export const OLD_KEY = 'GFEDCBA9876543210zyxwvutsrqponmlkjihgfedcbA';
export const NOW_MS = Date.parse('2025-07-10T10:00:00+08:00');
export const NOW_S = String(NOW_MS / 1000);
export const OPENID = 'oTest_0123456789abcdefghij-k';

export function testConfig(more: Partial<Record<keyof WechatConfig, unknown>> = {}): WechatConfig {
  return wechatConfig({
    appid: 'wx0000000000000000',
    secret: 'not-a-real-secret-0000',
    token: 'songxun_test',
    encoding_aes_key: KEY,
    ...more,
  });
}

export function sha1(...parts: string[]): string {
  return createHash('sha1').update(parts.sort().join('')).digest('hex');
}

export function textXml(content: string, more: { msg_id?: string; from?: string; extra?: string } = {}): string {
  return `<xml><ToUserName><![CDATA[gh_000000000000]]></ToUserName><FromUserName><![CDATA[${more.from ?? OPENID}]]></FromUserName><CreateTime>${NOW_S}</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[${content}]]></Content><MsgId>${more.msg_id ?? '23456789012345678'}</MsgId>${more.extra ?? ''}</xml>`;
}

export function eventXml(event: string, fields = ''): string {
  return `<xml><ToUserName><![CDATA[gh_000000000000]]></ToUserName><FromUserName><![CDATA[${OPENID}]]></FromUserName><CreateTime>${NOW_S}</CreateTime><MsgType><![CDATA[event]]></MsgType><Event><![CDATA[${event}]]></Event>${fields}</xml>`;
}

export function sealed(xml: string, key = KEY, appid = 'wx0000000000000000'): string {
  const aes = Buffer.from(`${key}=`, 'base64');
  const body = Buffer.from(xml);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  const plain = Buffer.concat([randomBytes(16), length, body, Buffer.from(appid)]);
  const pad = 32 - (plain.length % 32);
  const cipher = createCipheriv('aes-256-cbc', aes, aes.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(Buffer.concat([plain, Buffer.alloc(pad, pad)])), cipher.final()]).toString(
    'base64',
  );
}

export type Mode = WechatConfig['mode'];
let numbers = 0;

/** A POST as WeChat makes it in that mode. */
export function post(
  mode: Mode,
  xml: string,
  how: { key?: string; appid?: string; timestamp?: string; nonce?: string; token?: string } = {},
): CallbackRequest & { body: string; query: Record<string, string> } {
  const timestamp = how.timestamp ?? NOW_S;
  const nonce = how.nonce ?? String(1_000_000 + numbers++);
  const token = how.token ?? 'songxun_test';
  const query: Record<string, string> = { signature: sha1(token, timestamp, nonce), timestamp, nonce, openid: OPENID };
  if (mode === 'plain') return { method: 'POST', query, body: xml, now_ms: NOW_MS };
  const ciphertext = sealed(xml, how.key, how.appid);
  query.encrypt_type = 'aes';
  query.msg_signature = sha1(token, timestamp, nonce, ciphertext);
  const copy =
    mode === 'compatible'
      ? xml.slice('<xml>'.length, -'</xml>'.length)
      : '<ToUserName><![CDATA[gh_000000000000]]></ToUserName>';
  return {
    method: 'POST',
    query,
    body: `<xml>${copy}<Encrypt><![CDATA[${ciphertext}]]></Encrypt></xml>`,
    now_ms: NOW_MS,
  };
}
