import type { Day } from '../../platform/clock';
import { type Refusal, refuse } from '../../platform/refusal';
import type { World } from '../../platform/world';
import { bare } from '../items';
import { isPractice } from '../lesson';
import type { Lesson } from '../types';
import { closingGate, type Gated } from './rules';
import type { Gate } from './types';

/**
 * H3: refuses `area_closed` (facts `region`, `what`, `day`, `reason`, and `until` where it is known) when practice or
 * assessment is closed to this class on this day. Theory and online lessons go on: do not ask for them. One query.
 */
export async function gateClosed(
  world: World,
  c: Gated,
  what: 'practice' | 'assessment',
  day: Day,
): Promise<Refusal<'area_closed'> | undefined> {
  return closedBy(await gatesNear(world, c.host_region), c, what, day);
}

/** Practice of a timetable held where and when that is closed: `area_closed` for the first such day. */
export async function practiceClosed(
  world: World,
  c: Gated,
  lessons: Pick<Lesson, 'kind' | 'starts_at'>[],
): Promise<Refusal<'area_closed'> | undefined> {
  const days = new Set(lessons.filter(isPractice).map((one) => one.starts_at.slice(0, 10)));
  if (days.size === 0) return undefined;
  const gates = await gatesNear(world, c.host_region);
  for (const day of [...days].sort()) {
    const refused = closedBy(gates, c, 'practice', day);
    if (refused) return refused;
  }
  return undefined;
}

/** `area_closed` of these gates, or nothing. */
export function closedBy(gates: Gate[], c: Gated, what: 'practice' | 'assessment', day: Day) {
  const gate = closingGate(gates, c, what, day);
  if (!gate) return undefined;
  const { until, reason } = gate;
  return refuse('area_closed' as const, { region: c.host_region, what, day, reason, ...(until && { until }) });
}

/** All gates of its province: a gate may close the county, the prefecture or the province above it. */
export async function gatesNear(world: World, region: string): Promise<Gate[]> {
  const gates: Gate[] = [];
  let after: Record<string, string> | undefined;
  do {
    const page = await world.table.query({ pk: 'GATES', prefix: region.slice(0, 2), consistent: true, after });
    gates.push(...page.items.map((item) => bare<Gate>(item)));
    after = page.next;
  } while (after);
  return gates;
}
