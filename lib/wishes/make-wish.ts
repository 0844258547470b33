import { findTrade } from '../catalogue/list-trades';
import { keepFree } from '../classes/keep-free';
import { readClass } from '../classes/read';
import { maskPhone } from '../people/read';
import { dayOf, instant } from '../platform/clock';
import { hasLongNumber } from '../platform/long-number';
import { isRefusal, type Refusal, refuse } from '../platform/refusal';
import type { World } from '../platform/world';
import { placeByRegion } from '../policy/place';
import type { Planned } from '../store/commit';
import { keys } from '../store/keys';
import type { Change } from '../store/table';
import { pointerPut, wishGone, wishKey, wishOf, wishPut } from './items';
import { wishesOf } from './read';
import { isWanted, OPEN_WISHES_MAX } from './rules';
import {
  type FreeTime,
  OTHER_TRADE,
  type Shift,
  type Wish,
  type WishChannel,
  type WishedPerson,
  type Wisher,
  type WishMode,
  type WishRefusal,
} from './types';
import { type Names, namesOf } from './who';

export interface WishCommand {
  home_region: string;
  region: string;
  /** A trade of the catalogue, or `other` with `said`. */
  trade_id: string;
  said?: string;
  wisher: Wisher;
  free: FreeTime[];
  shift?: Shift;
  mode?: WishMode;
  channel: WishChannel;
  by: string;
  /** Trades of wishes of hers that are dropped in the same transaction. */
  instead_of?: string[];
}

/** A trade of no catalogue, in few words and without a number in it. */
const SAID_CHARACTERS_MAX = 20;

/**
 * 点单: a wish, or the same one said again (then her first day stays, the rest is as said now; who has a seat in a class
 * of it keeps that). One open wish per person and trade: a new place moves it, a chat that has registered since takes
 * hers along. What she says of her shifts is kept with her time (L5). Refuses `trade_unknown`, `place_off_list`,
 * `wish_text`, `worker_unknown`, `wishes_too_many`.
 */
export async function makeWish(world: World, command: WishCommand): Promise<Planned<{ wish: Wish; again: boolean }>> {
  const { trade_id, region, wisher, instead_of = [] } = command;
  const policy = world.policies.of(command.home_region, dayOf(world.now()));
  if (!placeByRegion(policy, region)) return refuse('place_off_list', { host_region: region });
  const [trade, names] = await Promise.all([
    tradeOf(world, command),
    namesOf(world, wisher, { home_region: command.home_region, regions: [region] }),
  ]);
  if (isRefusal(trade)) return trade;
  if (!names) return refuse('worker_unknown');
  const [hers, here] = await Promise.all([
    wishesOf(world, [names.who, ...names.also]),
    world.table.get(keys.wish(region, trade_id, names.who), { consistent: true }),
  ]);
  const same = hers.filter((wish) => wish.trade_id === trade_id);
  const before = here && wishOf(here);
  const known = same.find(isWanted) ?? (await withSeat(world, same, region));
  const others = hers.filter((wish) => isWanted(wish) && !instead_of.includes(wish.trade_id));
  if (!known && others.length >= OPEN_WISHES_MAX)
    return refuse<WishRefusal>('wishes_too_many', { max: OPEN_WISHES_MAX });
  const person = names.worker_id ? undefined : await sealed(world, wisher, known ?? before);
  const wish = wishFrom(world, command, { ...names, person }, trade.name, known, before);
  const moved = same.filter((one) => wishKey(one).sk !== wishKey(wish).sk || one.region !== wish.region);
  return {
    changes: [
      wishPut(wish, before, world.now()),
      pointerPut(wish, world.now()),
      ...moved.flatMap((one) => gone(one, names.who)),
      // When she is free is hers, not the wish's: a class is held against it (L5).
      ...(names.worker_id ? await keepFree(world, names.worker_id, { times: command.free, shift: command.shift }) : []),
    ],
    value: { wish, again: known !== undefined },
  };
}

/** The one met at this place by a class that is not over. */
async function withSeat(world: World, wishes: Wish[], region: string): Promise<Wish | undefined> {
  const met = wishes.find((wish) => wish.status === 'met' && wish.region === region);
  const c = met?.met && (await readClass(world, met.met.class_id));
  return c && c.status !== 'cancelled' && c.ends_at > instant(world.now()) ? met : undefined;
}

async function tradeOf(world: World, command: WishCommand): Promise<{ name: string } | Refusal> {
  if (command.trade_id !== OTHER_TRADE)
    return (await findTrade(world, command.trade_id)) ?? refuse('trade_unknown', { trade_id: command.trade_id });
  const said = command.said?.trim() ?? '';
  const good = [...said].length >= 1 && [...said].length <= SAID_CHARACTERS_MAX && !hasLongNumber(said);
  return good ? { name: said } : refuse<WishRefusal>('wish_text', { max: SAID_CHARACTERS_MAX });
}

/** Someone spoken for: her name, and her phone under a key of her own; the key she has already is kept. */
async function sealed(world: World, wisher: Wisher, known?: Wish): Promise<WishedPerson | undefined> {
  if (!('phone' in wisher)) return undefined;
  if (known?.person) return { ...known.person, name: wisher.name };
  const key_of = world.id('w');
  const data_key = await world.vault.newKey(key_of);
  const phone_sealed = await world.vault.seal(key_of, data_key, 'phone', wisher.phone);
  return { name: wisher.name, key_of, data_key, phone_sealed, phone_masked: maskPhone(wisher.phone) };
}

function wishFrom(
  world: World,
  command: WishCommand,
  { who, worker_id, chat, person }: Names & { person?: WishedPerson },
  trade_name: string,
  known: Wish | undefined,
  before: Wish | undefined,
): Wish {
  const now = instant(world.now());
  const stays = known?.region === command.region ? known : undefined;
  return {
    who,
    rev: (before?.rev ?? 0) + 1,
    home_region: command.home_region,
    region: command.region,
    trade_id: command.trade_id,
    trade_name,
    ...(command.trade_id === OTHER_TRADE && { said: trade_name }),
    free: command.free,
    ...(command.shift && { shift: command.shift }),
    mode: command.mode ?? known?.mode ?? 'either',
    channel: known?.channel ?? command.channel,
    by: known?.by ?? command.by,
    first_at: known?.first_at ?? now,
    at: now,
    status: stays?.status ?? 'open',
    ...(stays?.proposal_id && { proposal_id: stays.proposal_id }),
    ...(stays?.met && { met: stays.met }),
    ...(worker_id && { worker_id }),
    ...(chat && { chat }),
    ...(person && { person }),
  };
}

/** Its older row, elsewhere or under the name of her chat. */
function gone(wish: Wish, who: string): Change[] {
  const row = wishGone(wish, 'her wish is elsewhere now');
  if (wish.who === who) return [row];
  return [row, { kind: 'delete', key: keys.wishOf(wish.who, wish.trade_id), why: 'her chat’s wish is hers now' }];
}
