/** What each clause means, on an item and where there is none. */
import { type Clause, ConditionFailed, type Key, type Table } from '../../../lib/store/table';
import { fresh, key, put, update } from './pieces';

export function conditions(get: () => Table): void {
  let table: Table;
  beforeAll(() => {
    table = get();
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
}
