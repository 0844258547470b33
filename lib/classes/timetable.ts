/** Lessons from a pattern (周末班, 夜间班, 脱产班), and the check of lessons against it (L4). Pure. */
import { addDays, at, type Day, weekday } from '../platform/clock';
import { type Citation, type Refusal, refuse } from '../platform/refusal';
import type { Pattern, PatternRule } from '../policy/types';
import type { Lesson } from './types';

/** 课时: 45 minutes. */
export const UNIT_MIN = 45;
/** A class may not run longer than this. */
export const LESSONS_MAX = 90;

export interface TimetableWish {
  pattern: Pattern;
  first_day: Day;
  /** 课时 in all. */
  units: number;
  place: string;
  /** `HH:MM`; the pattern's earliest time when left out. */
  start?: string;
  /** 课时 a day; the pattern's maximum when left out. */
  units_per_day?: number;
  /** Days without lessons. */
  skip_days?: Day[];
}

export type TimetableRefusal =
  | 'pattern_weekday'
  | 'pattern_time'
  | 'pattern_units'
  | 'lesson_too_short'
  | 'lessons_overlap'
  | 'too_many_lessons'
  | 'no_lessons';

// From 12:00 the noon break; full-time days are split around it.
const NOON_FROM_MIN = 12 * 60;
const NOON_TO_MIN = 13 * 60 + 30;

/** A lesson before it belongs to a class. */
export type Slice = Omit<Lesson, 'class_id' | 'timetable_rev'>;

/**
 * One day after another on the pattern's weekdays until the units are held; a day that spans noon is
 * two lessons. The last day may be shorter. Refuses `pattern_time` when a day does not fit into the
 * pattern's hours, `pattern_weekday` when the first day is not one of its days, `too_many_lessons`.
 */
export function generateLessons(
  wish: TimetableWish,
  rule: PatternRule,
  citation?: Citation,
): Slice[] | Refusal<TimetableRefusal> {
  if (!rule.weekdays.includes(weekday(wish.first_day)))
    return refuse('pattern_weekday', { day: wish.first_day, pattern: wish.pattern }, citation);
  const per_day = wish.units_per_day ?? rule.units_per_day_max;
  const start_min = minutes(wish.start ?? rule.earliest);
  const lessons: Slice[] = [];
  let left = wish.units;
  for (let day = wish.first_day; left > 0; day = addDays(day, 1)) {
    if (lessons.length > LESSONS_MAX) return refuse('too_many_lessons', { max: LESSONS_MAX });
    if (!rule.weekdays.includes(weekday(day)) || wish.skip_days?.includes(day)) continue;
    const today = Math.min(left, per_day);
    for (const part of dayParts(start_min, today)) {
      lessons.push({
        n: lessons.length + 1,
        starts_at: at(day, clockTime(part.from_min)),
        ends_at: at(day, clockTime(part.from_min + part.units * UNIT_MIN)),
        units: part.units,
        place: wish.place,
      });
    }
    left -= today;
  }
  return checkPattern(lessons, wish.pattern, rule, citation) ?? lessons;
}

function dayParts(start_min: number, units: number): { from_min: number; units: number }[] {
  if (start_min >= NOON_FROM_MIN) return [{ from_min: start_min, units }];
  const morning = Math.min(units, Math.floor((NOON_FROM_MIN - start_min) / UNIT_MIN));
  const parts = morning > 0 ? [{ from_min: start_min, units: morning }] : [];
  if (units > morning) parts.push({ from_min: NOON_TO_MIN, units: units - morning });
  return parts;
}

/**
 * Do lessons keep to the pattern (L4): its weekdays, its hours, its units a day, none at the same time, none with more
 * 课时 than fit into its time? Nothing when they do.
 */
export function checkPattern(
  lessons: Slice[],
  pattern: Pattern,
  rule: PatternRule,
  citation?: Citation,
): Refusal<TimetableRefusal> | undefined {
  if (lessons.length === 0) return refuse('no_lessons');
  if (lessons.length > LESSONS_MAX) return refuse('too_many_lessons', { max: LESSONS_MAX });
  const per_day = new Map<Day, number>();
  let before = '';
  for (const lesson of [...lessons].sort((a, b) => (a.starts_at < b.starts_at ? -1 : 1))) {
    const day = lesson.starts_at.slice(0, 10);
    if (!rule.weekdays.includes(weekday(day))) return refuse('pattern_weekday', { day, pattern }, citation);
    const from = lesson.starts_at.slice(11, 16);
    const to = lesson.ends_at.slice(11, 16);
    if (from < rule.earliest || to > rule.latest || to <= from || lesson.ends_at.slice(0, 10) !== day)
      return refuse('pattern_time', { day, from, to, earliest: rule.earliest, latest: rule.latest }, citation);
    if (lesson.starts_at < before) return refuse('lessons_overlap', { day, from });
    const minutes_held = minutes(to) - minutes(from);
    if (minutes_held < lesson.units * UNIT_MIN)
      return refuse('lesson_too_short', { day, from, to, units: lesson.units, needed_min: lesson.units * UNIT_MIN });
    before = lesson.ends_at;
    const units = (per_day.get(day) ?? 0) + lesson.units;
    if (units > rule.units_per_day_max)
      return refuse('pattern_units', { day, units, max: rule.units_per_day_max }, citation);
    per_day.set(day, units);
  }
  return undefined;
}

function minutes(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

function clockTime(min: number): string {
  return `${String(Math.floor(min / 60)).padStart(2, '0')}:${String(min % 60).padStart(2, '0')}`;
}
