/** The id by which the API names a wish, and pages choose it: its key. */
import { keys } from '../store/keys';
import type { Key } from '../store/table';
import type { Wish } from './types';

export const wishId = (wish: Pick<Wish, 'region' | 'trade_id' | 'who'>): string =>
  `${wish.region}.${wish.trade_id}.${wish.who}`;

export function keyOfWishId(wish_id: string): Key {
  const [region = '', trade = '', who = ''] = wish_id.split('.');
  return keys.wish(region, trade, who);
}
