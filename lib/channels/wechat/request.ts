/** One HTTP request to WeChat's API: the base address, then the fallback; `errcode` read from every answer. */
import * as z from 'zod/mini';
import type { WechatConfig } from './config';

const TIMEOUT_MS = 3_000;
const ANSWER_MAX_BYTES = 1024 * 1024;

const envelope = z.object({ errcode: z._default(z.int(), 0), errmsg: z._default(z.string(), '') });

export type Answer =
  | { answered: true; errcode: number; errmsg: string; data: unknown }
  /** Neither host gave an answer that can be read. Whether WeChat did what was asked is not known. */
  | { answered: false; reason: string };

/**
 * POST `body` as JSON. 3 s for each host; the fallback is tried when the first is not reached, is too slow or
 * answers something other than WeChat's JSON. A request that was done but not answered may so be done twice:
 * templates carry `client_msg_id` against that, customer-service messages have nothing of the kind.
 */
export async function requestWechat(
  config: Pick<WechatConfig, 'api_base' | 'api_fallback'>,
  path: string,
  body: unknown,
  access_token?: string,
): Promise<Answer> {
  const hosts = [...new Set([config.api_base, config.api_fallback])];
  const reasons: string[] = [];
  for (const host of hosts) {
    const answer = await askOne(host, path, body, access_token);
    if (answer.answered) return answer;
    reasons.push(answer.reason);
  }
  return { answered: false, reason: reasons.join(', then ') };
}

async function askOne(host: string, path: string, body: unknown, access_token?: string): Promise<Answer> {
  try {
    const response = await fetch(
      `${host}${path}${access_token ? `?access_token=${encodeURIComponent(access_token)}` : ''}`,
      {
        method: 'POST',
        headers: { 'content-type': 'application/json; charset=utf-8' },
        // The secret or the token is in it: a redirect elsewhere is not followed.
        redirect: 'error',
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      },
    );
    const text = await response.text();
    if (!response.ok) return { answered: false, reason: `http ${response.status}` };
    if (text.length > ANSWER_MAX_BYTES) return { answered: false, reason: 'answer too long' };
    const data: unknown = JSON.parse(text);
    const read = z.safeParse(envelope, data);
    if (!read.success) return { answered: false, reason: 'answer without errcode in shape' };
    return { answered: true, errcode: read.data.errcode, errmsg: read.data.errmsg, data };
  } catch (error) {
    return { answered: false, reason: reasonOf(error) };
  }
}

/** A word for the log. Never the error's text: it may hold the address, and with it the token. */
function reasonOf(error: unknown): string {
  const { name, cause } = (error ?? {}) as { name?: unknown; cause?: { code?: unknown } };
  if (name === 'SyntaxError') return 'answer is not JSON';
  if (name === 'TimeoutError' || name === 'AbortError') return `no answer within ${TIMEOUT_MS} ms`;
  const code = cause?.code;
  return typeof code === 'string' && /^[A-Z_]{1,40}$/.test(code) ? code : 'connection failed';
}
