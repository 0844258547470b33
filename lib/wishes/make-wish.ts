import { findTrade } from '../catalogue/list-trades';
import { keepFree } from '../classes/keep-free';
import { findWorker } from '../people/find';
import { maskPhone } from '../people/read';
import { instant } from '../platform/clock';
import { hasLongNumber } from '../platform/long-number';
import { isRefusal, type Refusal, refuse } from '../platform/refusal';
import type { World } from '../platform/world';
import { placeByRegion } from '../policy/place';
import type { Planned } from '../store/commit';
import { keys } from '../store/keys';
import type { Change } from '../store/table';
import { pointerPut, wishKey, wishOf, wishPut } from './items';
import { wishersOf, wishesOf } from './read';
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
}

/** A trade of no catalogue, in few words and without a number in it. */
const SAID_CHARACTERS_MAX = 20;

/** Under what name she stands, and what is kept of her. */
interface Whose {
  who: string;
  /** Other names she may have wished under. */
  also: string[];
  worker_id?: string;
  chat?: string;
  person?: WishedPerson;
}

/**
 * 点单: a wish, or the same one said again (then her first day stays, the rest is as said now). One open wish per person
 * and trade: a new place moves it, a chat that has registered since takes hers along. What she says of her shifts is
 * kept with her time (L5). Refuses `trade_unknown`, `place_off_list`, `wish_text`, `worker_unknown`, `wishes_too_many`.
 */
export async function makeWish(world: World, command: WishCommand): Promise<Planned<{ wish: Wish; again: boolean }>> {
  const policy = world.policies.of(command.home_region, instant(world.now()).slice(0, 10));
  if (!placeByRegion(policy, command.region)) return refuse('place_off_list', { host_region: command.region });
  const [trade, whose] = await Promise.all([tradeOf(world, command), whoIsIt(world, command.wisher)]);
  if (isRefusal(trade)) return trade;
  if (isRefusal(whose)) return whose;
  const [hers, here] = await Promise.all([
    wishesOf(world, [whose.who, ...whose.also]),
    world.table.get(keys.wish(command.region, command.trade_id, whose.who), { consistent: true }),
  ]);
  const same = hers.filter((wish) => wish.trade_id === command.trade_id);
  const wanted = same.find(isWanted);
  if (!wanted && hers.filter(isWanted).length >= OPEN_WISHES_MAX)
    return refuse<WishRefusal>('wishes_too_many', { max: OPEN_WISHES_MAX });
  const before = here && wishOf(here);
  const person = whose.person ?? (await sealed(world, command.wisher, wanted ?? before));
  const wish = wishFrom(world, command, { ...whose, person }, trade.name, wanted, before);
  const moved = same.filter((one) => wishKey(one).sk !== wishKey(wish).sk || one.region !== wish.region);
  const left = wanted && wanted.region !== wish.region ? wanted.proposal_id : undefined;
  return {
    changes: [
      wishPut(wish, before, world.now()),
      pointerPut(wish, world.now()),
      ...moved.flatMap((one) => gone(one, whose.who)),
      ...(left ? [fewer(left)] : []),
      // When she is free is hers, not the wish's: a class is held against it (L5).
      ...(whose.worker_id ? await keepFree(world, whose.worker_id, { times: command.free, shift: command.shift }) : []),
    ],
    value: { wish, again: wanted !== undefined },
  };
}

async function tradeOf(world: World, command: WishCommand): Promise<{ name: string } | Refusal> {
  if (command.trade_id !== OTHER_TRADE)
    return (await findTrade(world, command.trade_id)) ?? refuse('trade_unknown', { trade_id: command.trade_id });
  const said = command.said?.trim() ?? '';
  const good = [...said].length >= 1 && [...said].length <= SAID_CHARACTERS_MAX && !hasLongNumber(said);
  return good ? { name: said } : refuse<WishRefusal>('wish_text', { max: SAID_CHARACTERS_MAX });
}

async function whoIsIt(world: World, wisher: Wisher): Promise<Whose | Refusal> {
  if ('chat' in wisher)
    return { who: `c_${world.vault.fingerprint('chat', wisher.chat)}`, also: [], chat: wisher.chat };
  if ('phone' in wisher) return { who: `p_${world.vault.fingerprint('phone', wisher.phone)}`, also: [] };
  const worker = await findWorker(world, wisher.worker_id, { consistent: true });
  if (!worker) return refuse('worker_unknown');
  const [who = '', ...also] = wishersOf(worker);
  return { who, also, worker_id: worker.worker_id };
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
  whose: Whose,
  trade_name: string,
  wanted: Wish | undefined,
  before: Wish | undefined,
): Wish {
  const now = instant(world.now());
  const { who, worker_id, chat, person } = whose;
  const stays = wanted?.region === command.region ? wanted : undefined;
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
    mode: command.mode ?? wanted?.mode ?? 'either',
    channel: wanted?.channel ?? command.channel,
    by: wanted?.by ?? command.by,
    first_at: wanted?.first_at ?? now,
    at: now,
    status: stays?.status ?? 'open',
    ...(stays?.proposal_id && { proposal_id: stays.proposal_id }),
    ...(worker_id && { worker_id }),
    ...(chat && { chat }),
    ...(person && { person }),
  };
}

/** Its older row, elsewhere or under the name of her chat. */
function gone(wish: Wish, who: string): Change[] {
  const when = [{ attr: 'rev', op: '=' as const, value: wish.rev }];
  const row: Change = { kind: 'delete', key: wishKey(wish), when, why: 'her wish is elsewhere now' };
  if (wish.who === who) return [row];
  return [row, { kind: 'delete', key: keys.wishOf(wish.who, wish.trade_id), why: 'her chat’s wish is hers now' }];
}

/** One fewer in a proposal. */
export function fewer(proposal_id: string): Change {
  return {
    kind: 'update',
    key: keys.proposal(proposal_id.slice(2, 8), proposal_id),
    add: { wishes: -1, rev: 1 },
    when: [{ attr: 'pk', op: 'exists' }],
    why: 'one wish fewer in a proposal',
  };
}
