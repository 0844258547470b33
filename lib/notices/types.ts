/** What is pushed, to whom, when. */
import type { Choice, TemplateMessage } from '../channels/types';
import type { Instant } from '../platform/clock';

/** What a person can turn off, each by itself (退订). */
export type Topic = 'reminder' | 'class_change' | 'seat' | 'news' | 'service';

export type NoticeKind =
  | 'reminder_evening'
  | 'reminder_hour'
  | 'class_moved'
  | 'class_cancelled'
  | 'seat_offered'
  | 'offer_expired'
  | 'withdrawn'
  | 'enrolled_by_office'
  | 'class_published'
  | 'broadcast'
  | 'class_notice'
  | 'thread_reply'
  | 'late_reply'
  | 'confirm_mark'
  | 'survey'
  | 'wish_news'
  // An online lesson's question, practice to be signed off, an inspector drawn, her picture lost.
  | 'online_question'
  | 'sign_off_due'
  | 'inspection'
  // Whole numbers were read by her link.
  | 'numbers_opened'
  // When and where an exam is.
  | 'exam'
  // Results of an exam or an appeal, a certificate, how one fares afterwards.
  | 'result'
  | 'certificate'
  | 'follow_up';

/** One thing one person is to hear. Written with the change that caused it; delivered from the stream. */
export interface Notice {
  notice_id: string;
  /** Whom: a worker, reached at her present chat address; or, for those not registered, a chat address. */
  worker_id?: string;
  chat?: string;
  kind: NoticeKind;
  topic: Topic;
  text: string;
  choices?: Choice[];
  template: TemplateMessage;
  state: 'pending' | 'sent' | 'undeliverable' | 'unwanted' | 'expired';
  attempts: number;
  /** Not before. */
  not_before?: Instant;
  /** Worthless after (a reminder once the lesson began). */
  expires_at?: Instant;
  /** A reply she is waiting for, or a reminder an hour before: goes out in quiet hours too. */
  urgent?: boolean;
  created_at: Instant;
}

/** Work that goes to many people, a page at a time, each page recorded before the next. */
export interface Task {
  task_id: string;
  kind:
    | 'class_moved'
    | 'lesson_moved'
    | 'confirm_marks'
    | 'online_question'
    | 'picture'
    | 'class_cancelled'
    | 'class_terms'
    | 'class_code'
    | 'class_published'
    | 'reminder_evening'
    | 'reminder_hour'
    | 'broadcast'
    | 'class_notice'
    | 'survey'
    | 'survey_reminder'
    | 'wishers_told'
    | 'exam'
    | 'results'
    | 'certificates'
    | 'certificates_recalled'
    | 'follow_up';
  home_region: string;
  class_id?: string;
  survey_id?: string;
  lesson?: number;
  /** For follow_up: months after the class. */
  month?: number;
  /** For broadcasts, surveys and class_published. */
  segment?: Segment;
  /** What is said to everyone; for `picture`, which one; for `results`, which sitting after the first; for `exam`, whether it was moved. */
  text?: string;
  /** Where the next page begins; absent at the start. */
  cursor?: Record<string, string>;
  /** Index into segment.regions being read. */
  region_index: number;
  state: 'running' | 'stopped' | 'done';
  total: number;
  handled: number;
  sent: number;
  skipped: number;
  failed: number;
  /** Messages a minute; a page waits its turn. */
  per_minute_max: number;
  created_at: Instant;
  updated_at: Instant;
  by: string;
}

/** Who a broadcast goes to: those at these sites who follow one of these trades (all when empty) and want this topic. */
export interface Segment {
  regions: string[];
  trades: string[];
  topic: Topic;
}

/** What one page did, and where the next begins; no `cursor` and the same `region_index` means the end. */
export interface PageDone {
  handled: number;
  sent: number;
  skipped: number;
  failed: number;
  cursor?: Record<string, string>;
  region_index?: number;
  /** Not to be continued before (quiet hours). */
  resume_ms?: number;
}
