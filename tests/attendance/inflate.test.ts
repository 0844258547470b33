/** More hours than were sat through: by making up what counts already, and by making up everything in a day. */
import '../support/quiet';
import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { correctMark } from '../../lib/classes/attendance/correct-mark';
import { leftEarly } from '../../lib/classes/attendance/left-early';
import { makeUp } from '../../lib/classes/attendance/make-up';
import { attendanceOf } from '../../lib/classes/attendance/read';
import { newMark, personAttendance } from '../../lib/classes/attendance/rules';
import type { Mark } from '../../lib/classes/attendance/types';
import type { Lesson } from '../../lib/classes/types';
import { withdraw } from '../../lib/classes/withdraw';
import { addDays, at, instant, millis } from '../../lib/platform/clock';
import { isRefusal } from '../../lib/platform/refusal';
import { policyBook } from '../../lib/policy/book';
import { must, run } from '../support/town';
import { doList, how, person, sign } from './marks';
import { type Room, room } from './room';

const make = (r: Room, lesson: number, at: { lesson: number } | { day: string }) =>
  run(r.world, () =>
    makeUp(r.world, { class_id: r.c.class_id, worker_id: r.workers[0]!.worker_id, lesson, at, by: 's_teacher' }),
  );
const present = (r: Room, lesson: number) =>
  must(r.world, () =>
    correctMark(r.world, {
      class_id: r.c.class_id,
      worker_id: r.workers[0]!.worker_id,
      lesson,
      to: 'present',
      reason: '她来了',
      by: 's_friend',
    }),
  );

it('D20 a lesson made up at another counts once, also when she is marked present there afterwards', async () => {
  const r = await room();
  const [first, second] = r.lessons;
  const later = r.lessons.find((one) => one.n > 2 && one.units >= first!.units)!;
  r.atLesson(later.n, 24 * 60);
  expect(await make(r, 1, { lesson: later.n })).toMatchObject({ source: String(later.n) });
  const before = await person(r, 0);
  expect(before).toMatchObject({ units_counted: first!.units, units_made_up: first!.units });
  await present(r, later.n);
  // The hours at the later lesson, not those and the first one's as well.
  expect(await person(r, 0)).toMatchObject({ units_counted: later.units, units_made_up: 0 });
  // By a list made days later: the same.
  const other = r.lessons.find((one) => one.n > later.n && one.units >= second!.units)!;
  r.atLesson(other.n, 24 * 60);
  await make(r, 2, { lesson: other.n });
  const made = (await person(r, 0))!.units_counted;
  await doList(r, { lesson: other.n });
  expect((await person(r, 0))!.units_counted).toBe(made - second!.units + other.units);
});

it('D20 in one day no more is made up than the fullest day of the class, less what she sat through', async () => {
  const r = await room();
  const last = r.lessons.at(-1)!;
  r.atLesson(last.n, 3 * 24 * 60);
  const day = '2025-08-20';
  r.world.clock.set(`${day}T20:00:00+08:00`);
  const per_day = (of: string) =>
    r.lessons.filter((one) => one.starts_at.startsWith(of)).reduce((sum, one) => sum + one.units, 0);
  const fullest = Math.max(...r.lessons.map((one) => per_day(one.starts_at.slice(0, 10))));
  for (const lesson of r.lessons) await make(r, lesson.n, { day });
  const inflated = (await person(r, 0))!;
  expect(inflated.units_made_up).toBeLessThanOrEqual(fullest);
  expect(inflated.units_made_up).toBeGreaterThan(0);
  expect(inflated.enough).toBe(false);
});

it('D20 two make-ups noted at once for the same hours count once (control: each alone counts)', async () => {
  const r = await room();
  const later = r.lessons.find((one) => one.n > 2 && one.units >= r.lessons[0]!.units)!;
  r.atLesson(later.n, 24 * 60);
  const { class_id } = r.c;
  const { worker_id } = r.workers[0]!;
  const plan = (lesson: number) =>
    makeUp(r.world, { class_id, worker_id, lesson, at: { lesson: later.n }, by: 's_teacher' });
  const both = await Promise.all([plan(1), plan(2)]);
  for (const one of both) if (!isRefusal(one)) await r.world.table.write(one.changes);
  const { units_counted, lessons } = (await person(r, 0))!;
  expect(units_counted).toBe(r.lessons[0]!.units);
  expect(lessons.slice(0, 2).map(({ state }) => state)).toEqual(['made_up', 'absent']);
  // Asked one after the other, the second is refused.
  const s = await room();
  s.atLesson(later.n, 24 * 60);
  expect(await make(s, 2, { lesson: later.n })).toMatchObject({ source: String(later.n) });
  expect(await make(s, 1, { lesson: later.n })).toMatchObject({ refused: 'already_marked' });
});

it('D20 a day is full by what was made up at its lessons as well as on the day itself, in whatever order', async () => {
  for (const turned of [false, true]) {
    const r = await room();
    const day = r.lessons[2]!.starts_at.slice(0, 10);
    const [morning] = r.lessons.filter((one) => one.starts_at.startsWith(day));
    r.atLesson(5, 24 * 60);
    const steps = [() => make(r, 1, { lesson: morning!.n }), () => make(r, 2, { day })];
    for (const step of turned ? steps.reverse() : steps)
      expect(await step()).toMatchObject({ stamp: expect.any(String) });
    // Eight hours that day are taken: five at its morning lesson, three on the day.
    expect((await person(r, 0))!.units_made_up).toBe(8);
    await present(r, 4);
    // The afternoon's lesson as well: then not all of it was made up that day.
    expect((await person(r, 0))!.units_counted).toBeLessThanOrEqual(8);
  }
});

it('D20 whatever is noted, no day gives more hours than the fullest day of the class', () => {
  const hows = ['code', 'make_up', 'make_up', 'corrected', 'absent', undefined] as const;
  const lessons: Lesson[] = [5, 3, 5, 3, 5, 3].map((units, i) => {
    const [day, from, to] = [
      addDays('2025-07-24', Math.floor(i / 2)),
      i % 2 ? '13:30' : '08:00',
      i % 2 ? '15:45' : '11:45',
    ];
    const when = { starts_at: at(day, from), ends_at: at(day, to) };
    return { class_id: 'A17', timetable_rev: 1, n: i + 1, ...when, units, place: '教室', kind: 'theory' };
  });
  const sources = ['1', '2', '3', '4', '5', '6', '2025-07-25', '2025-07-26'];
  const noted = fc.array(fc.record({ how: fc.constantFrom(...hows), source: fc.constantFrom(...sources) }), {
    minLength: 6,
    maxLength: 6,
  });
  const { delivery } = policyBook().of('530128', '2025-07-24');
  const now_ms = millis('2025-08-01T00:00:00+08:00');
  fc.assert(
    fc.property(noted, (rows) => {
      const marks: Record<number, Mark> = {};
      rows.forEach(({ how, source }, i) => {
        if (how) marks[i + 1] = newMark(lessons[i]!, { how, at_ms: millis(lessons[i]!.starts_at), source });
      });
      const who = { worker_id: 'w', name: '工人', status: 'enrolled' } as const;
      const one = personAttendance(who, marks, lessons, delivery, now_ms, instant);
      const by_day = new Map<string, number>();
      for (const { n, counted, state } of one.lessons) {
        const source = state === 'made_up' ? marks[n]!.source! : String(n);
        const day = lessons.find((lesson) => String(lesson.n) === source)?.starts_at.slice(0, 10) ?? source;
        by_day.set(day, (by_day.get(day) ?? 0) + counted);
      }
      expect(Math.max(0, ...by_day.values())).toBeLessThanOrEqual(8);
      expect(one.units_counted).toBeLessThanOrEqual(one.units_held);
    }),
    { numRuns: 1000 },
  );
});

it('D20 an empty hall is not filled by make-ups: they are hers, and the day stays as it was (control: listed, it is full)', async () => {
  const r = await room({ people: 1 });
  r.world.clock.set('2025-07-26T20:00:00+08:00');
  expect(await make(r, 1, { day: '2025-07-25' })).toMatchObject({ source: '2025-07-25' });
  expect(await make(r, 2, { day: '2025-07-25' })).toMatchObject({ source: '2025-07-25' });
  const first = async () => (await attendanceOf(r.world, r.c.class_id))!.days[0];
  expect(await first()).toMatchObject({ day: '2025-07-24', present: 0, percent: 0, enough: false });
  expect((await person(r, 0))!.units_made_up).toBe(8);
  const s = await room({ people: 1 });
  s.world.clock.set('2025-07-26T20:00:00+08:00');
  for (const lesson of [1, 2]) await doList(s, { lesson });
  expect((await attendanceOf(s.world, s.c.class_id))!.days[0]).toMatchObject({
    present: 1,
    percent: 100,
    enough: true,
  });
});

it('D20 gone early, then the code sent after her: she stays gone (control: without the note she is there)', async () => {
  for (const gone of [true, false]) {
    const r = await room({ people: 1 });
    r.atLesson(1, 0);
    await doList(r);
    r.atLesson(1, 50);
    const left = { class_id: r.c.class_id, lesson: 1, worker_ids: [r.workers[0]!.worker_id], left_at: r.world.now() };
    const left_at = instant(left.left_at);
    if (gone) await must(r.world, () => leftEarly(r.world, { ...left, left_at }));
    r.atLesson(1, 60);
    expect(await sign(r, 0)).toMatchObject({ kind: 'signed' });
    expect(await how(r, 0)).toBe('code');
    r.atLesson(1, 24 * 60);
    expect((await person(r, 0))!.lessons[0]).toMatchObject({ counted: gone ? 0 : 4 });
  }
});

it('D20 who withdrew signs in no more, and keeps no seat to be marked in', async () => {
  const r = await room();
  await must(r.world, () =>
    withdraw(r.world, {
      class_id: r.c.class_id,
      worker_id: r.workers[0]!.worker_id,
      by: 'officer',
      reason: '走了',
      office: true,
    }),
  );
  r.atLesson(1);
  expect(await sign(r, 0)).toMatchObject({ refused: expect.stringMatching(/code_not_yours|sign_in_none/) });
  await doList(r);
  expect(await how(r, 0, 1)).toBeUndefined();
});
