/**
 * How fast an account may send. Personal accounts that send fast are blocked, so: a bucket of tokens, a random pause of
 * 1 to 3 seconds before each message, a number a day, and a breaker for when WeChat says 操作过于频繁. No clock of its own.
 */
import { DAY_MS, dayOf, MINUTE_MS } from '../../platform/clock';

export interface Limits {
  per_minute_max: number;
  /** Tokens saved up at most. */
  burst_max: number;
  jitter_ms: [least: number, most: number];
  daily_max: number;
  /** Of those, so many are left for answers somebody waits for. */
  daily_for_replies: number;
  /** How long the breaker stays open the first time; doubles each time it opens again. */
  pause_ms: number;
  pause_max_ms: number;
}

/** 20 a minute is a sixth of what got accounts blocked in 2017; nobody publishes the present figures. */
export const LIMITS: Limits = {
  per_minute_max: 20,
  burst_max: 5,
  jitter_ms: [1_000, 3_000],
  daily_max: 500,
  daily_for_replies: 200,
  pause_ms: 5 * MINUTE_MS,
  pause_max_ms: 4 * 60 * MINUTE_MS,
};

export class Pace {
  private tokens: number;
  private filled_ms: number;
  private day: string;
  private sent_today: number;
  private opened_until_ms = 0;
  private pause_ms: number;
  private trial = false;

  constructor(
    private readonly limits: Limits,
    now_ms: number,
    sent_today = 0,
  ) {
    this.tokens = limits.burst_max;
    this.filled_ms = now_ms;
    this.day = dayOf(now_ms);
    this.sent_today = sent_today;
    this.pause_ms = limits.pause_ms;
  }

  /** What may be sent now: anything, answers only, or nothing until tomorrow. */
  budget(now_ms: number): 'all' | 'replies' | 'none' {
    this.turnDay(now_ms);
    const { daily_max, daily_for_replies } = this.limits;
    if (this.sent_today >= daily_max) return 'none';
    return this.sent_today >= daily_max - daily_for_replies ? 'replies' : 'all';
  }

  /** How long until the next may be sent; 0 is now. The random pause comes on top. */
  wait_ms(now_ms: number): number {
    if (now_ms < this.opened_until_ms) return this.opened_until_ms - now_ms;
    this.fill(now_ms);
    if (this.tokens >= 1) return 0;
    return Math.ceil((1 - this.tokens) * (MINUTE_MS / this.limits.per_minute_max));
  }

  jitter_ms(random: number): number {
    const [least, most] = this.limits.jitter_ms;
    return Math.round(least + random * (most - least));
  }

  /** After WeChat's pause one message is tried, not several. */
  get careful(): boolean {
    return this.trial;
  }

  /** One is being sent: it costs a token whether it arrives or not. */
  took(now_ms: number): void {
    this.fill(now_ms);
    this.turnDay(now_ms);
    this.tokens -= 1;
    this.sent_today += 1;
  }

  /** It went through: the breaker closes. */
  passed(): void {
    this.trial = false;
    this.pause_ms = this.limits.pause_ms;
  }

  /** WeChat wants less: nothing for a while, then one to try; each further time twice as long. */
  throttled(now_ms: number): void {
    this.opened_until_ms = now_ms + this.pause_ms;
    this.pause_ms = Math.min(this.limits.pause_max_ms, this.pause_ms * 2);
    this.trial = true;
  }

  private fill(now_ms: number): void {
    const { per_minute_max, burst_max } = this.limits;
    const passed_ms = Math.max(0, now_ms - this.filled_ms);
    this.tokens = Math.min(burst_max, this.tokens + (passed_ms / MINUTE_MS) * per_minute_max);
    this.filled_ms = now_ms;
  }

  private turnDay(now_ms: number): void {
    if (dayOf(now_ms) === this.day) return;
    this.day = dayOf(now_ms);
    this.sent_today = 0;
  }
}

/** From now to midnight in Shanghai. */
export function untilTomorrow_ms(now_ms: number): number {
  const next = Date.parse(`${dayOf(now_ms + DAY_MS)}T00:00:00+08:00`);
  return next - now_ms;
}
