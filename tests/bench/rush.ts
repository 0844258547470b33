/**
 * The rush: 10,000 people confirm within a second, each through a function instance of her own chance
 * (so many share what "full" they remember). An item is locked for 8 ms by whoever writes it, and a
 * second writer gets a conflict, as DynamoDB raises them; time is virtual, so a minute takes seconds.
 */
import '../support/quiet';
import { agendaOf } from '../../lib/classes/agenda';
import { enrol } from '../../lib/classes/enrol';
import { blockSizes } from '../../lib/classes/items';
import { joinLine } from '../../lib/classes/join-line';
import { isRefusal } from '../../lib/platform/refusal';
import type { World } from '../../lib/platform/world';
import { carryOut } from '../../lib/store/commit';
import type { Table } from '../../lib/store/table';
import { openedClass, person, START_MS } from '../model/scene';
import { chance as chanceOf } from '../support/chance';
import { cloudTable } from '../support/cloudlike';
import { virtualTime } from '../support/virtual-time';
import { testWorld } from '../support/world';
import type { How } from './parts';
import { one, table, two } from './table';

export interface Rush {
  seats: number;
  blocks: number;
  sold: number;
  sold_out_s?: number;
  refused: number;
  waiting: number;
  unanswered: number;
  resent: number;
  p50_ms: number;
  p99_ms: number;
  conflicts: number;
  attempts_per_sale: number;
  requests_per_arrival: number;
}

const ARRIVALS = 10_000;
const INSTANCES = 200;
/** Who is told that the system is busy sends again after this. */
const AGAIN_MS = 3000;
const SENDS_MAX = 5;

export async function rush(
  seats: number,
  how: { arrivals?: number; blocks?: number; seed?: number; waiting_max?: number } = {},
): Promise<Rush> {
  const { arrivals = ARRIVALS, seed = 1, waiting_max = 30 } = how;
  const blocks = how.blocks ?? blockSizes(seats).length;
  const time = virtualTime(START_MS);
  const chance = chanceOf(seed);
  const cloud = cloudTable({ time, chance: chance.of('cloud'), lag_max_ms: 0 });
  let requests = 0;
  const count = <T>(call: Promise<T>): Promise<T> => {
    requests++;
    return call;
  };
  const counting: Table = {
    get: (key, how) => count(cloud.get(key, how)),
    getMany: (keys, how) => count(cloud.getMany(keys, how)),
    query: (request) => count(cloud.query(request)),
    write: (changes, how) => count(cloud.write(changes, how)),
  };
  const base = testWorld(counting, seed);
  const opened = openedClass(0, { capacity: seats, blocks, waiting_max, first_day: '2025-07-24' }, base.policies);
  const c = opened.training_class;
  for (let i = 0; i < opened.changes.length; i += 90) await cloud.memory.write(opened.changes.slice(i, i + 90));
  const instances = Array.from(
    { length: INSTANCES },
    (_, n): World => ({
      ...base,
      table: { ...counting },
      now: () => Math.floor(time.now()),
      sleep: time.pause,
      random: chance.of(n).random,
    }),
  );
  const out: Rush = {
    seats,
    blocks,
    sold: 0,
    refused: 0,
    waiting: 0,
    unanswered: 0,
    resent: 0,
    p50_ms: 0,
    p99_ms: 0,
    conflicts: 0,
    attempts_per_sale: 0,
    requests_per_arrival: 0,
  };
  const answered_ms: number[] = [];
  let attempts = 0;

  const arrive = async (n: number): Promise<void> => {
    const worker = person(n);
    await time.pause(chance.random() * 1000);
    for (let send = 0; send < SENDS_MAX; send++) {
      const world = chance.pick(instances);
      const began_ms = time.now();
      let tries = 0;
      const done = await carryOut(world, ({ number }) => {
        tries++;
        // The first time with what the confirm page showed.
        const held = number === 0 ? { held: { training_class: c, agenda: agendaOf(worker.worker_id, undefined) } } : {};
        return enrol(world, { class_id: c.class_id, worker, by: 'chat', ...held });
      });
      answered_ms.push(time.now() - began_ms);
      if (!isRefusal(done)) {
        attempts += tries;
        out.sold++;
        if (out.sold === seats) out.sold_out_s = (time.now() - START_MS) / 1000;
        return;
      }
      if (done.refused === 'class_full') return Number(done.facts?.line) < waiting_max ? line(n) : void out.refused++;
      out.resent++;
      await time.pause(AGAIN_MS);
    }
    out.unanswered++;
  };

  /** Told that it is full and how many wait: she reads, and asks for a place in line. */
  const line = async (n: number): Promise<void> => {
    await time.pause(3000 + chance.random() * 12_000);
    for (let send = 0; send < SENDS_MAX; send++) {
      const world = chance.pick(instances);
      const done = await carryOut(world, () =>
        joinLine(world, { class_id: c.class_id, worker: person(n), by: 'chat' }),
      );
      if (!isRefusal(done)) return void out.waiting++;
      if (done.refused !== 'busy') return void out.refused++;
      await time.pause(AGAIN_MS);
    }
    out.unanswered++;
  };

  for (let n = 0; n < arrivals; n++) void arrive(n);
  await time.run(50_000_000);
  answered_ms.sort((a, b) => a - b);
  out.p50_ms = answered_ms[Math.floor(answered_ms.length * 0.5)] ?? 0;
  out.p99_ms = answered_ms[Math.floor(answered_ms.length * 0.99)] ?? 0;
  out.conflicts = cloud.conflicts;
  out.attempts_per_sale = attempts / Math.max(1, out.sold);
  out.requests_per_arrival = requests / arrivals;
  return out;
}

const HEAD = [
  'seats',
  'blocks',
  'sold',
  'sold out after s',
  'told full',
  'waiting',
  'never through',
  '“busy” answers',
  'p50 ms',
  'p99 ms',
  'conflicts',
  'requests an arrival',
];

/** Few seats, many, and many without blocks: the control that shows what those are for. */
export async function rushTable({ quick }: How): Promise<string> {
  const how = quick ? { arrivals: 200 } : {};
  const runs = [await rush(50, how), await rush(5000, how), await rush(5000, { ...how, blocks: 1 })];
  const rows = runs.map((r) => [
    r.seats,
    r.blocks,
    r.sold,
    r.sold_out_s === undefined ? 'not' : one(r.sold_out_s),
    r.refused,
    r.waiting,
    r.unanswered,
    r.resent,
    Math.round(r.p50_ms),
    Math.round(r.p99_ms),
    r.conflicts,
    two(r.requests_per_arrival),
  ]);
  return table(HEAD, rows);
}
