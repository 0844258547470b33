import { readClass } from '../classes/read';
import type { TrainingClass } from '../classes/types';
import { inArea } from '../people/on-duty';
import type { Staff } from '../people/types';
import { type Refusal, refuse } from '../platform/refusal';
import type { World } from '../platform/world';
import type { GrantRefusal, Opened } from './types';

/** The class of a link, if it still is her business whom the link was made for. */
export async function classOfLink(world: World, opened: Opened): Promise<TrainingClass | Refusal<GrantRefusal>> {
  const c = opened.class_id ? await readClass(world, opened.class_id) : undefined;
  if (!c) return refuse('link_wrong');
  return opened.staff && inArea(opened.staff, c) ? refuse('link_not_yours') : c;
}

/** Stations and the office file rosters; nobody else's duty needs whole numbers. */
export function mayHaveNumbers(staff: Staff | undefined): boolean {
  return staff?.duties.some((duty) => duty === 'station' || duty === 'office') ?? false;
}
