/** Reading wishes: those at a place, those of a person, one. Nothing is written here. */
import { createHash } from 'node:crypto';
import { undotted } from '../people/read';
import type { World } from '../platform/world';
import { keys } from '../store/keys';
import type { Item } from '../store/table';
import { wishOf } from './items';
import { isWanted } from './rules';
import type { Wish } from './types';
import { keyOfWishId } from './wish-id';

/** One wish by the id the API gives it, or nothing. */
export async function readWish(world: World, wish_id: string): Promise<Wish | undefined> {
  const item = await world.table.get(keyOfWishId(wish_id), { consistent: true });
  return item && wishOf(item);
}

/** Wishes at a place, by trade, a page at a time. */
export async function listWishes(
  world: World,
  wish: { region: string; trade_id?: string; limit: number; after?: Record<string, string> },
): Promise<{ wishes: Wish[]; next?: Record<string, string> }> {
  const page = await world.table.query({
    pk: keys.wish(wish.region, '', '').pk,
    prefix: wish.trade_id ? `WISH#${wish.trade_id}#` : 'WISH#',
    limit: wish.limit,
    after: wish.after,
  });
  return { wishes: page.items.map(wishOf), ...(page.next && { next: page.next }) };
}

/** All wishes for one trade at a place (of those whose name begins with `who`); consistent unless told otherwise, since a decision rests on them. */
export async function wishesFor(
  world: World,
  region: string,
  trade_id: string,
  { who = '', consistent = true }: { who?: string; consistent?: boolean } = {},
): Promise<Wish[]> {
  const wishes: Wish[] = [];
  let after: Record<string, string> | undefined;
  do {
    const { pk } = keys.wish(region, '', '');
    const page = await world.table.query({ pk, prefix: `WISH#${trade_id}#${who}`, consistent, after });
    wishes.push(...page.items.map(wishOf));
    after = page.next;
  } while (after);
  return wishes;
}

/** The name of someone nothing but whose chat is known. */
export const nameOfChat = (world: World, chat: string): string => `c_${world.vault.fingerprint('chat', chat)}`;

/** The name of someone spoken for: a phone, by its keyed hash, and her own name, for families share one. */
export const nameOfSpokenFor = (phone_hash: string, name: string): string =>
  `p_${createHash('sha256')
    .update(`${phone_hash} ${undotted(name)}`)
    .digest('base64url')
    .slice(0, 22)}`;

type Known = { worker_id: string; name?: string; chat_hash?: string; phone_hash?: string };

/** Who a person may stand under: as the worker she is, the chat she wished by, or as she was spoken for, before she registered. */
export function wishersOf({ worker_id, name, chat_hash, phone_hash }: Known): string[] {
  return [
    worker_id,
    ...(chat_hash ? [`c_${chat_hash}`] : []),
    ...(phone_hash && name ? [nameOfSpokenFor(phone_hash, name)] : []),
  ];
}

/** Every wish under these names, whatever its status. */
export async function wishesOf(world: World, who: string[]): Promise<Wish[]> {
  const pointers = await Promise.all(who.map((one) => pointersOf(world, one)));
  const rows = await world.table.getMany(pointers.flat(), { consistent: true });
  return rows.flatMap((item) => (item ? [wishOf(item)] : []));
}

/** The wishes still wanted of a person, oldest first. */
export async function wantedOf(world: World, who: string[]): Promise<Wish[]> {
  return (await wishesOf(world, who)).filter(isWanted).sort((a, b) => (a.first_at < b.first_at ? -1 : 1));
}

async function pointersOf(world: World, who: string) {
  const { pk } = keys.wishOf(who, '');
  const { items } = await world.table.query({ pk, prefix: 'WISH#', consistent: true });
  return items.map((item: Item) => keys.wish(item.region, item.trade_id, who));
}
