/** One history: the scene's people act at their times on a cloud-like table with faults, everything is watched, and at the end it must be at rest. */
import '../support/quiet';

import type { Sender } from '../../lib/channels/types';
import { due } from '../../lib/notices/due';
import { followUp } from '../../lib/notices/follow-up';
import { HOUR_MS, MINUTE_MS } from '../../lib/platform/clock';
import { DUE_SHARDS } from '../../lib/store/keys';
import type { Told } from '../../lib/store/memory';
import { type Change, type Table, Unavailable } from '../../lib/store/table';
import { chance as chanceOf } from '../support/chance';
import { type CloudTable, cloudTable } from '../support/cloudlike';
import { flaky, Stopped } from '../support/faults';
import { type VirtualTime, virtualTime } from '../support/virtual-time';
import { testWorld } from '../support/world';
import { perform } from './perform';
import { type Act, openedClass, type Scene, START_MS } from './scene';
import { insist, note, nothingYet, type Outcome, process, type Stage, yearlyLimit } from './stage';
import { Watch } from './watch';

/** Changes a write on its way to the table: how a test takes a guard away. */
export type Weaken = (changes: Change[]) => Change[];

const HORIZON_MS = 11 * 24 * HOUR_MS;
const IDLE_MAX_MS = 3 * HOUR_MS;
const nobody: Sender = { send: async () => ({ outcome: 'undeliverable', reason: 'not_following' }) };

interface CloudStage extends Stage {
  time: VirtualTime;
  cloud: CloudTable;
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

const short = (change: Change) =>
  `${change.key.pk.replace(/^(CLASS|WORKER|INBOX)#/, '')} ${change.key.sk.replace(/#0+/, '#')}`;

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
