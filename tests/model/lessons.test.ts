/** A short fixed-seed run of lesson histories with faults, and each guard taken away in turn. */
import { expect, test } from '@jest/globals';
import type { Weaken } from './history';
import type { LessonAct } from './lesson-scene';
import { type LessonOutcome, runLessons } from './lessons';
import { traceLines } from './stage';
import { withoutClauses } from './weaken';

const HISTORIES_MIN = 15;
type Only = (acts: LessonAct[]) => LessonAct[];

/**
 * Histories of these seeds until one breaks a rule. Given `seconds_max`, the time may end it once there were enough: a busy
 * machine tests slower, not less. Whether a guard's harm is found hangs on no clock.
 */
async function many(from: number, count: number, how: { seconds_max?: number; weaken?: Weaken; only?: Only }) {
  const { seconds_max = Number.POSITIVE_INFINITY, weaken, only } = how;
  const began_ms = performance.now();
  const sum = {
    histories: 0,
    operations: 0,
    marks: 0,
    conflicts: 0,
    acknowledged: 0,
    faults: {} as Record<string, number>,
    refusals: {} as Record<string, number>,
  };
  for (let seed = from; seed < from + count; seed++) {
    const out: LessonOutcome = await runLessons(seed, { weaken, only });
    sum.histories++;
    for (const name of ['operations', 'marks', 'conflicts', 'acknowledged'] as const) sum[name] += out[name];
    for (const [fault, n] of Object.entries(out.faults)) sum.faults[fault] = (sum.faults[fault] ?? 0) + n;
    for (const [code, n] of Object.entries(out.refusals)) sum.refusals[code] = (sum.refusals[code] ?? 0) + n;
    if (out.violation) return { ...sum, broken: { seed, ...out.violation, trace: traceLines(out) } };
    if (sum.histories >= HISTORIES_MIN && performance.now() - began_ms > seconds_max * 1000) break;
  }
  return { ...sum, broken: undefined };
}

test('one mark a person and lesson, none lost once acknowledged, hours never more than held: up to 150 histories with faults', async () => {
  const sum = await many(1, 150, { seconds_max: 6 });
  console.info(JSON.stringify({ ...sum, broken: undefined }));
  if (sum.broken)
    throw new Error(`${JSON.stringify({ ...sum.broken, trace: undefined })}\n${sum.broken.trace.join('\n')}`);
  // The run is worth something only if there was trouble to get through.
  expect(sum.histories).toBeGreaterThan(8);
  expect(sum.conflicts).toBeGreaterThan(15);
  expect(sum.acknowledged).toBeGreaterThan(40);
  for (const fault of ['throttle', 'conflict', 'lost', 'unheard', 'late', 'stop_before', 'stop_after'])
    expect(sum.faults[fault]).toBeGreaterThan(5);
}, 90_000);

test('one seed, one history', async () => {
  const [a, b] = [await runLessons(5), await runLessons(5)];
  expect(traceLines(a).length).toBeGreaterThan(20);
  expect(traceLines(b)).toEqual(traceLines(a));
});

/** Where to begin looking for a harm: each of the guards is missed within some twenty histories from here. */
const SEEN_SOON = 140;
const EVERY = Array.from({ length: 16 }, (_, i) => `n${i + 1}`);
const guards = (): [name: string, harm: RegExp, weaken: Weaken, only: Only][] => [
  [
    'the mark still being as it was seen, at the officer’s list',
    /one mark/,
    withoutClauses(/on the officer’s list/, ...EVERY),
    as_is,
  ],
  [
    'the mark still being as it was seen, at her own',
    /one mark|an answer tells/,
    withoutClauses(/she signs in/, ...EVERY),
    as_is,
  ],
  [
    'the mark still being the list’s, when it is taken back',
    /one mark|acknowledged/,
    withoutClauses(/the list is taken back/, ...EVERY),
    at_once,
  ],
  [
    'the mark still being as it was seen, when she takes leave',
    /one mark|acknowledged/,
    withoutClauses(/she takes leave/, ...EVERY),
    in_two_minds,
  ],
];
const as_is: Only = (acts) => acts;

/** Whoever signs in asks for leave at the same moment. */
const in_two_minds: Only = (acts) => [
  ...acts,
  ...acts
    .filter(({ verb }) => verb === 'sign_in')
    .map((act, i): LessonAct => ({ ...act, id: acts.length + i, verb: 'leave', at_ms: act.at_ms + (i % 8) })),
];

/** Whenever a list is taken back, somebody confirms what it said at the same moment. */
const at_once: Only = (acts) => [
  ...acts,
  ...acts
    .filter(({ verb }) => verb === 'list_back')
    .flatMap((act, i) =>
      [30_000, 30_010, 30_020].map(
        (after_ms, k): LessonAct => ({
          ...act,
          id: acts.length + 3 * i + k,
          verb: 'confirm',
          worker: (act.worker + 1 + k) % 6,
          at_ms: act.at_ms + after_ms,
        }),
      ),
    ),
];

test.each(guards())(
  'without %s: %s',
  async (_name, harm, weaken, only) => {
    expect((await many(1, 5, { only })).broken).toBeUndefined();
    const without = await many(SEEN_SOON, 500, { weaken, only });
    expect(without.broken?.rule).toMatch(harm);
  },
  120_000,
);
