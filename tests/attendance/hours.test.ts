/** D20: hours never exceed what was held: lessons moved or cancelled, people who leave and come back, days that end at midnight. */
import '../support/quiet';
import { expect, it } from '@jest/globals';
import { attendanceOf } from '../../lib/classes/attendance/read';
import { cancelClass } from '../../lib/classes/cancel-class';
import { enrol } from '../../lib/classes/enrol';
import { moveClass } from '../../lib/classes/move-class';
import { moveLesson } from '../../lib/classes/move-lesson';
import { withdraw } from '../../lib/classes/withdraw';
import { must, run } from '../support/town';
import { doList, person, sign } from './marks';
import { type Room, room } from './room';

const leave = (r: Room, who: number) =>
  must(r.world, () =>
    withdraw(r.world, {
      ...{ class_id: r.c.class_id, worker_id: r.workers[who]!.worker_id, by: 'officer' },
      ...{ reason: '本人要求', office: true },
    }),
  );
const back = (r: Room, who: number) =>
  run(r.world, () => enrol(r.world, { class_id: r.c.class_id, worker: r.workers[who]!, by: 'chat' }));

it('who left keeps the hours of the lessons she was there for, and no later ones; she cannot come back into a class that runs', async () => {
  const r = await room();
  r.atLesson(1, 1);
  await sign(r, 0);
  r.atLesson(2, -10);
  await leave(r, 0);
  expect(await back(r, 0)).toMatchObject({ refused: 'class_started' });
  r.atLesson(4, 24 * 60);
  await doList(r, { lesson: 4 });
  expect(await person(r, 0)).toMatchObject({ units_held: 5, units_counted: 5, status: 'withdrawn' });
  const all = (await attendanceOf(r.world, r.c.class_id))!;
  // Of the first day she is one of those expected, of later days not.
  expect(all.days.map((day) => day.of)).toEqual([3, 2, 2]);
});

it('who left and came back before the class began is one person with one set of hours', async () => {
  const r = await room();
  await leave(r, 0);
  expect(await back(r, 0)).not.toHaveProperty('refused');
  r.atLesson(1, 1);
  await sign(r, 0);
  r.atLesson(2, -10);
  const all = (await attendanceOf(r.world, r.c.class_id))!;
  expect(all.people.filter(({ worker_id }) => worker_id === r.workers[0]!.worker_id)).toHaveLength(1);
  expect(await person(r, 0)).toMatchObject({ units_held: 5, units_counted: 5, status: 'enrolled' });
});

it('a lesson put off to another day counts on that day alone, and only once it has been held there', async () => {
  const r = await room();
  r.atLesson(2, -20);
  // Signed in by the list before it is put off: for a lesson that was then not held.
  await doList(r, { lesson: 2 });
  const move = { class_id: r.c.class_id, n: 2, starts_at: '2025-08-10T13:30:00+08:00', by: 'li' };
  await must(r.world, () => moveLesson(r.world, move));
  r.world.clock.set('2025-07-25T00:00:00+08:00');
  const before = (await attendanceOf(r.world, r.c.class_id))!;
  expect(before.days).toEqual([expect.objectContaining({ day: '2025-07-24', units_held: 5, percent: 0 })]);
  expect(await person(r, 0)).toMatchObject({ units_held: 5, units_counted: 0 });
  r.world.clock.set('2025-08-11T00:00:00+08:00');
  const days = (await attendanceOf(r.world, r.c.class_id))!.days;
  expect(days.at(-1)).toMatchObject({ day: '2025-08-10', percent: 0, present: 0 });
  expect(days.find(({ day }) => day === '2025-07-24')).toMatchObject({ units_held: 5 });
});

it('no lesson lies across midnight: none is moved there', async () => {
  const r = await room({ set: { pattern: 'evening', first_day: '2025-07-24', units: 8, units_per_day: 2 } });
  const move = (starts_at: string, ends_at: string) =>
    run(r.world, () => moveLesson(r.world, { class_id: r.c.class_id, n: 1, starts_at, ends_at, by: 'li' }));
  expect(await move('2025-07-24T23:00:00+08:00', '2025-07-25T00:30:00+08:00')).toMatchObject({
    refused: 'pattern_time',
  });
  expect(await move('2025-07-24T19:00:00+08:00', '2025-07-25T20:30:00+08:00')).toMatchObject({
    refused: 'pattern_time',
  });
});

it('a cancelled class holds nothing after that moment, whatever is noted for its lessons', async () => {
  const r = await room();
  r.atLesson(1, 1);
  await sign(r, 0);
  r.atLesson(2, 1);
  await must(r.world, () => cancelClass(r.world, { class_id: r.c.class_id, reason: '停电', by: 'li' }));
  expect(await doList(r, { lesson: 2 })).toMatchObject({ refused: 'class_cancelled' });
  r.atLesson(4, 24 * 60);
  expect(await person(r, 0)).toMatchObject({ units_held: 5, units_counted: 5 });
});

it('a class moved to another site leaves its fence behind: nobody there would be let in', async () => {
  const fence = { latitude: 44.164, longitude: 87.953, radius_m: 500 };
  const r = await room({ fence });
  const move = (set: object) =>
    must(r.world, () => moveClass(r.world, { class_id: r.c.class_id, by: 'li', ...set })).then(
      ({ training_class }) => training_class.fence,
    );
  // Control: at another time in the same place it stays.
  expect(await move({ first_day: '2025-07-25' })).toEqual(fence);
  expect(await move({ site_name: '二分厂夜校' })).toBeUndefined();
});
