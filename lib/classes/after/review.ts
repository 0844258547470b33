/** 总结经验 (L25): a class that was held is reviewed, and no year is closed over one that was not. */
import { instant } from '../../platform/clock';
import { isRefusal, type Refusal, refuse } from '../../platform/refusal';
import type { World } from '../../platform/world';
import type { Planned } from '../../store/commit';
import { keys } from '../../store/keys';
import { classOf } from '../items';
import { readReview } from './items';
import { classesBetween } from './period';
import type { AfterRefusal, Review } from './types';

/** Class codes named in a refusal. */
const NAMED_MAX = 30;

export interface ReviewCommand {
  class_id: string;
  went_well: string;
  to_improve: string;
  next?: string;
  by: string;
}

/** Write the review of a class, or write it anew. Refuses `review_early` while it is still held, `class_cancelled`. */
export async function reviewClass(world: World, command: ReviewCommand): Promise<Planned<Review>> {
  const { class_id, went_well, to_improve, next, by } = command;
  const c = classOf(await world.table.get(keys.class(class_id), { consistent: true }));
  if (!c) return refuse('class_unknown', { class_id });
  if (c.status === 'draft') return refuse('class_draft');
  if (c.status === 'cancelled') return refuse('class_cancelled', { title: c.title });
  const now = instant(world.now());
  if (now < c.ends_at) return refuse<AfterRefusal>('review_early', { ends_at: c.ends_at });
  const before = await readReview(world, class_id);
  const rev = (before?.rev ?? 0) + 1;
  const review: Review = { class_id, rev, went_well, to_improve, ...(next && { next }), by, at: now };
  return {
    changes: [
      {
        kind: 'put',
        key: keys.review(class_id),
        item: { ...review },
        when: before ? [{ attr: 'rev', op: '=', value: before.rev }] : [{ attr: 'pk', op: 'absent' }],
        why: 'the review is as it was read',
      },
    ],
    value: review,
  };
}

export interface ClosedYear {
  home_region: string;
  year: string;
  classes: number;
  by: string;
  at: string;
}

/**
 * Close a year of a county: every class that ended in it has its review. Once the year is over no class can be opened
 * in it any more, and a review is never taken away: what is read here stays true. Refuses `year_not_over`,
 * `review_missing` {count, classes}, `year_closed`, `report_too_large`.
 */
export async function closeYear(
  world: World,
  command: { home_region: string; year: string; by: string },
): Promise<Planned<ClosedYear>> {
  const { home_region, year, by } = command;
  const now = instant(world.now());
  if (now.slice(0, 4) <= year) return refuse<AfterRefusal>('year_not_over', { year });
  const classes = await classesBetween(world, {
    home_region,
    from: `${year}-01-01`,
    to: `${year}-12-31`,
    by: 'ends_at',
  });
  if (isRefusal(classes)) return classes as Refusal;
  const reviews = await world.table.getMany(
    classes.map((c) => keys.review(c.class_id)),
    { consistent: true },
  );
  const missing = classes.filter((_, i) => !reviews[i]).map((c) => c.class_id);
  if (missing.length > 0) {
    const named = missing.slice(0, NAMED_MAX).join('、');
    return refuse<AfterRefusal>('review_missing', { count: missing.length, classes: named });
  }
  const closed: ClosedYear = { home_region, year, classes: classes.length, by, at: now };
  return {
    changes: [
      {
        kind: 'put',
        key: keys.year(home_region, year),
        item: { ...closed },
        when: [{ attr: 'pk', op: 'absent' }],
        why: 'the year is open',
        refusal: 'year_closed',
      },
    ],
    value: closed,
  };
}
