/** Shanghai time for people: the page runs in any time zone, the system in one. */
const OFFSET_MS = 8 * 3_600_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
const WEEKDAYS = ['周日', '周一', '周二', '周三', '周四', '周五', '周六'];

function parts(ms: number) {
  const d = new Date(ms + OFFSET_MS);
  return {
    year: d.getUTCFullYear(),
    month: d.getUTCMonth() + 1,
    day: d.getUTCDate(),
    weekday: WEEKDAYS[d.getUTCDay()]!,
  };
}

/** `2025-07-20T09:05:07+08:00`, the form the system keeps. */
export function instant(ms: number): string {
  return `${new Date(ms + OFFSET_MS).toISOString().slice(0, 19)}+08:00`;
}

/** `09:05`. */
export function clock(ms: number): string {
  return instant(ms).slice(11, 16);
}

/** `7月20日 周日`. */
export function day(ms: number): string {
  const { month, day, weekday } = parts(ms);
  return `${month}月${day}日 ${weekday}`;
}

/** `2025年7月20日 周日`. */
export function fullDay(ms: number): string {
  return `${parts(ms).year}年${day(ms)}`;
}

/** Days between two moments, counted at Shanghai's midnight. */
export function daysApart(from_ms: number, to_ms: number): number {
  return Math.floor((to_ms + OFFSET_MS) / DAY_MS) - Math.floor((from_ms + OFFSET_MS) / DAY_MS);
}

/** The line between bubbles, as WeChat writes it: `09:05`, `昨天 09:05`, `7月20日 周日 09:05`. */
export function stamp(ms: number, now_ms: number): string {
  const ago = daysApart(ms, now_ms);
  if (ago === 0) return clock(ms);
  if (ago === 1) return `昨天 ${clock(ms)}`;
  return `${parts(ms).year === parts(now_ms).year ? day(ms) : fullDay(ms)} ${clock(ms)}`;
}

/** The next moment the clock in Shanghai shows this hour; `days` is 0 for today, 1 for tomorrow. */
export function nextHour(now_ms: number, hour: number): { ms: number; days: 0 | 1 } {
  const today = Date.parse(`${instant(now_ms).slice(0, 10)}T${String(hour).padStart(2, '0')}:00:00+08:00`);
  return today > now_ms ? { ms: today, days: 0 } : { ms: today + DAY_MS, days: 1 };
}

/** What a `datetime-local` field holds, read as Shanghai time; `undefined` when incomplete. */
export function fromField(value: string): number | undefined {
  const ms = Date.parse(`${value.length === 16 ? `${value}:00` : value}+08:00`);
  return Number.isNaN(ms) ? undefined : ms;
}
