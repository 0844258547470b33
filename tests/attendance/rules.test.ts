/** D20: what marks are worth and add up to. Tables, and random timetables against what can never be. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeMark, encodeMark } from '../../lib/classes/attendance/items';
import {
  countLesson,
  dayAttendance,
  heldLessons,
  newMark,
  personAttendance,
  standsFor,
} from '../../lib/classes/attendance/rules';
import type { HowMarked, Mark } from '../../lib/classes/attendance/types';
import { bucketOf } from '../../lib/classes/lesson';
import type { Lesson } from '../../lib/classes/types';
import { addDays, at, instant, MINUTE_MS, millis } from '../../lib/platform/clock';
import { policyBook } from '../../lib/policy/book';

const { delivery } = policyBook().of('530128', '2025-07-24');
const HOWS: HowMarked[] = [
  'code',
  'scanned',
  'located',
  'online',
  'workplace',
  'list',
  'list_confirmed',
  'list_disputed',
  'corrected',
  'absent',
  'leave',
  'make_up',
];

/** Four units from nine to noon. */
function lesson(n: number, set: Partial<Lesson> = {}): Lesson {
  const day = addDays('2025-07-24', n - 1);
  return {
    class_id: 'A17',
    timetable_rev: 1,
    n,
    starts_at: at(day, '09:00'),
    ends_at: at(day, '12:00'),
    units: 4,
    place: '教室',
    kind: 'theory',
    ...set,
  };
}
const start_ms = millis(lesson(1).starts_at);
const min = (n: number) => start_ms + n * MINUTE_MS;
const NOW = min(24 * 60);

describe('D20 one lesson of four units', () => {
  const rows: [what: string, mark: Mark | undefined, state: string, counted: number, now?: number][] = [
    ['no mark', undefined, 'absent', 0],
    ['code before the start', { how: 'code', at_ms: min(-20) }, 'present', 4],
    ['code 15 minutes late: not late yet', { how: 'code', at_ms: min(15) }, 'present', 4],
    ['code 16 minutes late', { how: 'code', at_ms: min(16) }, 'late', 4],
    ['44 minutes late', { how: 'scanned', at_ms: min(44) }, 'late', 4],
    ['45 minutes late: one unit is over', { how: 'scanned', at_ms: min(45) }, 'late', 3],
    ['90 minutes late', { how: 'located', at_ms: min(90) }, 'late', 2],
    ['answered online in the middle: no question of lateness', { how: 'online', at_ms: min(100) }, 'present', 4],
    ['left 15 minutes before the end', { how: 'code', at_ms: min(0), left_min: 165 }, 'present', 4],
    ['left 16 minutes before the end', { how: 'code', at_ms: min(0), left_min: 164 }, 'left_early', 3],
    ['left after 90 minutes', { how: 'code', at_ms: min(0), left_min: 90 }, 'left_early', 2],
    ['came after 50, left after 95', { how: 'code', at_ms: min(50), left_min: 95 }, 'left_early', 1],
    ['left before a unit was over', { how: 'code', at_ms: min(0), left_min: 44 }, 'left_early', 0],
    ['officer’s list, asked yesterday', { how: 'list', at_ms: min(60), for_ms: start_ms }, 'list_waiting', 4],
    [
      'officer’s list, eight days on',
      { how: 'list', at_ms: min(60), for_ms: start_ms },
      'list_unconfirmed',
      4,
      min(8 * 24 * 60),
    ],
    ['confirmed', { how: 'list_confirmed', at_ms: min(60), for_ms: start_ms }, 'present', 4],
    ['disputed', { how: 'list_disputed', at_ms: min(60), for_ms: start_ms }, 'disputed', 0],
    ['leave', { how: 'leave', at_ms: min(-900), for_ms: start_ms }, 'leave', 0],
    ['made up', { how: 'make_up', at_ms: min(9000), for_ms: start_ms, source: '8' }, 'made_up', 4],
    ['marked absent by the office', { how: 'absent', at_ms: min(9000), for_ms: start_ms }, 'absent', 0],
    ['corrected', { how: 'corrected', at_ms: min(9000), for_ms: start_ms }, 'present', 4],
    ['a mark for the day before, since moved', { how: 'code', at_ms: min(-24 * 60) }, 'absent', 0],
    ['leave for the day before, since moved', { how: 'leave', at_ms: min(-2000), for_ms: min(-24 * 60) }, 'absent', 0],
  ];
  it.each(rows)('%s', (_what, mark, state, counted, now = NOW) => {
    expect(countLesson(lesson(1), mark, delivery, now)).toMatchObject({ state, counted, held: 4 });
  });
});

describe('D20 a person', () => {
  const five = [1, 2, 3, 4, 5].map((n) => lesson(n));
  const member = { worker_id: 'w_1', name: '张三', status: 'enrolled' as const };
  const now_ms = millis(five[4]!.ends_at);
  const present = (n: number): Mark => ({ how: 'code', at_ms: millis(lesson(n).starts_at) });
  const count = (marks: Record<number, Mark>, now = now_ms, lessons = five) =>
    personAttendance(member, marks, heldLessons({ status: 'published' }, lessons, now), delivery, now, instant);

  it('D20 four of five is 80 %, and enough; one unit less is not, and is not rounded up', () => {
    const four = { 1: present(1), 2: present(2), 3: present(3), 4: present(4) };
    expect(count(four)).toMatchObject({ units_held: 20, units_counted: 16, percent: 80, enough: true });
    const late = { ...four, 4: { how: 'code' as const, at_ms: millis(lesson(4).starts_at) + 46 * MINUTE_MS } };
    expect(count(late)).toMatchObject({ units_counted: 15, percent: 75, enough: false, late_times: 1 });
    // 86 of 108 are 79.6 %.
    const many = Array.from({ length: 27 }, (_, i) => lesson(i + 1));
    const most = Object.fromEntries(many.slice(0, 22).map(({ n }) => [n, present(n)]));
    const short = { ...most, 22: { how: 'code' as const, at_ms: millis(lesson(22).starts_at) + 91 * MINUTE_MS } };
    expect(count(short, millis(many[26]!.ends_at), many)).toMatchObject({
      units_counted: 86,
      percent: 79,
      enough: false,
    });
  });

  it('only lessons that are over are held: nothing to judge before the first', () => {
    expect(count({}, start_ms)).toMatchObject({ units_held: 0, enough: false });
    expect(count({}, start_ms)).not.toHaveProperty('percent');
    expect(count({ 1: present(1) }, millis(five[0]!.ends_at))).toMatchObject({ units_held: 4, percent: 100 });
  });

  it('lessons after a class was cancelled were not held', () => {
    const cancelled = { status: 'cancelled' as const, cancelled: { at: five[1]!.ends_at, reason: '停电' } };
    expect(heldLessons(cancelled, five, now_ms).map(({ n }) => n)).toEqual([1, 2]);
    // Control: were the class not cancelled, all five are.
    expect(heldLessons({ status: 'published' }, five, now_ms)).toHaveLength(5);
  });

  it('who left the class counts for the lessons before that alone', () => {
    const left = { ...member, status: 'withdrawn' as const, left_at: five[1]!.ends_at };
    const marks = Object.fromEntries(five.map(({ n }) => [n, present(n)]));
    expect(personAttendance(left, marks, five, delivery, now_ms, instant)).toMatchObject({
      units_held: 8,
      units_counted: 8,
    });
    expect(personAttendance({ ...left, left_at: undefined }, marks, five, delivery, now_ms, instant).units_held).toBe(
      0,
    );
  });

  it('the officer’s word alone is counted and flagged, leave and disputes stand apart', () => {
    const list = (n: number, how: HowMarked): Mark => ({ ...newMark(lesson(n), { how, at_ms: now_ms }) });
    const marks = { 1: list(1, 'list'), 2: list(2, 'list_disputed'), 3: list(3, 'leave'), 4: list(4, 'make_up') };
    expect(count(marks)).toMatchObject({
      units_counted: 8,
      units_unconfirmed: 4,
      units_disputed: 4,
      units_leave: 4,
      units_made_up: 4,
      percent: 40,
    });
  });

  it('L10 L11 B12 hours by kind: online theory and workplace practice apart', () => {
    expect(bucketOf({ kind: 'theory', mode: 'online' })).toBe('online');
    expect(bucketOf({ kind: 'practice', mode: 'workplace' })).toBe('workplace');
    expect(bucketOf({ kind: 'theory' })).toBe('theory');
    expect(bucketOf({})).toBe('practice');
    const mixed = [
      lesson(1),
      lesson(2, { mode: 'online' }),
      lesson(3, { kind: 'practice' }),
      lesson(4, { kind: 'practice', mode: 'workplace' }),
    ];
    const marks: Record<number, Mark> = {
      1: present(1),
      2: { ...present(2), how: 'online' },
      3: present(3),
      4: newMark(lesson(4), { how: 'workplace', at_ms: now_ms }),
    };
    expect(count(marks, now_ms, mixed).by_kind).toEqual({ theory: 4, online: 4, practice: 4, workplace: 4 });
    // A code, or the officer's list, proves nothing for those.
    const codes = Object.fromEntries(mixed.map(({ n }) => [n, present(n)]));
    expect(count(codes, now_ms, mixed).by_kind).toEqual({ theory: 4, online: 0, practice: 4, workplace: 0 });
  });

  it('D20 a class-day by person-units: a hall that is empty after noon shows', () => {
    const day = [
      lesson(1, { starts_at: at('2025-07-24', '08:00'), ends_at: at('2025-07-24', '11:00') }),
      lesson(1, { n: 2, starts_at: at('2025-07-24', '14:00'), ends_at: at('2025-07-24', '17:00') }),
    ];
    const morning = (worker_id: string, both: boolean) => {
      const marks: Record<number, Mark> = { 1: { how: 'code', at_ms: millis(day[0]!.starts_at) } };
      if (both) marks[2] = { how: 'code', at_ms: millis(day[1]!.starts_at) };
      return personAttendance(
        { worker_id, name: worker_id, status: 'enrolled' },
        marks,
        day,
        delivery,
        now_ms,
        instant,
      );
    };
    const people = (both: number) => Array.from({ length: 10 }, (_, i) => morning(`w_${i}`, i < both));
    expect(dayAttendance(people(6), day, delivery)).toEqual([
      { day: '2025-07-24', units_held: 8, of: 10, present: 10, percent: 80, enough: true },
    ]);
    expect(dayAttendance(people(5), day, delivery)[0]).toMatchObject({ percent: 75, enough: false });
  });
});

const anyMark = fc.record(
  {
    how: fc.constantFrom(...HOWS),
    at_ms: fc.integer({ min: -200, max: 3000 }).map(min),
    for_ms: fc.integer({ min: -3000, max: 3000 }).map(min),
    left_min: fc.integer({ min: 0, max: 400 }),
    by: fc.stringMatching(/^[a-z0-9_@<#/-]{1,20}$/),
    source: fc.stringMatching(/^[0-9a-z-]{0,10}$/),
  },
  { requiredKeys: ['how', 'at_ms'] },
);

describe('whatever the marks', () => {
  it('hours never exceed what was held, by person, kind and day; percent is 0 to 100', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ units: fc.integer({ min: 1, max: 8 }), online: fc.boolean(), practice: fc.boolean() }), {
          maxLength: 8,
        }),
        fc.array(fc.option(anyMark), { maxLength: 8 }),
        fc.integer({ min: -100, max: 20_000 }),
        (shapes, given, now_min) => {
          const lessons = shapes.map(({ units, online, practice }, i) =>
            lesson(i + 1, {
              units,
              kind: practice ? 'practice' : 'theory',
              mode: online && !practice ? 'online' : 'on_site',
            }),
          );
          const marks = Object.fromEntries(given.flatMap((mark, i) => (mark ? [[i + 1, mark]] : [])));
          const held = heldLessons({ status: 'published' }, lessons, min(now_min));
          const who = { worker_id: 'w_1', name: '张三', status: 'enrolled' as const };
          const one = personAttendance(who, marks, held, delivery, min(now_min), instant);
          const held_units = held.reduce((sum, { units }) => sum + units, 0);
          expect(one.units_held).toBe(held_units);
          expect(one.units_counted).toBeLessThanOrEqual(held_units);
          for (const count of one.lessons) {
            expect(count.counted).toBeLessThanOrEqual(count.held);
            expect(count.counted).toBeGreaterThanOrEqual(0);
          }
          const { theory, practice, online, workplace } = one.by_kind;
          expect(theory + practice + online + workplace).toBe(one.units_counted);
          expect(one.units_unconfirmed + one.units_made_up).toBeLessThanOrEqual(one.units_counted);
          for (const day of dayAttendance([one], held, delivery)) expect(day.percent).toBeLessThanOrEqual(100);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('a mark reads back as it was written, to the second', () => {
    fc.assert(
      fc.property(anyMark, (mark) => {
        const whole = { ...mark, at_ms: Math.floor(mark.at_ms / 1000) * 1000 };
        const { source, ...rest } = whole;
        expect(decodeMark(encodeMark(whole))).toEqual({ ...rest, ...(source !== undefined && { source }) });
      }),
    );
  });

  it('what no version wrote is no mark', () => {
    for (const text of ['', 'z123456', 'c12345', 'C123456', 'c1234567', 'c123456?'])
      expect(decodeMark(text)).toBeUndefined();
  });

  it('ninety marks made by code stay under 1 KB with their names', () => {
    const row = Array.from({ length: 90 }, (_, i) => `n${i + 1}${encodeMark({ how: 'code', at_ms: NOW })}`).join('');
    const key = 'CLASS#A1234567ATTEND#w_3k9qw7m2c8x4t6rapksk';
    expect(row.length + key.length).toBeLessThan(1024);
  });

  it('a mark stands for its lesson moved by up to two hours', () => {
    const mark: Mark = { how: 'code', at_ms: min(0) };
    const moved = (by: number) => lesson(1, { starts_at: instant(min(by)), ends_at: instant(min(by + 180)) });
    expect([0, 30, 120, 150, 151].map((by) => standsFor(mark, moved(by), delivery.sign_in))).toEqual([
      true,
      true,
      true,
      true,
      false,
    ]);
  });
});
