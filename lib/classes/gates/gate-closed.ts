import type { Day } from '../../platform/clock';
import { type Refusal, refuse } from '../../platform/refusal';
import type { World } from '../../platform/world';
import { isPractice } from '../lesson';
import type { Lesson, TrainingClass } from '../types';
import { closingGate } from './rules';
import type { Gate } from './types';

/** Gates of one province read at most; older ones beyond that would have to be closed for years. */
const GATES_MAX = 500;

/**
 * H3: refuses `area_closed` (facts `region`, `what`, `day`, `reason`, and `until` where it is known) when practice or
 * assessment is closed in this area on this day. Theory and online lessons go on: do not ask for them. One query.
 */
export async function gateClosed(
  world: World,
  region: string,
  what: 'practice' | 'assessment',
  day: Day,
): Promise<Refusal<'area_closed'> | undefined> {
  return closedBy(await gatesNear(world, region), region, what, day);
}

/** Practice of a timetable held where and when that is closed: `area_closed` for the first such day. */
export async function practiceClosed(
  world: World,
  c: Pick<TrainingClass, 'host_region'>,
  lessons: Pick<Lesson, 'kind' | 'starts_at'>[],
): Promise<Refusal<'area_closed'> | undefined> {
  const days = new Set(lessons.filter(isPractice).map((one) => one.starts_at.slice(0, 10)));
  if (days.size === 0) return undefined;
  const gates = await gatesNear(world, c.host_region);
  for (const day of [...days].sort()) {
    const refused = closedBy(gates, c.host_region, 'practice', day);
    if (refused) return refused;
  }
  return undefined;
}

function closedBy(gates: Gate[], region: string, what: 'practice' | 'assessment', day: Day) {
  const gate = closingGate(gates, region, what, day);
  if (!gate) return undefined;
  const { until, reason } = gate;
  return refuse('area_closed' as const, { region, what, day, reason, ...(until && { until }) });
}

/** All gates of its province: a gate may close the county, the prefecture or the province above it. */
export async function gatesNear(world: World, region: string): Promise<Gate[]> {
  const { items } = await world.table.query({
    pk: 'GATES',
    prefix: region.slice(0, 2),
    consistent: true,
    limit: GATES_MAX,
    newest_first: true,
  });
  return items.map(({ pk: _pk, sk: _sk, ...gate }) => gate as unknown as Gate);
}
