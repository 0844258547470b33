/** Leave, make-up, early leaving, corrections; each guard with its control. */
import '../support/quiet';
import { describe, expect, it } from '@jest/globals';
import { correctMark } from '../../lib/classes/attendance/correct-mark';
import { takeBackLeave, takeLeave } from '../../lib/classes/attendance/leave';
import { leftEarly } from '../../lib/classes/attendance/left-early';
import { makeUp, takeBackMakeUp } from '../../lib/classes/attendance/make-up';
import { signIn } from '../../lib/classes/attendance/sign-in';
import { withdraw } from '../../lib/classes/withdraw';
import { isRefusal } from '../../lib/platform/refusal';
import { carryOut } from '../../lib/store/commit';
import { keys } from '../../lib/store/keys';
import { must, run } from '../support/town';
import { doList, how, person, sign } from './marks';
import { type Room, room } from './room';

describe('leave', () => {
  const ask = (r: Room, who: number, lessons: number[], by?: string) =>
    run(r.world, () =>
      takeLeave(r.world, { class_id: r.c.class_id, worker_id: r.workers[who]!.worker_id, lessons, reason: 'sick', by }),
    );

  it('is no presence, and gives way when she comes after all', async () => {
    const r = await room();
    expect(await ask(r, 0, [1, 2])).toMatchObject({ lessons: [{ n: 1 }, { n: 2 }] });
    r.atLesson(1);
    expect(await sign(r, 0)).toMatchObject({ kind: 'signed' });
    expect([await how(r, 0, 1), await how(r, 0, 2)]).toEqual(['code', 'leave']);
    r.atLesson(2, 24 * 60);
    expect(await person(r, 0)).toMatchObject({ units_leave: 3, units_counted: 5 });
  });

  it('not for a lesson that is over, nor one she was at', async () => {
    const r = await room();
    r.atLesson(1);
    await sign(r, 0);
    expect(await ask(r, 0, [1])).toMatchObject({ refused: 'already_marked' });
    r.atLesson(1, 24 * 60);
    expect(await ask(r, 1, [1])).toMatchObject({ refused: 'leave_too_late' });
    expect(await ask(r, 1, [77])).toMatchObject({ refused: 'lesson_unknown' });
  });

  it('taken back only while it stands as it was asked for', async () => {
    const r = await room();
    const asked = await ask(r, 0, [1]);
    if (isRefusal(asked)) throw new Error(asked.refused);
    const back = () =>
      run(r.world, () =>
        takeBackLeave(r.world, { class_id: r.c.class_id, worker_id: r.workers[0]!.worker_id, stamps: asked.stamps }),
      );
    expect(await back()).toEqual({ removed: 1 });
    expect(await back()).toMatchObject({ refused: 'nothing_to_undo' });
  });
});

describe('make-up', () => {
  const make = (r: Room, lesson: number, at: { lesson: number } | { day: string }, who = 0) =>
    run(r.world, () =>
      makeUp(r.world, { class_id: r.c.class_id, worker_id: r.workers[who]!.worker_id, lesson, at, by: 's_teacher' }),
    );

  it('only for a lesson that was held and missed, later, and never more than its hours', async () => {
    const r = await room();
    expect(await make(r, 1, { day: '2025-07-25' })).toMatchObject({ refused: 'lesson_not_ended' });
    r.atLesson(1);
    await sign(r, 1);
    r.atLesson(3, 24 * 60);
    expect(await make(r, 1, { day: '2025-07-25' }, 1)).toMatchObject({ refused: 'not_missed' });
    expect(await make(r, 1, { day: '2025-07-23' })).toMatchObject({ refused: 'make_up_not_later' });
    expect(await make(r, 1, { day: '2025-08-30' })).toMatchObject({ refused: 'make_up_not_later' });
    // Lesson 2 has three units, lesson 1 five.
    expect(await make(r, 1, { lesson: 2 })).toMatchObject({ refused: 'make_up_too_short' });
    expect(await make(r, 2, { lesson: 1 })).toMatchObject({ refused: 'make_up_not_later' });
    expect(await make(r, 1, { lesson: 3 })).toMatchObject({ source: '3' });
    expect(await person(r, 0)).toMatchObject({ units_made_up: 5, units_counted: 5 });
    expect((await person(r, 0))?.lessons[0]).toMatchObject({ state: 'made_up', source: '3', by: 's_teacher' });
  });

  it('one lesson makes up for one: not twice, nor beside her own presence', async () => {
    const r = await room();
    r.atLesson(1);
    await must(r.world, () =>
      signIn(r.world, { worker_id: r.workers[1]!.worker_id, code: r.code(1), sent_ms: r.world.now() }),
    );
    r.atLesson(5, 24 * 60);
    expect(await make(r, 1, { lesson: 5 })).toMatchObject({ source: '5' });
    expect(await make(r, 3, { lesson: 5 })).toMatchObject({ refused: 'already_marked' });
    // Control: at another lesson it may be.
    expect(await make(r, 2, { lesson: 3 })).toMatchObject({ source: '3' });
  });

  it('taken back, what stood there before stands again', async () => {
    const r = await room();
    await must(r.world, () =>
      takeLeave(r.world, { class_id: r.c.class_id, worker_id: r.workers[0]!.worker_id, lessons: [1], reason: 'sick' }),
    );
    r.atLesson(2, 24 * 60);
    const made = await make(r, 1, { day: '2025-07-25' });
    if (isRefusal(made)) throw new Error(made.refused);
    const held = { class_id: r.c.class_id, worker_id: r.workers[0]!.worker_id, lesson: 1 };
    await must(r.world, () => takeBackMakeUp(r.world, { ...held, stamp: made.stamp, was: made.was }));
    expect(await how(r, 0)).toBe('leave');
  });
});

describe('early leaving and corrections', () => {
  it('shortens the mark and keeps how it was made', async () => {
    const r = await room();
    r.atLesson(1);
    await sign(r, 0);
    const command = { class_id: r.c.class_id, lesson: 1, worker_ids: [r.workers[0]!.worker_id] };
    const left = (left_at?: string) => run(r.world, () => leftEarly(r.world, { ...command, left_at }));
    expect(await left('2025-07-24T19:00:00+08:00')).toMatchObject({ refused: 'left_time' });
    expect(await left('2025-07-24T09:31:00+08:00')).toMatchObject({ names: ['工人1'] });
    r.atLesson(1, 24 * 60);
    expect((await person(r, 0))?.lessons[0]).toMatchObject({ state: 'left_early', counted: 2, how: 'code' });
    await left();
    expect((await person(r, 0))?.lessons[0]).toMatchObject({ state: 'present', counted: 5 });
    const absent = { ...command, worker_ids: [r.workers[1]!.worker_id] };
    expect(
      await run(r.world, () => leftEarly(r.world, { ...absent, left_at: '2025-07-24T09:31:00+08:00' })),
    ).toMatchObject({ refused: 'not_marked' });
  });

  it('a correction is audited with what stood there before', async () => {
    const r = await room();
    r.atLesson(1);
    await sign(r, 0);
    const command = {
      class_id: r.c.class_id,
      worker_id: r.workers[0]!.worker_id,
      lesson: 1,
      reason: '代签',
      by: 'officer-1',
    };
    await must(r.world, () => correctMark(r.world, { ...command, to: 'absent' }));
    expect(await how(r, 0)).toBe('absent');
    const audit = await r.world.table.query({ pk: keys.audit('2025-07-24', '').pk });
    expect(audit.items).toEqual([
      expect.objectContaining({
        what: 'correct_mark',
        to: 'absent',
        was: expect.stringMatching(/^c/),
        by: 'officer-1',
        reason: '代签',
      }),
    ]);
    // Her own code does not undo what the office put right.
    expect(await sign(r, 0)).toMatchObject({ refused: 'already_marked' });
  });

  it('nobody who has left the roster is marked; control: before she left she was', async () => {
    const r = await room();
    r.atLesson(1);
    const gone = r.workers[0]!.worker_id;
    await must(r.world, () =>
      withdraw(r.world, { class_id: r.c.class_id, worker_id: gone, by: 'office', office: true, reason: '退出' }),
    );
    await doList(r);
    expect([await how(r, 0), await how(r, 1)]).toEqual([undefined, 'list']);
    const late = {
      class_id: r.c.class_id,
      worker_id: gone,
      lesson: 2,
      to: 'present' as const,
      reason: '补记',
      by: 'o',
    };
    r.atLesson(2, 24 * 60);
    expect(await carryOut(r.world, () => correctMark(r.world, late))).toMatchObject({ refused: 'not_enrolled' });
    expect((await person(r, 0))?.units_held).toBe(0);
  });
});
