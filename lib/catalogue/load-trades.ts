import type { World } from '../platform/world';
import type { Planned } from '../store/commit';
import { keys } from '../store/keys';
import type { Trade } from './types';

/** At most what one transaction holds. */
export const TRADES_PER_LOAD_MAX = 100;

/** Load or replace trades of the catalogue, by id; those not named stay. The caller keeps to TRADES_PER_LOAD_MAX. */
export async function loadTrades(_world: World, trades: Trade[]): Promise<Planned<{ loaded: number }>> {
  return {
    changes: trades.map((trade) => ({
      kind: 'put' as const,
      key: keys.trade(trade.id),
      item: { ...trade },
      why: `trade ${trade.id}`,
    })),
    value: { loaded: trades.length },
  };
}
