/** Is an area closed on a day? Pure. */
import type { Day } from '../../platform/clock';
import { reaches } from '../../platform/region';
import type { TrainingClass } from '../types';
import type { Gate, GateWhat } from './types';

type Closed = Exclude<GateWhat, 'all'>;

/** A class, as far as gates go: whose programme it belongs to, and where it is held. */
export type Gated = Pick<TrainingClass, 'home_region' | 'host_region'>;

/**
 * The gate that closes `what` to a class on this day, the latest made first; nothing when it is open. A county closes an
 * area to its own programme only, a province to those of all its counties.
 */
export function closingGate(gates: Gate[], c: Gated, what: Closed, day: Day): Gate | undefined {
  const region = c.host_region;
  return [...gates]
    .sort((a, b) => (a.created_at < b.created_at ? 1 : -1))
    .find(
      (gate) =>
        reaches(gate.home_region, c.home_region) &&
        reaches(gate.region, region) &&
        covers(gate.what, what) &&
        gate.from <= day &&
        (!gate.until || day <= gate.until) &&
        !gate.reopened.some((part) => reaches(part.region, region) && covers(part.what, what) && part.from <= day),
    );
}

const covers = (gate: GateWhat, what: Closed): boolean => gate === 'all' || gate === what;
