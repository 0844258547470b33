/** D20: one person in two classes at the same time: the second sign-in is refused, whichever way it comes. */
import '../support/quiet';
import { expect, it, jest } from '@jest/globals';
import { refusedOnline } from '../../lib/chat/say/online';
import { refusedSignIn } from '../../lib/chat/say/sign-in';
import { currentCode } from '../../lib/classes/attendance/code';
import { marksOf } from '../../lib/classes/attendance/items';
import { leftEarly } from '../../lib/classes/attendance/left-early';
import { locate } from '../../lib/classes/attendance/locate';
import { signIn } from '../../lib/classes/attendance/sign-in';
import { draftClass } from '../../lib/classes/draft-class';
import { enrol } from '../../lib/classes/enrol';
import { answerOnline } from '../../lib/classes/online/answer-online';
import { publishClass } from '../../lib/classes/publish-class';
import { readClass, readLessons } from '../../lib/classes/read';
import { slotsOf } from '../../lib/classes/slots';
import type { Lesson, TrainingClass } from '../../lib/classes/types';
import { instant, MINUTE_MS, millis } from '../../lib/platform/clock';
import { isRefusal } from '../../lib/platform/refusal';
import { keys } from '../../lib/store/keys';
import type { Change } from '../../lib/store/table';
import { FUKANG, must, run } from '../support/town';
import { type Room, room, setClass, setLesson } from './room';
import { says, sign } from './signing';

/** The same people in a second class whose lessons were moved onto those of the first. */
async function both(first = '2025-07-24'): Promise<{ r: Room; other: TrainingClass; lessons: Lesson[] }> {
  const r = await room({ people: 2 });
  const { world } = r;
  const draft = { ...FUKANG, trade_id: 'welder', title: '焊工班', first_day: '2025-08-20', units: 16, capacity: 5 };
  const { class_id } = (await must(world, () => draftClass(world, draft))).training_class;
  await must(world, () => publishClass(world, { class_id, by: 'li', quietly: true }));
  for (const worker of r.workers) await must(world, () => enrol(world, { class_id, worker, by: 'chat' }));
  const shift_ms = millis(`${first}T00:00:00+08:00`) - millis('2025-08-20T00:00:00+08:00');
  const c = (await readClass(world, class_id)) as TrainingClass;
  const moved = (at: string) =>
    new Date(millis(at) + shift_ms + 8 * 3_600_000).toISOString().replace('.000Z', '+08:00');
  const times = { starts_at: moved(c.starts_at), ends_at: moved(c.ends_at) };
  await setClass(world, class_id, times);
  for (const lesson of await readLessons(world, c))
    await world.table.write([
      {
        kind: 'update',
        key: keys.lesson(class_id, c.timetable_rev, lesson.n),
        set: { starts_at: moved(lesson.starts_at), ends_at: moved(lesson.ends_at) },
        why: 'moved',
      },
    ]);
  const slots = slotsOf(await readLessons(world, c, { consistent: true }));
  for (const { worker_id } of r.workers) {
    const of = `classes.${class_id}`;
    const set = { [`${of}.starts_at`]: times.starts_at, [`${of}.ends_at`]: times.ends_at, [`${of}.slots`]: slots };
    await world.table.write([{ kind: 'update', key: keys.agenda(worker_id), set, why: 'moved' }]);
  }
  const other = (await readClass(world, class_id)) as TrainingClass;
  return { r, other, lessons: await readLessons(world, other) };
}
const codeOf = (r: Room, c: TrainingClass, n = 1) => currentCode(r.world, c.class_id, n).code;
const scan = (r: Room, c: TrainingClass) =>
  sign(r, 0, { class_id: c.class_id, lesson: 1, scanned: true, code: codeOf(r, c) });
const marked = async (r: Room, c: TrainingClass, who = 0) => {
  const { worker_id } = r.workers[who]!;
  return marksOf(c.class_id, worker_id, await r.world.table.get(keys.attendance(c.class_id, worker_id))).marks[1]?.how;
};

it('D20 the code of the other class, typed or scanned, is refused in plain words; it costs no try', async () => {
  const { r, other } = await both();
  r.atLesson(1, 1);
  expect(says(await sign(r, 0))).toBe('signed');
  const typed = await sign(r, 0, { code: codeOf(r, other) });
  expect(typed).toMatchObject({ refused: 'signed_elsewhere', facts: { n: 1 } });
  expect(says(await scan(r, other))).toBe('signed_elsewhere');
  expect(await marked(r, other)).toBeUndefined();
  expect(refusedSignIn(typed as never)).toContain('不能同时上两个班');
  // Somebody else of both classes is where she says she is.
  expect(says(await sign(r, 1, { code: codeOf(r, other) }))).toBe('signed');
});

it('D20 control: a class at another time is signed as ever', async () => {
  const { r, other, lessons } = await both('2025-07-28');
  r.atLesson(1, 1);
  expect(says(await sign(r, 0))).toBe('signed');
  r.world.clock.set(lessons[0]!.starts_at);
  expect(says(await scan(r, other))).toBe('signed');
});

it.each([
  ['at other times', [0], 1],
  ['control: in the same half-days', undefined, 2],
])('D20 two classes in the same weeks %s: what a scanned code reads', async (_what, slots, reads) => {
  const { r, other } = await both();
  const { worker_id } = r.workers[0]!;
  const set = { [`classes.${other.class_id}.slots`]: slots };
  if (slots) await r.world.table.write([{ kind: 'update', key: keys.agenda(worker_id), set, why: 'other half-days' }]);
  r.atLesson(1, 1);
  const getMany = jest.spyOn(r.world.table, 'getMany');
  await scan(r, r.c);
  expect(getMany).toHaveBeenCalledTimes(reads);
});

it('D20 who left the one, as the officer noted, may come to the other', async () => {
  const { r, other } = await both();
  r.atLesson(1, 1);
  await sign(r, 0);
  r.atLesson(1, 40);
  expect(says(await scan(r, other))).toBe('signed_elsewhere');
  const left_at = '2025-07-24T08:30:00+08:00';
  const note = { class_id: r.c.class_id, lesson: 1, worker_ids: [r.workers[0]!.worker_id], left_at };
  await must(r.world, () => leftEarly(r.world, note));
  expect(says(await scan(r, other))).toBe('signed');
});

it('D20 she signed in to a class that was then called off: she may come to the other at once', async () => {
  const { r, other } = await both();
  r.atLesson(1, 1);
  expect(says(await sign(r, 0))).toBe('signed');
  expect(says(await scan(r, other))).toBe('signed_elsewhere');
  await setClass(r.world, r.c.class_id, { status: 'cancelled' });
  expect(says(await scan(r, other))).toBe('signed');
});

it('D20 with a fence the location changes nothing', async () => {
  const { r, other } = await both();
  const fence = { latitude: 44.164, longitude: 87.953, radius_m: 500 };
  await setClass(r.world, other.class_id, { fence });
  r.atLesson(1, 1);
  const at_ms = r.world.now();
  expect(says(await scan(r, other))).toBe('where');
  expect(says(await sign(r, 0))).toBe('signed');
  const { worker_id } = r.workers[0]!;
  const command = { worker_id, class_id: other.class_id, lesson: 1, at_ms, location: fence };
  expect(says(await run(r.world, () => locate(r.world, command)))).toBe('signed_elsewhere');
});

it('D20 a question answered online from the other hall is refused; two at once make one mark', async () => {
  const { r, other } = await both();
  r.atLesson(1, 1);
  await setLesson(r, 1, { mode: 'online', link: 'https://class.example/a', asked_at: instant(r.world.now()) });
  const plan = (who: number) =>
    answerOnline(r.world, {
      class_id: r.c.class_id,
      n: 1,
      worker_id: r.workers[who]!.worker_id,
      choice: 1,
      sent_ms: r.world.now(),
    });
  const before = await plan(0);
  expect(says(await scan(r, other))).toBe('signed');
  const refused = await run(r.world, () => plan(0));
  expect(refused).toMatchObject({ refused: 'signed_elsewhere', facts: { n: 1 } });
  expect(refusedOnline(refused as never)).toContain('不能同时上两个班');
  // What was planned before she signed in there is not written after it.
  if (isRefusal(before)) throw new Error(before.refused);
  await expect(r.world.table.write(before.changes)).rejects.toThrow();
  expect(await marked(r, r.c)).toBeUndefined();
  // Control: somebody else of both classes, who sits in neither.
  expect(await run(r.world, () => plan(1))).toHaveProperty('right');
});

it('D20 two phones at once make one mark (control: without the check it is two)', async () => {
  for (const guarded of [true, false]) {
    const { r, other } = await both();
    r.atLesson(1, 1);
    const plan = (class_id: string, code: string) =>
      signIn(r.world, { worker_id: r.workers[0]!.worker_id, class_id, lesson: 1, code, sent_ms: r.world.now() });
    const plans = await Promise.all([plan(r.c.class_id, r.code(1)), plan(other.class_id, codeOf(r, other))]);
    for (const one of plans) {
      if (isRefusal(one)) throw new Error(one.refused);
      const changes: Change[] = one.changes.filter(({ kind }) => guarded || kind !== 'check');
      await r.world.table.write(changes).catch(() => undefined);
    }
    const both_marked = [await marked(r, r.c), await marked(r, other)].filter(Boolean);
    expect(both_marked).toHaveLength(guarded ? 1 : 2);
  }
});

it('D20 she who comes when the other lesson is over is late, and there', async () => {
  const { r, other } = await both();
  r.atLesson(1, 1);
  await sign(r, 0);
  const [first] = r.lessons;
  // The other class's first lesson now begins half an hour before this one ends.
  const starts_at = new Date(millis(first!.ends_at) - 30 * MINUTE_MS + 8 * 3_600_000)
    .toISOString()
    .replace('.000Z', '+08:00');
  const ends_at = `${starts_at.slice(0, 11)}13:00:00+08:00`;
  await r.world.table.write([
    {
      kind: 'update',
      key: keys.lesson(other.class_id, other.timetable_rev, 1),
      set: { starts_at, ends_at },
      why: 'moved',
    },
  ]);
  r.world.clock.ms = millis(first!.ends_at) - MINUTE_MS;
  expect(says(await scan(r, other))).toBe('signed_elsewhere');
  r.world.clock.ms = millis(first!.ends_at);
  expect(says(await scan(r, other))).toBe('signed');
});
