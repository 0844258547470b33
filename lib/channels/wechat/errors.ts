/** WeChat's error codes, as far as they ask for different things to be done. */
import { addDays, at, dayOf, HOUR_MS, MINUTE_MS, millis } from '../../platform/clock';

export type Trouble =
  | { trouble: 'later'; retry_after_ms: number; reason: string }
  /** The conversation's window is shut or its count used up: a template may still pass. */
  | { trouble: 'window'; reason: string }
  | { trouble: 'not_following' | 'refused' | 'no_permission' | 'rejected'; reason: string };

/** The access token is not, or no longer, good: renew once and try again. */
export const TOKEN_CODES: ReadonlySet<number> = new Set([40001, 40014, 42001]);

const OTHERS: Record<number, [Exclude<Trouble['trouble'], 'later'>, string]> = {
  40003: ['rejected', 'no such openid with this account'],
  40037: ['rejected', 'no such template id'],
  43004: ['not_following', 'the person does not follow the account'],
  43019: ['refused', 'the person is on the block list'],
  43101: ['refused', 'the person refuses these notices'],
  45002: ['rejected', 'content too long'],
  45015: ['window', 'more than 48 h since the person wrote'],
  45047: ['window', 'too many customer-service messages in a row'],
  47003: ['rejected', 'a template field is not as the template wants it'],
  48001: ['no_permission', 'the account may not use this interface'],
  48002: ['refused', 'the person does not take messages'],
  48004: ['no_permission', 'the interface is banned for this account'],
  50002: ['rejected', 'the user is limited'],
};

const LATER: Record<number, [number, string]> = {
  [-1]: [10_000, 'WeChat is busy'],
  40013: [30 * MINUTE_MS, 'configuration: the appid is not known to WeChat'],
  40125: [30 * MINUTE_MS, 'configuration: the secret is wrong'],
  41004: [30 * MINUTE_MS, 'configuration: the secret is missing'],
  45011: [MINUTE_MS, 'called too often within a minute'],
};

const QUOTA_MIN_MS = 10 * MINUTE_MS;

/** What an error code asks for. `errmsg` is read for the refused address only (40164), never passed on whole. */
export function troubleOf(errcode: number, errmsg: string, now_ms: number): Trouble {
  if (errcode === 45009) {
    // The day's quota is counted anew at midnight in Shanghai.
    const midnight_ms = millis(at(addDays(dayOf(now_ms), 1), '00:00'));
    return {
      trouble: 'later',
      retry_after_ms: Math.max(QUOTA_MIN_MS, midnight_ms - now_ms),
      reason: '45009: the day’s quota is used up',
    };
  }
  if (errcode === 40164) {
    const address = /invalid ip ([0-9a-f.:]{3,45})/i.exec(errmsg)?.[1] ?? 'this machine’s address';
    const reason = `40164: ${address} is not on the account’s IP whitelist; calls must leave from a whitelisted fixed address`;
    return { trouble: 'later', retry_after_ms: HOUR_MS / 2, reason };
  }
  const passing = LATER[errcode];
  if (passing) return { trouble: 'later', retry_after_ms: passing[0], reason: `${errcode}: ${passing[1]}` };
  const known = OTHERS[errcode];
  if (known) return { trouble: known[0], reason: `${errcode}: ${known[1]}` };
  if (TOKEN_CODES.has(errcode))
    return {
      trouble: 'later',
      retry_after_ms: MINUTE_MS,
      reason: `${errcode}: the access token is refused even when new`,
    };
  // 40000 to 47999 are about what was asked; asking the same again cannot help. The rest may pass.
  if (errcode >= 40_000 && errcode < 48_000) return { trouble: 'rejected', reason: `${errcode}` };
  return { trouble: 'later', retry_after_ms: QUOTA_MIN_MS, reason: `${errcode}: not a known code` };
}
