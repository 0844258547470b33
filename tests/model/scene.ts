/** What a history is about: a few workers, a few small classes that clash, and what they try. Data only, so that it can be made smaller. */
import { blockSizes, cardItem, cardKey, seatPuts } from '../../lib/classes/items';
import type { EnrolPerson } from '../../lib/classes/rules';
import { slotsOf } from '../../lib/classes/slots';
import { generateLessons } from '../../lib/classes/timetable';
import type { TrainingClass } from '../../lib/classes/types';
import { addDays, HOUR_MS, MINUTE_MS, millis } from '../../lib/platform/clock';
import { isRefusal } from '../../lib/platform/refusal';
import type { PolicyBook } from '../../lib/policy/types';
import { keys } from '../../lib/store/keys';
import type { Change } from '../../lib/store/table';
import type { Chance } from '../support/chance';
import { START } from '../support/world';

export type Verb = 'sign_up' | 'withdraw' | 'accept' | 'decline' | 'office_withdraw' | 'move' | 'cancel';

export interface Act {
  id: number;
  at_ms: number;
  verb: Verb;
  worker: number;
  class: number;
  /** The facts were shown on a confirm page this long before, and come back with the confirmation. */
  held_ms?: number;
}

export interface ClassPlan {
  capacity: number;
  blocks: number;
  waiting_max: number;
  first_day: string;
}

export interface Scene {
  seed: number;
  workers: number;
  classes: ClassPlan[];
  acts: Act[];
  /** How people take an offer: accept, decline, or let it run out. */
  faults: boolean;
}

const START_MS = millis(START);

export function scene(seed: number, chance: Chance): Scene {
  const workers = chance.between(4, 9);
  const classes = Array.from({ length: chance.between(1, 4) }, (): ClassPlan => {
    const blocks = chance.pick([1, 1, 2, 3]);
    return {
      capacity: Math.max(blocks, chance.between(1, 3)),
      blocks,
      waiting_max: chance.between(blocks, 5),
      // Three possible days for classes of two days each: many clash, some do not.
      first_day: addDays('2025-07-24', chance.pick([0, 1, 5, 5, 6])),
    };
  });
  const acts: Act[] = [];
  const bursts = chance.between(2, 6);
  for (let burst = 0; burst < bursts; burst++) {
    const at_ms = burst === 0 ? 0 : chance.between(1, 40 * 60) * MINUTE_MS;
    const width_ms = chance.pick([5, 40, 400, 5000]);
    for (let i = chance.between(3, 12); i > 0; i--) {
      const verb = verbOf(chance, burst === 0);
      // Whoever leaves is mostly someone who once came.
      const leaving =
        verb === 'withdraw' || verb === 'office_withdraw'
          ? chance.pick(acts.filter((a) => a.verb === 'sign_up'))
          : undefined;
      acts.push({
        id: acts.length,
        at_ms: at_ms + chance.random() * width_ms,
        verb,
        worker: leaving?.worker ?? chance.between(0, workers - 1),
        class: leaving?.class ?? chance.between(0, classes.length - 1),
        ...(chance.often(0.5) && { held_ms: chance.pick([5, 50, 2 * HOUR_MS]) }),
      });
    }
  }
  return { seed, workers, classes, acts, faults: true };
}

const SHARES: [Verb, number][] = [
  ['sign_up', 0.58],
  ['withdraw', 0.29],
  ['office_withdraw', 0.04],
  ['accept', 0.03],
  ['decline', 0.03],
  ['move', 0.02],
  ['cancel', 0.01],
];

function verbOf(chance: Chance, first: boolean): Verb {
  let x = chance.random() * (first ? 0.7 : 1);
  for (const [verb, share] of SHARES) {
    x -= share;
    if (x < 0) return verb;
  }
  return 'sign_up';
}

export const classId = (n: number) => `A${n}`;
export const workerId = (n: number) => `w${n}`;

export function person(n: number): EnrolPerson {
  return {
    worker_id: workerId(n),
    name: `张${n}`,
    sex: n % 2 ? 'male' : 'female',
    birth_day: '1990-01-01',
    id_number_masked: '530128********0013',
    phone_masked: '138****0013',
  };
}

/** A published class of any size in any number of blocks, as the verbs would have left it. */
export function openedClass(
  n: number,
  plan: ClassPlan,
  policies: PolicyBook,
): { training_class: TrainingClass; changes: Change[] } {
  const policy = policies.of('530128', plan.first_day);
  const lessons = generateLessons(
    { pattern: 'full_time', first_day: plan.first_day, units: 16, place: '工地活动室' },
    policy.patterns.value.full_time,
    policy.patterns.rule,
  );
  if (isRefusal(lessons)) throw new Error(`no timetable: ${lessons.refused}`);
  const c: TrainingClass = {
    class_id: classId(n),
    rev: 1,
    timetable_rev: 1,
    terms_rev: 1,
    status: 'published',
    title: `电工${n}班`,
    // Different trades: having done one must not hide a clash with another.
    trade_id: `trade-${n}`,
    trade_name: '电工',
    level: '5',
    home_region: '530128',
    host_region: '652302',
    site_name: '工地',
    address: '活动室',
    pattern: 'full_time',
    units: 16,
    starts_at: lessons[0]!.starts_at,
    ends_at: lessons.at(-1)!.ends_at,
    slots: slotsOf(lessons),
    lessons: lessons.length,
    capacity: plan.capacity,
    blocks: plan.blocks,
    waiting_max: plan.waiting_max,
    age_min: 16,
    age_max: 60,
    groups: [],
    opens_at: '2025-07-01T08:00:00+08:00',
    closes_at: lessons[0]!.starts_at,
    policy: { id: policy.id, version: policy.version },
    created_at: START,
    updated_at: START,
  };
  const blocks = sizes(plan).map((size, block): Change => {
    const like = seatPuts({ ...c, capacity: size })[0] as Extract<Change, { kind: 'put' }>;
    return { ...like, key: keys.seats(c.class_id, block), item: { ...like.item, block, size }, why: `seats ${block}` };
  });
  const left = Object.fromEntries(sizes(plan).map((size, block) => [String(block).padStart(3, '0'), size]));
  return {
    training_class: c,
    changes: [
      { kind: 'put', key: keys.class(c.class_id), item: { ...c }, why: 'a class' },
      { kind: 'put', key: cardKey(c), item: cardItem(c, left, {}), why: 'its card' },
      ...blocks,
    ],
  };
}

/** As blockSizes spreads seats, for any number of blocks. */
function sizes({ capacity, blocks }: ClassPlan): number[] {
  if (blocks === blockSizes(capacity).length) return blockSizes(capacity);
  return Array.from({ length: blocks }, (_, b) => Math.floor(capacity / blocks) + (b < capacity % blocks ? 1 : 0));
}

export { START_MS };
