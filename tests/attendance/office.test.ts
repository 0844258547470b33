/** The officer's list and what workers say to it, leave, make-up, early leaving, corrections; each guard with its control. */
import '../support/quiet';
import { describe, expect, it } from '@jest/globals';
import { askPage } from '../../lib/classes/attendance/ask-task';
import { confirmMark } from '../../lib/classes/attendance/confirm-mark';
import { correctMark } from '../../lib/classes/attendance/correct-mark';
import { marksOf } from '../../lib/classes/attendance/items';
import { takeBackLeave, takeLeave } from '../../lib/classes/attendance/leave';
import { leftEarly } from '../../lib/classes/attendance/left-early';
import { makeUp, takeBackMakeUp } from '../../lib/classes/attendance/make-up';
import { attendanceOf, attendanceOfPerson } from '../../lib/classes/attendance/read';
import { type ListCommand, markList, unmarkList } from '../../lib/classes/attendance/roll-call';
import { signIn } from '../../lib/classes/attendance/sign-in';
import { withdraw } from '../../lib/classes/withdraw';
import type { Task } from '../../lib/notices/types';
import { DAY_MS } from '../../lib/platform/clock';
import { isRefusal } from '../../lib/platform/refusal';
import { carryOut } from '../../lib/store/commit';
import { keys } from '../../lib/store/keys';
import type { Change } from '../../lib/store/table';
import { must, run } from '../support/town';
import { type Room, room } from './room';

const list = (r: Room, set: Partial<ListCommand> = {}): ListCommand => ({
  class_id: r.c.class_id,
  lesson: 1,
  at_ms: r.world.now(),
  by: 's_teacher',
  ...set,
});
/** As the engine does a deed: its parts first, then planned again. */
async function doList(r: Room, set: Partial<ListCommand> = {}) {
  const command = list(r, set);
  const planned = await markList(r.world, command);
  if (isRefusal(planned)) return planned;
  for (const part of planned.value.first) await must(r.world, part);
  return run(r.world, () => markList(r.world, command));
}
const how = async (r: Room, who: number, n = 1) => {
  const { class_id } = r.c;
  const { worker_id } = r.workers[who]!;
  return marksOf(class_id, worker_id, await r.world.table.get(keys.attendance(class_id, worker_id))).marks[n]?.how;
};
const sign = (r: Room, who: number) =>
  run(r.world, () =>
    signIn(r.world, { worker_id: r.workers[who]!.worker_id, code: r.code(1), sent_ms: r.world.now() }),
  );
const confirm = (r: Room, who: number, there: boolean, lesson = 1) =>
  run(r.world, () =>
    confirmMark(r.world, { class_id: r.c.class_id, worker_id: r.workers[who]!.worker_id, lesson, there }),
  );
const person = (r: Room, who: number) => attendanceOfPerson(r.world, r.c.class_id, r.workers[who]!.worker_id);

describe('the officer’s list', () => {
  it('marks all but those named, and touches no mark of their own', async () => {
    const r = await room();
    r.atLesson(1);
    await sign(r, 0);
    r.atLesson(1, 30);
    expect(await doList(r, { but: [r.workers[1]!.worker_id] })).toMatchObject({ marked: 1 });
    expect([await how(r, 0), await how(r, 1), await how(r, 2)]).toEqual(['code', undefined, 'list']);
  });

  it('not before sign-in opens', async () => {
    const r = await room();
    r.atLesson(1, -31);
    expect(await doList(r)).toMatchObject({ refused: 'lesson_not_begun' });
  });

  it('a day later, when there is signal again', async () => {
    const r = await room();
    r.atLesson(1, 24 * 60);
    expect(await doList(r, { only: [r.workers[0]!.worker_id] })).toMatchObject({ marked: 1 });
    expect((await person(r, 0))?.lessons[0]).toMatchObject({ state: 'list_waiting', counted: 5, by: 's_teacher' });
  });

  it('a hundred and twenty people go in parts that can be done twice; 撤销 takes exactly those', async () => {
    const r = await room({ people: 120 });
    r.atLesson(1);
    await sign(r, 5);
    const command = list(r);
    const planned = await markList(r.world, command);
    if (isRefusal(planned)) throw new Error(planned.refused);
    expect(planned.value.first).toHaveLength(2);
    for (const part of [...planned.value.first, ...planned.value.first]) await must(r.world, part);
    const done = await must(r.world, () => markList(r.world, command));
    expect(done.marked).toBe(119);
    const all = await attendanceOf(r.world, r.c.class_id);
    expect(all?.people).toHaveLength(120);
    expect(await how(r, 119)).toBe('list');
    await confirm(r, 3, true);
    const stamped = { class_id: r.c.class_id, lesson: 1, stamp: done.stamp };
    const back = await unmarkList(r.world, stamped);
    if (isRefusal(back)) throw new Error(back.refused);
    for (const part of [...back.value.first, ...back.value.first]) await must(r.world, part);
    await must(r.world, () => unmarkList(r.world, stamped));
    expect([await how(r, 3), await how(r, 4), await how(r, 5), await how(r, 119)]).toEqual([
      'list_confirmed',
      undefined,
      'code',
      undefined,
    ]);
  });

  it('撤销 leaves another list’s marks alone', async () => {
    const r = await room();
    r.atLesson(1);
    const first = await doList(r, { only: [r.workers[0]!.worker_id] });
    r.world.clock.pass(1000);
    await doList(r, { only: [r.workers[1]!.worker_id] });
    const stamp = (first as { stamp: string }).stamp;
    expect(await run(r.world, () => unmarkList(r.world, { class_id: r.c.class_id, lesson: 1, stamp }))).toMatchObject({
      removed: 1,
    });
    expect([await how(r, 0), await how(r, 1)]).toEqual([undefined, 'list']);
  });

  it('at once with her own code: one mark, none lost, whichever comes first', async () => {
    for (const code_first of [true, false]) {
      const r = await room();
      r.atLesson(1);
      const listed = await markList(r.world, list(r));
      const signed = await signIn(r.world, {
        worker_id: r.workers[0]!.worker_id,
        code: r.code(1),
        sent_ms: r.world.now(),
      });
      if (isRefusal(listed) || isRefusal(signed)) throw new Error('refused');
      await r.world.table.write(code_first ? signed.changes : listed.changes);
      await expect(r.world.table.write(code_first ? listed.changes : signed.changes)).rejects.toThrow('condition');
      // As carryOut does: planned again on what is there now.
      if (code_first) await doList(r);
      else await sign(r, 0);
      expect([await how(r, 0), await how(r, 1), await how(r, 2)]).toEqual(['code', 'list', 'list']);
    }
  });

  it('control: without the condition the list would overwrite her own code', async () => {
    const r = await room();
    r.atLesson(1);
    const listed = await markList(r.world, list(r));
    await sign(r, 0);
    if (isRefusal(listed)) throw new Error('refused');
    await r.world.table.write(listed.changes.map(({ when: _when, ...rest }) => rest as Change));
    expect(await how(r, 0)).toBe('list');
  });

  it('each person it marked is asked once, however often the page is repeated', async () => {
    const r = await room();
    r.atLesson(1);
    await sign(r, 0);
    const done = await doList(r);
    expect(isRefusal(done)).toBe(false);
    const page = await r.world.table.query({ pk: 'none' });
    expect(page.items).toEqual([]);
    const task = {
      task_id: 'list-x',
      kind: 'confirm_marks',
      class_id: r.c.class_id,
      lesson: 1,
      by: 's_teacher',
    } as Task;
    expect(await askPage(r.world, task)).toMatchObject({ handled: 3, sent: 2, skipped: 1 });
    expect(await askPage(r.world, task)).toMatchObject({ handled: 3, sent: 0 });
    const notice = await r.world.table.get(keys.notice(r.workers[1]!.worker_id, 'list-x'));
    expect(notice?.choices).toEqual([
      { send: `到课 ${r.c.class_id} 1`, label: '去了' },
      { send: `没到 ${r.c.class_id} 1`, label: '没去' },
    ]);
  });
});

describe('what she says to it', () => {
  it('confirmed counts without a flag, disputed does not count', async () => {
    const r = await room();
    r.atLesson(1);
    await doList(r);
    expect(await confirm(r, 0, true)).toMatchObject({ there: true });
    expect(await confirm(r, 1, false)).toMatchObject({ there: false });
    r.atLesson(1, 24 * 60);
    expect(await person(r, 0)).toMatchObject({ units_counted: 5, units_unconfirmed: 0 });
    expect(await person(r, 1)).toMatchObject({ units_counted: 0, units_disputed: 5 });
    expect(await person(r, 2)).toMatchObject({ units_counted: 5, units_unconfirmed: 5 });
  });

  it('said twice is said once; a dispute is not talked away, a confirmation can be', async () => {
    const r = await room();
    r.atLesson(1);
    await doList(r);
    await confirm(r, 0, true);
    expect(await confirm(r, 0, true)).toMatchObject({ before: true });
    expect(await confirm(r, 0, false)).toMatchObject({ there: false });
    expect(await confirm(r, 0, true)).toMatchObject({ refused: 'confirm_late' });
    expect(await how(r, 0)).toBe('list_disputed');
  });

  it('after the policy’s days it is too late, and the mark is shown as never confirmed', async () => {
    const r = await room();
    r.atLesson(1);
    await doList(r);
    r.world.clock.pass(7 * DAY_MS + 1000);
    expect(await confirm(r, 0, true)).toMatchObject({ refused: 'confirm_late', facts: { days: 7 } });
    expect((await person(r, 0))?.lessons[0]?.state).toBe('list_unconfirmed');
  });

  it('who was not asked cannot answer: her own mark stands', async () => {
    const r = await room();
    r.atLesson(1);
    await sign(r, 0);
    expect(await confirm(r, 0, false)).toMatchObject({ refused: 'mark_not_asked' });
    expect(await how(r, 0)).toBe('code');
  });
});

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
