/** How many wish for what at a place, trade by trade: what the station looks at. */
import type { World } from '../platform/world';
import { listWishes } from './read';
import { isWanted, tally } from './rules';
import type { Wish, WishChannel, WishMode } from './types';

export interface WishCount {
  trade_id: string;
  trade_name: string;
  /** People who want it now. */
  wanted: number;
  /** Of these, not yet in a proposal. */
  open: number;
  by_mode: Partial<Record<WishMode, number>>;
  by_channel: Partial<Record<WishChannel, number>>;
}

/** The most wanted first. Reads every wish of the place: for people, not for statistics. */
export async function countWishes(world: World, region: string, home_region: string): Promise<WishCount[]> {
  const by_trade = new Map<string, Wish[]>();
  let after: Record<string, string> | undefined;
  do {
    const page = await listWishes(world, { region, limit: 500, after });
    for (const wish of page.wishes) {
      if (!isWanted(wish) || wish.home_region !== home_region) continue;
      const key = `${wish.trade_id} ${wish.said ?? ''}`;
      by_trade.set(key, [...(by_trade.get(key) ?? []), wish]);
    }
    after = page.next;
  } while (after);
  return [...by_trade.values()]
    .map((wishes) => ({
      trade_id: wishes[0]!.trade_id,
      trade_name: wishes[0]!.trade_name,
      wanted: wishes.length,
      open: wishes.filter((wish) => wish.status === 'open').length,
      by_mode: tally(wishes, (wish) => wish.mode),
      by_channel: tally(wishes, (wish) => wish.channel),
    }))
    .sort((a, b) => b.wanted - a.wanted);
}
