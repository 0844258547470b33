/**
 * What every implementation of the table owes. Run on memory and on the real engine: what a model
 * test finds on the one must be true of the other.
 */
import { type Change, type Clause, ConditionFailed, type Item, type Key, type Table } from '../../lib/store/table';

const key = (pk: string, sk = 'X'): Key => ({ pk, sk });
const put = (at: Key, item: Record<string, any> = {}, when?: Clause[]): Change => ({
  kind: 'put',
  key: at,
  item,
  why: 'put',
  ...(when && { when }),
});
const update = (at: Key, what: Partial<Extract<Change, { kind: 'update' }>>): Change =>
  ({ kind: 'update', key: at, why: 'update', ...what }) as Change;

let serial = 0;
/** Tests share one table; each keeps to partitions of its own. */
const fresh = (): string => `P${++serial}#${process.pid}`;

async function failure(doing: Promise<unknown>): Promise<any> {
  try {
    await doing;
  } catch (error) {
    return error;
  }
  throw new Error('expected a failure');
}

export function contract(make: () => Promise<Table>): void {
  let table: Table;
  beforeAll(async () => {
    table = await make();
  });
  const holdsOn = async (at: Key, ...when: Clause[]): Promise<boolean> => {
    try {
      await table.write([{ kind: 'check', key: at, when, why: 'check' }]);
      return true;
    } catch (error) {
      if (error instanceof ConditionFailed) return false;
      throw error;
    }
  };

  describe('items', () => {
    test('come back as they were put, without what was undefined', async () => {
      const at = key(fresh());
      const item = {
        text: '送训',
        n: 1.5,
        yes: true,
        nothing: null,
        list: [1, { deep: 'x', gone: undefined }],
        map: { a: { b: 2 }, gone: undefined },
        set: new Set(['a', 'b']),
        bytes: Uint8Array.from([1, 2, 255]),
        gone: undefined,
        empty: '',
      };
      await table.write([put(at, item)]);
      const found = await table.get(at, { consistent: true });
      expect(found).toEqual({
        ...at,
        text: '送训',
        n: 1.5,
        yes: true,
        nothing: null,
        list: [1, { deep: 'x' }],
        map: { a: { b: 2 } },
        set: new Set(['a', 'b']),
        bytes: Uint8Array.from([1, 2, 255]),
        empty: '',
      });
      expect('gone' in found!).toBe(false);
    });

    test('share nothing with the caller', async () => {
      const at = key(fresh());
      const item = { map: { n: 1 } };
      await table.write([put(at, item)]);
      item.map.n = 2;
      const found = await table.get(at);
      found!.map.n = 3;
      expect((await table.get(at))!.map.n).toBe(1);
    });

    test('are absent when never put, and after a delete; a delete of nothing succeeds', async () => {
      const at = key(fresh());
      expect(await table.get(at)).toBeUndefined();
      await table.write([{ kind: 'delete', key: at, why: 'delete nothing' }]);
      await table.write([put(at)]);
      await table.write([{ kind: 'delete', key: at, why: 'delete' }]);
      expect(await table.get(at)).toBeUndefined();
    });

    test('a put replaces the whole item', async () => {
      const at = key(fresh());
      await table.write([put(at, { a: 1, b: 2 })]);
      await table.write([put(at, { a: 3 })]);
      expect(await table.get(at)).toEqual({ ...at, a: 3 });
    });

    test('of more than 400 KB are refused', async () => {
      await failure(table.write([put(key(fresh()), { text: 'x'.repeat(401 * 1024) })]));
    });

    test('with an empty set are refused', async () => {
      await failure(table.write([put(key(fresh()), { set: new Set() })]));
    });
  });

  test('getMany keeps the order asked, with gaps, repeats, and more than 100 keys', async () => {
    const pk = fresh();
    const all = Array.from({ length: 130 }, (_, i) => key(pk, `K${String(i).padStart(3, '0')}`));
    for (let i = 0; i < all.length; i += 100)
      await table.write(all.slice(i, i + 100).map((at, j) => put(at, { n: i + j })));
    const wanted = [key(pk, 'none'), ...all.toReversed(), all[5]!];
    const found = await table.getMany(wanted);
    expect(found.map((item) => item?.n)).toEqual([undefined, ...Array.from({ length: 130 }, (_, i) => 129 - i), 5]);
    expect(await table.getMany([])).toEqual([]);
  });

  describe('updates', () => {
    test('set, add and remove, by paths into maps; absent numbers count as 0, sets are united', async () => {
      const at = key(fresh());
      await table.write([put(at, { map: { a: 1, b: 2, n: 5 }, gone: 1, set: new Set(['x']) })]);
      await table.write([
        update(at, {
          set: { 'map.a': { deep: 1 }, top: 'new', left: undefined },
          add: { count: 2, 'map.n': -1, set: new Set(['y', 'x']), fresh: new Set(['z']) },
          remove: ['gone', 'map.b', 'never'],
        }),
      ]);
      expect(await table.get(at)).toEqual({
        ...at,
        map: { a: { deep: 1 }, n: 4 },
        top: 'new',
        count: 2,
        set: new Set(['x', 'y']),
        fresh: new Set(['z']),
      });
    });

    test('make the item where there is none', async () => {
      const at = key(fresh());
      await table.write([update(at, { add: { n: 1 } })]);
      expect(await table.get(at)).toEqual({ ...at, n: 1 });
    });

    test.each([
      ['a path into a map that is not there', { set: { 'map.a': 1 } }],
      ['one path set and removed', { set: { a: 1 }, remove: ['a'] }],
      ['a path and one inside it', { set: { a: { b: 1 }, 'a.b': 2 } }],
      ['a number added to a text', { add: { text: 1 } }],
      ['a set added to a text', { add: { text: new Set(['a']) } }],
      ['nothing at all', {}],
      ['nothing once undefined is left out', { set: { a: undefined } }],
    ] as [string, any][])('are invalid with %s, and nothing is written', async (_, what) => {
      const at = key(fresh());
      await table.write([put(at, { text: 'x' })]);
      const error = await failure(table.write([update(at, what), put(key(at.pk, 'other'))]));
      expect(error).not.toBeInstanceOf(ConditionFailed);
      expect(await table.get(at)).toEqual({ ...at, text: 'x' });
      expect(await table.get(key(at.pk, 'other'))).toBeUndefined();
    });

    test('of nothing but with conditions are a check', async () => {
      const at = key(fresh());
      await table.write([put(at, { n: 1 })]);
      await table.write([update(at, { set: { a: undefined }, when: [{ attr: 'n', op: '=', value: 1 }] })]);
      const error = await failure(table.write([update(at, { when: [{ attr: 'n', op: '=', value: 2 }] })]));
      expect(error).toBeInstanceOf(ConditionFailed);
    });
  });

  describe('conditions', () => {
    const item = {
      n: 3,
      size: 3,
      text: 'b',
      yes: true,
      set: new Set(['a', 'b']),
      list: ['x'],
      map: { deep: { n: 1 } },
      nothing: null,
    };
    const there = key('CONDITIONS', String(Math.random()));
    beforeAll(() => table.write([put(there, item)]));

    const cases: [Clause, boolean, boolean][] = [
      // clause, on the item above, where there is no item
      [{ attr: 'n', op: 'exists' }, true, false],
      [{ attr: 'pk', op: 'absent' }, false, true],
      [{ attr: 'nothing', op: 'exists' }, true, false],
      [{ attr: 'map.deep.n', op: 'exists' }, true, false],
      [{ attr: 'map.deep.m', op: 'absent' }, true, true],
      [{ attr: 'map.none.m', op: 'absent' }, true, true],
      [{ attr: 'map.deep.n', op: '=', value: 1 }, true, false],
      [{ attr: 'n', op: '=', value: 3 }, true, false],
      [{ attr: 'n', op: '=', value: '3' }, false, false],
      [{ attr: 'yes', op: '=', value: true }, true, false],
      [{ attr: 'n', op: '<>', value: 3 }, false, true],
      [{ attr: 'n', op: '<>', value: '3' }, true, true],
      [{ attr: 'none', op: '<>', value: 3 }, true, true],
      [{ attr: 'none', op: '=', value: 3 }, false, false],
      [{ attr: 'none', op: '<', value: 3 }, false, false],
      [{ attr: 'n', op: '<', value: 4 }, true, false],
      [{ attr: 'n', op: '<', value: 3 }, false, false],
      [{ attr: 'n', op: '<=', value: 3 }, true, false],
      [{ attr: 'n', op: '>', value: 2 }, true, false],
      [{ attr: 'n', op: '>=', value: 4 }, false, false],
      [{ attr: 'n', op: '>', value: 'a' }, false, false],
      [{ attr: 'text', op: '<', value: 'c' }, true, false],
      [{ attr: 'text', op: '>=', value: 'b' }, true, false],
      [{ attr: 'n', op: '<', other: 'size' }, false, false],
      [{ attr: 'n', op: '<=', other: 'size' }, true, false],
      [{ attr: 'n', op: '=', other: 'size' }, true, false],
      [{ attr: 'n', op: '=', other: 'none' }, false, false],
      [{ attr: 'set', op: 'contains', value: 'a' }, true, false],
      [{ attr: 'set', op: 'lacks', value: 'a' }, false, true],
      [{ attr: 'set', op: 'lacks', value: 'z' }, true, true],
      [{ attr: 'list', op: 'contains', value: 'x' }, true, false],
      [{ attr: 'text', op: 'contains', value: 'b' }, true, false],
      [
        {
          any: [
            { attr: 'n', op: '=', value: 9 },
            { attr: 'text', op: '=', value: 'b' },
          ],
        },
        true,
        false,
      ],
      [
        {
          any: [
            { attr: 'n', op: '=', value: 9 },
            { attr: 'n', op: 'absent' },
          ],
        },
        false,
        true,
      ],
    ];
    test.each(cases.map((one) => [JSON.stringify(one[0]), one] as const))(
      '%s',
      async (_, [clause, on_item, on_none]) => {
        expect(await holdsOn(there, clause)).toBe(on_item);
        expect(await holdsOn(key(fresh()), clause)).toBe(on_none);
      },
    );

    test('of one change must all hold', async () => {
      const yes: Clause = { attr: 'n', op: '=', value: 3 };
      expect(await holdsOn(there, yes, yes)).toBe(true);
      expect(await holdsOn(there, yes, { attr: 'n', op: '=', value: 4 })).toBe(false);
    });

    test('are judged on what was there before any change of the write', async () => {
      const at = key(fresh());
      await table.write([
        put(at, { n: 1 }, [{ attr: 'n', op: 'absent' }]),
        put(key(at.pk, 'b'), {}, [{ attr: 'pk', op: 'absent' }]),
      ]);
      await table.write([update(at, { add: { n: 1 }, when: [{ attr: 'n', op: '=', value: 1 }] })]);
      expect((await table.get(at))!.n).toBe(2);
    });
  });

  describe('a write', () => {
    test('is whole or nothing, and tells every condition that failed with the items as they are', async () => {
      const pk = fresh();
      await table.write([put(key(pk, 'a'), { n: 1 }), put(key(pk, 'b'), { n: 2 })]);
      const absent: Clause = { attr: 'pk', op: 'absent' };
      const changes: Change[] = [
        { ...put(key(pk, 'new')), why: 'fine' },
        { ...put(key(pk, 'a'), {}, [absent]), why: 'first' },
        { ...update(key(pk, 'none'), { set: { x: 1 }, when: [{ attr: 'pk', op: 'exists' }] }), why: 'second' },
        { kind: 'delete', key: key(pk, 'b'), when: [{ attr: 'n', op: '>', value: 5 }], why: 'third', refusal: 'named' },
      ];
      const error: ConditionFailed = await failure(table.write(changes));
      expect(error).toBeInstanceOf(ConditionFailed);
      expect(error.failed.map((f) => [f.change.why, f.found?.n])).toEqual([
        ['first', 1],
        ['second', undefined],
        ['third', 2],
      ]);
      expect(error.failed[2]!.change.refusal).toBe('named');
      expect(error.failed[1]!.found).toBeUndefined();
      expect(await table.get(key(pk, 'new'))).toBeUndefined();
      expect(await table.get(key(pk, 'none'))).toBeUndefined();
    });

    test('takes 100 changes, not 101, not none, not two on one key', async () => {
      const pk = fresh();
      const many = Array.from({ length: 101 }, (_, i) => put(key(pk, `k${i}`)));
      await failure(table.write(many));
      await failure(table.write([]));
      await failure(table.write([put(key(pk, 'a')), put(key(pk, 'a'))]));
      await table.write(many.slice(0, 100));
      expect((await table.query({ pk })).items).toHaveLength(100);
    });

    test('repeated under one token happens once; the token of another write is refused', async () => {
      const at = key(fresh());
      const token = `${at.pk}-token`;
      const changes = [update(at, { add: { n: 1 }, when: [{ attr: 'n', op: 'absent' }] })];
      await table.write(changes, { token });
      await table.write(changes, { token });
      expect((await table.get(at))!.n).toBe(1);
      await failure(table.write([update(at, { add: { n: 2 } })], { token }));
      expect((await table.get(at))!.n).toBe(1);
    });

    test('whose condition failed may succeed later under the same token', async () => {
      const at = key(fresh());
      const token = `${at.pk}-token`;
      const changes = [update(at, { add: { n: 1 }, when: [{ attr: 'open', op: '=', value: true }] })];
      expect(await failure(table.write(changes, { token }))).toBeInstanceOf(ConditionFailed);
      await table.write([put(at, { open: true })]);
      await table.write(changes, { token });
      expect((await table.get(at))!.n).toBe(1);
    });

    test('of 30 rivals for 12 seats: 12 succeed, without and with the guard taken away', async () => {
      const at = key(fresh());
      await table.write([put(at, { taken: 0, size: 12 })]);
      const take = (when?: Clause[]) =>
        table.write([update(at, { add: { taken: 1 }, ...(when && { when }) })]).then(
          () => 1,
          () => 0,
        );
      const rivals = await Promise.all(
        Array.from({ length: 30 }, () => take([{ attr: 'taken', op: '<', other: 'size' }])),
      );
      expect(rivals.filter(Boolean)).toHaveLength(12);
      expect((await table.get(at))!.taken).toBe(12);
      // The negative control: without the condition the thirteenth gets in.
      await take();
      expect((await table.get(at))!.taken).toBe(13);
    });
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
