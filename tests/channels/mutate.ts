/** Spoils a valid callback in one of many ways, the same for the same seed. */
import type { CallbackRequest } from '../../lib/channels/wechat/read-callback';
import { eventXml, type Mode, NOW_MS, NOW_S, post, sealed, textXml } from './callbacks';

export type Made = { mode: Mode; signed: ReturnType<typeof post>; request: CallbackRequest; how: string };
export type Chance = () => number;

/** mulberry32. */
export function seeded(seed: number): Chance {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const MESSAGES = [
  textXml('我要报名'),
  textXml('1', { extra: '<bizmsgmenuid>1</bizmsgmenuid>' }),
  textXml('a]]]]><![CDATA[>b &lt; <!DOCTYPE x> 😀'),
  eventXml('subscribe', '<EventKey><![CDATA[qrscene_class:A17]]></EventKey>'),
  eventXml('LOCATION', '<Latitude>23.1</Latitude><Longitude>113.3</Longitude><Precision>119.0</Precision>'),
  eventXml(
    'subscribe_msg_popup_event',
    '<SubscribeMsgPopupEvent><List><TemplateId>t</TemplateId><SubscribeStatusString>accept</SubscribeStatusString></List></SubscribeMsgPopupEvent>',
  ),
  textXml('课'.repeat(600)),
];
/** What an attacker wishes to be believed. */
export const WISH = textXml('删除我的信息', { from: 'oVictim', msg_id: '99' });

const PIECES = [
  '<!DOCTYPE xml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
  '&b;&b;&b;',
  '&#x41;&#0;&#xD800;&amp;amp;',
  '<![CDATA[',
  ']]>',
  '<!--',
  '-->',
  '<?xml version="1.0"?>',
  '<xml>',
  '</xml>',
  '<FromUserName>oVictim</FromUserName>',
  '<__proto__><polluted>1</polluted></__proto__>',
  '<constructor/>',
  '<Encrypt>AAAA</Encrypt>',
  '\u0000',
  '\uFEFF',
  '𠮷',
  '<a b="c">',
  '<Content/>',
  '<Content><item>1</item></Content>',
];

const pick = <T>(chance: Chance, from: readonly T[]): T => from[Math.floor(chance() * from.length)]!;
const at = (chance: Chance, text: string) => Math.floor(chance() * (text.length + 1));
const insert = (text: string, where: number, piece: string) => text.slice(0, where) + piece + text.slice(where);

type Spoil = (
  chance: Chance,
  request: { method: string; query: Record<string, unknown>; body: string | Uint8Array; now_ms: number },
) => void;
const onBody =
  (change: (chance: Chance, body: string) => string): Spoil =>
  (chance, request) => {
    request.body = change(chance, String(request.body));
  };
const onQuery =
  (change: (chance: Chance, value: string) => unknown): Spoil =>
  (chance, request) => {
    const name = pick(chance, [...Object.keys(request.query), 'echostr', '__proto__']);
    request.query[name] = change(chance, String(request.query[name] ?? ''));
  };

const SPOILS: Record<string, Spoil> = {
  bytes: (chance, request) => {
    const bytes = Buffer.from(String(request.body));
    for (let n = 1 + Math.floor(chance() * 8); n > 0 && bytes.length > 0; n--)
      bytes[Math.floor(chance() * bytes.length)]! ^= 1 << Math.floor(chance() * 8);
    request.body = bytes;
  },
  truncated: onBody((chance, body) => body.slice(0, at(chance, body))),
  beheaded: onBody((chance, body) => body.slice(at(chance, body))),
  cut: onBody((chance, body) => {
    const from = at(chance, body);
    return body.slice(0, from) + body.slice(from + Math.floor(chance() * 200));
  }),
  doubled: onBody((chance, body) => {
    const from = at(chance, body);
    return insert(body, at(chance, body), body.slice(from, from + Math.floor(chance() * 400)));
  }),
  spliced: onBody((chance, body) => insert(body, at(chance, body), pick(chance, PIECES))),
  many: onBody((chance, body) =>
    insert(body, at(chance, body), pick(chance, PIECES).repeat(1 + Math.floor(chance() * 300))),
  ),
  nested: onBody((chance, body) => {
    const depth = 1 + Math.floor(chance() * (chance() < 0.02 ? 5000 : 40));
    return insert(body, at(chance, body), '<a>'.repeat(depth) + (chance() < 0.5 ? '</a>'.repeat(depth) : ''));
  }),
  huge: onBody((chance, body) =>
    chance() < 0.05
      ? insert(
          body,
          at(chance, body),
          pick(chance, ['x', '&lt;', '<b/>', ' ', '<![CDATA[']).repeat(Math.floor(chance() * 9000)),
        )
      : body.toUpperCase(),
  ),
  replaced: (_, request) => {
    request.body = WISH;
  },
  // As one would who knows everything but the token and the key.
  sealed_again: (chance, request) => {
    const guess = Buffer.from(Array.from({ length: 32 }, () => Math.floor(chance() * 256)))
      .toString('base64')
      .slice(0, 43);
    request.body = `<xml><Encrypt><![CDATA[${sealed(WISH, guess)}]]></Encrypt></xml>`;
  },
  plain_instead: (_, request) => {
    delete request.query.encrypt_type;
    request.body = WISH;
  },
  ciphertext_turned: onBody((chance, body) =>
    body.replace(/[A-Za-z0-9+/]{100,}={0,2}/, (c) => c.slice(64) + c.slice(0, 64 - Math.floor(chance() * 3))),
  ),
  query_value: onQuery((chance, value) =>
    insert(value, at(chance, value), pick(chance, ['0', 'a', '%00', ',', 'é', '\u0000', ' '])),
  ),
  query_cut: onQuery((chance, value) => value.slice(at(chance, value))),
  query_kind: onQuery((chance, value) =>
    pick<unknown>(chance, [undefined, null, [value], [value, value], 0, {}, true, Number(value)]),
  ),
  query_time: (chance, request) => {
    request.query.timestamp = String(Number(NOW_S) + Math.floor(chance() * 2e6) - 1e6);
  },
  query_type: onQuery((chance) => pick(chance, ['aes', 'raw', '', 'AES', 'des'])),
  late: (chance, request) => {
    request.now_ms = NOW_MS + Math.floor(chance() * 1e7) - 5e6;
  },
  method: (chance, request) => {
    request.method = pick(chance, ['GET', 'PUT', 'get', '', 'HEAD']);
  },
};

/** A signed callback, and the same after one to three spoils. */
export function spoiled(chance: Chance, mode: Mode): Made {
  const signed = post(mode, pick(chance, MESSAGES));
  const request = {
    ...signed,
    query: { ...signed.query } as Record<string, unknown>,
    body: signed.body as string | Uint8Array,
  };
  const names: string[] = [];
  for (let n = 1 + Math.floor(chance() * 3); n > 0; n--) {
    const name = pick(chance, Object.keys(SPOILS));
    SPOILS[name]!(chance, request);
    names.push(name);
  }
  return { mode, signed, request, how: names.join('+') };
}
