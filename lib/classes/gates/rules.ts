/** Is an area closed on a day? Pure. */
import type { Day } from '../../platform/clock';
import { reaches } from '../../platform/region';
import type { Gate, GateWhat } from './types';

type Closed = Exclude<GateWhat, 'all'>;

/** The gate that closes `what` in `region` on this day, the latest made first; nothing when it is open. */
export function closingGate(gates: Gate[], region: string, what: Closed, day: Day): Gate | undefined {
  return [...gates]
    .sort((a, b) => (a.created_at < b.created_at ? 1 : -1))
    .find(
      (gate) =>
        reaches(gate.region, region) &&
        covers(gate.what, what) &&
        gate.from <= day &&
        (!gate.until || day <= gate.until) &&
        !gate.reopened.some((part) => reaches(part.region, region) && covers(part.what, what) && part.from <= day),
    );
}

const covers = (gate: GateWhat, what: Closed): boolean => gate === 'all' || gate === what;
