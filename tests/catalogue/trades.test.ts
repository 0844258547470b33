/** The catalogue of trades: loaded by id, listed whole, and what is shipped of it. */
import { findTrade, listTrades } from '../../lib/catalogue/list-trades';
import { loadTrades, TRADES_PER_LOAD_MAX } from '../../lib/catalogue/load-trades';
import trades from '../../lib/catalogue/trades.json';
import type { Trade } from '../../lib/catalogue/types';
import { policyBook } from '../../lib/policy/book';
import { memoryTable } from '../../lib/store/memory';
import { freshTable } from '../support/engine';
import { must } from '../support/town';
import { type TestWorld, testWorld } from '../support/world';

describe.each([
  ['engine', async () => (await freshTable()).table],
  ['memory', async () => memoryTable()],
])('trades on the %s', (_name, table) => {
  let world: TestWorld;
  beforeEach(async () => {
    world = testWorld(await table());
  });
  const load = (some: Trade[]) => must(world, () => loadTrades(world, some));
  const named = (n: number): Trade => ({
    id: `trade_${String(n).padStart(3, '0')}`,
    code: `local-${n}`,
    name: `工种${n}`,
    aliases: [],
  });

  it('as many as one transaction takes are loaded at once; all of them are listed, by id', async () => {
    const all = Array.from({ length: 2 * TRADES_PER_LOAD_MAX }, (_, n) => named(n));
    expect(await load(all.slice(TRADES_PER_LOAD_MAX))).toEqual({ loaded: TRADES_PER_LOAD_MAX });
    await load(all.slice(0, TRADES_PER_LOAD_MAX));
    expect(await listTrades(world)).toEqual(all);
  });

  it('loaded again, a trade is replaced whole and the others stay', async () => {
    await load([{ ...named(1), local: true }, named(2)]);
    await load([{ ...named(1), aliases: ['月嫂'] }]);
    expect(await listTrades(world)).toEqual([{ ...named(1), aliases: ['月嫂'] }, named(2)]);
    expect(await findTrade(world, 'trade_001')).toEqual({ ...named(1), aliases: ['月嫂'] });
    expect(await findTrade(world, 'trade_003')).toBeUndefined();
  });
});

describe('trades.json', () => {
  it('has an entry for every trade a pack names', () => {
    const known = new Set(trades.map((trade) => trade.id));
    const named = policyBook()
      .all()
      .flatMap((policy) => policy.places.flatMap((place) => place.trades.value));
    expect(named.filter((id) => !known.has(id))).toEqual([]);
  });

  it('never lets one word mean two trades', () => {
    const words = trades.flatMap((trade) => [trade.name, ...trade.aliases]);
    expect(words.filter((word, i) => words.indexOf(word) !== i)).toEqual([]);
  });

  it('marks the two local trades, and gives the rest their code of the 大典', () => {
    for (const trade of trades) {
      const local = 'local' in trade;
      expect({
        id: trade.id,
        ok: local ? trade.code === `local-${trade.id}` : /^\d(-\d\d){3}$/.test(trade.code),
      }).toEqual({ id: trade.id, ok: true });
    }
    expect(trades.filter((trade) => 'local' in trade).map((trade) => trade.name)).toEqual([
      '输送操作工',
      '农作物种植员',
    ]);
  });
});
