/**
 * A policy (政策包) is data: the dated rules of one programme, every rule with its citation. Two
 * programmes may disagree; the code never knows which is right.
 */

import type { Day } from '../platform/clock';
import type { Citation } from '../platform/refusal';

/** A value a programme sets, and where it says so. */
export interface Ruled<T> {
  value: T;
  rule: Citation;
}

export type Pattern = 'weekend' | 'evening' | 'full_time';

export interface Place {
  /** GB/T 2260 code of the host county or district. */
  region: string;
  name: string;
  /** Other things people call it. */
  aliases: string[];
  /** Trades in short supply there (L7): trade ids of the catalogue. */
  trades: Ruled<string[]>;
  /** Rough centre, so that a location message can set the site. */
  centre: { latitude: number; longitude: number };
}

export interface PatternRule {
  /** 1 Monday … 7 Sunday. */
  weekdays: number[];
  /** Lessons begin and end within these, Shanghai time `HH:MM`. */
  earliest: string;
  latest: string;
  /** 课时 of 45 minutes that a day may hold. */
  units_per_day_max: number;
}

export interface Policy {
  id: string;
  version: string;
  name: string;
  home_region: string;
  from: Day;
  to?: Day;
  places: Place[];
  patterns: Ruled<Record<Pattern, PatternRule>>;
  enrolment: {
    age_min: Ruled<number>;
    age_max: Ruled<number>;
    /** Eligible groups (人员类别); empty means anyone of age. */
    groups: Ruled<string[]>;
    classes_per_year_max: Ruled<number>;
    same_trade_and_level_once: Ruled<boolean>;
    clash_refused: Ruled<boolean>;
    waiting_max: Ruled<number>;
    /** How long a freed seat is kept for the next in line. */
    offer_min: Ruled<number>;
    /** Cancelling by chat is possible until this long before the first lesson. */
    cancel_before_start_min: Ruled<number>;
  };
  /** Finding out what people want (摸排, 点单). */
  demand: {
    /** Wishes for one trade at one place that make a class proposal (P6). */
    proposal_min: Ruled<number>;
    survey_days: Ruled<number>;
    /** When those who have not answered are reminded, after the start. */
    survey_remind_after_h: Ruled<number[]>;
  };
  /** Lessons, attendance, inspection (D20). */
  delivery: {
    /** Practice's part of all units, in percent. */
    practice_percent_min: Ruled<number>;
    /** A person below this part of the units held is not assessed and earns no subsidy. */
    attendance_percent_min: Ruled<number>;
    /** A class-day with fewer present fails. */
    class_day_percent_min: Ruled<number>;
    sign_in: Ruled<{
      opens_before_min: number;
      /** Later than this after the start is 迟到. */
      late_after_min: number;
      /** Later than this does not count any more. */
      closes_after_min: number;
      /** Leaving more than this before the end is 早退. */
      leaves_before_min: number;
    }>;
    /** How far from the class's place a location may lie, where the class has a fence. */
    fence_m: Ruled<number>;
    /** How long an online lesson's question waits for its answer. */
    online_answer_min: Ruled<number>;
    /** How long a worker has to confirm what the officer's list says of her. */
    confirm_days: Ruled<number>;
    inspection: Ruled<{ visits_min: number; inspectors: number; report_within_h: number }>;
  };
  /** Assessment, certificates, follow-up. */
  assessment: {
    pass_mark: Ruled<number>;
    appeal_days: Ruled<number>;
    follow_up_months: Ruled<number[]>;
    /** From how many days before a month's day an answer counts for it, and how long after it she is still asked. */
    follow_up_window: Ruled<{ early_days: number; late_days: number }>;
  };
  notices: {
    /** No pushes from … to … (Shanghai, `HH:MM`). */
    quiet: Ruled<{ from: string; to: string }>;
    /** When the reminder of the evening before goes out. */
    evening_at: Ruled<string>;
    before_lesson_min: Ruled<number>;
  };
}

export interface PolicyBook {
  /** The policy of a home region on a day; throws `NoPolicy` when the book has none. */
  of(home_region: string, on: Day): Policy;
  all(): Policy[];
}
