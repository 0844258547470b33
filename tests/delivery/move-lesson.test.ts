/** One lesson moves: the pattern holds, people's time follows, everybody is told, marks keep their number. */
import { markChange } from '../../lib/classes/attendance/items';
import { moveLesson } from '../../lib/classes/move-lesson';
import { readAgenda, readClass, readLessons } from '../../lib/classes/read';
import { slotsOf } from '../../lib/classes/slots';
import { mergeChanges } from '../../lib/store/commit';
import { keys } from '../../lib/store/keys';
import type { Change } from '../../lib/store/table';
import { boundAs } from '../people/office';
import { must, openClass, run } from '../support/town';
import { type County, county, members, parties, threeLessons } from './things';

let at: County;
beforeEach(async () => {
  at = await county();
});

const open = () => openClass(at.world, { first_day: '2025-07-24', units: 24, capacity: 5 });

it('L4 refuses a time outside the pattern, over another lesson, past, or begun; nothing is written', async () => {
  const c = await openClass(at.world, { pattern: 'weekend', first_day: '2025-07-26', units: 16, capacity: 5 });
  const move = (n: number, set: object) =>
    run(at.world, () => moveLesson(at.world, { class_id: c.class_id, n, by: 'li', ...set }));
  const [first, second] = await readLessons(at.world, c);
  expect(await move(1, { starts_at: '2025-07-30T09:00:00+08:00' })).toMatchObject({
    refused: 'pattern_weekday',
    rule: { source: expect.any(String) },
  });
  expect(await move(1, { starts_at: '2025-08-02T18:00:00+08:00' })).toMatchObject({ refused: 'pattern_time' });
  expect(await move(1, { starts_at: second!.starts_at })).toMatchObject({ refused: 'lessons_overlap' });
  expect(await move(1, { starts_at: '2025-07-05T09:00:00+08:00' })).toMatchObject({ refused: 'class_in_past' });
  expect(await move(1, { starts_at: first!.starts_at })).toMatchObject({ refused: 'lesson_unchanged' });
  expect(await move(9, { place: '别处' })).toMatchObject({ refused: 'lesson_unknown' });
  at.world.clock.set('2025-07-26T08:00:00+08:00');
  expect(await move(1, { place: '别处' })).toMatchObject({ refused: 'lesson_begun' });
  expect(await readClass(at.world, c.class_id)).toMatchObject({ rev: c.rev, terms_rev: c.terms_rev });
});

it('D20 a lesson cannot be cut short and keep its hours (control: shortened by nothing it moves)', async () => {
  const c = await open();
  const [first] = await readLessons(at.world, c);
  const move = (ends_at: string) =>
    run(at.world, () =>
      moveLesson(at.world, { class_id: c.class_id, n: 1, starts_at: '2025-07-24T08:30:00+08:00', ends_at, by: 'li' }),
    );
  expect(first).toMatchObject({ starts_at: '2025-07-24T08:00:00+08:00', units: 5 });
  expect(await move('2025-07-24T09:15:00+08:00')).toMatchObject({ refused: 'lesson_too_short', facts: { units: 5 } });
  expect(await move('2025-07-24T12:15:00+08:00')).toMatchObject({ lesson: { units: 5 } });
});

it('L4 moves a lesson of a running class: the class, her half-days, the news and the reminder follow', async () => {
  const c = await open();
  const [worker] = await members(at.world, c, 1);
  await at.minute();
  at.world.clock.set('2025-07-24T18:00:00+08:00');
  await at.minute();
  at.sent.length = 0;
  const last = (await readLessons(at.world, c)).at(-1)!;
  const { training_class } = await must(at.world, () =>
    moveLesson(at.world, {
      class_id: c.class_id,
      n: last.n,
      starts_at: '2025-07-29T13:30:00+08:00',
      place: '二号车间',
      reason: '停电',
      by: 'li',
    }),
  );
  const lessons = await readLessons(at.world, training_class);
  expect(training_class).toMatchObject({
    timetable_rev: c.timetable_rev,
    terms_rev: c.terms_rev + 1,
    starts_at: c.starts_at,
    ends_at: '2025-07-29T15:45:00+08:00',
    slots: slotsOf(lessons),
  });
  expect(lessons.at(-1)).toMatchObject({ n: last.n, place: '二号车间', moved: { from: last.starts_at, times: 1 } });
  await at.minute();
  const told = at.sent.filter(({ push }) => push.text.includes('改了'));
  expect(told.map(({ push }) => push.text)).toEqual([
    expect.stringMatching(/第6节课改了。原来是.+现在是7月29日 周二 下午1点半，二号车间。\n原因：停电/),
  ]);
  expect((await readAgenda(at.world, worker!.worker_id)).classes[c.class_id]).toMatchObject({
    slots: slotsOf(lessons),
    ends_at: training_class.ends_at,
  });
  // Said once, however often the task runs.
  await at.pass(3);
  expect(at.sent.filter(({ push }) => push.text.includes('改了'))).toHaveLength(1);
  // Its own evening's reminder comes the day before the new day.
  at.sent.length = 0;
  at.world.clock.set('2025-07-28T19:30:00+08:00');
  await at.minute();
  expect(at.sent.map(({ push }) => push.text)).toEqual([expect.stringContaining('明天上课')]);
});

it('reminds again after a second move, and not of the time that was', async () => {
  const c = await open();
  await members(at.world, c, 1);
  const last = (await readLessons(at.world, c)).at(-1)!;
  at.world.clock.set('2025-07-25T19:30:00+08:00');
  await at.minute();
  at.sent.length = 0;
  for (const starts_at of ['2025-07-28T13:30:00+08:00', '2025-07-27T13:30:00+08:00'])
    await must(at.world, () => moveLesson(at.world, { class_id: c.class_id, n: last.n, starts_at, by: 'li' }));
  await at.minute();
  at.world.clock.set('2025-07-26T19:30:00+08:00');
  await at.minute();
  const reminders = at.sent.filter(({ push }) => push.text.includes('明天上课'));
  expect(reminders.map(({ push }) => push.text)).toEqual([expect.stringContaining('7月27日')]);
  at.sent.length = 0;
  at.world.clock.set('2025-07-27T19:30:00+08:00');
  await at.minute();
  expect(at.sent).toEqual([]);
});

it('tells who teaches it, where she is bound', async () => {
  await openClass(at.world);
  const of = await parties(at.world);
  const c = await openClass(at.world, { lessons: threeLessons(of), capacity: 5 });
  await boundAs(at.world, of.teacher, 'wang');
  await must(at.world, () =>
    moveLesson(at.world, { class_id: c.class_id, n: 2, place: '二号车间', reason: '停电', by: 'li' }),
  );
  await at.minute();
  const told = at.sent.filter(({ address }) => address === 'owang');
  expect(told.map(({ push }) => push.text)).toEqual([expect.stringContaining('第2节课改了。现在是7月25日')]);
  expect(told[0]!.push.text).toContain('二号车间。\n原因：停电');
});

it('keeps marks with the number of the lesson, wherever it moves', async () => {
  const c = await open();
  const [worker] = await members(at.world, c, 1);
  at.world.clock.set('2025-07-24T18:00:00+08:00');
  const mark = { how: 'code' as const, at_ms: at.world.now() - 3_600_000 };
  await at.world.table.write([markChange(c.class_id, worker!.worker_id, 1, mark, undefined, 'test')]);
  // The third lesson goes behind all others: numbers do not follow the order of time.
  await must(at.world, () =>
    moveLesson(at.world, { class_id: c.class_id, n: 3, starts_at: '2025-07-29T08:00:00+08:00', by: 'li' }),
  );
  const ns = (await readLessons(at.world, c)).map(({ n }) => n);
  expect(ns).toEqual([1, 2, 4, 5, 6, 3]);
  const row = await at.world.table.get(keys.attendance(c.class_id, worker!.worker_id));
  expect(Object.keys(row ?? {}).filter((name) => /^n\d/.test(name))).toEqual(['n1']);
});

it('does not let two moves of one class pass each other', async () => {
  const c = await open();
  const plans = await Promise.all(
    ['2025-07-29T08:00:00+08:00', '2025-07-30T08:00:00+08:00'].map((starts_at) =>
      moveLesson(at.world, { class_id: c.class_id, n: 3, starts_at, by: 'li' }),
    ),
  );
  const [a, b] = plans.map((plan) => ('changes' in plan ? mergeChanges(plan.changes) : []));
  await at.world.table.write(a!);
  await expect(at.world.table.write(b!)).rejects.toThrow('condition failed');
  // Control: without the conditions the second would silently undo the first.
  await at.world.table.write(b!.map(({ when: _when, ...one }) => one) as Change[]);
  expect((await readLessons(at.world, c)).at(-1)?.starts_at).toBe('2025-07-30T08:00:00+08:00');
});
