/** Where a history plays, what is noted of it, and a process's way to the table. */
import { instant } from '../../lib/platform/clock';
import { isRefusal, type Refusal } from '../../lib/platform/refusal';
import type { World } from '../../lib/platform/world';
import { Conflict, type Table, Unavailable } from '../../lib/store/table';
import type { Chance } from '../support/chance';
import { CALM, type Fault, type FlakyOptions, ROUGH, Stopped } from '../support/faults';
import type { VirtualTime } from '../support/virtual-time';
import type { Scene } from './scene';
import type { Violation, Watch } from './watch';

const RETRIES_MAX = 6;

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

export function nothingYet(): Outcome {
  return { trace: [], operations: 0, commits: 0, conflicts: 0, faults: {}, refusals: {}, offers: 0 };
}

export function yearlyLimit(world: World): number {
  return world.policies.of('530128', '2025-07-24').enrolment.classes_per_year_max.value;
}

export function note({ time, out }: Pick<Stage, 'time' | 'out'>, line: string | (() => string)): void {
  out.trace.push({ at_ms: time.now(), line });
}

/** A process: its own way to the table with its own faults, its own chance, gone when it is stopped. */
export function process(stage: Stage, name: string): World {
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
