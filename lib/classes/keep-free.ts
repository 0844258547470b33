import { instant } from '../platform/clock';
import type { World } from '../platform/world';
import { keys } from '../store/keys';
import type { Change } from '../store/table';
import { agendaChange, agendaOf } from './agenda';
import type { FreeTime, Shift } from './types';

/** When she is free, and her shifts, kept with her time (L5); nothing to write when it is as it was, or nothing was said. */
export async function keepFree(
  world: World,
  worker_id: string,
  said: { times: FreeTime[]; shift?: Shift },
): Promise<Change[]> {
  const { times, shift } = said;
  if (times.length === 0 && !shift) return [];
  const agenda = agendaOf(worker_id, await world.table.get(keys.agenda(worker_id), { consistent: true }));
  const known = agenda.free;
  if (known && known.shift === shift && known.times.join() === times.join()) return [];
  const free = { times, ...(shift && { shift }), at: instant(world.now()) };
  return [agendaChange(agenda, { ...agenda, free }, 'when she is free')];
}
