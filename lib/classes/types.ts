/** 接单: classes (培训班), their lessons, seats, enrolments and waiting list. */
import type { Level } from '../catalogue/types';
import type { Instant } from '../platform/clock';
import type { Pattern } from '../policy/types';

export type { Pattern };
/** 草稿, 已发布, 已取消. Open, closed, running and ended follow from the dates. */
export type ClassStatus = 'draft' | 'published' | 'cancelled';

export interface TrainingClass {
  /** Short enough to type and to print under a QR code: `A17`. */
  class_id: string;
  rev: number;
  /** Which timetable is in force: its lessons are stored under this number. Grows when time or place change. */
  timetable_rev: number;
  /** Grows with everything a person agrees to when she signs up (time, place, window, conditions): no one enrols on old terms. */
  terms_rev: number;
  status: ClassStatus;
  title: string;
  trade_id: string;
  trade_name: string;
  level: Level;
  /** 户籍地 and 务工地 (L3). */
  home_region: string;
  host_region: string;
  site_name: string;
  address: string;
  pattern: Pattern;
  /** 课时 of 45 minutes. */
  units: number;
  starts_at: Instant;
  ends_at: Instant;
  /** Half-days held, as `slotsOf` numbers them. */
  slots: number[];
  lessons: number;
  capacity: number;
  blocks: number;
  waiting_max: number;
  age_min: number;
  age_max: number;
  groups: string[];
  opens_at: Instant;
  closes_at: Instant;
  /** 培训机构 and 评价机构: who trains, and who assesses. Never the same (L12). */
  institution_id?: string;
  institution_name?: string;
  evaluator_id?: string;
  evaluator_name?: string;
  /** 承训方式 (H13): sent to them, entrusted (委托), apprenticeship (学徒制). */
  mode?: DeliveryMode;
  /** Where it is held (B14): in their village, at their workplace, at a school, at a practice base (实训基地), online. */
  site_type?: SiteType;
  /** 定期 or 灵活 (B14): on fixed days, or as people find time. */
  flexible?: boolean;
  /** Its place, for location messages; `fence_m` around it counts as there. Absent: no fence. */
  fence?: { latitude: number; longitude: number; radius_m: number };
  /** Of `units`: theory and practice. */
  theory_units?: number;
  practice_units?: number;
  /** Why a trade outside the place's list was opened (L7). */
  off_list_reason?: string;
  /** Whom to call about the class. */
  contact?: string;
  policy: { id: string; version: string };
  /** Last moved, and why if that was said. */
  moved?: { at: Instant; reason?: string };
  cancelled?: { at: Instant; reason: string };
  created_at: Instant;
  updated_at: Instant;
}

export type DeliveryMode = 'sent' | 'entrusted' | 'apprenticeship';
export type SiteType = 'village' | 'workplace' | 'school' | 'base' | 'online';
/** 理论, 实操. */
export type LessonKind = 'theory' | 'practice';
/** At the class's place; online (L10); at the workplace, signed off by a supervisor (L11). */
export type LessonMode = 'on_site' | 'online' | 'workplace';

export interface Lesson {
  class_id: string;
  timetable_rev: number;
  n: number;
  starts_at: Instant;
  ends_at: Instant;
  units: number;
  place: string;
  /** Absent in old rows: counts as practice where that is stricter (H3). */
  kind?: LessonKind;
  mode?: LessonMode;
  /** What is taught. */
  content?: string;
  teacher_id?: string;
  teacher_name?: string;
  /** Online: where to go, and what is asked to see whether she is there. */
  link?: string;
  questions?: { ask: string; choices: string[]; answer: number }[];
  /** Online: when its question went out; nobody knows before. */
  asked_at?: Instant;
  /** Workplace: who signs off, and when that was done. */
  supervisor_id?: string;
  signed_off?: { at: Instant; by: string; present: number };
  /** Moved by itself: when, from when, why, and how often (each move has reminders of its own). */
  moved?: { at: Instant; from: Instant; reason?: string; times: number };
}

/** At most SEATS_PER_BLOCK seats that share one counter. */
export interface SeatBlock {
  class_id: string;
  block: number;
  size: number;
  /** Seats held by members, or kept for someone who was offered one. */
  taken: number;
  /** Rows of the waiting list counted here, waiting or offered. */
  line: number;
  open: boolean;
  terms_rev: number;
}

/** 学员: an enrolled worker on the class's roster. Small: a roster of 50 reads in one go. */
export interface Member {
  class_id: string;
  worker_id: string;
  name: string;
  sex: 'male' | 'female';
  id_number_masked: string;
  phone_masked: string;
  block: number;
  status: 'enrolled' | 'cancelled' | 'withdrawn';
  at: Instant;
  by: string;
  /** Where she stood on the list she was enrolled from: settles the order among those of one second. */
  order?: number;
  reason?: string;
  /** Her shifts speak against it, and it was waived (L5). */
  waiver?: Waiver;
}

/** 候补: someone waiting, or to whom a freed seat is offered. */
export interface InLine {
  class_id: string;
  worker_id: string;
  joined_ms: number;
  name: string;
  sex: 'male' | 'female';
  id_number_masked: string;
  phone_masked: string;
  /** Block in whose `line` this row is counted. */
  block: number;
  status: 'waiting' | 'offered';
  /** When she could hear of the offer, and until when the seat is kept. */
  offered_from?: Instant;
  offered_until?: Instant;
  /** Block of the seat kept for her. */
  seat_block?: number;
}

/** 候补名单: all of it, with the revision that every join and every seat given back must match and raises. */
export interface Line {
  class_id: string;
  rev: number;
  rows: InLine[];
}

/** When someone is free besides work (L5): on working days, at the weekend, by day or in the evening; or whenever a class is. */
export type FreeTime = 'weekday_day' | 'weekday_evening' | 'weekend_day' | 'weekend_evening' | 'full_time';
/** 班次: day shift, night shift, two or three shifts in turn (两班倒, 三班倒), six days on and one off (做六休一). */
export type Shift = 'day' | 'night' | 'two_shifts' | 'three_shifts' | 'six_on_one_off';
export interface FreeTimes {
  /** Empty: not known, or it changes with the shifts; blocks nothing. */
  times: FreeTime[];
  shift?: Shift;
  at: Instant;
}
/** Why someone may come to a class that falls into her shifts: her own word that it is settled with the employer, or a reason given for her. */
export interface Waiver {
  by: string;
  reason: string;
}

/** What a worker holds in time, and has done: everything `mayEnrol` needs of her besides her age. */
export interface Agenda {
  worker_id: string;
  rev: number;
  classes: Record<string, AgendaEntry>;
  /** Classes counted towards the yearly limit, by calendar year of the first lesson. */
  per_year: Record<string, number>;
  /** `trade:level` completed. */
  done: string[];
  /** Classes she was on and is no longer: ended, cancelled or withdrawn. */
  past: string[];
  /** When she is free, as last said. */
  free?: FreeTimes;
}
export interface AgendaEntry {
  status: 'enrolled' | 'waiting';
  trade_id: string;
  level: Level;
  title: string;
  starts_at: Instant;
  ends_at: Instant;
  slots: number[];
  timetable_rev: number;
  /** For `waiting`: finds the row in the line. */
  joined_ms?: number;
  /** For `enrolled`: the block of the seat. */
  block?: number;
  year: string;
}

/** The card a worker sees in a list; seats left follow the counters within seconds. */
export interface ClassCard {
  class_id: string;
  title: string;
  trade_id: string;
  trade_name: string;
  level: Level;
  pattern: Pattern;
  host_region: string;
  home_region: string;
  site_name: string;
  starts_at: Instant;
  ends_at: Instant;
  opens_at: Instant;
  closes_at: Instant;
  seats_left: number;
  waiting: number;
}

export type EnrolRefusal =
  | 'class_unknown'
  | 'class_draft'
  | 'class_cancelled'
  | 'class_closed'
  | 'class_not_yet_open'
  | 'class_started'
  | 'class_full'
  | 'waiting_full'
  | 'already_enrolled'
  | 'already_waiting'
  | 'clash'
  | 'shift_clash'
  | 'limit_year'
  | 'same_trade_done'
  | 'not_eligible'
  | 'too_young'
  | 'too_old'
  | 'not_enrolled'
  | 'offer_expired'
  | 'no_offer'
  | 'too_late_to_cancel'
  | 'busy';

/** Refusals to the administration. */
export type ClassRefusal =
  | 'class_unknown'
  | 'trade_unknown'
  | 'trade_off_list'
  | 'place_off_list'
  | 'age_outside_policy'
  | 'fence_outside_policy'
  | 'group_outside_policy'
  | 'window_order'
  | 'class_in_past'
  | 'class_not_draft'
  | 'class_not_published'
  | 'class_cancelled'
  | 'class_started'
  | 'evaluator_planned'
  | 'stale';

/** A lesson as the office gives it: when, and what else it says of itself. */
export interface GivenLesson extends LessonDetails {
  starts_at: Instant;
  ends_at: Instant;
  units: number;
  place?: string;
}
export type LessonDetails = Pick<
  Lesson,
  'kind' | 'mode' | 'content' | 'teacher_id' | 'link' | 'questions' | 'supervisor_id'
>;

/** What is refused about how a class is delivered: lessons, closed areas, inspection. */
export type DeliveryRefusal =
  | 'lesson_unknown'
  | 'lesson_begun'
  | 'lesson_unchanged'
  | 'practice_share'
  | 'practice_online'
  | 'workplace_theory'
  | 'supervisor_elsewhere'
  | 'duty_missing'
  | 'same_organisation'
  | 'org_kind_wrong'
  | 'area_closed';
