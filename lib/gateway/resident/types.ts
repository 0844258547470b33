/** The resident process: what its parts are to each other. */
import type { Posted } from '../receive';
import type { Leased } from '../types';

/** A WeChat account that is logged in here; `bot.ts` makes one of Wechaty, tests make their own. */
export interface Line {
  /** Log in and hear; what is heard is kept before `heard` resolves. */
  start(heard: (posted: Posted) => Promise<void>): Promise<void>;
  /** Whether somebody is logged in: before, nobody can be found, and nothing is leased. Absent: always. */
  online?(): boolean;
  /** Throws `Throttled`, `Unreachable`, or anything else when it is not known what happened. */
  send(item: Pick<Leased, 'to' | 'group' | 'text'>): Promise<void>;
  stop(): Promise<void>;
}

/** WeChat says: too often (操作过于频繁). Nothing was sent. */
export class Throttled extends Error {
  override name = 'Throttled';
}

/** Nothing was sent, and the code says why. */
export class Unreachable extends Error {
  override name = 'Unreachable';
  constructor(readonly detail: 'contact_unknown' | 'group_unknown' | 'refused' | 'offline') {
    super(detail);
  }
}

/** Where a process can be killed; tests do so before and after each step. */
export const POINTS = [
  'journal:before',
  'journal:after',
  'post:before',
  'post:after',
  'posted:after',
  'lease:before',
  'lease:after',
  'sending:after',
  'send:after',
  'sent:after',
  'ack:before',
  'ack:after',
] as const;
export type Point = (typeof POINTS)[number];

export interface Hands {
  now(): number;
  sleep(ms: number): Promise<void>;
  random(): number;
  /** Called at each step; does nothing outside tests. */
  at?(point: Point): Promise<void>;
  log(line: string, facts: Record<string, string | number | boolean>): void;
}

/** Figures of this run, for the log: never who, never what. */
export interface Counts {
  heard: number;
  posted: number;
  /** Not taken by the server for good (too long, malformed): dropped. */
  refused: number;
  sent: number;
  /** Sent again without knowing whether the first time arrived. */
  duplicates: number;
  failed: number;
  throttled: number;
}

export const noCounts = (): Counts => ({
  heard: 0,
  posted: 0,
  refused: 0,
  sent: 0,
  duplicates: 0,
  failed: 0,
  throttled: 0,
});
