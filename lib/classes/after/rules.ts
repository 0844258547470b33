/** What is counted of those who were trained. Pure. */
import type { FollowUp, FollowUpAnswer } from './types';

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

/**
 * 带技提薪 (L23): the change of a month's wage of those who told both and are in work as last known, in fen, on average and
 * in the middle (one large wage makes no class look good); and who rose from 普工. Of nobody the figures are 0.
 */
export function wageAndPost(rows: Pick<FollowUp, 'answers'>[]) {
  // What she earned before she lost the work again is no wage after the class.
  const at_work = rows.filter((row) => latestAnswer(row)?.working);
  const both = at_work.flatMap((row) => {
    const [before, after] = [told(row, 'wage_before_fen'), told(row, 'wage_after_fen')];
    return before === undefined || after === undefined ? [] : [{ before, after, change: after - before }];
  });
  const posts = at_work.flatMap((row) => {
    const [before, after] = [told(row, 'post_before'), told(row, 'post')];
    return before === undefined || after === undefined ? [] : [{ before, after }];
  });
  return {
    wage_told: both.length,
    wage_before_fen: mean(both.map((one) => one.before)),
    wage_after_fen: mean(both.map((one) => one.after)),
    wage_change_fen: mean(both.map((one) => one.change)),
    wage_change_median_fen: median(both.map((one) => one.change)),
    post_told: posts.length,
    post_risen: posts.filter(({ before, after }) => before === 'general' && UP.has(after)).length,
  };
}

const UP = new Set<string>(['skilled', 'foreman']);

function mean(all: number[]): number {
  return all.length === 0 ? 0 : Math.round(all.reduce((sum, one) => sum + one, 0) / all.length);
}

function median(all: number[]): number {
  const sorted = [...all].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return mean(sorted.slice(Math.ceil(middle) - 1, Math.floor(middle) + 1));
}
