/** Carry out a plan that must not be refused; apart from town.ts, which brings every room with it. */
import { isRefusal } from '../../lib/platform/refusal';
import type { World } from '../../lib/platform/world';
import { carryOut, type Planned } from '../../lib/store/commit';

export async function must<T>(world: World, plan: () => Promise<Planned<T>>): Promise<T> {
  const value = await carryOut(world, plan);
  if (isRefusal(value)) throw new Error(`refused: ${value.refused} ${JSON.stringify(value.facts)}`);
  return value;
}
