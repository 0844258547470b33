import { findWorker } from '../people/find';
import { dayOf, instant } from '../platform/clock';
import type { World } from '../platform/world';
import { placeByRegion } from '../policy/place';
import { seeThrough } from '../store/commit';
import type { Change } from '../store/table';
import { pointerPut, wishGone, wishKey, wishOf, wishPut } from './items';
import { wantedOf, wishersOf } from './read';
import type { Wish } from './types';

/**
 * Her place of work changed: what she wanted to learn at the old one she can only come to at the new one. Her wishes
 * move there, her first day and the channel kept, and the old place no longer counts her among those a class there is
 * for (P6). Where the programme has no place they stay, being all that is known. Follows her record's row; safe to do
 * twice.
 */
export async function moveWishes(world: World, of: { worker_id: string; from: string }): Promise<void> {
  await seeThrough(world, async () => ({ changes: await changesFor(world, of), value: undefined }));
}

async function changesFor(world: World, { worker_id, from }: { worker_id: string; from: string }): Promise<Change[]> {
  const worker = await findWorker(world, worker_id, { consistent: true });
  if (!worker || worker.site_region === from) return [];
  const { site_region, home_region } = worker;
  if (!placeByRegion(world.policies.of(home_region, dayOf(world.now())), site_region)) return [];
  const wishes = (await wantedOf(world, wishersOf(worker))).filter((wish) => wish.region === from);
  return (await Promise.all(wishes.map((wish) => moved(world, wish, site_region)))).flat();
}

async function moved(world: World, wish: Wish, region: string): Promise<Change[]> {
  const { proposal_id: _proposal_id, ...rest } = wish;
  const held = await world.table.get(wishKey({ ...wish, region }), { consistent: true });
  const before = held && wishOf(held);
  const there: Wish = { ...rest, region, rev: (before?.rev ?? 0) + 1, status: 'open', at: instant(world.now()) };
  return [
    wishPut(there, before, world.now()),
    pointerPut(there, world.now()),
    wishGone(wish, 'her wish is where she works now'),
  ];
}
