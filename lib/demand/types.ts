/** 用工企业下单: what employers want trained and hired (job orders). */
import type { Day, Instant } from '../platform/clock';

/** Where an order came from (B10): the employer itself, a station's visit, a survey of employers, the office. Kept. */
export type OrderSource = 'employer' | 'station' | 'survey' | 'office';

export interface JobOrder {
  job_order_id: string;
  rev: number;
  home_region: string;
  /** Where the work is: the host region. */
  region: string;
  /** The employer's organisation, where it has one here. */
  org_id?: string;
  employer_name: string;
  trade_id: string;
  trade_name: string;
  /** 人. */
  heads: number;
  /** 岗位. */
  post?: string;
  place: string;
  /** A month, in fen. */
  wage_from_fen?: number;
  wage_to_fen?: number;
  skills?: string;
  /** 课时 of training it asks for, and of these practice. */
  units?: number;
  practice_units?: number;
  /** People are wanted by then: later it is no vacancy any more. */
  by_day: Day;
  contact?: string;
  source: OrderSource;
  by: string;
  state: 'open' | 'closed';
  closed?: { at: Instant; by: string; reason: string };
  created_at: Instant;
}

export type DemandRefusal =
  | 'job_order_unknown'
  | 'job_order_closed'
  | 'job_order_wage'
  | 'job_order_units'
  | 'job_order_past';
