/**
 * The sign-in code (签到码): four digits on the station's phone, another each minute. Nothing of it is stored: it
 * follows from the class, the lesson and the minute under the installation's secret. So it can be asked for anywhere,
 * and nobody without the secret can tell the next one from those before.
 */
import { type Instant, instant, MINUTE_MS } from '../../platform/clock';
import type { World } from '../../platform/world';

/** People read, then type: the code of the minute before is good for this long into the next. */
export const SLOW_MS = 20_000;
/** The channel's clock may be behind ours by this much when it says when a message was sent. */
const BEHIND_MS = 5000;
/** When the channel's time differs from ours by more, it is not believed: then ours counts. */
const SKEW_MAX_MS = 60_000;
/** Codes of this many minutes back are told to be old, rather than wrong. */
const OLD_MIN = 10;
const CODES = 10_000;

type Seal = Pick<World, 'vault'>;

/**
 * The code of one minute. 32 of the hash's 132 bits, modulo 10,000: no code is likelier than another by more than
 * 1 in 400,000. A guess is right with 1.42 in 10,000 (the minute's own code, for 20 s the one before, for 5 s the next),
 * five guesses a lesson with 1 in 1,400.
 */
function codeOf({ vault }: Seal, class_id: string, lesson: number, minute: number): string {
  const hash = Buffer.from(vault.fingerprint('sign_in', `${class_id}|${lesson}|${minute}`), 'base64url');
  return String(hash.readUInt32BE(0) % CODES).padStart(4, '0');
}

const minuteOf = (ms: number): number => Math.floor(ms / MINUTE_MS);

/** The code to show now, when it changes, and the scene for a code to scan (`sign:A17:3:3847`). Reads nothing. */
export function currentCode(
  world: Pick<World, 'vault' | 'now'>,
  class_id: string,
  lesson: number,
): { code: string; valid_until: Instant; scene: string } {
  const minute = minuteOf(world.now());
  const code = codeOf(world, class_id, lesson, minute);
  return { code, valid_until: instant((minute + 1) * MINUTE_MS), scene: `sign:${class_id}:${lesson}:${code}` };
}

/** When the message counts as sent: by the channel's word, within what clocks may differ. */
export function sentAt(sent_ms: number, now_ms: number): number {
  return Math.abs(now_ms - sent_ms) <= SKEW_MAX_MS ? sent_ms : now_ms;
}

/** What a code is worth for a lesson at the time it was sent. */
export function judgeCode(
  world: Seal,
  class_id: string,
  lesson: number,
  code: string,
  at_ms: number,
): 'good' | 'old' | 'wrong' {
  const minute = minuteOf(at_ms);
  const into_ms = at_ms - minute * MINUTE_MS;
  const good = [
    minute,
    ...(into_ms < SLOW_MS ? [minute - 1] : []),
    ...(MINUTE_MS - into_ms <= BEHIND_MS ? [minute + 1] : []),
  ];
  if (good.some((one) => codeOf(world, class_id, lesson, one) === code)) return 'good';
  for (let back = 1; back <= OLD_MIN; back++) if (codeOf(world, class_id, lesson, minute - back) === code) return 'old';
  return 'wrong';
}
