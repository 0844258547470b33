/** What the simulated WeChat remembers: people with their phones, what was said, and how each turn went. */
import type { Change, Clause } from '../../store/table';

export interface Person {
  openid: string;
  nickname: string;
  following: boolean;
  followed_at_s: number;
  /** Scene of the QR code she came by. */
  scene?: string;
  windows: Windows;
  /** Subscription notices she allowed, by template id: how many are left; -1 is for good. */
  allows: Record<string, number>;
  last_n: number;
  read_n: number;
  last_turn: number;
  last_event_s: number;
}

/** How many messages may still be pushed to a person, and until when. */
export interface Windows {
  /** Opened by a message of hers: 5 within 48 h. */
  message?: Window;
  /** Opened by following, scanning or the menu: 3 within a minute. */
  action?: Window;
}
export interface Window {
  until_ms: number;
  left: number;
}

export interface Choice {
  send: string;
  label: string;
}

/** One line on a person's phone. */
export interface InboxItem {
  n: number;
  at: string;
  direction: 'in' | 'out';
  /** `in`: the kind sent, or `event`. `out`: `text` an answer, `push`, `template`, `trouble` WeChat's own grey line. */
  kind: string;
  text: string;
  choices?: Choice[];
  /** Fields by the label shown on the card. */
  template?: { id: string; name: string; via: 'template' | 'subscription'; fields: Record<string, string> };
  msg_id?: string;
  turn?: number;
}

/** Everything about one message: as sent, as on the wire, each attempt, the answer, and the rows it wrote. */
export interface Turn {
  n: number;
  openid: string;
  at: string;
  text: string;
  mode: Mode;
  /** As on the wire, and what it held. */
  request: string;
  decrypted: string;
  attempts: Attempt[];
  ms: number;
  answer: string;
  answer_decrypted: string;
  rows: WrittenRow[];
}
export interface Attempt {
  url: string;
  ms: number;
  status?: number;
  outcome: 'answered' | 'timeout' | 'refused' | 'failed' | 'dropped';
}

/** One conditional write of a transaction, as the operation named it. */
export interface WrittenRow {
  transaction: number;
  kind: Change['kind'];
  pk: string;
  sk: string;
  why: string;
  when?: Clause[];
  outcome: 'written' | 'condition_failed' | 'not_written' | 'conflict' | 'unknown';
  /** From the stream, once it came by. */
  event?: 'INSERT' | 'MODIFY' | 'REMOVE';
  before?: Record<string, unknown>;
  after?: Record<string, unknown>;
}

export type Mode = 'plain' | 'compatible' | 'secure';

/** The account as registered with WeChat, and what it set up there. */
export interface Account {
  appid: string;
  secret: string;
  /** `gh_…`: the account's own id, in ToUserName. */
  original_id: string;
  token: string;
  aes_key: string;
  mode: Mode;
  /** Message templates the account was granted, by id. */
  templates: Record<string, Template>;
}
export interface Template {
  title: string;
  /** Labels by key, in the order shown: `{ thing1: '课程' }`. A message has every one of them and no other. */
  labels: Record<string, string>;
}

/** WeChat's answer to an API call: `errcode` 0 is left out where WeChat leaves it out. */
export type ApiAnswer = { errcode?: number; errmsg?: string; [name: string]: unknown };
