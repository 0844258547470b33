import { addDays, instant } from '../../platform/clock';
import { reaches } from '../../platform/region';
import type { World } from '../../platform/world';
import { isPractice } from '../lesson';
import { cardsSince, readClasses, readLessons } from '../read';
import { closingGate } from './rules';
import type { Gate } from './types';

/** No class lasts longer: from where the list of a place is read. */
const LASTS_DAYS_MAX = 200;
/** Classes shown at most. */
export const AFFECTED_MAX = 100;

export interface Affected {
  class_id: string;
  title: string;
  host_region: string;
  /** Numbers of the practice lessons to come that this gate closes. */
  lessons: number[];
}

/** What a gate leaves standing in the timetables: practice to come in its area and time, to be moved or cancelled (H3). */
export async function affectedBy(world: World, gate: Gate): Promise<Affected[]> {
  const programmes = world.policies.all().filter((one) => reaches(gate.home_region, one.home_region));
  const regions = new Set(programmes.flatMap((one) => one.places.map((place) => place.region)));
  const places = [...regions].filter((region) => reaches(gate.region, region) || reaches(region, gate.region));
  const since = addDays(gate.from, -LASTS_DAYS_MAX);
  const cards = (await Promise.all(places.map((region) => cardsSince(world, region, since)))).flat();
  const now = instant(world.now());
  const running = cards.filter(
    (card) =>
      reaches(gate.home_region, card.home_region) && card.ends_at > now && card.ends_at.slice(0, 10) >= gate.from,
  );
  const classes = await readClasses(
    world,
    running.slice(0, AFFECTED_MAX).map((card) => card.class_id),
  );
  const affected = await Promise.all(
    classes
      .filter((c) => c.status === 'published')
      .map(async ({ class_id, title, home_region, host_region, timetable_rev }) => {
        const lessons = (await readLessons(world, { class_id, timetable_rev })).filter(
          (one) =>
            isPractice(one) &&
            one.starts_at > now &&
            closingGate([gate], { home_region, host_region }, 'practice', one.starts_at.slice(0, 10)) !== undefined,
        );
        return { class_id, title, host_region, lessons: lessons.map((one) => one.n) };
      }),
  );
  return affected.filter((one) => one.lessons.length > 0);
}
