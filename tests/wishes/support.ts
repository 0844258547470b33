/** Wishes for tests: said by phone for somebody, by chat, by workers. */
import { loadTrades } from '../../lib/catalogue/load-trades';
import trades from '../../lib/catalogue/trades.json';
import type { Trade } from '../../lib/catalogue/types';
import type { World } from '../../lib/platform/world';
import type { AnswerCommand } from '../../lib/wishes/answer-survey';
import { makeWish, type WishCommand } from '../../lib/wishes/make-wish';
import type { Wish } from '../../lib/wishes/types';
import { must } from '../support/town';

export const HOME = '530128';
export const FUKANG_REGION = '652302';
export const POOL = { home_region: HOME, region: FUKANG_REGION, trade_id: 'welder' };

export const tradesLoaded = (world: World) => must(world, () => loadTrades(world, trades as Trade[]));

export const WISH: Omit<WishCommand, 'wisher'> = {
  home_region: HOME,
  region: FUKANG_REGION,
  trade_id: 'welder',
  free: ['weekday_evening'],
  channel: 'chat',
  by: 'chat',
};

/** A willing answer to the first survey. */
export const ANSWER: Omit<AnswerCommand, 'wisher'> = {
  survey_id: 'M10',
  region: FUKANG_REGION,
  trade_id: 'welder',
  free: ['weekday_evening'],
  mode: 'offline',
  willing: true,
  channel: 'survey',
  by: 'chat',
};

export const wishCommand = (n: number, set: Partial<WishCommand> = {}): WishCommand => ({
  ...WISH,
  wisher: { chat: `wechat:oWish${n}` },
  ...set,
});

/** Someone who only chats wishes; the command may be changed. */
export async function wished(world: World, n: number, set: Partial<WishCommand> = {}): Promise<Wish> {
  return (await must(world, () => makeWish(world, wishCommand(n, set)))).wish;
}

export async function manyWishes(world: World, from: number, count: number, set: Partial<WishCommand> = {}) {
  const all: Wish[] = [];
  for (let n = from; n < from + count; n++) all.push(await wished(world, n, set));
  return all;
}
