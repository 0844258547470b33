/** After the class: how its members fare, what they signed, what was learnt from it. */
import type { Day, Instant } from '../../platform/clock';

/** 普工, 技工, 班组长, 自己干, 别的. */
export type Post = 'general' | 'skilled' | 'foreman' | 'self' | 'other';
/** 就业推荐, 创业指导 (L24). */
export type Guidance = 'job' | 'startup';

/** What she told at one of the months. */
export interface FollowUpAnswer {
  at: Instant;
  /** `chat`, or the officer who phoned. */
  by: string;
  working: boolean;
  /** Still where she worked before the class. */
  same_job?: boolean;
  employer?: string;
  place?: string;
  post_before?: Post;
  post?: Post;
  /** A month's wage. */
  wage_before_fen?: number;
  wage_after_fen?: number;
  guidance?: Guidance;
}

/** One attempt to reach her (L24): a push, an answer by chat, a call. */
export interface Attempt {
  at: Instant;
  month: number;
  how: 'push' | 'chat' | 'phone';
  by: string;
  outcome: 'sent' | 'answered' | 'no_answer' | 'refused' | 'wrong_number';
  note?: string;
}

export interface FollowUp {
  class_id: string;
  worker_id: string;
  name: string;
  phone_masked: string;
  rev: number;
  /** By month: '1', '3', '6'. */
  answers: Record<string, FollowUpAnswer>;
  /** The last ATTEMPTS_MAX. */
  attempts: Attempt[];
}

/** 订单, 合作协议, 劳动合同 signed after a class (B13). */
export interface Contract {
  contract_id: string;
  class_id: string;
  worker_id: string;
  name: string;
  kind: 'employment' | 'cooperation' | 'order';
  /** The other side: a company, a cooperative. */
  party: string;
  signed_on: Day;
  note?: string;
  by: string;
  at: Instant;
}

/** 总结 of a class (L25). */
export interface Review {
  class_id: string;
  rev: number;
  went_well: string;
  to_improve: string;
  next?: string;
  by: string;
  at: Instant;
}

export type AfterRefusal =
  | 'not_followed'
  | 'month_unknown'
  | 'follow_up_early'
  | 'wage_unreadable'
  | 'contract_unknown'
  | 'contract_early'
  | 'contract_future'
  | 'review_early'
  | 'review_missing'
  | 'year_not_over'
  | 'year_closed'
  | 'report_too_large'
  | 'period_order';
