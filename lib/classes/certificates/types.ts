/** 证书: what was issued to whom, for what, by whom; valid until revoked. */
import type { Level } from '../../catalogue/types';
import type { Day, Instant } from '../../platform/clock';
import type { CertificateKind } from '../assessment/types';

export interface Certificate {
  /** See number.ts. */
  number: string;
  rev: number;
  class_id: string;
  class_title: string;
  worker_id: string;
  name: string;
  id_number_masked: string;
  kind: CertificateKind;
  trade_id: string;
  trade_name: string;
  level: Level;
  home_region: string;
  institution_id: string;
  evaluator_id: string;
  /** 发证机构: the evaluator. */
  issuer: string;
  theory: number;
  practice: number;
  issued_on: Day;
  state: 'valid' | 'revoked';
  by: string;
  /** The task that issued it, so that a whole issue can be taken back. */
  batch?: string;
  issued_at: Instant;
  revoked?: { at: Instant; by: string; reason: string };
}

export type CertificateRefusal =
  | 'certificate_unknown'
  | 'certificate_issued'
  | 'certificate_revoked'
  | 'not_passed'
  | 'holder_erased'
  | 'nobody_to_certify';
