/** 区域闸口 (H3): an area in which practice or assessment is closed for a time, reopened in batches (分批恢复). */
import type { Day, Instant } from '../../platform/clock';

export type GateWhat = 'practice' | 'assessment' | 'all';

export interface Gate {
  /** `g_`, the area's code, and what nobody can guess: found by its id alone. */
  gate_id: string;
  rev: number;
  /** The county whose programme closed it. */
  home_region: string;
  /** What is closed: this region and everything below it. */
  region: string;
  what: GateWhat;
  /** First and last day closed; no last day: until reopened. */
  from: Day;
  until?: Day;
  reason: string;
  by: string;
  created_at: Instant;
  /** Parts of it that were let go on, each from its day. */
  reopened: Reopening[];
}

export interface Reopening {
  region: string;
  what: GateWhat;
  from: Day;
  /** 第一批, 第二批 … */
  batch?: string;
  reason: string;
  by: string;
  at: Instant;
}

export type GateRefusal = 'gate_unknown' | 'gate_order' | 'gate_open' | 'area_closed';
