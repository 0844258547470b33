/** `npm run simulate -- --seed N --histories M`: random histories until one goes wrong, then the smallest that does. */
import { parseArgs } from 'node:util';
import { chance } from '../support/chance';
import { runChats } from './chats';
import { runHistory, type Weaken } from './history';
import { runLessons } from './lessons';
import { type Scene, scene } from './scene';
import { type Outcome, traceLines } from './stage';

export interface Summary {
  histories: number;
  seconds: number;
  operations: number;
  commits: number;
  conflicts: number;
  offers: number;
  faults: Record<string, number>;
  refusals: Record<string, number>;
  /** The first history that broke a rule, made as small as it gets. */
  broken?: { seed: number; scene: Scene; outcome: Outcome };
}

/** Histories of the seeds `seed`, `seed + 1`, …; stops at the first that breaks a rule. */
export async function simulate(how: {
  seed: number;
  histories: number;
  /** No more are begun after this time, once there were `histories_min`: a busy machine tests slower, not less. */
  seconds_max?: number;
  histories_min?: number;
  weaken?: Weaken;
  only?: (s: Scene) => Scene;
  /** As found, where only the rule it breaks is wanted: making it smaller takes longer than finding it. */
  as_found?: boolean;
}): Promise<Summary> {
  const began_ms = performance.now();
  const sum: Summary = {
    histories: 0,
    seconds: 0,
    operations: 0,
    commits: 0,
    conflicts: 0,
    offers: 0,
    faults: {},
    refusals: {},
  };
  for (let n = 0; n < how.histories; n++) {
    const seed = how.seed + n;
    const made = scene(seed, chance(seed));
    const one = how.only ? how.only(made) : made;
    const outcome = await runHistory(one, { weaken: how.weaken });
    sum.histories++;
    sum.operations += outcome.operations;
    sum.commits += outcome.commits;
    sum.conflicts += outcome.conflicts;
    sum.offers += outcome.offers;
    addTo(sum.faults, outcome.faults);
    addTo(sum.refusals, outcome.refusals);
    if (outcome.violation) {
      sum.broken = how.as_found ? { seed, scene: one, outcome } : await smaller(seed, one, outcome, how.weaken);
      break;
    }
    const enough = sum.histories >= (how.histories_min ?? 0);
    if (enough && how.seconds_max && performance.now() - began_ms > how.seconds_max * 1000) break;
  }
  sum.seconds = (performance.now() - began_ms) / 1000;
  return sum;
}

function addTo(sum: Record<string, number>, more: Record<string, number>): void {
  for (const [name, n] of Object.entries(more)) sum[name] = (sum[name] ?? 0) + n;
}

/** Take away faults, then acts one at a time, as long as the same rule is broken. */
async function smaller(seed: number, from: Scene, broken: Outcome, weaken?: Weaken) {
  let best = { seed, scene: from, outcome: broken };
  const rule = broken.violation!.rule;
  const attempt = async (next: Scene): Promise<boolean> => {
    const outcome = await runHistory(next, { weaken });
    if (outcome.violation?.rule !== rule) return false;
    best = { seed, scene: next, outcome };
    return true;
  };
  await attempt({ ...best.scene, faults: false });
  for (let again = true; again; ) {
    again = false;
    for (const act of best.scene.acts)
      again = (await attempt({ ...best.scene, acts: best.scene.acts.filter((a) => a.id !== act.id) })) || again;
  }
  return best;
}

/** Figures, and if a rule was broken: which, by which seed, and the least that shows it. */
export function told(sum: Summary): string {
  const faults = Object.entries(sum.faults)
    .map(([name, n]) => `${name} ${n}`)
    .join(', ');
  const per_s = Math.round(sum.histories / sum.seconds);
  const lines = [
    `${sum.histories} histories in ${sum.seconds.toFixed(1)} s (${per_s}/s): ${sum.operations} operations, ${sum.commits} commits, ${sum.offers} offers, ${sum.conflicts} conflicts`,
    `faults injected: ${faults || 'none'}`,
    `refusals: ${
      Object.entries(sum.refusals)
        .sort((a, b) => b[1] - a[1])
        .map(([name, n]) => `${name} ${n}`)
        .join(', ') || 'none'
    }`,
  ];
  if (!sum.broken) return [...lines, 'no rule broken'].join('\n');
  const { seed, scene: least, outcome } = sum.broken;
  return [
    ...lines,
    `BROKEN by seed ${seed}: ${outcome.violation!.rule}: ${outcome.violation!.detail}`,
    `least scene: ${JSON.stringify({ workers: least.workers, faults: least.faults, classes: least.classes })}`,
    ...traceLines(outcome),
  ].join('\n');
}

/** Whole conversations as well, one to ten of the others. */
async function chats(seed: number, count: number): Promise<boolean> {
  const began_ms = performance.now();
  const sum = { messages: 0, deliveries: 0, failed: 0, faults: 0 };
  for (let n = 0; n < count; n++) {
    const outcome = await runChats(seed + n);
    for (const name of Object.keys(sum) as (keyof typeof sum)[]) sum[name] += outcome[name];
    if (!outcome.violation) continue;
    console.log(
      [
        `BROKEN by conversations of seed ${seed + n}: ${outcome.violation.rule}: ${outcome.violation.detail}`,
        ...outcome.transcript,
      ].join('\n'),
    );
    return true;
  }
  const { messages, deliveries, failed, faults } = sum;
  const seconds = ((performance.now() - began_ms) / 1000).toFixed(1);
  console.log(
    `${count} histories of conversations in ${seconds} s: ${messages} messages, ${deliveries} deliveries, ${failed} of them failed, ${faults} faults; no rule broken`,
  );
  return false;
}

/** And what happens in lessons: as many of those. */
async function lessons(seed: number, count: number): Promise<boolean> {
  const began_ms = performance.now();
  const sum = { operations: 0, marks: 0, conflicts: 0 };
  for (let n = 0; n < count; n++) {
    const outcome = await runLessons(seed + n);
    for (const name of Object.keys(sum) as (keyof typeof sum)[]) sum[name] += outcome[name];
    if (!outcome.violation) continue;
    const { rule, detail } = outcome.violation;
    console.log([`BROKEN by lessons of seed ${seed + n}: ${rule}: ${detail}`, ...traceLines(outcome)].join('\n'));
    return true;
  }
  const seconds = ((performance.now() - began_ms) / 1000).toFixed(1);
  console.log(
    `${count} histories of lessons in ${seconds} s: ${sum.operations} operations, ${sum.marks} marks changed, ${sum.conflicts} conflicts; no rule broken`,
  );
  return false;
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { seed: { type: 'string' }, histories: { type: 'string' } } });
  const seed = Number(values.seed ?? Date.now() % 1_000_000);
  const histories = Number(values.histories ?? 1000);
  if (!Number.isInteger(seed) || !Number.isInteger(histories) || histories < 1)
    throw new Error('--seed N --histories M: whole numbers');
  console.log(`seed ${seed}`);
  const sum = await simulate({ seed, histories });
  console.log(told(sum));
  const broken = await chats(seed, Math.ceil(histories / 10));
  const lost = await lessons(seed, histories);
  if (sum.broken || broken || lost) process.exitCode = 1;
}

if (require.main === module) void main();
