/** When the members of a class are asked how they fare. Pure. */
import { addDays, at, type Day, dayOf, type Instant } from '../../platform/clock';
import { type Refusal, refuse } from '../../platform/refusal';
import type { Policy } from '../../policy/types';
import type { TrainingClass } from '../types';
import type { AfterRefusal } from './types';

/** Which months are asked for, and in which days around them (the policy's). */
export type FollowUpRules = Pick<Policy['assessment'], 'follow_up_months' | 'follow_up_window'>;

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

/** The day from which an answer counts for a month: what is told earlier would be about another time. */
export function countsFrom(ends_at: Instant, month: number, { follow_up_window }: FollowUpRules): Day {
  return addDays(addMonths(ends_at.slice(0, 10), month), -follow_up_window.value.early_days);
}

/**
 * May she be asked, or answer, for this month: it is one of the policy's, and begun by the policy's days before it (L24).
 * Otherwise what is told in the first week would stand for the sixth month, and the rate (B20) rest on it. An answer that
 * comes late counts, its date with it.
 */
export function mayFollow(
  c: Pick<TrainingClass, 'ends_at'>,
  month: number,
  rules: FollowUpRules,
  now_ms: number,
): Refusal<AfterRefusal> | undefined {
  const { follow_up_months, follow_up_window } = rules;
  const months = follow_up_months.value;
  if (!months.includes(month)) return refuse('month_unknown', { month, months: months.join('、') });
  const from = countsFrom(c.ends_at, month, rules);
  return dayOf(now_ms) < from ? refuse('follow_up_early', { month, from }, follow_up_window.rule) : undefined;
}

/** The first month still to come; nothing when all are past. */
export function nextMonth(ends_at: Instant, { follow_up_months }: FollowUpRules, now: Instant): number | undefined {
  return [...follow_up_months.value].sort((a, b) => a - b).find((month) => dueAt(ends_at, month) > now);
}

/** The latest month that has come: one asked late is asked once, not thrice; one long gone not at all. */
export function monthNow(ends_at: Instant, rules: FollowUpRules, now: Instant): number | undefined {
  const month = latest(rules, (one) => dueAt(ends_at, one) <= now);
  if (month === undefined) return undefined;
  const last = addDays(dueAt(ends_at, month).slice(0, 10), rules.follow_up_window.value.late_days);
  return now <= at(last, ASKED_AT) ? month : undefined;
}

/** The month for which a call counts that is made now, however late: its date says when. Before the first, the first. */
export function monthOfCall(ends_at: Instant, rules: FollowUpRules, now: Instant): number {
  const begun = latest(rules, (one) => countsFrom(ends_at, one, rules) <= now.slice(0, 10));
  return begun ?? Math.min(...rules.follow_up_months.value);
}

function latest({ follow_up_months }: FollowUpRules, fits: (month: number) => boolean): number | undefined {
  return [...follow_up_months.value].sort((a, b) => b - a).find(fits);
}
