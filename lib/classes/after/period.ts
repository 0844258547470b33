/** The classes a report is about, read in bounded portions. */
import type { Day } from '../../platform/clock';
import { type Refusal, refuse } from '../../platform/refusal';
import { subtree } from '../../platform/region';
import type { World } from '../../platform/world';
import { listClasses } from '../read';
import type { TrainingClass } from '../types';
import type { AfterRefusal } from './types';

/** Classes of one report: each costs a query or two more. A larger period is asked for in parts. */
export const REPORT_CLASSES_MAX = 500;
/** Classes of a county looked at for it, of all years. */
const LISTED_MAX = 10_000;
const PAGE = 100;
/** Classes read at a time. */
const AT_ONCE = 8;

/** Published classes of a home region that began, or ended, in a period. Refuses `period_order`, `report_too_large`. */
export async function classesBetween(
  world: World,
  wish: { home_region: string; from: Day; to: Day; by: 'starts_at' | 'ends_at' },
): Promise<TrainingClass[] | Refusal<AfterRefusal>> {
  if (wish.from > wish.to) return refuse('period_order', { from: wish.from, to: wish.to });
  const found: TrainingClass[] = [];
  let after: Record<string, string> | undefined;
  let listed = 0;
  do {
    const page = await listClasses(world, { region_prefix: subtree(wish.home_region), limit: PAGE, after });
    listed += page.classes.length;
    for (const c of page.classes) {
      const day = c[wish.by].slice(0, 10);
      if (c.status === 'published' && day >= wish.from && day <= wish.to) found.push(c);
    }
    if (found.length > REPORT_CLASSES_MAX || listed > LISTED_MAX)
      return refuse('report_too_large', { max: REPORT_CLASSES_MAX });
    after = page.next;
  } while (after);
  return found;
}

/** Something read of each class, a few classes at a time, in their order. */
export async function ofEach<T>(classes: TrainingClass[], read: (c: TrainingClass) => Promise<T>): Promise<T[]> {
  const all: T[] = [];
  for (let i = 0; i < classes.length; i += AT_ONCE)
    all.push(...(await Promise.all(classes.slice(i, i + AT_ONCE).map(read))));
  return all;
}
