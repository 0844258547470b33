/** When the members of a class are asked how they fare. Pure. */
import { addDays, at, type Day, type Instant } from '../../platform/clock';

/** The hour at which it goes out: a working day's morning break. */
const ASKED_AT = '10:00';

/** The day so many months later; the 31st becomes the last of a shorter month. */
export function addMonths(day: Day, n: number): Day {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const first = new Date(Date.UTC(year, month - 1 + n, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(date, last));
  return first.toISOString().slice(0, 10);
}

/** When a month's question is due for a class that ended then. */
export function dueAt(ends_at: Instant, month: number): Instant {
  return at(addMonths(ends_at.slice(0, 10), month), ASKED_AT);
}

/** The first month still to come; nothing when all are past. */
export function nextMonth(ends_at: Instant, months: number[], now: Instant): number | undefined {
  return [...months].sort((a, b) => a - b).find((month) => dueAt(ends_at, month) > now);
}

/** Asked later than this, an answer would no longer say how that month was. */
export const LATE_DAYS_MAX = 30;

/** The latest month that has come: one asked late is asked once, not thrice; one long gone not at all. */
export function monthNow(ends_at: Instant, months: number[], now: Instant): number | undefined {
  const month = [...months].sort((a, b) => b - a).find((one) => dueAt(ends_at, one) <= now);
  if (month === undefined) return undefined;
  const until = at(addDays(dueAt(ends_at, month).slice(0, 10), LATE_DAYS_MAX), ASKED_AT);
  return now <= until ? month : undefined;
}
