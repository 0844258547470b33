import type { World } from '../platform/world';
import { keys } from '../store/keys';
import type { Item } from '../store/table';
import type { Trade } from './types';

/** Every trade of the catalogue, by id. A few hundred rows at most. */
export async function listTrades(world: World): Promise<Trade[]> {
  const trades: Trade[] = [];
  let after: Record<string, string> | undefined;
  do {
    const page = await world.table.query({ pk: 'TRADES', prefix: 'TRADE#', after });
    trades.push(...page.items.map(tradeOf));
    after = page.next;
  } while (after);
  return trades;
}

/** One trade, or nothing when the list has none of this id. */
export async function findTrade(world: World, id: string): Promise<Trade | undefined> {
  const item = await world.table.get(keys.trade(id));
  return item && tradeOf(item);
}

function tradeOf(item: Item): Trade {
  const { pk: _pk, sk: _sk, ...trade } = item;
  return trade as unknown as Trade;
}
