/** The code of the minute, and the place where a class has a fence; each guard with its control. */
import '../support/quiet';
import { describe, expect, it } from '@jest/globals';
import { judgeCode, sentAt } from '../../lib/classes/attendance/code';
import { locate } from '../../lib/classes/attendance/locate';
import { WRONG_CODES_MAX } from '../../lib/classes/attendance/rules';
import { MINUTE_MS, millis } from '../../lib/platform/clock';
import { run } from '../support/town';
import { type Room, room } from './room';
import { rowOf, says, sign } from './signing';

describe('the code', () => {
  it('is another each minute, lesson and class, and follows from them alone', async () => {
    const r = await room({ people: 0 });
    const codes = new Set<string>();
    for (let n = 1; n <= 3; n++)
      for (let minute = 0; minute < 5; minute++) {
        codes.add(r.code(n));
        expect(r.code(n)).toMatch(/^\d{4}$/);
        r.world.clock.pass(MINUTE_MS);
      }
    expect(codes.size).toBeGreaterThan(12);
  });

  it('of the minute before is good for 20 seconds, then old; one of minutes ago is old, not wrong', async () => {
    const r = await room({ people: 0 });
    r.world.clock.set('2025-07-24T08:05:30+08:00');
    const code = r.code(1);
    const judged = (at: string) => judgeCode(r.world, r.c.class_id, 1, code, millis(at));
    expect(judged('2025-07-24T08:05:59+08:00')).toBe('good');
    expect(judged('2025-07-24T08:06:19+08:00')).toBe('good');
    expect(judged('2025-07-24T08:06:20+08:00')).toBe('old');
    expect(judged('2025-07-24T08:14:00+08:00')).toBe('old');
    expect(judged('2025-07-24T08:20:00+08:00')).toBe('wrong');
  });

  it('a channel’s clock five seconds behind ours does not make the newest code wrong', async () => {
    const r = await room({ people: 0 });
    r.world.clock.set('2025-07-24T08:06:01+08:00');
    const code = r.code(1);
    expect(judgeCode(r.world, r.c.class_id, 1, code, millis('2025-07-24T08:05:56+08:00'))).toBe('good');
    expect(judgeCode(r.world, r.c.class_id, 1, code, millis('2025-07-24T08:05:54+08:00'))).toBe('wrong');
  });

  it('is judged by when the message was sent, unless that differs by more than a minute', () => {
    const now = millis('2025-07-24T08:06:00+08:00');
    expect(sentAt(now - 60_000, now)).toBe(now - 60_000);
    expect(sentAt(now - 61_000, now)).toBe(now);
    expect(sentAt(now + 61_000, now)).toBe(now);
  });

  it('is spread evenly: 20,000 codes hit no tenth more than its share', async () => {
    const r = await room({ people: 0 });
    const tenths = new Array(10).fill(0);
    for (let n = 0; n < 20_000; n++) {
      tenths[Number(r.code(1)[0])]++;
      r.world.clock.pass(MINUTE_MS);
    }
    for (const count of tenths) expect(Math.abs(count - 2000)).toBeLessThan(200);
  });

  it('guessing: five tries hit with 1 in 1,412, over every second of a minute', async () => {
    const r = await room({ people: 0 });
    r.atLesson(1);
    const codes = [-1, 0, 1].map((minute) => {
      r.atLesson(1, minute);
      return r.code(1);
    });
    const start = millis(r.lessons[0]!.starts_at);
    let good = 0;
    for (let second = 0; second < 60; second++)
      good += codes.filter(
        (code) => judgeCode(r.world, r.c.class_id, 1, code, start + second * 1000) === 'good',
      ).length;
    expect(good).toBe(60 + 20 + 5);
    const odds = 10_000 / ((good / 60) * WRONG_CODES_MAX);
    console.info(
      `a guess at a sign-in code: ${(good / 60).toFixed(2)} of 10,000 codes are good at any time; ${WRONG_CODES_MAX} tries a lesson hit once in ${Math.round(odds)}`,
    );
    expect(odds).toBeGreaterThan(1400);
  });
});

describe('a class with a fence', () => {
  const fence = { latitude: 44.164, longitude: 87.953, radius_m: 500 };
  const here = { latitude: 44.166, longitude: 87.955 };
  const far_away = { latitude: 31.25, longitude: 121.397 };
  const answer = async (r: Room, who: number, location: typeof here, at_ms = r.world.now()) =>
    run(r.world, () =>
      locate(r.world, { worker_id: r.workers[who]!.worker_id, class_id: r.c.class_id, lesson: 1, at_ms, location }),
    );

  it('asks where she is after a good code, and marks her there', async () => {
    const r = await room({ fence });
    r.atLesson(1, 20);
    const at_ms = r.world.now();
    expect(await sign(r, 0)).toMatchObject({ kind: 'where', at_ms });
    expect((await rowOf(r, 0)).marks).toEqual({});
    r.world.clock.pass(90_000);
    expect(await answer(r, 0, here, at_ms)).toMatchObject({ kind: 'signed', late_min: 20 });
    expect((await rowOf(r, 0)).marks[1]).toEqual({ how: 'located', at_ms });
  });

  it('a code forwarded to someone far away makes no mark, and the officer sees the attempt', async () => {
    const r = await room({ fence });
    r.atLesson(1);
    await sign(r, 0);
    const said = await answer(r, 0, far_away);
    expect(said).toMatchObject({ kind: 'far', radius_m: 500 });
    const { marks, far } = await rowOf(r, 0);
    expect(marks).toEqual({});
    expect(far[1]?.away_m).toBeGreaterThan(3_000_000);
    // Control: without a fence the forwarded code would have made the mark.
    const open = await room();
    open.atLesson(1);
    expect(await sign(open, 0)).toMatchObject({ kind: 'signed' });
  });

  it('waits three minutes for the location', async () => {
    const r = await room({ fence });
    r.atLesson(1);
    const at_ms = r.world.now();
    await sign(r, 0);
    r.world.clock.pass(3 * MINUTE_MS + 1000);
    expect(await answer(r, 0, here, at_ms)).toMatchObject({ refused: 'location_expired' });
    expect((await rowOf(r, 0)).marks).toEqual({});
  });

  it('what is no place on earth is not inside the fence', async () => {
    const r = await room({ fence });
    r.atLesson(1);
    await sign(r, 0);
    const nowhere = { latitude: Number.NaN, longitude: Number.NaN };
    expect(says(await answer(r, 0, nowhere))).toBe('far');
  });
});
