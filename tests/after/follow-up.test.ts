/** 回访: asked at one, three and six months, every attempt kept, wages and posts understood. */
import { answerFollowUp, logAttempt } from '../../lib/classes/after/follow-up';
import { ATTEMPTS_MAX, readFollowUp } from '../../lib/classes/after/items';
import {
  addMonths,
  countsFrom,
  dueAt,
  mayFollow,
  monthNow,
  monthOfCall,
  nextMonth,
} from '../../lib/classes/after/months';
import { readWage } from '../../lib/classes/after/read-wage';
import { moveClass } from '../../lib/classes/move-class';
import { millis } from '../../lib/platform/clock';
import { isRefusal } from '../../lib/platform/refusal';
import { keys } from '../../lib/store/keys';
import { memoryTable } from '../../lib/store/memory';
import { heldClass, type Scene, someone } from '../assessment/scene';
import { minute, must, openClass, recordingSender, run, settle, tapped } from '../support/town';
import { type TestWorld, testWorld } from '../support/world';

let world: TestWorld;
let written: ReturnType<typeof tapped>['written'];
let post: ReturnType<typeof recordingSender>;
beforeEach(() => {
  const tap = tapped(memoryTable());
  written = tap.written;
  world = testWorld(tap.table);
  post = recordingSender();
});
const asked = () =>
  post.sent.filter((one) => one.push.text.includes('个月了')).map((one) => one.push.choices?.[0]?.send);

const RULES = {
  follow_up_months: { value: [6, 1, 3], rule: { source: 's', clause: 'c' } },
  follow_up_window: { value: { early_days: 7, late_days: 30 }, rule: { source: 's', clause: '提前七天' } },
};

describe('months', () => {
  it('are counted by the calendar; the 31st becomes the last of a shorter month', () => {
    expect([addMonths('2025-08-31', 1), addMonths('2025-08-31', 6), addMonths('2024-01-31', 1)]).toEqual([
      '2025-09-30',
      '2026-02-28',
      '2024-02-29',
    ]);
    const ends = '2025-08-07T17:00:00+08:00';
    expect(dueAt(ends, 3)).toBe('2025-11-07T10:00:00+08:00');
    expect(nextMonth(ends, RULES, '2025-09-07T10:00:00+08:00')).toBe(3);
    expect(nextMonth(ends, RULES, '2026-03-01T00:00:00+08:00')).toBeUndefined();
    expect(monthNow(ends, RULES, '2025-12-01T00:00:00+08:00')).toBe(3);
    // A month late is late enough: the answer would be about another time.
    expect(monthNow(ends, RULES, '2026-08-01T00:00:00+08:00')).toBeUndefined();
  });
});

describe('L24 B20 an answer counts for its own month', () => {
  const ends_at = '2025-08-07T17:00:00+08:00';
  const may = (month: number, day: string) => mayFollow({ ends_at }, month, RULES, millis(`${day}T09:00:00+08:00`));

  it('L24 from the policy’s days before it; one day earlier is too early, with the day and the rule', () => {
    expect(countsFrom(ends_at, 1, RULES)).toBe('2025-08-31');
    expect(may(1, '2025-08-31')).toBeUndefined();
    expect(may(1, '2025-08-30')).toMatchObject({
      refused: 'follow_up_early',
      facts: { month: 1, from: '2025-08-31' },
      rule: { clause: '提前七天' },
    });
    expect(may(2, '2025-12-01')).toMatchObject({ refused: 'month_unknown', facts: { months: '6、1、3' } });
    // Late it is a fact with a date.
    expect(may(1, '2026-08-01')).toBeUndefined();
  });

  it('L24 a call counts for the latest month begun, also between two and long after the last', () => {
    const of = (day: string) => monthOfCall(ends_at, RULES, `${day}T09:00:00+08:00`);
    expect(['2025-08-08', '2025-08-31', '2025-10-30', '2025-10-31', '2026-07-01'].map(of)).toEqual([1, 1, 1, 3, 6]);
  });

  it('B20 what is told in the first days stands for no later month: the rate cannot be made the day after', async () => {
    const s = await heldClass(world, 1);
    const about = { class_id: s.c.class_id, worker_id: s.workers[0]!.worker_id, by: 'x', how: 'phone' as const };
    const tell = (month: number) =>
      run(world, () => answerFollowUp(world, { ...about, month, answer: { working: true } }));
    expect(await tell(1)).toMatchObject({ refused: 'follow_up_early', facts: { from: '2025-08-17' } });
    expect(await tell(6)).toMatchObject({ refused: 'follow_up_early', facts: { from: '2026-01-17' } });
    const attempt = { ...about, month: 1, outcome: 'no_answer' as const };
    expect(await run(world, () => logAttempt(world, attempt))).toMatchObject({ refused: 'follow_up_early' });
    world.clock.set('2025-08-17T00:00:00+08:00');
    expect(await tell(1)).toMatchObject({ follow_up: { rev: 1 } });
    expect(await tell(6)).toMatchObject({ refused: 'follow_up_early' });
  });
});

describe('L24 every member is asked', () => {
  let s: Scene;
  beforeEach(async () => {
    s = await heldClass(world, 2);
    await settle(world, post.sender, written);
  });
  const read = (i: number) => readFollowUp(world, s.c.class_id, s.workers[i]!.worker_id);

  it('L24 at one, three and six months, once each, and the push is an attempt that is kept', async () => {
    for (const day of ['2025-08-23', '2025-08-24', '2025-10-24', '2026-01-24']) {
      world.clock.set(`${day}T10:00:30+08:00`);
      await minute(world, post.sender, written);
      await minute(world, post.sender, written);
    }
    const { class_id } = s.c;
    expect(asked()).toEqual([1, 1, 3, 3, 6, 6].map((month) => `我的回访 ${class_id} ${month}`));
    expect((await read(0))?.attempts).toMatchObject([
      { month: 1, how: 'push', outcome: 'sent' },
      { month: 3, how: 'push' },
      { month: 6, how: 'push' },
    ]);
    expect((await world.table.get(keys.followUps(class_id)))?.due_at).toBeUndefined();
  });

  it('L24 what was slept through is asked once, for the latest month', async () => {
    world.clock.set('2026-02-01T09:00:00+08:00');
    await minute(world, post.sender, written);
    await minute(world, post.sender, written);
    expect(asked()).toEqual([`我的回访 ${s.c.class_id} 6`, `我的回访 ${s.c.class_id} 6`]);
  });

  it('L24 a call nobody took is kept as well as one that brought an answer', async () => {
    world.clock.set('2025-08-25T09:00:00+08:00');
    const about = {
      class_id: s.c.class_id,
      worker_id: s.workers[0]!.worker_id,
      month: 1,
      by: 'staff_1',
      how: 'phone' as const,
    };
    await must(world, () => logAttempt(world, { ...about, outcome: 'no_answer' }));
    await must(world, () => answerFollowUp(world, { ...about, answer: { working: true, wage_after_fen: 650_000 } }));
    expect(await read(0)).toMatchObject({
      answers: { 1: { working: true, wage_after_fen: 650_000, by: 'staff_1' } },
      attempts: [{ outcome: 'no_answer' }, { outcome: 'answered' }],
    });
    expect(await run(world, () => logAttempt(world, { ...about, month: 2, outcome: 'no_answer' }))).toMatchObject({
      refused: 'month_unknown',
    });
    const stranger = { ...about, worker_id: 'w_0009', outcome: 'refused' as const };
    expect(await run(world, () => logAttempt(world, stranger))).toMatchObject({ refused: 'not_followed' });
  });

  it(`L24 keeps the last ${ATTEMPTS_MAX} attempts, two at once among them`, async () => {
    world.clock.set('2025-08-25T09:00:00+08:00');
    const about = {
      class_id: s.c.class_id,
      worker_id: s.workers[0]!.worker_id,
      month: 1,
      by: 'x',
      how: 'phone' as const,
    };
    await Promise.all([1, 2, 3].map(() => must(world, () => logAttempt(world, { ...about, outcome: 'no_answer' }))));
    expect((await read(0))?.attempts).toHaveLength(3);
    for (let n = 0; n < ATTEMPTS_MAX; n++)
      await must(world, () => logAttempt(world, { ...about, outcome: 'no_answer', note: String(n) }));
    const row = await read(0);
    expect(row?.attempts).toHaveLength(ATTEMPTS_MAX);
    expect(row?.attempts.at(-1)?.note).toBe(String(ATTEMPTS_MAX - 1));
  });
});

it('L24 the month follows a class that moves; before its end nobody is asked', async () => {
  const c = await openClass(world, { units: 8 });
  await settle(world, post.sender, written);
  const due = async () => (await world.table.get(keys.followUps(c.class_id)))?.due_at;
  expect(await due()).toBe('2025-08-24T10:00:00+08:00');
  await must(world, () => moveClass(world, { class_id: c.class_id, by: 'li', first_day: '2025-08-04' }));
  await settle(world, post.sender, written);
  expect(await due()).toBe('2025-09-04T10:00:00+08:00');
  const worker = await someone(world, 9000);
  const about = { class_id: c.class_id, worker_id: worker.worker_id, month: 1, by: 'x', how: 'phone' as const };
  expect(await run(world, () => logAttempt(world, { ...about, outcome: 'no_answer' }))).toMatchObject({
    refused: 'not_followed',
  });
});

describe('L23 a wage as people say it', () => {
  it.each([
    ['6500', 6500],
    ['6,500元', 6500],
    ['６５００块钱', 6500],
    ['六千五', 6500],
    ['六千五百', 6500],
    ['六千零五十', 6050],
    ['现在一个月六千五左右', 6500],
    ['6千5', 6500],
    ['6.5千', 6500],
    ['6k5', 6500],
    ['8k', 8000],
    ['一万二', 12_000],
    ['1.2万', 12_000],
    ['1万2', 12_000],
    ['四五千', 4500],
    ['四千到五千', 4500],
    ['4000-5000', 4500],
    ['到手四千八', 4800],
    ['三千', 3000],
  ])('%s is %d yuan', (said, yuan) => {
    expect(readWage(said)).toBe(yuan * 100);
  });

  it.each(['', '不告诉你', '13800000013', '80一天', '五', '200', '一百万', '六千五的样子吧不好说看情况'])(
    '%s is not read',
    (said) => {
      expect(isRefusal(readWage(said))).toBe(true);
    },
  );
});
