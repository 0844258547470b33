/** One history: the scene's people act at their times on a cloud-like table with faults, everything is watched, and at the end it must be at rest. */
import '../support/quiet';

import type { Sender } from '../../lib/channels/types';
import { cancelClass } from '../../lib/classes/cancel-class';
import { checkEnrol } from '../../lib/classes/check-enrol';
import { enrol } from '../../lib/classes/enrol';
import { joinLine } from '../../lib/classes/join-line';
import type { Held } from '../../lib/classes/load';
import { moveClass } from '../../lib/classes/move-class';
import { acceptOffer, declineOffer } from '../../lib/classes/offers';
import { withdraw } from '../../lib/classes/withdraw';
import { due } from '../../lib/notices/due';
import { followUp } from '../../lib/notices/follow-up';
import { addDays, HOUR_MS, instant, MINUTE_MS } from '../../lib/platform/clock';
import { isRefusal, type Refusal } from '../../lib/platform/refusal';
import type { World } from '../../lib/platform/world';
import { carryOut, type Planned } from '../../lib/store/commit';
import { DUE_SHARDS } from '../../lib/store/keys';
import type { Told } from '../../lib/store/memory';
import { type Change, Conflict, type Table, Unavailable } from '../../lib/store/table';
import { type Chance, chance as chanceOf } from '../support/chance';
import { type CloudTable, cloudTable } from '../support/cloudlike';
import { CALM, type Fault, type FlakyOptions, flaky, ROUGH, Stopped } from '../support/faults';
import { type VirtualTime, virtualTime } from '../support/virtual-time';
import { testWorld } from '../support/world';
import { type Act, classId, openedClass, person, type Scene, START_MS, workerId } from './scene';
import { type Violation, Watch } from './watch';

/** Changes a write on its way to the table: how a test takes a guard away. */
export type Weaken = (changes: Change[]) => Change[];

export interface Outcome {
  violation?: Violation;
  /** What happened, in order, for whoever has to understand it. */
  trace: { at_ms: number; line: string | (() => string) }[];
  operations: number;
  commits: number;
  conflicts: number;
  faults: Partial<Record<Fault, number>>;
  refusals: Record<string, number>;
  offers: number;
}

const RETRIES_MAX = 6;
const HORIZON_MS = 11 * 24 * HOUR_MS;
const IDLE_MAX_MS = 3 * HOUR_MS;
const nobody: Sender = { send: async () => ({ outcome: 'undeliverable', reason: 'not_following' }) };

/** The trace as lines of text: `07-10T10:00:00.008 sign_up w2 A0 begins`. */
export function traceLines({ trace }: Outcome): string[] {
  return trace.map(({ at_ms, line }) => {
    const ms = String(Math.floor(at_ms % 1000)).padStart(3, '0');
    return `${instant(at_ms).slice(5, 19)}.${ms} ${typeof line === 'string' ? line : line()}`;
  });
}

/** Where a history plays: the cloud-like table under virtual time, or the real engine. */
export interface Stage {
  scene: Scene;
  time: Pick<VirtualTime, 'now' | 'pause'>;
  chance: Chance;
  /** A process's way to the table. */
  connect(faults: FlakyOptions): Table;
  watch: Watch;
  base: World;
  out: Outcome;
  /** Effects by token, to hold an operation's answer against what it did; where commits can be seen. */
  tokens?: Map<string, number>;
}

interface CloudStage extends Stage {
  time: VirtualTime;
  cloud: CloudTable;
}

export function nothingYet(): Outcome {
  return { trace: [], operations: 0, commits: 0, conflicts: 0, faults: {}, refusals: {}, offers: 0 };
}

export async function runHistory(scene: Scene, how: { weaken?: Weaken } = {}): Promise<Outcome> {
  const stage = setStage(scene, how.weaken);
  const { time, cloud, watch, out } = stage;
  for (const [n, plan] of scene.classes.entries())
    await cloud.memory.write(openedClass(n, plan, stage.base.policies).changes);
  watch.committed();
  followUps(stage);
  for (const act of scene.acts) void time.pause(act.at_ms).then(() => perform(stage, act));
  schedule(stage);
  await time.run(400_000);
  if (!watch.violation) watch.atRest();
  out.violation = watch.violation;
  out.commits = cloud.commits;
  out.conflicts = cloud.conflicts;
  return out;
}

function setStage(scene: Scene, weaken?: Weaken): CloudStage {
  const chance = chanceOf(scene.seed);
  const time = virtualTime(START_MS);
  const out = nothingYet();
  const base = testWorld(undefined as unknown as Table, scene.seed);
  const watch = new Watch(time.now, { per_year_max: yearlyLimit(base) });
  const tokens = new Map<string, number>();
  const cloud = cloudTable({
    time,
    chance: chance.of('cloud'),
    committed: (changes, token) => {
      watch.committed();
      if (token) tokens.set(token, (tokens.get(token) ?? 0) + 1);
      note({ time, out }, () => `  wrote: ${changes.map((c) => `${c.why} [${short(c)}]`).join('; ')}`);
    },
  });
  cloud.memory.subscribe((told) => watch.hear(told));
  const weak: Table = weaken ? { ...cloud, write: (changes, how) => cloud.write(weaken(changes), how) } : cloud;
  return { scene, time, chance, cloud, watch, base, out, tokens, connect: (faults) => flaky(weak, faults) };
}

export function yearlyLimit(world: World): number {
  return world.policies.of('530128', '2025-07-24').enrolment.classes_per_year_max.value;
}

const short = (change: Change) =>
  `${change.key.pk.replace(/^(CLASS|WORKER|INBOX)#/, '')} ${change.key.sk.replace(/#0+/, '#')}`;

function note({ time, out }: Pick<Stage, 'time' | 'out'>, line: string | (() => string)): void {
  out.trace.push({ at_ms: time.now(), line });
}

/** A process: its own way to the table with its own faults, its own chance, gone when it is stopped. */
function process(stage: Stage, name: string): World {
  const chance = stage.chance.of(name);
  const table = stage.connect({
    chance: chance.of('faults'),
    rates: stage.scene.faults ? ROUGH : CALM,
    pause: stage.time.pause,
    struck: (fault) => {
      stage.out.faults[fault] = (stage.out.faults[fault] ?? 0) + 1;
      note(stage, `  ! ${fault} (${name})`);
    },
  });
  return {
    ...stage.base,
    table,
    now: () => Math.floor(stage.time.now()),
    sleep: stage.time.pause,
    random: chance.random,
  };
}

/** Like a person whose message goes unanswered, or a queue: again until there is an answer. */
export async function insist<T>(
  stage: Stage,
  name: string,
  doing: (world: World, attempt: number) => Promise<T | Refusal>,
): Promise<T | Refusal | undefined> {
  for (let attempt = 0; attempt < RETRIES_MAX; attempt++) {
    const world = process(stage, `${name}.${attempt}`);
    try {
      const answer = await doing(world, attempt);
      if (isRefusal(answer) && answer.refused === 'busy') {
        await stage.time.pause(200);
        continue;
      }
      return answer;
    } catch (error) {
      if (error instanceof Stopped) note(stage, `  killed: ${name}`);
      else if (error instanceof Unavailable || error instanceof Conflict) note(stage, `  no answer: ${name}`);
      else throw error;
      await stage.time.pause(1000);
    }
  }
  return undefined;
}

export async function perform(stage: Stage, act: Act): Promise<void> {
  if (stage.watch.violation) return;
  stage.out.operations++;
  const name = `${act.verb} ${workerId(act.worker)} ${classId(act.class)} #${act.id}`;
  note(stage, `${name} begins`);
  try {
    const answer = await doVerb(stage, act, name);
    const said = answer === undefined ? 'gave up' : isRefusal(answer) ? answer.refused : 'done';
    if (isRefusal(answer)) stage.out.refusals[said] = (stage.out.refusals[said] ?? 0) + 1;
    note(stage, `${name} → ${said}`);
  } catch (error) {
    stage.watch.fail('no crash', `${name}: ${(error as Error).stack}`);
  }
}

function doVerb(stage: Stage, act: Act, name: string): Promise<unknown> {
  const class_id = classId(act.class);
  const worker_id = workerId(act.worker);
  const run = <T>(verb: (world: World) => Promise<Planned<T>>) =>
    insist(stage, name, (world) => once(stage, name, world, verb));
  switch (act.verb) {
    case 'sign_up':
      return signUp(stage, act, name);
    case 'withdraw':
      return run((world) => withdraw(world, { class_id, worker_id, by: 'chat' }));
    case 'office_withdraw':
      return run((world) => withdraw(world, { class_id, worker_id, by: 'office', office: true, reason: '名单有误' }));
    case 'accept':
      return run((world) => acceptOffer(world, { class_id, worker_id }));
    case 'decline':
      return run((world) => declineOffer(world, { class_id, worker_id }));
    case 'move':
      return run((world) =>
        moveClass(world, {
          class_id,
          by: 'office',
          first_day: addDays('2025-07-24', stage.chance.of(name).between(0, 6)),
        }),
      );
    case 'cancel':
      return run((world) => cancelClass(world, { class_id, by: 'office', reason: '人数不足' }));
  }
}

/** carryOut, and its answer held against what was written: a success wrote once (or had nothing to write), a refusal not at all. */
async function once<T>(
  stage: Stage,
  name: string,
  world: World,
  verb: (world: World) => Promise<Planned<T>>,
): Promise<T | Refusal> {
  const tokens: string[] = [];
  const table: Table = {
    ...world.table,
    write: (changes, how) => {
      if (how?.token) tokens.push(how.token);
      return world.table.write(changes, how);
    },
  };
  let late = false;
  const struck_before = stage.out.faults.late ?? 0;
  const answer = await carryOut({ ...world, table }, () => verb(world));
  late = (stage.out.faults.late ?? 0) > struck_before;
  const effects = [...new Set(tokens)].reduce((sum, token) => sum + (stage.tokens?.get(token) ?? 0), 0);
  const expected = isRefusal(answer) ? 0 : tokens.length > 0 ? 1 : 0;
  if (stage.tokens && effects !== expected && !late)
    stage.watch.fail(
      'an answer tells what was done',
      `${name}: ${JSON.stringify(answer).slice(0, 80)}, but written ${effects} times`,
    );
  return answer;
}

/** As chat does it: check, confirm, enrol; full → the line; a seat after all → enrol. */
async function signUp(stage: Stage, act: Act, name: string): Promise<unknown> {
  const class_id = classId(act.class);
  const worker = person(act.worker);
  let held: Held | undefined;
  if (act.held_ms !== undefined) {
    const check = await insist(stage, `${name} check`, (world) => checkEnrol(world, { class_id, worker }));
    if (check === undefined) return undefined;
    if (isRefusal(check)) return check;
    held = { training_class: check.training_class, agenda: check.agenda };
    await stage.time.pause(act.held_ms);
  }
  let answer: unknown;
  for (let round = 0; round < 3; round++) {
    const part = `${name} round ${round}`;
    answer = await insist(stage, part, (world, attempt) => {
      let tries = 0;
      return once(stage, part, world, (w) =>
        enrol(w, { class_id, worker, by: 'chat', ...(held && round + attempt + tries++ === 0 && { held }) }),
      );
    });
    if (!isRefusal(answer) || answer.refused !== 'class_full') return answer;
    answer = await insist(stage, `${part} line`, (world) =>
      once(stage, `${part} line`, world, (w) => joinLine(w, { class_id, worker, by: 'chat' })),
    );
    if (!isRefusal(answer) || answer.refused !== 'seat_free') return answer;
  }
  return answer;
}

/** The stream: one record after another, each as often as it takes; and how people take the news of a seat. */
function followUps(stage: CloudStage): void {
  const { cloud, time, chance, out } = stage;
  const records: Told[] = [];
  let running = false;
  const consume = async () => {
    running = true;
    await time.pause(20 + chance.random() * 600);
    for (let next = records.shift(); next; next = records.shift()) {
      const { key, before, after } = next;
      const name = `stream ${key.pk} ${key.sk}`;
      let done: unknown;
      for (let round = 0; round < 20 && done === undefined; round++)
        done = await insist(stage, `${name}.${cloud.commits}.${round}`, async (world) => {
          await followUp(world, nobody, after!, before);
          return true;
        });
    }
    running = false;
  };
  cloud.memory.subscribe((told) => {
    const { key, before, after } = told;
    if (!after || stage.watch.violation) return;
    // Notices would be delivered here: what matters to this model is that they were promised.
    if (key.sk.startsWith('SEATS#') || key.sk === 'TASK') {
      records.push(told);
      if (!running) consume().catch((error) => stage.watch.fail('no crash', `stream: ${error.stack}`));
    }
    if (key.sk.startsWith('LINE#') && before?.status === 'waiting' && after.status === 'offered') {
      out.offers++;
      react(stage, after.class_id, after.worker_id, after.offered_until);
    }
  });
}

function react(stage: Stage, class_id: string, worker_id: string, offered_until: string): void {
  const chance = stage.chance.of(`reaction ${class_id} ${worker_id}`);
  const verb = chance.pick(['accept', 'accept', 'accept', 'decline', 'ignore'] as const);
  if (verb === 'ignore') return;
  const until_ms = Date.parse(offered_until) - stage.time.now();
  // At once, later, or at the very last moment.
  const after_ms = chance.pick([50, 2000, chance.random() * until_ms, until_ms - 1000 + chance.random() * 3000]);
  const act: Act = { id: -1, at_ms: 0, verb, worker: Number(worker_id.slice(1)), class: Number(class_id.slice(1)) };
  void stage.time.pause(after_ms).then(() => perform(stage, act));
}

/** The minute's schedule, run only when something is due (an idle minute changes nothing), until the horizon. */
function schedule(stage: CloudStage): void {
  const { time, cloud } = stage;
  const tick = async (n: number): Promise<void> => {
    if (stage.watch.violation || time.now() > START_MS + HORIZON_MS) return;
    const next = await earliestDue(cloud);
    if (next !== undefined && next <= time.now()) {
      const world = process(stage, `due ${n}`);
      await due(world, nobody).catch((error) => {
        if (!(error instanceof Stopped || error instanceof Unavailable))
          stage.watch.fail('no crash', `due: ${error.stack}`);
      });
      await time.pause(MINUTE_MS);
    } else {
      // Nothing due: sleep until the next row is, or look again in a while (rows may come meanwhile).
      const wait_ms = next === undefined ? IDLE_MAX_MS : Math.min(next - time.now() + 1000, IDLE_MAX_MS);
      await time.pause(Math.max(1000, wait_ms));
    }
    return tick(n + 1);
  };
  void tick(0);
}

async function earliestDue(cloud: CloudTable): Promise<number | undefined> {
  const found: number[] = [];
  for (let shard = 0; shard < DUE_SHARDS; shard++) {
    const { items } = await cloud.memory.query({ pk: `DUE#${shard}`, index: 'due', limit: 1 });
    if (items[0]) found.push(Date.parse(items[0].due_at));
  }
  return found.length > 0 ? Math.min(...found) : undefined;
}
