/**
 * 考勤规则 (D20): when one may sign in, what a mark is worth, what it adds up to. Pure. Times in milliseconds or
 * minutes, hours in 课时 of 45 minutes.
 */
import { MINUTE_MS, millis } from '../../platform/clock';
import { type Refusal, refuse } from '../../platform/refusal';
import type { Policy } from '../../policy/types';
import { bucketOf } from '../lesson';
import { UNIT_MIN } from '../timetable';
import type { Lesson, Member, TrainingClass } from '../types';
import { doubledMakeUps } from './made-up';
import type {
  AttendanceRefusal,
  DayAttendance,
  HowMarked,
  LessonCount,
  LessonMode,
  LessonState,
  Mark,
  PersonAttendance,
  UnitsByKind,
} from './types';

/** A lesson put off by no more than this is the same lesson: who signed in for it need not do so again. */
const SAME_LESSON_MS = 120 * MINUTE_MS;
/** Wrong codes one person may send for one lesson, from whatever phones; after that the officer's list decides. */
export const WRONG_CODES_MAX = 5;
/** After a good code her location is waited for this long. */
export const LOCATION_WITHIN_MS = 3 * MINUTE_MS;

type Sign = Policy['delivery']['sign_in'];
type Times = Pick<Lesson, 'starts_at' | 'ends_at'>;

/** Marks she makes herself, on the spot: their own time says for which start of the lesson they are. */
const ON_THE_SPOT: ReadonlySet<HowMarked> = new Set(['code', 'scanned', 'located', 'online']);
/** Whose time is also when she came. */
export const ARRIVED: ReadonlySet<HowMarked> = new Set(['code', 'scanned', 'located']);
/** Made by herself or proven: an officer's list adds nothing to it. */
export const FIRM: ReadonlySet<HowMarked> = new Set([
  'code',
  'scanned',
  'located',
  'online',
  'workplace',
  'list_confirmed',
  'corrected',
  'make_up',
]);

/** A new mark for a lesson as it stands in the timetable. */
export function newMark(lesson: Times, mark: Omit<Mark, 'for_ms'>): Mark {
  return ON_THE_SPOT.has(mark.how) ? mark : { ...mark, for_ms: millis(lesson.starts_at) };
}

/** Is the mark for this lesson as it stands now? One moved to another time has not been held for those marked before. */
export function standsFor(mark: Mark, lesson: Times, sign: Sign): boolean {
  const start_ms = millis(lesson.starts_at);
  if (mark.for_ms !== undefined) return Math.abs(mark.for_ms - start_ms) <= SAME_LESSON_MS;
  const earliest_ms = start_ms - sign.value.opens_before_min * MINUTE_MS - SAME_LESSON_MS;
  return mark.at_ms >= earliest_ms && mark.at_ms <= millis(lesson.ends_at) + SAME_LESSON_MS;
}

/** From when until when one may sign in by code. A lesson shorter than the time allowed ends it. */
export function windowOf(lesson: Times, sign: Sign): { opens_ms: number; closes_ms: number } {
  const start_ms = millis(lesson.starts_at);
  return {
    opens_ms: start_ms - sign.value.opens_before_min * MINUTE_MS,
    closes_ms: Math.min(start_ms + sign.value.closes_after_min * MINUTE_MS, millis(lesson.ends_at)),
  };
}

/** Refuses `sign_in_not_open` {opens_ms}, `sign_in_closed` {minutes}. */
export function mayComeIn(lesson: Times, sign: Sign, at_ms: number): Refusal<AttendanceRefusal> | undefined {
  const { opens_ms, closes_ms } = windowOf(lesson, sign);
  if (at_ms < opens_ms) return refuse('sign_in_not_open', { opens_ms, starts_at: lesson.starts_at }, sign.rule);
  if (at_ms > closes_ms) return refuse('sign_in_closed', { minutes: sign.value.closes_after_min }, sign.rule);
  return undefined;
}

/** Minutes after the start at which she came, when that is 迟到; otherwise nothing. */
export function lateBy(lesson: Times, mark: Mark, sign: Sign): number | undefined {
  if (!ARRIVED.has(mark.how)) return undefined;
  const after_min = Math.floor((mark.at_ms - millis(lesson.starts_at)) / MINUTE_MS);
  return after_min > sign.value.late_after_min ? after_min : undefined;
}

function leftEarly(lesson: Times, mark: Mark, sign: Sign): boolean {
  if (mark.left_min === undefined) return false;
  const whole_min = (millis(lesson.ends_at) - millis(lesson.starts_at)) / MINUTE_MS;
  return whole_min - mark.left_min > sign.value.leaves_before_min;
}

/** Whole 课时 she was there for: those over before she came late, and those not over when she left early, are not hers. */
function unitsThere(lesson: Lesson, mark: Mark, sign: Sign): number {
  const missed = Math.floor((lateBy(lesson, mark, sign) ?? 0) / UNIT_MIN);
  const until = leftEarly(lesson, mark, sign) ? Math.floor((mark.left_min ?? 0) / UNIT_MIN) : lesson.units;
  return Math.max(0, Math.min(until, lesson.units) - missed);
}

/** Away from the class's place an officer's list proves nothing: an answer does (L10), or the supervisor's word (L11). */
const PROVEN_BY: Partial<Record<LessonMode, ReadonlySet<HowMarked>>> = {
  online: new Set<HowMarked>(['online', 'corrected', 'make_up']),
  workplace: new Set<HowMarked>(['workplace', 'corrected', 'make_up']),
};

function stateOf(lesson: Lesson, mark: Mark | undefined, delivery: Policy['delivery'], now_ms: number): LessonState {
  const sign = delivery.sign_in;
  if (!mark || !standsFor(mark, lesson, sign) || mark.how === 'absent') return 'absent';
  if (mark.how !== 'leave' && PROVEN_BY[lesson.mode ?? 'on_site']?.has(mark.how) === false) return 'absent';
  if (mark.how === 'leave') return 'leave';
  if (mark.how === 'make_up') return 'made_up';
  if (mark.how === 'list_disputed') return 'disputed';
  if (leftEarly(lesson, mark, sign)) return 'left_early';
  if (mark.how === 'list') return confirmBy(mark, delivery) < now_ms ? 'list_unconfirmed' : 'list_waiting';
  return lateBy(lesson, mark, sign) === undefined ? 'present' : 'late';
}

/** Until when she can say whether the officer's list is right. */
export function confirmBy(mark: Pick<Mark, 'at_ms'>, delivery: Policy['delivery']): number {
  return mark.at_ms + delivery.confirm_days.value * 24 * 60 * MINUTE_MS;
}

const WORTH_NOTHING: ReadonlySet<LessonState> = new Set(['absent', 'leave', 'disputed']);

/** One lesson for one person; `counted` is never more than the lesson's 课时. */
export function countLesson(
  lesson: Lesson,
  mark: Mark | undefined,
  delivery: Policy['delivery'],
  now_ms: number,
): Omit<LessonCount, 'at'> {
  const state = stateOf(lesson, mark, delivery, now_ms);
  const counted = !mark || WORTH_NOTHING.has(state) ? 0 : unitsThere(lesson, mark, delivery.sign_in);
  const said = state === 'absent' && mark?.how !== 'absent' ? undefined : mark;
  return {
    n: lesson.n,
    state,
    ...(said && { how: said.how, ...(said.by && { by: said.by }), ...(said.source && { source: said.source }) }),
    held: lesson.units,
    counted,
  };
}

/** `doubledMakeUps` of these marks. */
export function doubledIn(
  marks: Record<number, Mark>,
  held: Lesson[],
  delivery: Policy['delivery'],
  now_ms: number,
): Set<number> {
  return doubledMakeUps(marks, held, (one) => countLesson(one, marks[one.n], delivery, now_ms).counted > 0);
}

/** Lessons held: over by now, and before the class was cancelled. */
export function heldLessons(
  c: Pick<TrainingClass, 'status' | 'cancelled'>,
  lessons: Lesson[],
  now_ms: number,
): Lesson[] {
  if (c.status === 'draft') return [];
  const until_ms = c.status === 'cancelled' && c.cancelled ? Math.min(now_ms, millis(c.cancelled.at)) : now_ms;
  return lessons.filter((lesson) => millis(lesson.ends_at) <= until_ms);
}

export type OnRoster = Pick<Member, 'worker_id' | 'name' | 'status'> & { left_at?: string };

/** Of the lessons held, those she was on the roster for. */
export function hersOf(member: OnRoster, held: Lesson[]): Lesson[] {
  if (member.status === 'enrolled') return held;
  return held.filter((lesson) => member.left_at !== undefined && lesson.ends_at <= member.left_at);
}

const none = (): UnitsByKind => ({ theory: 0, practice: 0, online: 0, workplace: 0 });
/** Rounded down: 79.9 is not 80. */
const percentOf = (part: number, whole: number): number | undefined =>
  whole > 0 ? Math.floor((part * 100) / whole) : undefined;

/** One person over the lessons held (those she was on the roster for). `show` turns a time into an instant. */
export function personAttendance(
  member: OnRoster,
  marks: Record<number, Mark>,
  held: Lesson[],
  delivery: Policy['delivery'],
  now_ms: number,
  show: (ms: number) => string,
): PersonAttendance {
  const by_kind = none();
  const lessons: LessonCount[] = [];
  const doubled = doubledIn(marks, held, delivery, now_ms);
  for (const lesson of hersOf(member, held)) {
    const mark = doubled.has(lesson.n) ? undefined : marks[lesson.n];
    const counted = countLesson(lesson, mark, delivery, now_ms);
    by_kind[bucketOf(lesson)] += counted.counted;
    lessons.push({ ...counted, ...(counted.how && mark && { at: show(mark.at_ms) }) });
  }
  const sum = (of: (one: LessonCount) => number) => lessons.reduce((total, one) => total + of(one), 0);
  const heldUnits = (...states: LessonState[]) => sum((one) => (states.includes(one.state) ? one.held : 0));
  const units_held = sum((one) => one.held);
  const units_counted = sum((one) => one.counted);
  const percent = percentOf(units_counted, units_held);
  return {
    worker_id: member.worker_id,
    name: member.name,
    status: member.status,
    units_held,
    units_counted,
    by_kind,
    units_leave: heldUnits('leave'),
    units_unconfirmed: sum((one) => (one.how === 'list' ? one.counted : 0)),
    units_disputed: heldUnits('disputed'),
    units_made_up: sum((one) => (one.state === 'made_up' ? one.counted : 0)),
    late_times: lessons.filter((one) => one.state === 'late').length,
    left_early_times: lessons.filter((one) => one.state === 'left_early').length,
    ...(percent !== undefined && { percent }),
    enough: percent !== undefined && percent >= delivery.attendance_percent_min.value,
    lessons,
  };
}

/**
 * Every class-day held: person-units counted of person-units held, so that a hall that is empty after noon shows. A day
 * on which nobody was on the roster any more has nothing to show. No make-up fills a hall that was empty (D20: a class-day
 * under the policy's share fails the class).
 */
export function dayAttendance(
  people: PersonAttendance[],
  held: Lesson[],
  delivery: Policy['delivery'],
): DayAttendance[] {
  const day_of = new Map(held.map((lesson) => [lesson.n, lesson.starts_at.slice(0, 10)]));
  const days = new Map<string, { of: Set<string>; present: Set<string>; held: number; counted: number }>();
  for (const person of people)
    for (const one of person.lessons) {
      const name = day_of.get(one.n) ?? '';
      const day = days.get(name) ?? { of: new Set(), present: new Set(), held: 0, counted: 0 };
      days.set(name, day);
      day.of.add(person.worker_id);
      // Made up later, it is hers, and she was not in the hall that day.
      const there = one.state === 'made_up' ? 0 : one.counted;
      if (there > 0) day.present.add(person.worker_id);
      day.held += one.held;
      day.counted += there;
    }
  return [...days]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([day, { of, present, held: whole, counted }]) => {
      const percent = percentOf(counted, whole) ?? 0;
      return {
        day,
        units_held: held
          .filter((lesson) => day_of.get(lesson.n) === day)
          .reduce((sum, lesson) => sum + lesson.units, 0),
        of: of.size,
        present: present.size,
        percent,
        enough: percent >= delivery.class_day_percent_min.value,
      };
    });
}
