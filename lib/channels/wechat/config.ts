/** What one WeChat account needs to be reached and to be believed. Read once at start, checked by schema. */
import * as z from 'zod/mini';
import type { TemplateName } from '../types';

const API_BASE = 'https://api.weixin.qq.com';
const API_FALLBACK = 'https://api2.weixin.qq.com';

const TEMPLATE_NAMES = [
  'lesson_reminder',
  'class_changed',
  'class_cancelled',
  'seat_offered',
  'class_news',
  'general',
] as const satisfies readonly TemplateName[];

// 43 characters are 256 bits of base 64 without the final "=".
const aesKey = z.string().check(z.regex(/^[A-Za-z0-9+/]{43}$/, '43 characters of base 64'));

// The secret and the token travel to this address: never over plain http, except to this very machine.
const host = z
  .string()
  .check(
    z.regex(
      /^(https:\/\/[^\s/?#]+|http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?)(\/[^\s?#]*)?$/,
      'https, or http on loopback',
    ),
  );

/** A template's id, or its id and which of its keywords takes which of our fields (`{title: 'thing1'}`). */
const template = z.union([
  z.string().check(z.minLength(1)),
  z.object({ id: z.string().check(z.minLength(1)), fields: z.record(z.string(), z.string()) }),
]);
const templates = z.partialRecord(z.enum(TEMPLATE_NAMES), template);

const schema = z
  .strictObject({
    appid: z.string().check(z.regex(/^[\w-]{1,64}$/)),
    secret: z.string().check(z.minLength(1)),
    /** The word both sides know, for signatures. Not the access token. */
    token: z.string().check(z.regex(/^[\w-]{3,32}$/)),
    encoding_aes_key: z.optional(aesKey),
    /** Kept while WeChat changes over to a new key. */
    previous_encoding_aes_key: z.optional(aesKey),
    /**
     * `secure` unless said otherwise. In `plain` WeChat's signature covers only the time and a number, not
     * the body: who has seen one address line can put any words in anyone's mouth until it grows stale.
     * `secure` and `compatible` accept only what is signed over the ciphertext; `plain` accepts both.
     */
    mode: z._default(z.enum(['plain', 'compatible', 'secure']), 'secure'),
    api_base: z._default(host, API_BASE),
    api_fallback: z.optional(host),
    templates: z._default(templates, {}),
    subscriptions: z.optional(templates),
    stale_after_s: z._default(z.int().check(z.positive()), 300),
  })
  .check(
    z.refine(
      (c) => c.mode === 'plain' || c.encoding_aes_key !== undefined,
      'encoding_aes_key is needed unless mode is plain',
    ),
  );

type Read = z.output<typeof schema>;
export type WechatConfig = Omit<Read, 'api_fallback'> & { api_fallback: string };

/**
 * Check a configuration and fill its defaults. Throws an error that names the wrong fields and never their
 * values. An account with another `api_base` (the simulator) has no fallback unless given one, so that a
 * local stack never turns to the real WeChat.
 */
export function wechatConfig(input: unknown): WechatConfig {
  const read = z.safeParse(schema, input);
  if (!read.success) {
    const wrong = read.error.issues.map((issue) => {
      const keys = issue.code === 'unrecognized_keys' ? issue.keys : [];
      return `${[...issue.path, ...keys].join('.') || '(all)'}: ${issue.message}`;
    });
    throw new Error(`WeChat configuration: ${wrong.join('; ')}`);
  }
  const api_base = read.data.api_base.replace(/\/+$/, '');
  const api_fallback = (read.data.api_fallback ?? (api_base === API_BASE ? API_FALLBACK : api_base)).replace(
    /\/+$/,
    '',
  );
  return { ...read.data, api_base, api_fallback };
}
