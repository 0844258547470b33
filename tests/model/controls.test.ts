/**
 * Each guard taken away in turn: the harm it keeps off must then happen, and be seen. If one of these
 * stops failing without its guard, either the guard is not needed or the watch no longer looks.
 */
import { expect, test } from '@jest/globals';
import type { Weaken } from './history';
import type { Scene } from './scene';
import { simulate } from './simulate';
import { both, withoutClauses } from './weaken';

const one_block = (s: Scene): Scene => ({ ...s, classes: s.classes.map((c) => ({ ...c, blocks: 1 })) });
const as_is = (s: Scene): Scene => s;

/** More of what the office does: the guard against it is seldom needed otherwise. */
const restless =
  (verb: 'move' | 'cancel') =>
  (s: Scene): Scene => {
    const last_id = s.acts.length;
    const more = s.acts
      .filter((a) => a.verb === 'sign_up')
      .map((a, i) => ({ ...a, id: last_id + i, verb, at_ms: a.at_ms + 12, held_ms: undefined }));
    return { ...s, acts: [...s.acts, ...more.slice(0, 4)] };
  };

/** Whenever somebody leaves, somebody else comes at the same moment, to a class that is soon full. */
const at_the_door = (s: Scene): Scene => {
  const last_id = s.acts.length;
  const leaving = s.acts.filter((a) => a.verb === 'withdraw');
  const more = leaving.map((a, i) => ({
    ...a,
    id: last_id + i,
    verb: 'sign_up' as const,
    worker: (a.worker + 1 + i) % s.workers,
    at_ms: a.at_ms - 15,
    held_ms: undefined,
  }));
  return {
    ...s,
    classes: s.classes.map((c) => ({ ...c, capacity: Math.min(2, c.capacity), blocks: Math.min(2, c.blocks) })),
    acts: [...s.acts, ...more],
  };
};

/** Notices as they would be if only the stream knew of them. */
const neverDue: Weaken = (changes) =>
  changes.map((change) => {
    if (change.kind !== 'put' || !change.why.startsWith('notice ')) return change;
    const { due_at: _at, due_shard: _shard, ...item } = change.item;
    return { ...change, item };
  });

const guards: [name: string, harm: string, weaken: Weaken, only: (s: Scene) => Scene][] = [
  ['the seat counter', 'no oversell', withoutClauses(/a seat left/, 'taken'), as_is],
  [
    'the revision of her agenda',
    'no clash|yearly|agenda = rows|no double',
    withoutClauses(/^her time is taken/, 'rev', 'pk'),
    as_is,
  ],
  [
    'the revision of her agenda and the roster row',
    'no double enrolment|agenda = rows|no oversell|counter|no clash',
    both(withoutClauses(/^her time is taken/, 'rev', 'pk'), withoutClauses(/roster/, 'pk', 'status')),
    as_is,
  ],
  [
    'the line of the block',
    'first come first served \\(b\\)|no oversell',
    withoutClauses(/a seat left/, 'line', 'taken'),
    one_block,
  ],
  [
    'the revision of the line, at a join',
    'first come first served',
    withoutClauses(/the line as she saw it/, 'rev', 'pk'),
    as_is,
  ],
  [
    'the revision of the line, at a seat given back',
    'first come first served|no free seat',
    withoutClauses(/nobody waits for it/, 'rev', 'pk'),
    at_the_door,
  ],
  [
    'the class being open, and its terms',
    'class open|the timetable she saw',
    withoutClauses(/a seat left|full, and room|one less/, 'open', 'terms_rev'),
    restless('cancel'),
  ],
  [
    'the terms of the class',
    'the timetable she saw',
    withoutClauses(/a seat left|one less/, 'terms_rev'),
    restless('move'),
  ],
  [
    'the one who waits still waiting',
    'one offer|counter|oversell|agenda',
    both(withoutClauses(/she is still waiting/, 'status'), withoutClauses(/^notice seat_offered/, 'pk')),
    as_is,
  ],
  [
    'the seat still being kept for her',
    'counter|oversell|agenda|double',
    withoutClauses(/the seat is kept for her|place in line as read/, 'status'),
    as_is,
  ],
  ['the day on which a notice falls due by itself', 'a promised notice', neverDue, as_is],
];

test.each(guards)(
  'without %s: %s',
  async (_, harm, weaken, only) => {
    const with_guard = await simulate({ seed: 1, histories: 8, seconds_max: 2, only });
    expect(with_guard.broken).toBeUndefined();
    // No clock ends this: found or not must not hang on how busy the machine is.
    const without = await simulate({ seed: 1, histories: 500, weaken, only, as_found: true });
    expect(without.broken?.outcome.violation?.rule).toMatch(new RegExp(harm));
  },
  120_000,
);
