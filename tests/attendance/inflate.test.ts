/** More hours than were sat through: by making up what counts already, and by making up everything in a day. */
import '../support/quiet';
import { expect, it } from '@jest/globals';
import { correctMark } from '../../lib/classes/attendance/correct-mark';
import { makeUp } from '../../lib/classes/attendance/make-up';
import { withdraw } from '../../lib/classes/withdraw';
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
