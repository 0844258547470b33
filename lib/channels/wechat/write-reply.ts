/** An answer as the XML that WeChat expects back from the webhook (a passive reply). */
import { randomBytes } from 'node:crypto';
import type { Reply } from '../types';
import type { WechatConfig } from './config';
import { textContent } from './content';
import { encrypt } from './crypt';
import { signatureOf } from './signature';

/** The passive text reply, or `undefined` when there is nothing to say (then answer `success`). */
export function writeReply(
  reply: Reply | undefined,
  to: { to: string; from: string; now_ms: number },
): string | undefined {
  if (!reply) return undefined;
  const content = textContent(reply);
  if (!content) return undefined;
  return [
    '<xml>',
    `<ToUserName>${cdata(to.to)}</ToUserName>`,
    `<FromUserName>${cdata(to.from)}</FromUserName>`,
    `<CreateTime>${Math.floor(to.now_ms / 1000)}</CreateTime>`,
    '<MsgType><![CDATA[text]]></MsgType>',
    `<Content>${cdata(content)}</Content>`,
    '</xml>',
  ].join('');
}

/** The same, encrypted and signed, with the key that opened the message. */
export function writeEnvelope(
  config: Pick<WechatConfig, 'appid' | 'token'>,
  encoding_aes_key: string,
  xml: string,
  now_ms: number,
): string {
  const ciphertext = encrypt(encoding_aes_key, config.appid, xml);
  const timestamp = String(Math.floor(now_ms / 1000));
  const nonce = String(randomBytes(6).readUIntBE(0, 6));
  const signature = signatureOf(config.token, timestamp, nonce, ciphertext);
  return [
    '<xml>',
    `<Encrypt>${cdata(ciphertext)}</Encrypt>`,
    `<MsgSignature>${cdata(signature)}</MsgSignature>`,
    `<TimeStamp>${timestamp}</TimeStamp>`,
    `<Nonce>${cdata(nonce)}</Nonce>`,
    '</xml>',
  ].join('');
}

/** `]]>` would end the section: it is split over two. */
function cdata(text: string): string {
  return `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
}
