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
  consent: { version: string; at: Instant };
  created_at: Instant;
  updated_at: Instant;
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
  site_region: string;
  site_text: string;
  employer?: string;
}

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
