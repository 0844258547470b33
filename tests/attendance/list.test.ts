/** The officer's list and what workers say to it; each guard with its control. */
import '../support/quiet';
import { describe, expect, it } from '@jest/globals';
import { askPage } from '../../lib/classes/attendance/ask-task';
import { takeLeave } from '../../lib/classes/attendance/leave';
import { attendanceOf } from '../../lib/classes/attendance/read';
import { markList } from '../../lib/classes/attendance/roll-call';
import { signIn } from '../../lib/classes/attendance/sign-in';
import { unmarkList } from '../../lib/classes/attendance/unmark-list';
import type { Task } from '../../lib/notices/types';
import { DAY_MS } from '../../lib/platform/clock';
import { isRefusal } from '../../lib/platform/refusal';
import { keys } from '../../lib/store/keys';
import type { Change } from '../../lib/store/table';
import { must, run } from '../support/town';
import { confirm, doList, how, list, person, sign } from './marks';
import { room } from './room';

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

  it('someone on leave who came after all is on leave again when the list is taken back', async () => {
    const r = await room();
    const { class_id } = r.c;
    const { worker_id } = r.workers[0]!;
    await must(r.world, () => takeLeave(r.world, { class_id, worker_id, lessons: [1], reason: 'sick' }));
    r.atLesson(1);
    const done = await doList(r, { only: [worker_id] });
    expect(await how(r, 0)).toBe('list');
    const { stamp } = done as { stamp: string };
    await must(r.world, () => unmarkList(r.world, { class_id, lesson: 1, stamp }));
    expect(await how(r, 0)).toBe('leave');
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
