/** 签到: windows, replay, limits, closed areas, moved lessons; each guard with its control. */
import '../support/quiet';
import { describe, expect, it } from '@jest/globals';
import { attendanceOfPerson, signedIn } from '../../lib/classes/attendance/read';
import { signIn } from '../../lib/classes/attendance/sign-in';
import { withdraw } from '../../lib/classes/withdraw';
import { instant, MINUTE_MS, millis } from '../../lib/platform/clock';
import { isRefusal } from '../../lib/platform/refusal';
import { keys } from '../../lib/store/keys';
import type { Change, Table } from '../../lib/store/table';
import { must } from '../support/town';
import { room, setClass, setLesson } from './room';
import { rowOf, says, sign } from './signing';

describe('signing in', () => {
  it('makes one mark that says how and when, and counts for the page', async () => {
    const r = await room();
    r.atLesson(1, -10);
    expect(await sign(r, 0)).toMatchObject({ kind: 'signed', lesson: { n: 1 } });
    expect(await sign(r, 1, { class_id: r.c.class_id, lesson: 1, scanned: true })).toMatchObject({ kind: 'signed' });
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

  it('H3 a closed area refuses practice and not theory', async () => {
    const r = await room();
    r.atLesson(1);
    await r.world.table.write([
      {
        kind: 'put',
        key: keys.gate('652302', 'g1'),
        item: {
          gate_id: 'g1',
          home_region: '530128',
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
      const two = await signIn(world, { ...command, class_id: r.c.class_id, lesson: 1, scanned: true });
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
