/** A write of several changes: whole or nothing, once under its token. */
import { type Change, type Clause, ConditionFailed, type Table } from '../../../lib/store/table';
import { failure, fresh, key, put, update } from './pieces';

export function writes(get: () => Table): void {
  let table: Table;
  beforeAll(() => {
    table = get();
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
}
