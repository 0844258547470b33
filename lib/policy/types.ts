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
