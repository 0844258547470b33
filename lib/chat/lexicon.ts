/** The names understood in a text: trades from the catalogue, places from the policy. Read seldom, kept for a while. */
import { listTrades } from '../catalogue/list-trades';
import { MINUTE_MS } from '../platform/clock';
import type { World } from '../platform/world';
import { policyNow } from './people';
import type { Lexicon } from './understand';

const FRESH_MS = 5 * MINUTE_MS;
/** For numbers, yes and no: they name nothing. One object, as its words are compiled once. */
export const NO_NAMES: Lexicon = { trades: [], places: [] };

const kept = new WeakMap<object, { until_ms: number; lexicon: Lexicon }>();

/** Per process and table; a trade loaded elsewhere is understood here within five minutes. */
export async function lexiconOf(world: World): Promise<Lexicon> {
  const held = kept.get(world.table);
  const now_ms = world.now();
  // A clock that was set back (tests, the local stack) must not keep an old list alive.
  if (held && held.until_ms > now_ms && held.until_ms - now_ms <= FRESH_MS) return held.lexicon;
  const trades = await listTrades(world);
  const places = policyNow({ world, now_ms }).places;
  const lexicon = sameNames(held?.lexicon, { trades, places }) ?? { trades, places };
  kept.set(world.table, { until_ms: now_ms + FRESH_MS, lexicon });
  return lexicon;
}

function sameNames(held: Lexicon | undefined, next: Lexicon): Lexicon | undefined {
  return held && JSON.stringify(held) === JSON.stringify(next) ? held : undefined;
}
