/** Scheduled jobs: at their rate by the wall clock, at once when the clock is moved past them, and on demand. */
import { randomUUID } from 'node:crypto';
import { MINUTE_MS } from '../platform/clock';
import type { DeployedSchedule } from './deployed';
import type { Invoker } from './invoke';

export interface Ran {
  name: string;
  ms: number;
  failed?: string;
}

const UNITS_MS: Record<string, number> = { minute: MINUTE_MS, hour: 60 * MINUTE_MS, day: 1440 * MINUTE_MS };
/** A jump is looked through minute by minute for cron times, at most this far. */
const LOOK_BACK_MS = 366 * 1440 * MINUTE_MS;

export class UnknownJob extends Error {
  override name = 'UnknownJob';
}

export class Schedules {
  private readonly timers: NodeJS.Timeout[] = [];
  private readonly running = new Map<string, Promise<Ran>>();

  constructor(
    private readonly list: DeployedSchedule[],
    private readonly invoker: Invoker,
    private readonly now: () => number,
    private readonly report: (line: string) => void,
  ) {}

  names(): string[] {
    return [...new Set(this.list.map((one) => one.name))];
  }

  busy(): string[] {
    return [...this.running.keys()];
  }

  /** Begin running jobs by themselves. */
  start(): void {
    for (const one of this.list) {
      const rate_ms = rateOf(one.expression);
      const each_ms = rate_ms ?? MINUTE_MS;
      const timer = setInterval(() => {
        if (rate_ms || matchesCron(one.expression, this.now())) void this.runOne(one);
      }, each_ms);
      timer.unref();
      this.timers.push(timer);
    }
  }

  stop(): void {
    for (const timer of this.timers) clearInterval(timer);
  }

  /** Run a job now; one that is already running is waited for first. Throws `UnknownJob`. */
  async run(name: string): Promise<Ran[]> {
    const chosen = this.list.filter((one) => one.name === name || one.function.name === name);
    if (chosen.length === 0) throw new UnknownJob(`no job ${name}; there are: ${this.names().join(', ')}`);
    const ran: Ran[] = [];
    for (const one of chosen) {
      await this.running.get(one.name);
      ran.push(await this.runOne(one));
    }
    return ran;
  }

  /** The clock was moved: whatever would have run in between runs once, at the new time. */
  async moved(from_ms: number, to_ms: number): Promise<Ran[]> {
    const ran: Ran[] = [];
    for (const one of this.list) {
      const rate_ms = rateOf(one.expression);
      const due = rate_ms ? Math.abs(to_ms - from_ms) >= rate_ms : cronBetween(one.expression, from_ms, to_ms);
      if (!due) continue;
      await this.running.get(one.name);
      ran.push(await this.runOne(one));
    }
    return ran;
  }

  private runOne(one: DeployedSchedule): Promise<Ran> {
    const held = this.running.get(one.name);
    if (held) return held;
    const run = this.invoke(one).finally(() => this.running.delete(one.name));
    this.running.set(one.name, run);
    return run;
  }

  private async invoke(one: DeployedSchedule): Promise<Ran> {
    const began = performance.now();
    const event = one.input ?? {
      version: '0',
      id: randomUUID(),
      'detail-type': 'Scheduled Event',
      source: 'aws.events',
      account: '000000000000',
      time: new Date(this.now()).toISOString(),
      region: 'local',
      resources: [`arn:aws:events:local:000000000000:rule/${one.name}`],
      detail: {},
    };
    const ms = () => Math.round(performance.now() - began);
    try {
      await this.invoker.invoke(one.function, event);
      return { name: one.name, ms: ms() };
    } catch (error) {
      const failed = String((error as Error)?.message ?? error);
      this.report(`Job ${one.name} failed: ${failed}`);
      return { name: one.name, ms: ms(), failed };
    }
  }
}

/** `rate(5 minutes)` in milliseconds; undefined for anything else. */
export function rateOf(expression: string): number | undefined {
  const found = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression);
  return found ? Number(found[1]) * UNITS_MS[found[2]!]! : undefined;
}

/** Whether `cron(minutes hours day-of-month month day-of-week year)` (UTC, as at AWS) holds in this minute. */
export function matchesCron(expression: string, at_ms: number): boolean {
  const parts = /^cron\((.+)\)$/.exec(expression)?.[1]?.trim().split(/\s+/);
  if (parts?.length !== 6) throw new Error(`schedule ${expression} cannot be read here`);
  const at = new Date(at_ms);
  // AWS counts the week from Sunday = 1.
  const day_of_week = at.getUTCDay() + 1;
  const values = [
    at.getUTCMinutes(),
    at.getUTCHours(),
    at.getUTCDate(),
    at.getUTCMonth() + 1,
    day_of_week,
    at.getUTCFullYear(),
  ];
  return parts.every((part, i) => holds(part, values[i]!, i === 4 ? WEEKDAYS : i === 3 ? MONTHS : []));
}

const WEEKDAYS = ['', 'SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const MONTHS = ['', 'JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

function holds(part: string, value: number, names: string[]): boolean {
  if (part === '*' || part === '?') return true;
  return part.split(',').some((one) => {
    const [range, step] = one.split('/');
    const number = (text: string) =>
      names.indexOf(text.toUpperCase()) > 0 ? names.indexOf(text.toUpperCase()) : Number(text);
    const [low, high] = range === '*' ? [0, Number.MAX_SAFE_INTEGER] : range!.split('-').map(number);
    if (step) return value >= low! && value <= (high ?? Number.MAX_SAFE_INTEGER) && (value - low!) % Number(step) === 0;
    return value >= low! && value <= (high ?? low!);
  });
}

function cronBetween(expression: string, from_ms: number, to_ms: number): boolean {
  const [low, high] = from_ms < to_ms ? [from_ms, to_ms] : [to_ms, to_ms];
  for (let at = Math.max(low, high - LOOK_BACK_MS); at <= high; at += MINUTE_MS)
    if (matchesCron(expression, at)) return true;
  return false;
}
