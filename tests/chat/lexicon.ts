import trades from '../../lib/catalogue/trades.json';
import type { Lexicon } from '../../lib/chat/understand';
import pack from '../../lib/policy/packs/luquan-2025.json';

/** The names as they are deployed: the seed catalogue's trades and the places of `luquan-2025`. */
export const lexicon: Lexicon = { trades, places: pack.places };
