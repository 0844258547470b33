/** 考勤: who was there, how it is known, and what that makes in units. */
import type { Instant } from '../../platform/clock';
import type { LessonKind, LessonMode } from '../types';

/**
 * How a mark was made. By herself: the code typed, the code scanned, the code and her location, an answer to an online
 * lesson's question. By others: the supervisor at her workplace, the officer's list (and what she said to it), a
 * correction by the office, leave, a make-up lesson.
 */
export type HowMarked =
  | 'code'
  | 'scanned'
  | 'located'
  | 'online'
  | 'workplace'
  | 'list'
  | 'list_confirmed'
  | 'list_disputed'
  | 'corrected'
  | 'absent'
  | 'leave'
  | 'make_up';

/** One mark of one person for one lesson. */
export interface Mark {
  how: HowMarked;
  /** When it was made (by herself: when she sent it), to the second. */
  at_ms: number;
  /** Which start of the lesson it was made for, where that does not follow from `at_ms`: a list made days later, leave asked for before. */
  for_ms?: number;
  /** Left early: minutes after the start. */
  left_min?: number;
  /** Who made it, where not herself: a staff id, or whoever signed the token of an API call. */
  by?: string;
  /** A make-up: the lesson or the day at which it was made up. */
  source?: string;
}

/** An attempt that was refused because her location lies too far from the class: shown to the officer. */
export interface FarAttempt {
  at_ms: number;
  away_m: number;
}

/** Everything kept of one person in one class. */
export interface Marks {
  class_id: string;
  worker_id: string;
  /** By number of the lesson. */
  marks: Record<number, Mark>;
  /** The same as stored: what a change of a mark is conditioned on. */
  stored: Record<number, string>;
  /** Wrong codes, by lesson. */
  wrong: Record<number, number>;
  far: Record<number, FarAttempt>;
}

/** How a lesson went for one person. */
export type LessonState =
  | 'present'
  | 'late'
  | 'left_early'
  | 'made_up'
  /** On the officer's list: she has still time to confirm, or let it pass. Counts, and is flagged. */
  | 'list_waiting'
  | 'list_unconfirmed'
  /** She says she was not there. Does not count. */
  | 'disputed'
  | 'leave'
  | 'absent';

export interface LessonCount {
  n: number;
  state: LessonState;
  how?: HowMarked;
  at?: Instant;
  by?: string;
  source?: string;
  /** 课时 held and counted. */
  held: number;
  counted: number;
}

/** 课时 by what kind of lesson they were; online and workplace are kept apart from those at the class's place (L10, L11). */
export interface UnitsByKind {
  theory: number;
  practice: number;
  online: number;
  workplace: number;
}
export type Bucket = keyof UnitsByKind;

/** One person's attendance in one class, over the lessons held so far. */
export interface PersonAttendance {
  worker_id: string;
  name: string;
  status: 'enrolled' | 'cancelled' | 'withdrawn';
  units_held: number;
  units_counted: number;
  by_kind: UnitsByKind;
  units_leave: number;
  /** Of `units_counted`: on the officer's word alone. */
  units_unconfirmed: number;
  units_disputed: number;
  units_made_up: number;
  late_times: number;
  left_early_times: number;
  /** Rounded down; nothing while no lesson was held. */
  percent?: number;
  /** At least the policy's share of the units held (D20). */
  enough: boolean;
  lessons: LessonCount[];
}

/** One class-day. */
export interface DayAttendance {
  day: string;
  units_held: number;
  /** People on the roster that day, and those of them there at any time of it. */
  of: number;
  present: number;
  /** Person-units counted of person-units held, rounded down. */
  percent: number;
  /** At least the policy's share (D20). */
  enough: boolean;
}

export interface ClassAttendance {
  class_id: string;
  title: string;
  lessons_held: number;
  lessons_in_all: number;
  units_held: number;
  percent_min: number;
  day_percent_min: number;
  people: PersonAttendance[];
  days: DayAttendance[];
}

export type AttendanceRefusal =
  | 'code_old'
  | 'code_not_yours'
  | 'sign_in_none'
  | 'sign_in_not_open'
  | 'sign_in_closed'
  | 'sign_in_too_many'
  | 'location_expired'
  | 'lesson_unknown'
  | 'lesson_not_begun'
  | 'lesson_not_ended'
  | 'already_marked'
  | 'not_marked'
  | 'mark_not_asked'
  | 'confirm_late'
  | 'nobody_to_mark'
  | 'list_too_long'
  | 'nothing_to_undo'
  | 'leave_too_late'
  | 'not_missed'
  | 'make_up_too_short'
  | 'make_up_not_later'
  | 'make_up_other_kind'
  | 'own_mark'
  | 'signed_elsewhere'
  | 'left_time';

export type { LessonKind, LessonMode };
