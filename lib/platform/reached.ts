/** Lists of what is kept by home region, in pages: what of it a caller reaches. */
import type { Caller } from './auth';
import { gather, type Page } from './paging';
import type { Refusal } from './refusal';
import { isWithin, type Where } from './region';
import type { World } from './world';

/** One reading of such a list. */
export interface Reading {
  region_prefix: string;
  limit: number;
  after?: Record<string, string>;
}
export interface Listed<T> {
  items: T[];
  next?: Record<string, string>;
}

/** Who asks, for what. */
export interface Asking<Query> {
  world: World;
  caller: Caller;
  within: string;
  query: Query;
}

export interface Reachable<T> {
  pk: string;
  list: (world: World, reading: Reading) => Promise<Listed<T>>;
  where: (one: T) => Where;
  wanted?: (one: T) => boolean;
  shown: (one: T) => unknown;
}

/**
 * A page of it. The administration reads its own subtree; a station's area and an employer's own may be any county's,
 * so they look through them all. Nobody is shown what is not hers to see (L15).
 */
export function reached<T>(
  { world, caller, within, query }: Asking<{ limit: number; cursor?: string }>,
  { pk, list, where, wanted = () => true, shown }: Reachable<T>,
): Promise<{ body: Page<unknown> } | Refusal> {
  const region_prefix = caller.role === 'station' || caller.role === 'employer' ? '' : within;
  return gather({ pk, prefix: region_prefix, ...query }, async (limit, after) => {
    const { items, next } = await list(world, { region_prefix, limit, after });
    return { wanted: items.filter((one) => isWithin(caller, where(one)) && wanted(one)).map(shown), next };
  });
}
