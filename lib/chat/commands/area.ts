/** What a staff member looks after: her regions, her classes. Everything else is answered as if it were not there (L15). */
import { cardsSince, readClass, readClasses } from '../../classes/read';
import type { TrainingClass } from '../../classes/types';
import { inArea } from '../../people/on-duty';
import { seesTheCounty } from '../../people/staff-rules';
import { addDays, dayOf } from '../../platform/clock';
import { reaches } from '../../platform/region';
import { policyNow } from '../people';
import type { OnDuty } from '../types';
import type { AtWork, DeedContext } from './types';

/** A class that ended longer ago is found by its code only. */
const ENDED_DAYS = 45;
/** No class lasts longer: where the list of a place is read from. */
const LASTS_DAYS_MAX = 200;

/** As the rules want her: what a conversation keeps of an office, with the county the account belongs to. */
export function whereOf(context: AtWork): OnDuty & { home_region: string } {
  return { home_region: context.world.account.home_region, ...context.staff };
}

export function mine(context: AtWork, c: TrainingClass): boolean {
  return inArea(whereOf(context), c) === undefined;
}

/** Host regions whose people and places she sees: a station its own, the office and those who work for it all of the programme's. */
export function regionsOf(context: AtWork): string[] {
  const { staff } = context;
  const places = policyNow(context).places.map((place) => place.region);
  if (seesTheCounty(staff)) return places;
  const within = places.filter((region) => reaches(staff.region, region));
  return within.length > 0 ? within : [staff.region];
}

/** Where her classes may be: whoever teaches or assesses goes wherever her organisation does. */
function placesOfClasses(context: AtWork): string[] {
  const { duties } = context.staff;
  if (!duties.includes('teacher') && !duties.includes('assessor')) return regionsOf(context);
  return [...new Set([...policyNow(context).places.map((place) => place.region), ...regionsOf(context)])];
}

/** A class of hers by its code; another's is not there. */
export async function classOfMine(context: AtWork, class_id: string): Promise<TrainingClass | undefined> {
  const c = await readClass(context.world, class_id);
  return c && mine(context, c) ? c : undefined;
}

/** The class a deed is about: deeds.ts read it, and held it against her area. */
export function classOfDeed({ training_class }: DeedContext): TrainingClass {
  if (!training_class) throw new Error('a deed about a class names it in class_id');
  return training_class;
}

/** Her classes, drafts and cancelled ones left out, those that ended not long ago among them, by first day. */
export async function myClasses(context: AtWork): Promise<TrainingClass[]> {
  const today = dayOf(context.now_ms);
  const listed = await Promise.all(
    placesOfClasses(context).map((region) => cardsSince(context.world, region, addDays(today, -LASTS_DAYS_MAX))),
  );
  const ended_since = addDays(today, -ENDED_DAYS);
  const ids = listed.flat().filter((card) => card.ends_at.slice(0, 10) >= ended_since);
  const classes = await readClasses(
    context.world,
    ids.map((card) => card.class_id),
  );
  return classes
    .filter((c) => c.status === 'published' && mine(context, c))
    .sort((a, b) =>
      a.starts_at === b.starts_at ? (a.class_id < b.class_id ? -1 : 1) : a.starts_at < b.starts_at ? -1 : 1,
    );
}
