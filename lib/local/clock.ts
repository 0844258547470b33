/** The system's clock: real time, moved by an offset that outlives a restart. */
import { readFileSync, writeFileSync } from 'node:fs';
import { type Instant, instant } from '../platform/clock';

export interface MovedClock {
  now(): number;
  /** Now, as ISO 8601 in Shanghai. */
  show(): Instant;
  /** Put the clock to this moment; it runs on from there. */
  set(to_ms: number): void;
  watch(watcher: (from_ms: number, to_ms: number) => void): () => void;
}

/** `file` keeps the offset; without it the clock starts at real time each time. */
export function movedClock(file?: string): MovedClock {
  let offset_ms = file ? readOffset(file) : 0;
  const watchers = new Set<(from_ms: number, to_ms: number) => void>();
  const now = () => Date.now() + offset_ms;
  return {
    now,
    show: () => instant(now()),
    set(to_ms) {
      const from_ms = now();
      offset_ms = to_ms - Date.now();
      if (file) writeFileSync(file, JSON.stringify({ offset_ms }), { mode: 0o600 });
      for (const watcher of watchers) watcher(from_ms, to_ms);
    },
    watch(watcher) {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
  };
}

function readOffset(file: string): number {
  try {
    const { offset_ms } = JSON.parse(readFileSync(file, 'utf8'));
    return Number.isFinite(offset_ms) ? offset_ms : 0;
  } catch {
    return 0;
  }
}
