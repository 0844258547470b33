/** The same people on the real engine, with faults raised where the SDK would raise them: fewer histories, real time, rows judged whenever all is quiet. */
import '../support/quiet';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { expect, test } from '@jest/globals';
import { fillSeats } from '../../lib/classes/fill-seats';
import { due } from '../../lib/notices/due';
import { HOUR_MS, MINUTE_MS } from '../../lib/platform/clock';
import type { World } from '../../lib/platform/world';
import { carryOut } from '../../lib/store/commit';
import { dynamoTable } from '../../lib/store/dynamo';
import type { Item } from '../../lib/store/table';
import { chance as chanceOf } from '../support/chance';
import { freshTable, type TestTable } from '../support/engine';
import { flakyClient } from '../support/faults';
import { testWorld } from '../support/world';
import { perform } from './perform';
import { type Act, classId, openedClass, START_MS, scene } from './scene';
import { nothingYet, type Stage, traceLines, yearlyLimit } from './stage';
import { Watch } from './watch';

const SEEDS = [1, 2, 3, 4];
const soon = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, Math.min(ms / 20, 15)));

test.each(SEEDS)(
  'seed %i: every time all is quiet, the rows agree, no seat is sold twice and none lies idle',
  async (seed) => {
    const { stage, world, at } = await setStage(seed);
    for (const burst of bursts(stage.scene.acts)) {
      stage.out.trace.push({ at_ms: START_MS + burst[0]!.at_ms, line: '— burst —' });
      at.ms = START_MS + burst[0]!.at_ms;
      await Promise.all(burst.map((act) => soon(act.at_ms - burst[0]!.at_ms).then(() => perform(stage, act))));
      await quiet(stage, world);
      await answerOffers(stage, world);
      // The night passes: offers nobody answered run out.
      at.ms += 22 * HOUR_MS;
      await quiet(stage, world);
      stage.watch.standing(await rowsOf(stage));
      // Without a stream nothing keeps the cards.
      stage.watch.atRest({ cards: false });
      if (stage.watch.violation)
        throw new Error(`${JSON.stringify(stage.watch.violation)}\n${traceLines(stage.out).join('\n')}`);
    }
    expect(stage.out.operations).toBeGreaterThanOrEqual(stage.scene.acts.length);
    expect(Object.keys(stage.out.faults).length).toBeGreaterThan(3);
  },
);

/** `under_way`: writes that are done after their caller gave up. */
type EngineStage = Stage & { engine: TestTable; under_way: Promise<unknown>[] };

async function setStage(seed: number) {
  const engine = await freshTable();
  const chance = chanceOf(seed);
  const at = { ms: START_MS };
  const base = testWorld(engine.table, seed);
  const time = { now: () => at.ms, pause: soon };
  const under_way: Promise<unknown>[] = [];
  const late = (done: Promise<unknown>) => void under_way.push(done);
  const stage: EngineStage = {
    engine,
    under_way,
    scene: scene(seed, chance),
    time,
    chance,
    connect: (faults) =>
      dynamoTable({ table: engine.name, client: flakyClient(engine.client, { ...faults, late }) as any }),
    watch: new Watch(time.now, { per_year_max: yearlyLimit(base) }),
    base,
    out: nothingYet(),
  };
  for (const [n, plan] of stage.scene.classes.entries())
    await engine.table.write(openedClass(n, plan, base.policies).changes);
  const world: World = { ...base, now: time.now, sleep: soon };
  return { stage, world, at };
}

function bursts(acts: Act[]): Act[][] {
  const found: Act[][] = [];
  for (const act of [...acts].sort((a, b) => a.at_ms - b.at_ms)) {
    const open = found.at(-1);
    if (open && act.at_ms - open.at(-1)!.at_ms < MINUTE_MS) open.push(act);
    else found.push([act]);
  }
  return found;
}

/** What the stream and the schedule do, until they find nothing more to do. */
async function quiet(stage: EngineStage, world: World): Promise<void> {
  for (let round = 0; round < 30; round++) {
    await Promise.all(stage.under_way);
    let busy =
      (await due(world, { send: async () => ({ outcome: 'undeliverable', reason: 'not_following' }) })).handled > 0;
    for (const n of stage.scene.classes.keys()) {
      const filled = await carryOut(world, () => fillSeats(world, classId(n)));
      busy ||= 'offered' in filled && filled.offered !== undefined;
    }
    if (!busy) return;
  }
  throw new Error('never quiet');
}

async function answerOffers(stage: EngineStage, world: World): Promise<void> {
  const offered = (await rowsOf(stage)).filter((row) => row.sk.startsWith('LINE#') && row.status === 'offered');
  await Promise.all(
    offered.map((row) => {
      const verb = stage.chance.pick(['accept', 'decline', 'ignore'] as const);
      if (verb === 'ignore') return undefined;
      return perform(stage, {
        id: -1,
        at_ms: 0,
        verb,
        worker: Number(row.worker_id.slice(1)),
        class: Number(row.class_id.slice(1)),
      });
    }),
  );
  await quiet(stage, world);
}

async function rowsOf({ engine }: EngineStage): Promise<Item[]> {
  const items: Item[] = [];
  let from: any;
  do {
    const page = await engine.client.send(new ScanCommand({ TableName: engine.name, ExclusiveStartKey: from }));
    items.push(...(page.Items ?? []).map((raw) => unmarshall(raw) as Item));
    from = page.LastEvaluatedKey;
  } while (from);
  return items;
}
