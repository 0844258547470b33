/** 补课 noted on the day itself: what is accepted in the evening counts the next morning, and what counts nothing can be made up again. */
import '../support/quiet';
import { encodeMark } from '../../lib/classes/attendance/items';
import { makeUp } from '../../lib/classes/attendance/make-up';
import { newMark } from '../../lib/classes/attendance/rules';
import { signIn } from '../../lib/classes/attendance/sign-in';
import { addDays, DAY_MS, dayOf } from '../../lib/platform/clock';
import { keys } from '../../lib/store/keys';
import { must, run } from '../support/town';
import { person } from './marks';
import { type Room, room } from './room';

let r: Room;
beforeEach(async () => {
  r = await room();
});
const her = () => r.workers[0]!.worker_id;
const signs = (n: number) =>
  must(r.world, () => signIn(r.world, { worker_id: her(), code: r.code(n), sent_ms: r.world.now() }));
const made = (day: string) =>
  run(r.world, () => makeUp(r.world, { class_id: r.c.class_id, worker_id: her(), lesson: 1, at: { day }, by: 's_1' }));
/** The last lesson of the class's second day, of which she has every lesson, is under way. */
async function secondDay(): Promise<string> {
  const day = [...new Set(r.lessons.map((one) => one.starts_at.slice(0, 10)))][1]!;
  for (const lesson of r.lessons.filter((one) => one.starts_at.startsWith(day))) {
    r.atLesson(lesson.n, 1);
    await signs(lesson.n);
  }
  return day;
}

it('D20 a day on which she sits in every lesson takes no make-up, though the last of them is not over yet', async () => {
  const day = await secondDay();
  expect(await made(day)).toMatchObject({ refused: 'make_up_too_short' });
  r.world.clock.pass(DAY_MS);
  expect(await made(addDays(day, 1))).toMatchObject({ source: addDays(day, 1) });
});

it('D20 a make-up that counts nothing is no lesson attended: it can be made up on another day', async () => {
  const day = await secondDay();
  const mark = newMark(r.lessons[0]!, { how: 'make_up', at_ms: r.world.now(), by: 's_1', source: day });
  await r.world.table.write([
    {
      kind: 'update',
      key: keys.attendance(r.c.class_id, her()),
      set: { n1: encodeMark(mark) },
      why: 'as it was noted',
    },
  ]);
  r.world.clock.pass(2 * DAY_MS);
  const before = (await person(r, 0))!;
  expect(before.units_made_up).toBe(0);
  const later = dayOf(r.world.now());
  expect(await made(later)).toMatchObject({ source: later });
  expect((await person(r, 0))!.units_made_up).toBe(r.lessons[0]!.units);
  // Now it counts, there is nothing to make up.
  expect(await made(later)).toMatchObject({ refused: 'not_missed' });
});
