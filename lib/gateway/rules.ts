/** What may be handed out to send, and what follows from how it went. Pure. */
import { HOUR_MS, instant, MINUTE_MS } from '../platform/clock';
import type { Ack, Fate, Held, Leased, Leases, OutboxItem } from './types';

/** So long what was handed out is nobody else's. A resident process takes seconds; a dead one is noticed after this. */
export const LEASE_MS = MINUTE_MS;
/** After so many failures an item is given up, with its reason. */
export const FAILS_MAX = 5;
const PAUSE_MS = 30_000;
const PAUSE_MAX_MS = 10 * MINUTE_MS;
/** An answer nobody fetched for a day answers nothing; news keeps two days. */
export const KEPT_MS = { 0: 24 * HOUR_MS, 1: 48 * HOUR_MS } as const;
/** Given up in one lease; more wait for the next. A transaction holds a hundred changes. */
const DEAD_AT_ONCE_MAX = 20;
/** A note about something that is gone is forgotten after a day. */
const HELD_KEPT_MS = 24 * HOUR_MS;
/** Failures that will not pass: they are no friends any more. Who is not found may be: puppets say that of a bad moment, too. */
const PERMANENT = new Set(['too_old', 'refused']);
/** How the sort keys of answers begin (keys.outbox). */
const REPLIES = 'SEND#0#';
/** Not the item's failure: WeChat wants a pause, or nobody is logged in. */
const NOT_ITS_FAULT = new Set(['throttled', 'stopped', 'offline']);

/** An item as it waits, with the sort key it has. */
export interface Waiting extends OutboxItem {
  sk: string;
}

export interface Asked {
  now_ms: number;
  items_max: number;
  replies_only?: boolean;
}

export interface Chosen {
  handed: Leased[];
  dead: { item: Waiting; reason: string }[];
  held: Record<string, Held>;
}

export const nothingHeld = (): Leases => ({
  rev: 0,
  held: {},
  totals: { sent: 0, duplicates: 0, failed: 0, dead: 0 },
});

/**
 * What to hand out of what waits (in the order of its keys: replies first, then by age). Never two things for one
 * person at a time, so what she gets keeps its order whatever fails in between; news that failed and waits its turn
 * again holds back her other news, not the answer to what she asks meanwhile.
 */
export function choose(leases: Leases, waiting: Waiting[], asked: Asked): Chosen {
  const { now_ms, items_max, replies_only } = asked;
  const held = stillKnown(leases.held, now_ms);
  const taken = Object.values(held).filter((one) => one.until_ms > now_ms);
  const busy = new Set(taken.filter((one) => !isPausedNews(one)).map((one) => one.to));
  const no_news = new Set(taken.filter(isPausedNews).map((one) => one.to));
  const handed: Leased[] = [];
  const dead: Chosen['dead'] = [];
  for (const item of waiting) {
    if (handed.length >= items_max) break;
    if (busy.has(item.to) || (item.priority > 0 && (replies_only || no_news.has(item.to)))) continue;
    const before = held[item.id];
    const fails = (before?.fails ?? 0) + (before && !before.failed ? 1 : 0);
    const reason =
      now_ms - item.at_ms > KEPT_MS[item.priority] ? 'too_old' : fails >= FAILS_MAX ? 'never_came_back' : undefined;
    if (reason) {
      if (dead.length >= DEAD_AT_ONCE_MAX) continue;
      dead.push({ item, reason });
      delete held[item.id];
      continue;
    }
    const attempt = (before?.attempt ?? 0) + 1;
    const until_ms = now_ms + LEASE_MS;
    held[item.id] = { sk: item.sk, to: item.to, attempt, fails, until_ms };
    busy.add(item.to);
    const { at_ms: _at, sk: _sk, ...shown } = item;
    handed.push({ ...shown, attempt, lease_until: instant(until_ms) });
  }
  return { handed, dead, held };
}

const isPausedNews = (one: Held): boolean => one.failed === true && !one.sk.startsWith(REPLIES);

function stillKnown(held: Record<string, Held>, now_ms: number): Record<string, Held> {
  return Object.fromEntries(Object.entries(held).filter(([, one]) => one.until_ms > now_ms - HELD_KEPT_MS));
}

/** What is remembered of an item by its id, long after it is gone. */
export interface Remembered {
  sk: string;
  state: 'waiting' | 'sent' | 'dead';
  /** Attempts that said they sent it. */
  sent_by?: number[];
  reason?: string;
}

export interface Settled {
  fate: Fate;
  leases: Leases;
  /** What to remember from now on; absent when nothing changes. */
  remembered?: Remembered;
  /** The item itself goes. */
  gone?: boolean;
}

/**
 * What an ack means. Said twice it counts once: an attempt that reported is known by its number. A second attempt that
 * reports the same item as sent is a duplicate somebody received, and is counted as one.
 */
export function settle(leases: Leases, known: Remembered | undefined, ack: Ack, now_ms: number): Settled {
  if (!known) return { fate: 'unknown', leases };
  return ack.outcome === 'failed' ? failed(leases, known, ack, now_ms) : sent(leases, known, ack);
}

function sent(leases: Leases, known: Remembered, ack: Ack): Settled {
  const sent_by = known.sent_by ?? [];
  if (sent_by.includes(ack.attempt)) return { fate: 'sent', leases };
  const again = sent_by.length > 0 || ack.outcome === 'duplicate';
  const { [ack.id]: _done, ...held } = leases.held;
  const { totals } = leases;
  return {
    fate: 'sent',
    leases: {
      ...leases,
      held,
      totals: {
        ...totals,
        sent: totals.sent + (sent_by.length > 0 ? 0 : 1),
        duplicates: totals.duplicates + (again ? 1 : 0),
        dead: totals.dead - (known.state === 'dead' ? 1 : 0),
      },
    },
    remembered: { sk: known.sk, state: 'sent', sent_by: [...sent_by, ack.attempt].slice(-10) },
    gone: known.state === 'waiting',
  };
}

function failed(leases: Leases, known: Remembered, ack: Ack, now_ms: number): Settled {
  if (known.state !== 'waiting') return { fate: known.state, leases };
  const held = leases.held[ack.id];
  // Somebody else has it by now, or this was said before.
  if (!held || held.attempt !== ack.attempt || held.failed) return { fate: 'waiting', leases };
  const detail = ack.detail ?? 'error';
  const fails = held.fails + (NOT_ITS_FAULT.has(detail) ? 0 : 1);
  const totals = { ...leases.totals, failed: leases.totals.failed + fails - held.fails };
  if (PERMANENT.has(detail) || fails >= FAILS_MAX) {
    const { [ack.id]: _dead, ...rest } = leases.held;
    return {
      fate: 'dead',
      leases: { ...leases, held: rest, totals: { ...totals, dead: totals.dead + 1 } },
      remembered: { ...known, state: 'dead', reason: detail },
      gone: true,
    };
  }
  const pause_ms = NOT_ITS_FAULT.has(detail) ? 0 : Math.min(PAUSE_MAX_MS, PAUSE_MS * 2 ** (fails - 1));
  const until_ms = now_ms + pause_ms;
  return {
    fate: 'waiting',
    leases: { ...leases, totals, held: { ...leases.held, [ack.id]: { ...held, fails, until_ms, failed: true } } },
  };
}
