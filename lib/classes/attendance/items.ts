/**
 * Marks as stored (`CLASS#id ATTEND#worker`): one small row a person and class, one attribute a lesson, so that signing in
 * writes this row alone and no index. In the row of a class with the most lessons there can be (90), each signed by code,
 * stand under 1 KB: a sign-in is 2 WCU, and 4 with its turn. A mark by others is longer (it says who): a row holds about
 * thirty of those in its first KB.
 *
 *   n12  a mark: how (one letter), when (six digits to the base 36, seconds), then what it has of
 *          /…  the lesson's start it was made for (base 36, minutes)
 *          <…  left early: minutes after the start (base 36)
 *          #…  a make-up: the lesson or day it was made up at
 *          @…  who made it; always last, for it may hold anything
 *   w12  wrong codes sent for lesson 12
 *   f12  the last attempt from too far away: when (six digits), then metres (base 36)
 */
import { keys } from '../../store/keys';
import type { Change, Clause, Item } from '../../store/table';
import { WRONG_CODES_MAX } from './rules';
import type { FarAttempt, HowMarked, Mark, Marks } from './types';

const LETTERS: Record<HowMarked, string> = {
  code: 'c',
  scanned: 's',
  located: 'f',
  online: 'o',
  workplace: 'w',
  list: 'l',
  list_confirmed: 'y',
  list_disputed: 'd',
  corrected: 'k',
  absent: 'x',
  leave: 'q',
  make_up: 'm',
};
const HOWS = Object.fromEntries(Object.entries(LETTERS).map(([how, letter]) => [letter, how as HowMarked]));
const MINUTE_MS = 60_000;

/** A mark as it is stored; seconds are kept, not milliseconds. */
export function encodeMark({ how, at_ms, for_ms, left_min, by, source }: Mark): string {
  return [
    LETTERS[how],
    seconds(at_ms),
    for_ms === undefined ? '' : `/${Math.floor(for_ms / MINUTE_MS).toString(36)}`,
    left_min === undefined ? '' : `<${left_min.toString(36)}`,
    source === undefined ? '' : `#${source}`,
    by === undefined ? '' : `@${by}`,
  ].join('');
}

const MARK = /^([a-z])([0-9a-z]{6})(?:\/([0-9a-z]+))?(?:<([0-9a-z]+))?(?:#([^@]*))?(?:@(.*))?$/su;

/** The reverse; nothing for what no version ever wrote. */
export function decodeMark(stored: string): Mark | undefined {
  const [, letter = '', at = '', start, left, source, by] = MARK.exec(stored) ?? [];
  const how = HOWS[letter];
  if (!how) return undefined;
  return {
    how,
    at_ms: Number.parseInt(at, 36) * 1000,
    ...(start && { for_ms: Number.parseInt(start, 36) * MINUTE_MS }),
    ...(left && { left_min: Number.parseInt(left, 36) }),
    ...(source !== undefined && { source }),
    ...(by !== undefined && { by }),
  };
}

const seconds = (ms: number): string =>
  Math.floor(ms / 1000)
    .toString(36)
    .padStart(6, '0');

export const encodeFar = ({ at_ms, away_m }: FarAttempt): string =>
  `${seconds(at_ms)}${Math.round(away_m).toString(36)}`;

const decodeFar = (stored: string): FarAttempt => ({
  at_ms: Number.parseInt(stored.slice(0, 6), 36) * 1000,
  away_m: Number.parseInt(stored.slice(6), 36),
});

/** Marks from a row; of someone who has none, an empty set. */
export function marksOf(class_id: string, worker_id: string, item: Item | undefined): Marks {
  const all: Marks = { class_id, worker_id, marks: {}, stored: {}, wrong: {}, far: {} };
  for (const [attr, value] of Object.entries(item ?? {})) {
    const [, kind, digits] = /^([nwf])(\d+)$/.exec(attr) ?? [];
    const n = Number(digits);
    if (kind === 'n') {
      const mark = decodeMark(value);
      if (mark) {
        all.marks[n] = mark;
        all.stored[n] = value;
      }
    } else if (kind === 'w') all.wrong[n] = value;
    else if (kind === 'f') all.far[n] = decodeFar(value);
  }
  return all;
}

/** Whose row it is, by its key. */
export const workerOfRow = (item: Pick<Item, 'sk'>): string => item.sk.slice('ATTEND#'.length);

/**
 * A mark, on the condition that the lesson has none, or still the one that was seen: two at once (her code and the
 * officer's list) are one mark, and whoever comes second looks again.
 */
export function markChange(
  class_id: string,
  worker_id: string,
  n: number,
  mark: Mark,
  seen: string | undefined,
  why: string,
): Change {
  return {
    kind: 'update',
    key: keys.attendance(class_id, worker_id),
    set: { [`n${n}`]: encodeMark(mark) },
    when: [unchanged(n, seen)],
    why,
  };
}

/** The mark that was seen is taken away; anything else that stands there by now stays. */
export function unmarkChange(class_id: string, worker_id: string, n: number, seen: string, why: string): Change {
  return {
    kind: 'update',
    key: keys.attendance(class_id, worker_id),
    remove: [`n${n}`],
    when: [unchanged(n, seen)],
    why,
  };
}

/** The lesson's mark is the one that was seen, or still none. */
export const unchanged = (n: number, seen: string | undefined): Clause =>
  seen === undefined ? { attr: `n${n}`, op: 'absent' } : { attr: `n${n}`, op: '=', value: seen };

/** One wrong code more for these lessons, as long as there is a try left: she may be guessing from several phones at once. */
export function wrongCodeChange(class_id: string, worker_id: string, ns: number[]): Change {
  return {
    kind: 'update',
    key: keys.attendance(class_id, worker_id),
    add: Object.fromEntries(ns.map((n) => [`w${n}`, 1])),
    when: ns.map((n) => ({
      any: [
        { attr: `w${n}`, op: 'absent' },
        { attr: `w${n}`, op: '<', value: WRONG_CODES_MAX },
      ],
    })),
    why: 'a wrong code, with a try left',
  };
}

/** The last attempt from too far away. */
export function farChange(class_id: string, worker_id: string, n: number, far: FarAttempt): Change {
  return {
    kind: 'update',
    key: keys.attendance(class_id, worker_id),
    set: { [`f${n}`]: encodeFar(far) },
    why: 'an attempt from far away',
  };
}
