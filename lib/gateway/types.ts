/** The gateway: personal WeChat accounts and groups, carried by a process that runs apart (lib/gateway/resident). */
import type { Instant } from '../platform/clock';

/** What an account may be called: it stands before the dot of an address. */
export const ACCOUNT = /^[a-z][a-z0-9_-]{1,23}$/;

/** One WeChat account that a resident process has logged in; it may post what is said to it, and fetch what it is to send. */
export interface GatewayAccount {
  account: string;
  rev: number;
  home_region: string;
  /** For people: 普陀站的微信. */
  name: string;
  active: boolean;
  /** Its key, sealed as personal data are. */
  data_key: string;
  secret_sealed: string;
  /** The key before this one, still good for a while. */
  before_sealed?: string;
  before_until?: Instant;
  created_at: Instant;
  updated_at: Instant;
}

/** 0: an answer somebody waits for. 1: everything else. */
export type Priority = 0 | 1;

/** One thing to send. */
export interface OutboxItem {
  id: string;
  /** The contact, as in the address after the account. */
  to: string;
  /** The group in which she asked: the answer goes there and names her. */
  group?: string;
  text: string;
  priority: Priority;
  at_ms: number;
}

/** Something the resident process has in hand, or whose pause after a failure is not over. */
export interface Held {
  /** Sort key of the item. */
  sk: string;
  to: string;
  /** How often it was handed out. */
  attempt: number;
  /** How often it failed, or came to nothing. */
  fails: number;
  /** Nobody else gets it, nor anything for the same person, before. */
  until_ms: number;
  /** It came back with a failure and waits; otherwise it is being sent. */
  failed?: boolean;
}

/** What an account has been given to send so far, and what became of it. */
export interface Totals {
  sent: number;
  /** Sent more often than once, as far as can be known. */
  duplicates: number;
  failed: number;
  dead: number;
}

/** One small row per account, written at each lease and ack: all leases at once are one write. */
export interface Leases {
  rev: number;
  held: Record<string, Held>;
  totals: Totals;
}

export const OUTCOMES = ['sent', 'duplicate', 'failed'] as const;
/** `duplicate`: sent, and it is not known whether it had been sent before. */
export type Outcome = (typeof OUTCOMES)[number];

export interface Ack {
  id: string;
  attempt: number;
  outcome: Outcome;
  /** A short code, never words somebody said. */
  detail?: string;
}

/** What the resident process is handed. */
export interface Leased extends Omit<OutboxItem, 'at_ms'> {
  attempt: number;
  lease_until: Instant;
}

/** What a row of the outbox became. */
export type Fate = 'sent' | 'dead' | 'waiting' | 'unknown';

export type GatewayRefusal =
  | 'signature_missing'
  | 'signature_invalid'
  | 'signature_expired'
  | 'nonce_used'
  | 'gateway_account_unknown'
  | 'gateway_account_taken'
  | 'gateway_account_closed';
