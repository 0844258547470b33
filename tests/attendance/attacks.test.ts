/** What a script, two phones, a wrong clock or a chosen place can do at the sign-in; each guard with its control. */
import '../support/quiet';
import { describe, expect, it } from '@jest/globals';
import { judgeCode } from '../../lib/classes/attendance/code';
import { locate } from '../../lib/classes/attendance/locate';
import { WRONG_CODES_MAX } from '../../lib/classes/attendance/rules';
import { signIn } from '../../lib/classes/attendance/sign-in';
import { Fence } from '../../lib/classes/delivery-shapes';
import { MINUTE_MS } from '../../lib/platform/clock';
import { isRefusal } from '../../lib/platform/refusal';
import type { Change, Table } from '../../lib/store/table';
import { run } from '../support/town';
import { type Room, room } from './room';
import { rowOf, says, sign } from './signing';

const code = (n: number) => String(n).padStart(4, '0');
/** The first 300 that are neither this minute's nor the last one's. */
const bad = (r: Room) =>
  Array.from({ length: 310 }, (_, n) => code(n))
    .filter((one) => worth(r, one) === 'wrong')
    .slice(0, 300);
const worth = (r: Room, one: string) => judgeCode(r.world, r.c.class_id, 1, one, r.world.now());

describe('guessing', () => {
  it('a script that sends every code in turn is stopped after five, the right one included', async () => {
    const r = await room();
    r.atLesson(1, 1);
    let judged = 0;
    for (const one of bad(r)) {
      if (says(await sign(r, 0, { code: one })) !== 'wrong') continue;
      judged++;
    }
    expect(judged).toBe(WRONG_CODES_MAX);
    // Minutes later, with the code of then, named as by a scan: still none.
    r.world.clock.pass(5 * MINUTE_MS);
    expect(says(await sign(r, 0))).toBe('sign_in_too_many');
    expect(says(await sign(r, 0, { class_id: r.c.class_id, lesson: 1, scanned: true }))).toBe('sign_in_too_many');
    expect((await rowOf(r, 0)).marks).toEqual({});
  });

  it('from several phones at once it is five as well (control: without the condition it is more)', async () => {
    const guess = async (weaken: (changes: Change[]) => Change[]) => {
      const r = await room();
      r.atLesson(1, 1);
      const codes = bad(r);
      const plain = r.world.table;
      const table: Table = { ...plain, write: (changes, how) => plain.write(weaken(changes), how) };
      // Everyone of them looks before any of them writes.
      const world = { ...r.world, table };
      for (let round = 0; round < 4; round++) {
        const planned = await Promise.all(
          codes
            .slice(round * 10, round * 10 + 10)
            .map((one) => signIn(world, { worker_id: r.workers[0]!.worker_id, code: one, sent_ms: r.world.now() })),
        );
        for (const plan of planned) if (!isRefusal(plan)) await table.write(plan.changes).catch(() => undefined);
      }
      return (await rowOf(r, 0)).wrong[1];
    };
    expect(await guess((changes) => changes)).toBe(WRONG_CODES_MAX);
    expect(await guess((changes) => changes.map(({ when: _when, ...rest }) => rest as Change))).toBeGreaterThan(
      WRONG_CODES_MAX,
    );
  });

  it('a whole class guessing has five tries each, and nobody’s tries are another’s', async () => {
    const people = 6;
    const r = await room({ people });
    r.atLesson(1, 1);
    const codes = bad(r);
    let judged = 0;
    for (let i = 0; i < 60; i++) if (says(await sign(r, i % people, { code: codes[i]! })) === 'wrong') judged++;
    expect(judged).toBe(people * WRONG_CODES_MAX);
    for (let who = 0; who < people; who++) expect((await rowOf(r, who)).marks).toEqual({});
  });

  it('tells a stranger nothing: the right code of a class she has no seat in reads like any other', async () => {
    const r = await room();
    const stranger = await room({ table: r.world.table, people: 1, first: 70, set: { trade_id: 'welder' } });
    r.atLesson(1, 1);
    stranger.world.clock.ms = r.world.now();
    const of_r = { class_id: r.c.class_id, lesson: 1 };
    const right = await sign(stranger, 0, { ...of_r, code: r.code(1) });
    expect(right).toEqual(await sign(stranger, 0, { ...of_r, code: bad(r)[0]! }));
    expect(right).toEqual({ refused: 'code_not_yours' });
  });
});

describe('codes and clocks', () => {
  it('the next minute’s code cannot be sent before; the last one’s is old after twenty seconds', async () => {
    const r = await room();
    r.atLesson(1, 2);
    const next = r.code(1);
    r.atLesson(1, 1);
    r.world.clock.pass(30_000);
    expect(says(await sign(r, 0, { code: next }))).toBe('wrong');
    r.atLesson(1, 3);
    r.world.clock.pass(20_000);
    expect(says(await sign(r, 0, { code: next }))).toBe('code_old');
  });

  it('a channel two minutes fast or slow changes nothing: then our clock counts', async () => {
    for (const skew_ms of [-2 * MINUTE_MS, 2 * MINUTE_MS]) {
      const r = await room();
      r.atLesson(1, 5);
      const before = r.code(1);
      const sent_ms = r.world.now() + skew_ms;
      expect(says(await sign(r, 0, { sent_ms }))).toBe('signed');
      expect((await rowOf(r, 0)).marks[1]?.at_ms).toBe(r.world.now());
      // Nor does an old code become good by saying it was sent then.
      r.world.clock.pass(2 * MINUTE_MS);
      expect(says(await sign(r, 1, { code: before, sent_ms: r.world.now() - 2 * MINUTE_MS }))).toBe('code_old');
    }
  });

  it('the same person from two phones at once is there once', async () => {
    const r = await room();
    r.atLesson(1, 1);
    const said = await Promise.all([sign(r, 0), sign(r, 0, { class_id: r.c.class_id, lesson: 1, scanned: true })]);
    expect(said.map(says).sort()).toEqual(['already', 'signed']);
    expect(Object.keys((await rowOf(r, 0)).marks)).toEqual(['1']);
  });
});

describe('a chosen place', () => {
  const fence = { latitude: 44.164, longitude: 87.953, radius_m: 500 };
  const there = async (location: { latitude: number; longitude: number }) => {
    const r = await room({ fence });
    r.atLesson(1, 1);
    await sign(r, 0);
    const { worker_id } = r.workers[0]!;
    const command = { worker_id, class_id: r.c.class_id, lesson: 1, at_ms: r.world.now(), location };
    return says(await run(r.world, () => locate(r.world, command)));
  };

  it('0,0, the other way round, beyond the poles: far; control: at the place it is a mark', async () => {
    expect(await there({ latitude: 0, longitude: 0 })).toBe('far');
    expect(await there({ latitude: fence.longitude, longitude: fence.latitude })).toBe('far');
    expect(await there({ latitude: 444, longitude: 87.953 })).toBe('far');
    expect(await there({ latitude: Number.POSITIVE_INFINITY, longitude: 87.953 })).toBe('far');
    expect(await there({ latitude: 44.165, longitude: 87.954 })).toBe('signed');
  });

  it('no location at all: no mark', async () => {
    const r = await room({ fence });
    r.atLesson(1, 1);
    await sign(r, 0);
    r.world.clock.pass(10 * MINUTE_MS);
    expect((await rowOf(r, 0)).marks).toEqual({});
  });

  it('a fence around 0,0, or with latitude and longitude exchanged, is not taken', () => {
    expect(Fence.safeParse(fence).success).toBe(true);
    expect(Fence.safeParse({ ...fence, latitude: 0, longitude: 0 }).success).toBe(false);
    expect(Fence.safeParse({ ...fence, latitude: fence.longitude, longitude: fence.latitude }).success).toBe(false);
  });
});
