/** Workers (务工人员): who they are, what they consented to, how to reach them. */
import type { Day, Instant } from '../platform/clock';

/** What is kept of a worker. Sealed fields are unreadable without her own key. */
export interface Worker {
  worker_id: string;
  rev: number;
  name: string;
  /** From the ID number: 17th digit odd is male. */
  sex: 'male' | 'female';
  birth_day: Day;
  /** Wrapped data key; gone once erased. */
  data_key: string;
  id_number_sealed: string;
  id_number_hash: string;
  /** `530128********0013` */
  id_number_masked: string;
  phone_sealed: string;
  /** `138****0013` */
  phone_masked: string;
  /** Where she works: host region (GB/T 2260) and what she said. */
  site_region: string;
  site_text: string;
  employer?: string;
  home_region: string;
  /** Group (人员类别) where the office recorded one. */
  groups?: string[];
  /** `channel:address` she is reached at; absent after she unfollowed. */
  chat?: string;
  /** Keyed hash of the last `chat`, so that the same account may come back. */
  chat_hash?: string;
  /** Keyed hash of the phone, by which whom an office registered or spoke for is known when she comes by chat. */
  phone_hash?: string;
  consent: Consent;
  created_at: Instant;
  updated_at: Instant;
}

/** What she agreed to, and when. Registered by the office: on paper or in words (告知书), and before whom. */
export interface Consent {
  version: string;
  at: Instant;
  basis?: 'paper' | 'spoken';
  by?: string;
}

/** What sign-up collects before there is a worker: already checked, the sensitive part sealed. */
export interface Registration {
  worker_id: string;
  data_key: string;
  consent: { version: string; at: Instant };
  name: string;
  sex: 'male' | 'female';
  birth_day: Day;
  id_number_sealed: string;
  id_number_hash: string;
  id_number_masked: string;
  phone_sealed: string;
  phone_masked: string;
  phone_hash?: string;
  site_region: string;
  site_text: string;
  employer?: string;
}

/** 工作站, 培训机构, 用人单位, 评价机构, 村镇, 主管部门. */
export type OrgKind = 'station' | 'institution' | 'employer' | 'evaluator' | 'village' | 'office';

/** An organisation. Its area is a host region for stations and employers, its own for the others. */
export interface Organisation {
  org_id: string;
  rev: number;
  kind: OrgKind;
  name: string;
  /** The county whose programme it works in: decides which administration sees it. */
  home_region: string;
  region: string;
  /** 统一社会信用代码. */
  credit_code?: string;
  /** Whom to call; shown to colleagues only. */
  contact?: string;
  active: boolean;
  created_at: Instant;
  updated_at: Instant;
}

/** What a staff member does: runs a station, teaches, assesses (考评员), inspects (巡查员), supervises practice at work, speaks for a village, runs the office. */
export type Duty = 'station' | 'teacher' | 'assessor' | 'inspector' | 'supervisor' | 'village_officer' | 'office';

export interface Staff {
  staff_id: string;
  rev: number;
  name: string;
  org_id: string;
  org_name: string;
  org_kind: OrgKind;
  home_region: string;
  /** The area looked after. */
  region: string;
  duties: Duty[];
  /** Keyed hash of the ID number: the same person in two organisations is recognised. Required of teachers, assessors and inspectors. */
  person_hash?: string;
  /** Those of numbers put right since: who she was taken for when she taught or examined still counts (L12). */
  former_hashes?: string[];
  phone_masked?: string;
  /** `channel:address` of the bound account; absent while unbound. */
  chat?: string;
  /** The one bound on the resident gateway (Wechaty), besides it or instead: one person, one account on each channel. */
  gateway_chat?: string;
  bound_at?: Instant;
  /** Keyed hash of the one code that may bind her now; gone once used. */
  binding_hash?: string;
  active: boolean;
  left_at?: Instant;
  created_at: Instant;
  updated_at: Instant;
}

export type OrgRefusal =
  | 'org_unknown'
  | 'org_inactive'
  | 'org_name_taken'
  | 'staff_unknown'
  | 'staff_left'
  | 'duty_needs_id_number'
  | 'duty_not_of_org'
  | 'staff_bound'
  | 'binding_unknown'
  | 'binding_expired'
  | 'binding_used'
  | 'binding_elsewhere'
  | 'account_bound'
  | 'not_on_duty'
  | 'area_not_yours';

export type PeopleRefusal =
  | 'id_number_taken'
  | 'id_number_checksum'
  | 'id_number_format'
  | 'id_number_date'
  | 'phone_format'
  | 'name_format'
  | 'too_young'
  | 'too_old'
  | 'worker_unknown'
  | 'stale';
