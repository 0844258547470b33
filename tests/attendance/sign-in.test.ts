/** 签到: codes good, old, wrong, of another class; windows, fence, replay, clocks, limits. Each guard with its control. */
import '../support/quiet';
import { describe, expect, it } from '@jest/globals';
import { judgeCode, sentAt } from '../../lib/classes/attendance/code';
import { marksOf } from '../../lib/classes/attendance/items';
import { locate } from '../../lib/classes/attendance/locate';
import { attendanceOfPerson, signedIn } from '../../lib/classes/attendance/read';
import { WRONG_CODES_MAX } from '../../lib/classes/attendance/rules';
import { type SignIn, type SignInCommand, signIn } from '../../lib/classes/attendance/sign-in';
import { withdraw } from '../../lib/classes/withdraw';
import { instant, MINUTE_MS, millis } from '../../lib/platform/clock';
import { isRefusal, type Refusal } from '../../lib/platform/refusal';
import { keys } from '../../lib/store/keys';
import type { Change, Table } from '../../lib/store/table';
import { must, run } from '../support/town';
import { type Room, room, setClass, setLesson } from './room';

const says = (answer: unknown): string =>
  isRefusal(answer) ? answer.refused : ((answer as SignIn | { kind: string }).kind ?? 'done');

function sign(r: Room, who: number, set: Partial<SignInCommand> = {}): Promise<SignIn | Refusal> {
  const command = { worker_id: r.workers[who]!.worker_id, code: r.code(1), sent_ms: r.world.now(), ...set };
  return run(r.world, () => signIn(r.world, command));
}

const rowOf = async (r: Room, who: number) => {
  const { class_id } = r.c;
  const { worker_id } = r.workers[who]!;
  return marksOf(class_id, worker_id, await r.world.table.get(keys.attendance(class_id, worker_id)));
};

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
});

describe('signing in', () => {
  it('makes one mark that says how and when, and counts for the page', async () => {
    const r = await room();
    r.atLesson(1, -10);
    expect(await sign(r, 0)).toMatchObject({ kind: 'signed', lesson: { n: 1 } });
    expect(await sign(r, 1, { class_id: r.c.class_id, lesson: 1 })).toMatchObject({ kind: 'signed' });
    expect((await rowOf(r, 0)).marks[1]).toEqual({ how: 'code', at_ms: r.world.now() });
    expect((await rowOf(r, 1)).marks[1]?.how).toBe('scanned');
    expect(await signedIn(r.world, r.c.class_id, 1)).toEqual({ present: 2, of: 3 });
  });

  it('sent twice is one mark with the same answer', async () => {
    const r = await room();
    r.atLesson(1, 2);
    const first = r.world.now();
    await sign(r, 0);
    r.world.clock.pass(7000);
    expect(await sign(r, 0)).toMatchObject({ kind: 'already', mark: { at_ms: first } });
    expect((await rowOf(r, 0)).marks[1]?.at_ms).toBe(first);
  });

  it('opens and closes by the policy; late is said so', async () => {
    const r = await room();
    r.atLesson(1, -31);
    expect(await sign(r, 0)).toMatchObject({ refused: 'sign_in_not_open', rule: { clause: expect.any(String) } });
    r.atLesson(1, 15);
    expect(await sign(r, 0)).toMatchObject({ kind: 'signed' });
    expect(await sign(r, 0)).not.toHaveProperty('late_min');
    r.atLesson(1, 16);
    expect(await sign(r, 1)).toMatchObject({ kind: 'signed', late_min: 16 });
    r.atLesson(1, 91);
    expect(await sign(r, 2)).toMatchObject({ refused: 'sign_in_closed' });
  });

  it('a message delayed on its way counts by when it was sent', async () => {
    const r = await room();
    r.atLesson(1, 90);
    const sent_ms = r.world.now();
    const code = r.code(1);
    r.world.clock.pass(50_000);
    expect(await sign(r, 0, { code, sent_ms })).toMatchObject({ kind: 'signed' });
    // Control: judged by when it arrived, it would be too late.
    expect(await sign(r, 1, { code: r.code(1), sent_ms: r.world.now() })).toMatchObject({ refused: 'sign_in_closed' });
  });

  it('an old code is refused, and costs no try', async () => {
    const r = await room();
    r.atLesson(1);
    const code = r.code(1);
    r.world.clock.pass(3 * MINUTE_MS);
    expect(await sign(r, 0, { code })).toMatchObject({ refused: 'code_old' });
    expect((await rowOf(r, 0)).wrong).toEqual({});
  });

  it('a code of a class that is not hers: refused, and the class is not named', async () => {
    const r = await room();
    const other = await room({ table: r.world.table, people: 1, first: 50, set: { trade_id: 'welder' } });
    r.atLesson(1);
    const { class_id } = other.c;
    const code = other.code(1);
    other.world.clock.ms = r.world.now();
    const scanned = await sign(r, 0, { code, class_id, lesson: 1 });
    expect(scanned).toEqual({ refused: 'code_not_yours' });
    // Typed, it is no code of hers: no class says whose it is.
    expect(says(await sign(r, 0, { code: other.code(1) === r.code(1) ? '0000' : other.code(1) }))).toBe('wrong');
  });

  it('five wrong codes, then no more: a sixth is refused even when right', async () => {
    const r = await room();
    r.atLesson(1);
    const wrong = String((Number(r.code(1)) + 5000) % 10_000).padStart(4, '0');
    for (let left = 4; left >= 0; left--)
      expect(await sign(r, 0, { code: wrong })).toMatchObject({ kind: 'wrong', left });
    expect(await sign(r, 0)).toMatchObject({ refused: 'sign_in_too_many' });
    // Control: the limit is hers and the lesson's, nobody else's.
    expect(await sign(r, 1)).toMatchObject({ kind: 'signed' });
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

  it('H3 a closed area refuses practice and not theory', async () => {
    const r = await room();
    r.atLesson(1);
    await r.world.table.write([
      {
        kind: 'put',
        key: keys.gate('652302', 'g1'),
        item: {
          gate_id: 'g1',
          region: '652300',
          what: 'practice',
          from: '2025-07-20',
          reason: '疫情',
          reopened: [],
          created_at: r.world.now(),
        },
        why: 'a gate',
      },
    ]);
    await setLesson(r, 1, { kind: 'practice' });
    expect(await sign(r, 0, { near: '652302' })).toMatchObject({ refused: 'area_closed' });
    expect(await sign(r, 0, { near: '310107' })).toMatchObject({ refused: 'area_closed' });
    expect(await sign(r, 0)).toMatchObject({ refused: 'area_closed' });
    await setLesson(r, 1, { kind: 'theory' });
    expect(await sign(r, 0, { near: '652302' })).toMatchObject({ kind: 'signed' });
  });

  it('online and workplace lessons take no code', async () => {
    const r = await room();
    r.atLesson(1);
    await setLesson(r, 1, { mode: 'online', kind: 'theory' });
    expect(says(await sign(r, 0))).toBe('sign_in_not_open');
    expect(says(await sign(r, 0, { class_id: r.c.class_id, lesson: 1 }))).toBe('sign_in_none');
  });

  it('a lesson put off to another day: who signed in early is not there, and signs in again', async () => {
    const r = await room();
    r.atLesson(1, -20);
    await sign(r, 0);
    const day_later = (at: string) => instant(millis(at) + 24 * 60 * MINUTE_MS);
    const [first] = r.lessons;
    await setLesson(r, 1, { starts_at: day_later(first!.starts_at), ends_at: day_later(first!.ends_at) });
    await setClass(r.world, r.c.class_id, { ends_at: day_later(r.c.ends_at) });
    r.atLesson(1, 200);
    expect((await attendanceOfPerson(r.world, r.c.class_id, r.workers[0]!.worker_id))?.lessons[0]?.state).toBe(
      'absent',
    );
    r.atLesson(1, 5);
    expect(await sign(r, 0, { class_id: r.c.class_id, lesson: 1 })).toMatchObject({ kind: 'signed' });
  });

  it('put off by half an hour it is the same lesson still', async () => {
    const r = await room();
    r.atLesson(1, -20);
    await sign(r, 0);
    const [first] = r.lessons;
    await setLesson(r, 1, { starts_at: instant(millis(first!.starts_at) + 30 * MINUTE_MS) });
    r.atLesson(1, 200);
    expect((await attendanceOfPerson(r.world, r.c.class_id, r.workers[0]!.worker_id))?.lessons[0]?.state).toBe(
      'present',
    );
  });

  it('someone withdrawn cannot sign in; control: while on the roster she could', async () => {
    const r = await room();
    r.atLesson(1);
    const leaving = { class_id: r.c.class_id, worker_id: r.workers[0]!.worker_id, by: 'office', office: true };
    await must(r.world, () => withdraw(r.world, { ...leaving, reason: '本人要求' }));
    expect(says(await sign(r, 0))).toBe('sign_in_none');
    expect(await sign(r, 0, { class_id: r.c.class_id, lesson: 1 })).toMatchObject({ refused: 'code_not_yours' });
    expect(await sign(r, 1)).toMatchObject({ kind: 'signed' });
  });

  it('a cancelled class takes nobody', async () => {
    const r = await room();
    r.atLesson(1);
    await setClass(r.world, r.c.class_id, { status: 'cancelled', cancelled: { at: r.c.starts_at, reason: '停电' } });
    expect(await sign(r, 0)).toMatchObject({ refused: 'class_cancelled', facts: { reason: '停电' } });
  });

  it('two at once are one mark; control: without the condition the later one overwrites', async () => {
    const both = async (weaken: (changes: Change[]) => Change[]) => {
      const r = await room();
      r.atLesson(1);
      const command = { worker_id: r.workers[0]!.worker_id, code: r.code(1), sent_ms: r.world.now() };
      const held = r.world.table;
      const writes: number[] = [];
      const table: Table = {
        ...held,
        write: async (changes, how) => {
          await held.write(weaken(changes), how);
          writes.push(1);
        },
      };
      const world = { ...r.world, table };
      const one = await signIn(world, command);
      const two = await signIn(world, { ...command, class_id: r.c.class_id, lesson: 1 });
      if (isRefusal(one) || isRefusal(two)) throw new Error('refused');
      await table.write(one.changes);
      const second = await table.write(two.changes).then(
        () => 'written',
        (error: Error) => error.name,
      );
      return { second, how: (await rowOf(r, 0)).marks[1]?.how };
    };
    expect(await both((changes) => changes)).toEqual({ second: 'ConditionFailed', how: 'code' });
    expect(await both((changes) => changes.map(({ when: _when, ...rest }) => rest as Change))).toEqual({
      second: 'written',
      how: 'scanned',
    });
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
