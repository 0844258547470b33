/**
 * "Full" is remembered for a moment, so that in a rush the thousands who come too late cost one answer
 * each and no contention on the counters. Per process and table; a seat freed here is known at once,
 * one freed elsewhere within FULL_FOR_MS.
 */
import type { World } from '../platform/world';

const FULL_FOR_MS = 2000;

interface Remembered {
  until_ms: number;
  line: number;
  terms_rev: number;
}
const remembered = new WeakMap<object, Map<string, Remembered>>();

/** Full as just read, with this many in line. */
export function rememberFull(world: World, c: { class_id: string; terms_rev: number }, line: number): void {
  const classes = remembered.get(world.table) ?? new Map<string, Remembered>();
  classes.set(c.class_id, { until_ms: world.now() + FULL_FOR_MS, line, terms_rev: c.terms_rev });
  remembered.set(world.table, classes);
}

/** The length of the waiting list as last seen, while the class is known to be full. */
export function knownFull(world: World, c: { class_id: string; terms_rev: number }): number | undefined {
  const held = remembered.get(world.table)?.get(c.class_id);
  return held && held.until_ms > world.now() && held.terms_rev === c.terms_rev ? held.line : undefined;
}

/** A seat may be free again. */
export function forgetFull(world: World, class_id: string): void {
  remembered.get(world.table)?.delete(class_id);
}
