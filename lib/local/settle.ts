/** Waiting until nothing is under way: no turn, no stream record, no job, no delivery. */
import type { Invoker } from './invoke';
import type { Pump } from './pump';
import type { Schedules } from './schedules';
import type { Simulator } from './wechat-simulator';

const SETTLE_MAX_MS = 30_000;
const LOOK_AGAIN_MS = 5;

export interface SettleHands {
  pumps: Pump[];
  schedules: Schedules;
  invoker: Invoker;
  simulator: Simulator;
  /** Transactions written so far. */
  writes(): number;
}

export interface Settled {
  settled: boolean;
  ms: number;
  /** What was still going on when the time was up. */
  busy: string[];
}

/**
 * Resolves once everything is idle and stayed so over one whole look at the stream, or after `max_ms`.
 * What is put off to a later time (quiet hours, a broadcast's next minute) is not under way.
 */
export async function settle(hands: SettleHands, max_ms = SETTLE_MAX_MS): Promise<Settled> {
  const began = performance.now();
  const ms = () => Math.round(performance.now() - began);
  while (ms() < max_ms) {
    const from = performance.now();
    const writes = hands.writes();
    for (const pump of hands.pumps) pump.wake();
    while (ms() < max_ms && (busy(hands).length > 0 || hands.pumps.some((pump) => pump.emptySince() <= from)))
      await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
    if (hands.writes() === writes && busy(hands).length === 0) return { settled: true, ms: ms(), busy: [] };
  }
  const left = [...busy(hands), ...hands.pumps.flatMap((pump) => pump.trouble() ?? [])];
  return { settled: false, ms: ms(), busy: left.length > 0 ? left : ['stream: new records keep coming'] };
}

function busy(hands: SettleHands): string[] {
  const callbacks = hands.simulator.busy();
  return [
    ...hands.invoker.busy().map((name) => `function ${name}`),
    ...hands.schedules.busy().map((name) => `job ${name}`),
    ...(callbacks > 0 ? [`${callbacks} WeChat callback(s)`] : []),
  ];
}
