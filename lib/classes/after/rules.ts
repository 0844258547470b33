/** What is counted of those who were trained. Pure. */
import { instant } from '../../platform/clock';
import { type Refusal, refuse } from '../../platform/refusal';
import type { TrainingClass } from '../types';
import type { AfterRefusal, FollowUp, FollowUpAnswer } from './types';

/** May she be asked, or answer, for this month: it is one of the policy's, and the class has ended. */
export function mayFollow(
  c: TrainingClass,
  month: number,
  months: number[],
  now_ms: number,
): Refusal<AfterRefusal> | undefined {
  if (!months.includes(month)) return refuse('month_unknown', { month, months: months.join('、') });
  return instant(now_ms) < c.ends_at ? refuse('follow_up_early', { ends_at: c.ends_at }) : undefined;
}

/** The answer of the latest month she answered. */
export function latestAnswer(row: Pick<FollowUp, 'answers'> | undefined): FollowUpAnswer | undefined {
  const months = Object.keys(row?.answers ?? {}).map(Number);
  return months.length === 0 ? undefined : row?.answers[String(Math.max(...months))];
}

/** Wage and post before: told once, kept for the later months. */
export function told<K extends keyof FollowUpAnswer>(
  row: Pick<FollowUp, 'answers'> | undefined,
  what: K,
): FollowUpAnswer[K] | undefined {
  const months = Object.keys(row?.answers ?? {}).sort((a, b) => Number(b) - Number(a));
  for (const month of months) {
    const value = row?.answers[month]?.[what];
    if (value !== undefined) return value;
  }
  return undefined;
}

export interface Rate {
  employed: number;
  /** The denominator, of persons. */
  persons: number;
  /** To a tenth, rounded down: 71.98 is never shown as 72. */
  percent: number;
}

/** 就业率 (B20): of everyone trained, those last known to be in work; who could not be reached is counted as not employed. */
export function employmentRate(employed: number, persons: number): Rate {
  return { employed, persons, percent: persons === 0 ? 0 : Math.floor((employed * 1000) / persons) / 10 };
}

/** 带技提薪 (L23): the change of a month's wage of those who told both, in fen; and who rose from 普工. */
export function wageAndPost(rows: Pick<FollowUp, 'answers'>[]) {
  const both = rows.flatMap((row) => {
    const [before, after] = [told(row, 'wage_before_fen'), told(row, 'wage_after_fen')];
    return before === undefined || after === undefined ? [] : [{ before, after }];
  });
  const sum = (of: (one: { before: number; after: number }) => number) => both.reduce((all, one) => all + of(one), 0);
  const mean = (total: number) => (both.length === 0 ? 0 : Math.round(total / both.length));
  const risen = rows.filter((row) => told(row, 'post_before') === 'general' && UP.has(told(row, 'post') ?? ''));
  const posts = rows.filter((row) => told(row, 'post_before') !== undefined && told(row, 'post') !== undefined);
  return {
    wage_told: both.length,
    wage_before_fen: mean(sum((one) => one.before)),
    wage_after_fen: mean(sum((one) => one.after)),
    wage_change_fen: mean(sum((one) => one.after - one.before)),
    post_told: posts.length,
    post_risen: risen.length,
  };
}

const UP = new Set<string>(['skilled', 'foreman']);
