import { describe, expect, test } from '@jest/globals';
import { isRefusal, refuse } from '../../lib/platform/refusal';
import { ATTEMPTS_MAX, carryOut, mergeChanges, type Planned } from '../../lib/store/commit';
import { memoryTable } from '../../lib/store/memory';
import { type Change, Conflict, type Table, Unavailable } from '../../lib/store/table';

const at = { pk: 'A', sk: 'X' };
const other = { pk: 'B', sk: 'X' };
const add = (more: Partial<Change> = {}): Change =>
  ({ kind: 'update', key: at, add: { n: 1 }, why: 'one more', ...more }) as Change;

/** A table where the first writes meet these troubles, and hands that note how long they slept. */
function hands(...troubles: ('conflict' | 'lost' | 'unheard' | 'fine')[]) {
  const memory = memoryTable();
  const slept: number[] = [];
  let writes = 0;
  const table: Table = {
    ...memory,
    async write(changes, how) {
      const trouble = troubles[writes++] ?? 'fine';
      if (trouble === 'conflict') throw new Conflict('in the way');
      if (trouble === 'lost') throw new Unavailable('no answer');
      await memory.write(changes, how);
      if (trouble === 'unheard') throw new Unavailable('no answer');
    },
  };
  return {
    table,
    memory,
    slept,
    writes: () => writes,
    random: () => 1,
    sleep: async (ms: number) => void slept.push(ms),
  };
}

describe('carryOut', () => {
  test('writes what was planned and answers with its value', async () => {
    const h = hands();
    expect(await carryOut(h, async () => ({ changes: [add()], value: 'done' }))).toBe('done');
    expect((await h.memory.get(at))?.n).toBe(1);
    expect(h.slept).toEqual([]);
  });

  test('a refusal and a plan without changes write nothing', async () => {
    const h = hands();
    expect(await carryOut(h, async () => refuse('class_full'))).toEqual({ refused: 'class_full' });
    expect(await carryOut(h, async () => ({ changes: [], value: 7 }))).toBe(7);
    expect(h.writes()).toBe(0);
  });

  test('after a conflict it looks again: in a rush there may be nothing left to fight for', async () => {
    const h = hands('conflict', 'conflict');
    let plans = 0;
    expect(await carryOut(h, async () => ({ changes: [add()], value: ++plans }))).toBe(3);
    expect([h.writes(), (await h.memory.get(at))?.n]).toEqual([3, 1]);
    expect(h.slept).toEqual([15, 30]);
    const full = hands('conflict');
    expect(
      await carryOut(full, async ({ number }) => (number > 0 ? refuse('class_full') : { changes: [add()], value: 1 })),
    ).toEqual({ refused: 'class_full' });
  });

  test('after no answer it does not: first it must be known what became of that write', async () => {
    const h = hands('unheard', 'conflict');
    let plans = 0;
    expect(await carryOut(h, async () => ({ changes: [add()], value: ++plans }))).toBe(1);
    expect((await h.memory.get(at))?.n).toBe(1);
  });

  test("a write that was done but not answered is not done again, nor taken for somebody else's", async () => {
    const h = hands('unheard', 'unheard');
    const plan = async (): Promise<Planned<string>> => {
      const there = await h.memory.get(at);
      return there
        ? refuse('already_enrolled')
        : { changes: [add({ when: [{ attr: 'pk', op: 'absent' }] })], value: 'done' };
    };
    expect(await carryOut(h, plan)).toBe('done');
    expect((await h.memory.get(at))?.n).toBe(1);
  });

  test('negative control: without the token the same would be refused as already there', async () => {
    const h = hands('unheard');
    const forgetful: Table = { ...h.table, write: (changes) => h.table.write(changes) };
    const plan = async (): Promise<Planned<string>> => {
      const there = await h.memory.get(at);
      return there
        ? refuse('already_enrolled')
        : { changes: [add({ when: [{ attr: 'pk', op: 'absent' }] })], value: 'done' };
    };
    expect(await carryOut({ ...h, table: forgetful }, plan)).toEqual({ refused: 'already_enrolled' });
  });

  test('a condition that failed without naming a refusal means: plan again on what is there now', async () => {
    const h = hands();
    const numbers: number[] = [];
    const plan = async ({ number }: { number: number }): Promise<Planned<number>> => {
      numbers.push(number);
      const rev = number === 0 ? 99 : ((await h.memory.get(at))?.rev ?? 0);
      return {
        changes: [add({ when: rev === 0 ? [{ attr: 'rev', op: 'absent' }] : [{ attr: 'rev', op: '=', value: rev }] })],
        value: number,
      };
    };
    expect(await carryOut(h, plan)).toBe(1);
    expect(numbers).toEqual([0, 1]);
  });

  test('a named refusal is the answer when it alone failed', async () => {
    const h = hands();
    const taken = add({ when: [{ attr: 'pk', op: 'exists' }], refusal: 'id_number_taken' });
    expect(await carryOut(h, async () => ({ changes: [taken], value: 1 }))).toEqual({ refused: 'id_number_taken' });
  });

  test('beside a stale clause it is not: the other delivery of this very message may have taken it', async () => {
    const h = hands();
    await h.memory.write([{ kind: 'put', key: at, item: {}, why: 'her number, by the first delivery' }]);
    await h.memory.write([
      { kind: 'put', key: other, item: { rev: 1 }, why: 'the conversation, by the first delivery' },
    ]);
    const plan = async ({ number }: { number: number }): Promise<Planned<string>> => {
      if (number > 0) return { changes: [], value: 'the first answer' };
      return {
        changes: [
          {
            kind: 'put',
            key: at,
            item: {},
            why: 'her number',
            when: [{ attr: 'pk', op: 'absent' }],
            refusal: 'id_number_taken',
          },
          { kind: 'put', key: other, item: { rev: 1 }, why: 'the conversation', when: [{ attr: 'pk', op: 'absent' }] },
        ],
        value: 'second answer',
      };
    };
    expect(await carryOut(h, plan)).toBe('the first answer');
  });

  test('gives up after so many attempts: busy when nothing was written, Unavailable when that cannot be known', async () => {
    const conflicts = hands(...Array(99).fill('conflict'));
    expect(await carryOut(conflicts, async () => ({ changes: [add()], value: 1 }))).toEqual({ refused: 'busy' });
    expect(conflicts.writes()).toBe(ATTEMPTS_MAX);
    expect(Math.max(...conflicts.slept)).toBeLessThanOrEqual(400);
    const silent = hands('lost', ...Array(99).fill('conflict'));
    await expect(carryOut(silent, async () => ({ changes: [add()], value: 1 }))).rejects.toBeInstanceOf(Unavailable);
  });

  test("reads that fail in a plan are tried again; what is nobody's fault but ours is thrown at once", async () => {
    const h = hands();
    let plans = 0;
    const plan = async (): Promise<Planned<string>> => {
      if (plans++ === 0) throw new Unavailable('throttled');
      return { changes: [add()], value: 'done' };
    };
    expect(await carryOut(h, plan)).toBe('done');
    await expect(carryOut(h, async () => Promise.reject(new TypeError('a mistake')))).rejects.toThrow('a mistake');
  });
});

describe('mergeChanges', () => {
  const merged = (...changes: Change[]): Change => {
    const out = mergeChanges(changes);
    expect(out).toHaveLength(1);
    return out[0]!;
  };

  test('keeps changes of different items apart, in order', () => {
    const changes = [add(), add({ key: other })];
    expect(mergeChanges(changes)).toEqual(changes);
  });

  test('adds up, the later word counts, conditions are all kept', async () => {
    const both = merged(
      {
        kind: 'update',
        key: at,
        set: { a: 1, b: 1 },
        add: { n: 1, s: new Set(['x']) },
        remove: ['c', 'd'],
        when: [{ attr: 'p', op: 'absent' }],
        why: 'first',
      },
      {
        kind: 'update',
        key: at,
        set: { a: 2, c: 2 },
        add: { n: -3, m: 1, s: new Set(['y']) },
        remove: ['b', 'd'],
        when: [{ attr: 'q', op: 'absent' }],
        why: 'second',
      },
    );
    expect(both).toEqual({
      kind: 'update',
      key: at,
      set: { a: 2, c: 2 },
      add: { n: -2, m: 1, s: new Set(['x', 'y']) },
      remove: ['d', 'b'],
      when: [
        { attr: 'p', op: 'absent' },
        { attr: 'q', op: 'absent' },
      ],
      why: 'first + second',
    });
    const table = memoryTable();
    await table.write([both]);
    expect(await table.get(at)).toMatchObject({ n: -2, a: 2, c: 2 });
  });

  test('a check beside a change becomes its condition', () => {
    const check: Change = { kind: 'check', key: at, when: [{ attr: 'rev', op: '=', value: 1 }], why: 'as read' };
    const put: Change = { kind: 'put', key: at, item: { rev: 2 }, why: 'next' };
    expect(merged(check, put)).toMatchObject({ kind: 'put', item: { rev: 2 }, when: check.when });
    expect(merged(put, check)).toMatchObject({ kind: 'put', item: { rev: 2 }, when: check.when });
  });

  test('a refusal survives only where every condition means it', () => {
    const full = add({ when: [{ attr: 'taken', op: '<', other: 'size' }], refusal: 'class_full' });
    const stale = add({ when: [{ attr: 'rev', op: '=', value: 1 }] });
    expect(merged(full, stale).refusal).toBeUndefined();
    expect(merged(full, add()).refusal).toBe('class_full');
    expect(merged(full, full).refusal).toBe('class_full');
    expect(merged(full, { ...full, refusal: 'else' }).refusal).toBeUndefined();
  });

  test('two puts, or a put and an update, of one item are a mistake', () => {
    const put: Change = { kind: 'put', key: at, item: {}, why: 'a' };
    expect(() => mergeChanges([put, put])).toThrow('cannot be one');
    expect(() => mergeChanges([put, add()])).toThrow('cannot be one');
  });
});

test('isRefusal tells a busy answer from a value', async () => {
  expect(
    isRefusal(await carryOut(hands(...Array(99).fill('conflict')), async () => ({ changes: [add()], value: {} }))),
  ).toBe(true);
});
