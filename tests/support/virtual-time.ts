/**
 * Time that passes only when everything waits. Whoever pauses is woken in the order of time, one at a
 * time, and runs until it pauses again: an interleaving is decided by the pauses alone, so one seed
 * always gives the same history, and an hour of it takes no time.
 */
export interface VirtualTime {
  now(): number;
  pause(ms: number): Promise<void>;
  /** Run until nobody is waiting. `wakes_max` bounds a history that never comes to rest. */
  run(wakes_max?: number): Promise<void>;
  wakes: number;
}

interface Sleeper {
  at_ms: number;
  order: number;
  wake(): void;
}

export class NeverAtRest extends Error {
  override name = 'NeverAtRest';
}

export function virtualTime(start_ms: number): VirtualTime {
  let now_ms = start_ms;
  let order = 0;
  const heap: Sleeper[] = [];
  const time: VirtualTime = {
    wakes: 0,
    now: () => now_ms,
    pause: (ms) =>
      new Promise<void>((wake) => {
        push(heap, { at_ms: now_ms + Math.max(0, ms), order: order++, wake });
      }),
    async run(wakes_max = 10_000_000) {
      await settled();
      while (heap.length > 0) {
        if (time.wakes++ > wakes_max) throw new NeverAtRest(`still busy after ${wakes_max} steps`);
        const next = pop(heap);
        now_ms = Math.max(now_ms, next.at_ms);
        next.wake();
        await settled();
      }
    },
  };
  return time;
}

/** All promises that can go on have gone on: nothing under test waits for anything but this clock. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

const before = (a: Sleeper, b: Sleeper) => a.at_ms < b.at_ms || (a.at_ms === b.at_ms && a.order < b.order);

function push(heap: Sleeper[], one: Sleeper): void {
  let i = heap.push(one) - 1;
  while (i > 0) {
    const up = (i - 1) >> 1;
    if (!before(one, heap[up]!)) break;
    heap[i] = heap[up]!;
    i = up;
  }
  heap[i] = one;
}

function pop(heap: Sleeper[]): Sleeper {
  const first = heap[0]!;
  const last = heap.pop()!;
  if (heap.length === 0) return first;
  let i = 0;
  for (;;) {
    let down = 2 * i + 1;
    if (down >= heap.length) break;
    if (down + 1 < heap.length && before(heap[down + 1]!, heap[down]!)) down++;
    if (!before(heap[down]!, last)) break;
    heap[i] = heap[down]!;
    i = down;
  }
  heap[i] = last;
  return first;
}
