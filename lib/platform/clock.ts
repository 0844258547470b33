/**
 * Time. Everything that asks for the time asks `World.now()`, so that tests and the local stack can
 * move it. Instants are stored and shown as ISO 8601 in Asia/Shanghai (no daylight saving, always
 * +08:00), to the second: such strings sort as the instants do.
 */
export type Instant = string;
/** A calendar day in Asia/Shanghai: `2025-07-24`. */
export type Day = string;

const OFFSET_MS = 8 * 3_600_000;
export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** Milliseconds since the epoch → `2025-07-24T09:00:00+08:00`. */
export function instant(ms: number): Instant {
  return `${new Date(ms + OFFSET_MS).toISOString().slice(0, 19)}+08:00`;
}

/** An instant in any offset → milliseconds since the epoch. */
export function millis(at: Instant): number {
  return Date.parse(at);
}

/** The day in Shanghai at this moment. */
export function dayOf(ms: number): Day {
  return instant(ms).slice(0, 10);
}

/** A day and a wall-clock time in Shanghai (`'18:30'`) → instant. */
export function at(day: Day, time: string): Instant {
  return `${day}T${time}:00+08:00`;
}

/** The day `n` days later (earlier when negative). */
export function addDays(day: Day, n: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + n * DAY_MS).toISOString().slice(0, 10);
}

/** 1 Monday … 7 Sunday. */
export function weekday(day: Day): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
}

/** Whole years from a birth day to a day. */
export function yearsBetween(born: Day, on: Day): number {
  const years = Number(on.slice(0, 4)) - Number(born.slice(0, 4));
  return on.slice(5) < born.slice(5) ? years - 1 : years;
}
