/** Theory and practice among lessons (L10, L11, B12): which are which, and whether there is practice enough. Pure. */
import { type Refusal, refuse } from '../platform/refusal';
import type { Policy } from '../policy/types';
import { isOnline, isPractice, isWorkplace } from './lesson';
import { UNIT_MIN } from './timetable';
import type { DeliveryRefusal, Lesson } from './types';

type Slice = Omit<Lesson, 'class_id' | 'timetable_rev'>;

/**
 * Theory first, practice after: as much theory as whole lessons allow without practice falling below its share; or
 * exactly `theory_units`, where a lesson in which theory ends is cut in two. Lessons that say their kind keep it.
 */
export function withKinds(lessons: Slice[], policy: Policy, theory_units?: number): Slice[] {
  if (lessons.some((one) => one.kind)) return lessons.map((one) => ({ kind: 'practice' as const, ...one }));
  const units = lessons.reduce((sum, one) => sum + one.units, 0);
  if (theory_units !== undefined) return cutAt(lessons, theory_units);
  const theory_max = Math.floor((units * (100 - policy.delivery.practice_percent_min.value)) / 100);
  let theory = 0;
  let over = false;
  return lessons.map((one) => {
    over ||= theory + one.units > theory_max;
    if (!over) theory += one.units;
    return { ...one, kind: over ? ('practice' as const) : ('theory' as const) };
  });
}

function cutAt(lessons: Slice[], theory_units: number): Slice[] {
  let left = theory_units;
  const cut = lessons.flatMap((one): Slice[] => {
    const theory = Math.min(left, one.units);
    left -= theory;
    if (theory === 0) return [{ ...one, kind: 'practice' }];
    if (theory === one.units) return [{ ...one, kind: 'theory' }];
    const at = later(one.starts_at, theory * UNIT_MIN);
    return [
      { ...one, ends_at: at, units: theory, kind: 'theory' },
      { ...one, starts_at: at, units: one.units - theory, kind: 'practice' },
    ];
  });
  return cut.map((one, i) => ({ ...one, n: i + 1 }));
}

/** Some minutes later on the same day. */
function later(at: string, min: number): string {
  const total = Number(at.slice(11, 13)) * 60 + Number(at.slice(14, 16)) + min;
  const clock = [Math.floor(total / 60), total % 60].map((part) => String(part).padStart(2, '0')).join(':');
  return `${at.slice(0, 11)}${clock}${at.slice(16)}`;
}

/** What the class as a whole holds of each. */
export function kindUnits(lessons: Pick<Lesson, 'kind' | 'units'>[]): { theory_units: number; practice_units: number } {
  const sum = (practice: boolean) =>
    lessons.filter((one) => isPractice(one) === practice).reduce((total, one) => total + one.units, 0);
  return { theory_units: sum(false), practice_units: sum(true) };
}

/**
 * Practice is never online, and has its share of the hours. Refuses `practice_online`, `practice_share` with the
 * programme's rule.
 */
export function kindsAllowed(lessons: Slice[], policy: Policy): Refusal<DeliveryRefusal> | undefined {
  const online = lessons.find((one) => isOnline(one) && isPractice(one));
  if (online) return refuse('practice_online', { n: online.n });
  const theory_away = lessons.find((one) => isWorkplace(one) && !isPractice(one));
  if (theory_away) return refuse('workplace_theory', { n: theory_away.n });
  const { theory_units, practice_units } = kindUnits(lessons);
  const { value, rule } = policy.delivery.practice_percent_min;
  const percent = Math.floor((practice_units * 100) / (theory_units + practice_units));
  return percent < value ? refuse('practice_share', { percent, percent_min: value }, rule) : undefined;
}
