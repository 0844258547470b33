/** Queries of a partition and of the two indexes, page by page. */
import type { Change, Item, Table } from '../../../lib/store/table';
import { fresh, key, put, update } from './pieces';

export function queries(get: () => Table): void {
  let table: Table;
  beforeAll(() => {
    table = get();
  });

  describe('query', () => {
    const pk = `QUERY#${Math.random()}`;
    const names = ['A#1', 'A#2', 'A#3', 'B#1', 'B#2', 'C'];
    const names_of = async (how: object) => (await table.query({ pk, ...how })).items.map((item) => item.sk);
    beforeAll(() => table.write(names.toReversed().map((sk) => put(key(pk, sk), { sk_again: sk }))));

    test.each([
      [{}, names],
      [{ prefix: 'A#' }, ['A#1', 'A#2', 'A#3']],
      [{ prefix: '' }, names],
      [{ prefix: 'Z' }, []],
      [{ from: 'A#2', to: 'B#1' }, ['A#2', 'A#3', 'B#1']],
      [{ from: 'A#25' }, ['A#3', 'B#1', 'B#2', 'C']],
      [{ to: 'A#2' }, ['A#1', 'A#2']],
      [{ from: 'B#9', to: 'B#99' }, []],
      [{ prefix: 'A#', newest_first: true }, ['A#3', 'A#2', 'A#1']],
      [{ newest_first: true, limit: 2 }, ['C', 'B#2']],
      [{ prefix: 'B', limit: 5 }, ['B#1', 'B#2']],
      [{ to: 'B#1', newest_first: true, consistent: true }, ['B#1', 'A#3', 'A#2', 'A#1']],
    ] as [object, string[]][])('%j', async (how, expected) => {
      expect(await names_of(how)).toEqual(expected);
    });

    test('of an empty partition is empty, without a next', async () => {
      expect(await table.query({ pk: fresh() })).toEqual({ items: [] });
    });

    test.each([{ newest_first: false }, { newest_first: true }])('goes on after `next`, %j', async (how) => {
      const seen: string[] = [];
      let after: Record<string, string> | undefined;
      let pages = 0;
      do {
        const page = await table.query({ pk, prefix: 'A#', limit: 2, after, ...how });
        seen.push(...page.items.map((item) => item.sk));
        after = page.next;
        pages++;
      } while (after && pages < 10);
      expect(seen).toEqual(how.newest_first ? ['A#3', 'A#2', 'A#1'] : ['A#1', 'A#2', 'A#3']);
    });

    test('goes on after a key that is gone meanwhile', async () => {
      const at = fresh();
      await table.write(['a', 'b', 'c', 'd'].map((sk) => put(key(at, sk))));
      const { next } = await table.query({ pk: at, limit: 2 });
      await table.write([{ kind: 'delete', key: key(at, 'b'), why: 'gone' }]);
      expect((await table.query({ pk: at, after: next })).items.map((item) => item.sk)).toEqual(['c', 'd']);
    });

    test('ends a page at 1 MB', async () => {
      const at = fresh();
      for (const sk of ['a', 'b', 'c', 'd']) await table.write([put(key(at, sk), { text: 'x'.repeat(350_000) })]);
      const first = await table.query({ pk: at });
      expect(first.items.map((item) => item.sk)).toEqual(['a', 'b']);
      const second = await table.query({ pk: at, after: first.next });
      expect(second.items.map((item) => item.sk)).toEqual(['c', 'd']);
      expect(second.next).toBeUndefined();
    });
  });

  describe('the indexes', () => {
    test('due: rows that have both attributes, by due_at, keys only', async () => {
      const shard = fresh();
      const row = (sk: string, due_at?: string): Change =>
        put(key(shard, sk), { due_shard: shard, due_at, text: 'not shown' });
      await table.write([row('late', '2025-07-03'), row('soon', '2025-07-01'), row('mid', '2025-07-02'), row('never')]);
      const found = await table.query({ pk: shard, index: 'due', to: '2025-07-02' });
      expect(found.items).toEqual([
        { pk: shard, sk: 'soon', due_shard: shard, due_at: '2025-07-01' },
        { pk: shard, sk: 'mid', due_shard: shard, due_at: '2025-07-02' },
      ]);
      // A row leaves the list with its attribute, moves with a new one, and goes with its item.
      await table.write([
        update(key(shard, 'soon'), { remove: ['due_at'] }),
        update(key(shard, 'mid'), { set: { due_at: '2025-07-09' } }),
        { kind: 'delete', key: key(shard, 'late'), why: 'gone' },
      ]);
      expect((await table.query({ pk: shard, index: 'due' })).items.map((item) => [item.sk, item.due_at])).toEqual([
        ['mid', '2025-07-09'],
      ]);
    });

    test('audience: people by site, with what they turned off and follow, a page at a time', async () => {
      const site = fresh();
      const people = Array.from({ length: 5 }, (_, i) => key(`CHAT#${site}#${i}`, 'STATE'));
      await table.write(
        people.map((at, i) =>
          put(at, { audience: site, trades: ['welder'], heard_ms: 1, ...(i === 0 && { topics_off: ['news'] }) }),
        ),
      );
      const seen: Item[] = [];
      let after: Record<string, string> | undefined;
      do {
        const page = await table.query({ pk: site, index: 'audience', limit: 2, after });
        seen.push(...page.items);
        after = page.next;
      } while (after);
      expect(seen.map((item) => item.pk)).toEqual(people.map((at) => at.pk));
      expect(seen[0]).toEqual({ ...people[0], audience: site, trades: ['welder'], topics_off: ['news'] });
      expect(seen[1]).toEqual({ ...people[1], audience: site, trades: ['welder'] });
    });
  });
}
