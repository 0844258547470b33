/** D20: how much of the attendance rests on whose word: for the auditor in readiness, for the station in 考勤. */
import '../support/quiet';
import { expect, it } from '@jest/globals';
import * as say from '../../lib/chat/commands/say/roll-call';
import { correctMark } from '../../lib/classes/attendance/correct-mark';
import { leftEarly } from '../../lib/classes/attendance/left-early';
import { makeUp } from '../../lib/classes/attendance/make-up';
import { attendanceOf } from '../../lib/classes/attendance/read';
import { restsOn } from '../../lib/classes/attendance/rests-on';
import { ReadinessShape } from '../../lib/classes/inspection/shapes';
import { readiness } from '../../lib/classes/readiness';
import { withdraw } from '../../lib/classes/withdraw';
import { DAY_MS, instant, millis } from '../../lib/platform/clock';
import { must } from '../support/town';
import { confirm, doList, sign } from './marks';
import { type Room, room } from './room';

const judged = async (r: Room) => {
  const done = await readiness(r.world, r.c.class_id);
  if (!('lacks' in done)) throw new Error(done.refused);
  return done;
};
const waiting = async (r: Room) =>
  (await judged(r)).lacks.find(({ code }) => code === 'marks_unconfirmed')?.facts?.marks;
const correct = (r: Room, who: number, lesson: number) =>
  must(r.world, () =>
    correctMark(r.world, {
      ...{ class_id: r.c.class_id, worker_id: r.workers[who]!.worker_id, lesson },
      ...{ to: 'present', reason: '她来了', by: 's_office' },
    }),
  );

/** Lesson 1 (5 课时): two sign in, two are listed, one of them confirms. Lesson 2 (3): one is corrected, one makes it up. */
async function mixed(): Promise<Room> {
  const r = await room({ people: 5 });
  r.atLesson(1, 1);
  await sign(r, 0);
  await sign(r, 1);
  await doList(r, { but: [4].map((n) => r.workers[n]!.worker_id) });
  await confirm(r, 2, true);
  r.atLesson(3, 1);
  await correct(r, 0, 2);
  r.world.clock.set('2025-07-26T20:00:00+08:00');
  const { worker_id } = r.workers[1]!;
  const day = { day: '2025-07-26' };
  await must(r.world, () => makeUp(r.world, { class_id: r.c.class_id, worker_id, lesson: 2, at: day, by: 's_t' }));
  return r;
}

it('D20 readiness says how many hours rest on what; together they are all that count', async () => {
  const r = await mixed();
  const done = await judged(r);
  expect(done.rests_on).toEqual({
    ...{ sign_in_code: 10, online_answer: 0, workplace_signed: 0 },
    ...{ list_confirmed: 5, list_unconfirmed: 5, made_up: 3, corrected: 3 },
  });
  expect(ReadinessShape.safeParse(done).success).toBe(true);
  const { people } = (await attendanceOf(r.world, r.c.class_id))!;
  const counted = people.reduce((sum, one) => sum + one.units_counted, 0);
  expect(Object.values(done.rests_on).reduce((a, b) => a + b)).toBe(counted);
});

it('D20 past the policy’s days the list blocks nothing any more, but still rests on the officer’s word', async () => {
  const r = await mixed();
  expect(await waiting(r)).toBe(1);
  r.world.clock.pass(8 * DAY_MS);
  expect(await waiting(r)).toBeUndefined();
  expect((await judged(r)).rests_on.list_unconfirmed).toBe(5);
});

it('D20 who is listed and “left early” has not confirmed either: her mark is waited for like any other', async () => {
  const r = await mixed();
  const [lesson] = r.lessons;
  const left = { class_id: r.c.class_id, lesson: 1, worker_ids: [r.workers[3]!.worker_id] };
  const left_at = instant(millis(lesson!.ends_at) - 20 * 60_000);
  await must(r.world, () => leftEarly(r.world, { ...left, left_at }));
  expect(await waiting(r)).toBe(1);
  expect((await judged(r)).rests_on.list_unconfirmed).toBe(4);
  // Control: once she has confirmed, nothing is waited for.
  await confirm(r, 3, true);
  expect(await waiting(r)).toBeUndefined();
});

it('D20 who withdrew is in no claim, and her hours in no figure', async () => {
  const r = await mixed();
  const { worker_id } = r.workers[0]!;
  const { class_id } = r.c;
  const gone = { class_id, worker_id, by: 'o', reason: '走了', office: true };
  await must(r.world, () => withdraw(r.world, gone));
  expect((await judged(r)).rests_on).toMatchObject({ sign_in_code: 5, corrected: 0 });
});

it('D20 考勤 says it in plain words; nothing where all signed in themselves', async () => {
  const r = await mixed();
  const page = async () => {
    const all = (await attendanceOf(r.world, r.c.class_id))!;
    return say.summary(r.c, all, [], all.days, restsOn(all.people));
  };
  expect(await page()).toContain('课时凭什么算（各人加起来）：自己签到10、点名本人认了5、只有点名5、补课3、更正3');
  const own = await room({ people: 1 });
  own.atLesson(1, 1);
  await sign(own, 0);
  own.atLesson(2, 1);
  const all = (await attendanceOf(own.world, own.c.class_id))!;
  expect(say.summary(own.c, all, [], all.days, restsOn(all.people))).not.toContain('凭什么');
});
