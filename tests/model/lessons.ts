/**
 * Histories of a class that runs: its people sign in with good and stale codes, take leave and take it back, the officer
 * puts down lists and takes them back, workers confirm and dispute, lessons are made up, moved, corrected, people leave;
 * with the faults of processes and table. Every change of a mark is judged on the spot, hours at the end.
 */
import '../support/quiet';
import { currentCode } from '../../lib/classes/attendance/code';
import { confirmMark } from '../../lib/classes/attendance/confirm-mark';
import { correctMark } from '../../lib/classes/attendance/correct-mark';
import { takeBackLeave, takeLeave } from '../../lib/classes/attendance/leave';
import { makeUp } from '../../lib/classes/attendance/make-up';
import { markList } from '../../lib/classes/attendance/roll-call';
import { signIn } from '../../lib/classes/attendance/sign-in';
import { unmarkList } from '../../lib/classes/attendance/unmark-list';
import { withdraw } from '../../lib/classes/withdraw';
import { instant, MINUTE_MS } from '../../lib/platform/clock';
import { isRefusal, type Refusal } from '../../lib/platform/refusal';
import type { World } from '../../lib/platform/world';
import type { Planned } from '../../lib/store/commit';
import type { Table } from '../../lib/store/table';
import { chance as chanceOf } from '../support/chance';
import { cloudTable } from '../support/cloudlike';
import { flaky } from '../support/faults';
import { virtualTime } from '../support/virtual-time';
import { testWorld } from '../support/world';
import type { Weaken } from './history';
import { LESSON_START_MS, type LessonAct, putOff, runningClass } from './lesson-scene';
import { judgeMarks, lessonsAtRest } from './lesson-watch';
import { once } from './once';
import { workerId } from './scene';
import { insist, note, nothingYet, type Outcome, type Stage } from './stage';
import { Watch } from './watch';

export interface LessonOutcome extends Outcome {
  marks: number;
  acknowledged: number;
}

type Run = <T>(verb: (world: World) => Promise<Planned<T>>) => Promise<T | Refusal | undefined>;

export async function runLessons(
  seed: number,
  how: { weaken?: Weaken; faults?: boolean; only?: (acts: LessonAct[]) => LessonAct[] } = {},
): Promise<LessonOutcome> {
  const chance = chanceOf(seed);
  const time = virtualTime(LESSON_START_MS);
  const out: LessonOutcome = { ...nothingYet(), marks: 0, acknowledged: 0 };
  const base = testWorld(undefined as unknown as Table, seed);
  const watch = new Watch(time.now, { per_year_max: 9 });
  const tokens = new Map<string, number>();
  const cloud = cloudTable({
    time,
    chance: chance.of('cloud'),
    committed: (changes, token) => {
      if (token) tokens.set(token, (tokens.get(token) ?? 0) + 1);
      note({ time, out }, () => `  wrote: ${changes.map((change) => change.why).join('; ')}`);
    },
  });
  const { weaken } = how;
  const weak: Table = weaken ? { ...cloud, write: (changes, as) => cloud.write(weaken(changes), as) } : cloud;
  const scene = { seed, workers: 0, classes: [], acts: [], faults: how.faults ?? true };
  const stage: Stage = { scene, time, chance, watch, base, out, tokens, connect: (faults) => flaky(weak, faults) };
  const room = runningClass(base, chance);
  room.acts = how.only?.(room.acts) ?? room.acts;
  const moves = room.acts.some(({ verb }) => verb === 'move');
  await cloud.memory.write(room.changes);
  cloud.memory.subscribe((told) => {
    out.marks += judgeMarks(watch, told, moves);
  });
  const acknowledged = new Set<string>();
  for (const act of room.acts)
    void time.pause(act.at_ms).then(async () => {
      if (watch.violation) return;
      out.operations++;
      const name = `${act.verb} ${act.worker} #${act.lesson} ${act.id}`;
      note(stage, `${name} begins`);
      const run: Run = (verb) => insist(stage, name, (world) => once(stage, name, world, verb));
      const move = () => cloud.memory.write(putOff(room, act.lesson));
      const answer = await doAct(stage, room.class_id, act, run, move).catch((error) => {
        watch.fail('no crash', `${name}: ${error.stack}`);
        return undefined;
      });
      const said = answer === undefined ? 'gave up' : isRefusal(answer) ? answer.refused : 'done';
      if (isRefusal(answer)) out.refusals[said] = (out.refusals[said] ?? 0) + 1;
      note(stage, `${name} → ${said}`);
      const kind = (answer as { kind?: string } | undefined)?.kind;
      // What she signed in for and was then put off to another time has yet to be held.
      if (kind === 'signed' && !room.acts.some((one) => one.verb === 'move' && one.lesson === act.lesson))
        acknowledged.add(`${workerId(act.worker)} ${act.lesson}`);
    });
  await time.run(400_000);
  out.acknowledged = acknowledged.size;
  if (!watch.violation)
    await lessonsAtRest(watch, { ...base, table: cloud.memory, now: time.now }, room.class_id, acknowledged);
  out.violation = watch.violation;
  out.commits = cloud.commits;
  out.conflicts = cloud.conflicts;
  return out;
}

async function doAct(
  stage: Stage,
  class_id: string,
  act: LessonAct,
  run: Run,
  move: () => Promise<void>,
): Promise<unknown> {
  const worker_id = workerId(act.worker);
  const { lesson } = act;
  const at_ms = stage.time.now();
  switch (act.verb) {
    case 'sign_in':
    case 'sign_in_stale': {
      const shown = act.verb === 'sign_in' ? at_ms : at_ms - 3 * MINUTE_MS;
      const { code } = currentCode({ ...stage.base, now: () => shown }, class_id, lesson);
      const scanned = act.id % 2 === 0 ? { class_id, lesson, scanned: true } : {};
      return run((world) => signIn(world, { worker_id, code, sent_ms: Math.floor(at_ms), ...scanned }));
    }
    case 'leave':
      return run((world) => takeLeave(world, { class_id, worker_id, lessons: [lesson], reason: 'sick' }));
    case 'leave_back': {
      const asked = await run((world) =>
        takeLeave(world, { class_id, worker_id, lessons: [lesson], reason: 'family' }),
      );
      if (asked === undefined || isRefusal(asked)) return asked;
      await stage.time.pause(500);
      return run((world) => takeBackLeave(world, { class_id, worker_id, stamps: asked.stamps }));
    }
    case 'list':
    case 'list_back': {
      const command = { class_id, lesson, at_ms: Math.floor(at_ms), but: [worker_id], by: `s_${act.id}` };
      const done = await run((world) => markList(world, command));
      if (act.verb === 'list' || done === undefined || isRefusal(done)) return done;
      await stage.time.pause(30_000);
      return run((world) => unmarkList(world, { class_id, lesson, stamp: done.stamp }));
    }
    case 'confirm':
    case 'dispute':
      return run((world) => confirmMark(world, { class_id, worker_id, lesson, there: act.verb === 'confirm' }));
    case 'make_up':
      return run((world) =>
        makeUp(world, { class_id, worker_id, lesson, at: { day: instant(at_ms).slice(0, 10) }, by: 's_1' }),
      );
    case 'correct': {
      const to = (['present', 'absent', 'leave'] as const)[act.id % 3] as 'present';
      return run((world) => correctMark(world, { class_id, worker_id, lesson, to, reason: '核对', by: 'officer' }));
    }
    case 'office_withdraw':
      return run((world) => withdraw(world, { class_id, worker_id, by: 'office', office: true, reason: '退出' }));
    case 'move':
      return move();
  }
}
