/** Items as they are put, read and updated. */
import { ConditionFailed, type Table } from '../../../lib/store/table';
import { failure, fresh, key, put, update } from './pieces';

export function itemsAndUpdates(get: () => Table): void {
  let table: Table;
  beforeAll(() => {
    table = get();
  });

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
}
