import { slotsOf } from '../../lib/classes/slots';
import { checkPattern, generateLessons } from '../../lib/classes/timetable';
import { isRefusal } from '../../lib/platform/refusal';
import type { PatternRule } from '../../lib/policy/types';

const WEEKEND: PatternRule = { weekdays: [6, 7], earliest: '08:00', latest: '18:00', units_per_day_max: 8 };
const EVENING: PatternRule = { weekdays: [1, 2, 3, 4, 5], earliest: '18:30', latest: '21:30', units_per_day_max: 4 };
const FULL_TIME: PatternRule = {
  weekdays: [1, 2, 3, 4, 5, 6, 7],
  earliest: '09:00',
  latest: '18:00',
  units_per_day_max: 8,
};

const made = (wish: Parameters<typeof generateLessons>[0], rule: PatternRule) => {
  const lessons = generateLessons(wish, rule);
  if (isRefusal(lessons)) throw new Error(lessons.refused);
  return lessons;
};

describe('a timetable for a pattern', () => {
  it('L4 周末班: only Saturdays and Sundays, split around noon', () => {
    const lessons = made({ pattern: 'weekend', first_day: '2025-07-26', units: 16, place: '学校' }, WEEKEND);
    expect([...new Set(lessons.map((l) => l.starts_at.slice(0, 10)))]).toEqual(['2025-07-26', '2025-07-27']);
    expect(lessons[0]).toMatchObject({
      n: 1,
      starts_at: '2025-07-26T08:00:00+08:00',
      ends_at: '2025-07-26T11:45:00+08:00',
      units: 5,
    });
    expect(lessons[1]).toMatchObject({
      n: 2,
      starts_at: '2025-07-26T13:30:00+08:00',
      ends_at: '2025-07-26T15:45:00+08:00',
      units: 3,
    });
    expect(lessons.reduce((sum, l) => sum + l.units, 0)).toBe(16);
  });

  it('L4 夜间班: one lesson an evening, the last one shorter', () => {
    const lessons = made(
      { pattern: 'evening', first_day: '2025-07-24', units: 10, place: '学校', units_per_day: 4 },
      EVENING,
    );
    expect(lessons.map((l) => [l.starts_at.slice(0, 10), l.units])).toEqual([
      ['2025-07-24', 4],
      ['2025-07-25', 4],
      ['2025-07-28', 2],
    ]);
    expect(lessons[0]?.starts_at.slice(11, 16)).toBe('18:30');
  });

  it('L1 脱产班 24 July – 7 August is 15 days inclusive', () => {
    const lessons = made({ pattern: 'full_time', first_day: '2025-07-24', units: 120, place: '学校' }, FULL_TIME);
    const days = new Set(lessons.map((l) => l.starts_at.slice(0, 10)));
    expect(days.size).toBe(15);
    expect([...days].at(-1)).toBe('2025-08-07');
  });

  it('L4 refuses a first day that is none of the pattern’s', () => {
    expect(
      generateLessons({ pattern: 'weekend', first_day: '2025-07-24', units: 8, place: '学校' }, WEEKEND),
    ).toMatchObject({
      refused: 'pattern_weekday',
    });
  });

  it('L4 refuses lessons outside the hours, too long a day, and two at once', () => {
    const lesson = (from: string, to: string, units = 2) => ({
      n: 1,
      units,
      place: '学校',
      starts_at: `2025-07-26T${from}:00+08:00`,
      ends_at: `2025-07-26T${to}:00+08:00`,
    });
    expect(checkPattern([lesson('19:00', '20:30')], 'weekend', WEEKEND)).toMatchObject({ refused: 'pattern_time' });
    expect(checkPattern([lesson('07:59', '09:30')], 'weekend', WEEKEND)).toMatchObject({ refused: 'pattern_time' });
    expect(checkPattern([lesson('08:00', '17:00', 9)], 'weekend', WEEKEND)).toMatchObject({ refused: 'pattern_units' });
    expect(checkPattern([lesson('08:00', '10:00'), lesson('09:00', '11:00')], 'weekend', WEEKEND)).toMatchObject({
      refused: 'lessons_overlap',
    });
    // 45 minutes a unit: no hours on paper that nobody had time for.
    expect(checkPattern([lesson('08:00', '09:29', 2)], 'weekend', WEEKEND)).toMatchObject({
      refused: 'lesson_too_short',
      facts: { units: 2, needed_min: 90 },
    });
    expect(checkPattern([lesson('08:00', '09:30', 2)], 'weekend', WEEKEND)).toBeUndefined();
    expect(checkPattern([], 'weekend', WEEKEND)).toMatchObject({ refused: 'no_lessons' });
    expect(checkPattern([lesson('08:00', '10:00'), lesson('10:00', '11:30')], 'weekend', WEEKEND)).toBeUndefined();
  });
});

describe('half-days', () => {
  const lesson = (from: string, to: string) => ({
    starts_at: `2025-07-24T${from}:00+08:00`,
    ends_at: `2025-07-24T${to}:00+08:00`,
  });
  it('a lesson touches the halves it lies in', () => {
    expect(slotsOf([lesson('09:00', '12:30')])).toHaveLength(1);
    expect(slotsOf([lesson('09:00', '12:31')])).toHaveLength(2);
    expect(slotsOf([lesson('09:00', '21:00')])).toHaveLength(3);
    expect(slotsOf([lesson('09:00', '11:00'), lesson('10:00', '12:00')])).toHaveLength(1);
  });
  it('are numbered three a day, the evening last', () => {
    const [morning, afternoon, evening] = slotsOf([lesson('09:00', '21:00')]) as [number, number, number];
    expect([afternoon, evening]).toEqual([morning + 1, morning + 2]);
    expect(slotsOf([lesson('18:30', '21:00')])).toEqual([evening]);
    expect(morning % 3).toBe(0);
  });
});
