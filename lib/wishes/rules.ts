/** What follows from wishes: the pattern that suits most, what a proposal counts, lead times, percentiles. Pure. */
import { DAY_MS, type Instant, millis } from '../platform/clock';
import type { FreeTime, Pattern, Proposal, Wish, WishStatus } from './types';

/** Wishes one person may have open: more are no wish list but a catalogue. */
export const OPEN_WISHES_MAX = 5;
/** Wishes one proposal holds: one transaction takes them all, and it is three classes of thirty. */
export const POOLED_MAX = 90;
/** Lines of a county’s lead times: the county as a whole and its places, the busiest of them when there are more. */
export const LEAD_TIMES_MAX = 200;

const PATTERNS: readonly Pattern[] = ['weekend', 'evening', 'full_time'];
/** The free times of which one is needed to come to a pattern. Full-time classes take working days and weekends. */
const NEEDS: Record<Pattern, (free: readonly FreeTime[]) => boolean> = {
  weekend: (free) => free.includes('weekend_day'),
  evening: (free) => free.includes('weekday_evening'),
  full_time: (free) => free.includes('weekday_day') && free.includes('weekend_day'),
};

/** Could someone free at these times come to classes of this pattern? Who never said when could come to any. */
export function suits(pattern: Pattern, free: readonly FreeTime[]): boolean {
  return free.length === 0 || free.includes('full_time') || NEEDS[pattern](free);
}

/** How many could come to each pattern. */
export function canCome(wishes: readonly { free: readonly FreeTime[] }[]): Record<Pattern, number> {
  const count = (pattern: Pattern) => wishes.filter((wish) => suits(pattern, wish.free)).length;
  return { weekend: count('weekend'), evening: count('evening'), full_time: count('full_time') };
}

/** The pattern most can come to; of two alike the one that takes less from work. */
export function bestPattern(can_come: Record<Pattern, number>): Pattern {
  return PATTERNS.reduce((best, pattern) => (can_come[pattern] > can_come[best] ? pattern : best));
}

/** How many of each value there are. */
export function tally<T, K extends string>(of: readonly T[], value: (one: T) => K): Partial<Record<K, number>> {
  const counts: Partial<Record<K, number>> = {};
  for (const one of of) counts[value(one)] = (counts[value(one)] ?? 0) + 1;
  return counts;
}

/** Those counted in a proposal: who has a seat since, dropped it, moved away or was erased is not. */
export const heldBy = (proposal_id: string, wishes: readonly Wish[]): Wish[] =>
  wishes.filter((wish) => wish.status === 'pooled' && wish.proposal_id === proposal_id);

/** A proposal as the wishes in it make it. */
export function proposalOn(proposal: Proposal, wishes: readonly Wish[]): Proposal {
  const can_come = canCome(wishes);
  const [first, ...later] = wishes.map((wish) => wish.first_at);
  return {
    ...proposal,
    wishes: wishes.length,
    pattern: bestPattern(can_come),
    can_come,
    by_channel: tally(wishes, (wish) => wish.channel),
    by_mode: tally(wishes, (wish) => wish.mode),
    first_wish_at: first ? later.reduce((at, one) => (one < at ? one : at), first) : proposal.first_wish_at,
  };
}

/** Whole days from the first wish to the first lesson (P7); never below 0. */
export function leadDays(first_at: Instant, starts_at: Instant): number {
  return Math.max(0, Math.floor((millis(starts_at) - millis(first_at)) / DAY_MS));
}

/** The smallest value that at least this part (0–1) of those counted do not exceed (nearest rank). */
export function percentile(by_value: ReadonlyMap<number, number>, part: number): number | undefined {
  const values = [...by_value].filter(([, n]) => n > 0).sort(([a], [b]) => a - b);
  const total = values.reduce((sum, [, n]) => sum + n, 0);
  if (total === 0) return undefined;
  const rank = Math.ceil(part * total);
  let seen = 0;
  for (const [value, n] of values) {
    seen += n;
    if (seen >= rank) return value;
  }
  return values.at(-1)?.[0];
}

/** Still wanted: to be told of a class, and to be counted. */
export const isWanted = (wish: Pick<Wish, 'status'>): boolean => WANTED.includes(wish.status);
const WANTED: readonly WishStatus[] = ['open', 'pooled'];
