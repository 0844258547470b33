import type { World } from '../platform/world';
import { seeThrough } from '../store/commit';
import { CHANGES_MAX, seatTerms } from './items';
import { loadSeats } from './load';
import type { TrainingClass } from './types';

/** Bring every seat block to the class's present terms (closed when it was cancelled); nothing to do for most classes. */
export async function closeSeats(world: World, c: TrainingClass): Promise<void> {
  const seats = await loadSeats(world, c);
  const behind = seats.filter((s) => s.terms_rev !== c.terms_rev || s.open !== (c.status === 'published'));
  const late = new Set(behind.map((s) => s.block));
  const changes = seatTerms(c).filter((_, block) => late.has(block));
  for (let i = 0; i < changes.length; i += CHANGES_MAX) {
    await seeThrough(world, async () => ({ changes: changes.slice(i, i + CHANGES_MAX), value: undefined }));
  }
}
