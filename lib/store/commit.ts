/**
 * The one way anything is written. An operation plans (load, then decide); its changes become one
 * transaction. When a condition no longer holds, what was loaded is stale: plan again on fresh data,
 * where the rules themselves find the refusal. When another transaction was in the way, wait a random
 * while and plan again, too. When no answer came, send the very same changes again under the same
 * token: a write that did happen unseen is then answered with success, never taken for somebody else's.
 */
import { randomUUID } from 'node:crypto';
import { isRefusal, type Refusal, refuse } from '../platform/refusal';
import { type Change, ConditionFailed, Conflict, type Table, Unavailable } from './table';

/** What an operation decided: what to write, and what to tell the caller once it is written. */
export interface Plan<T> {
  changes: Change[];
  value: T;
}
export type Planned<T> = Plan<T> | Refusal;

export interface Attempt {
  /** 0 at first; above 0 the plan must not rest on anything remembered from before. */
  number: number;
}

interface Hands {
  table: Table;
  random(): number;
  sleep(ms: number): Promise<void>;
}

export const ATTEMPTS_MAX = 8;
const BACKOFF_BASE_MS = 15;
const BACKOFF_MAX_MS = 400;

/**
 * Plan and write until it is written, refused, or out of attempts (then the refusal `busy`).
 * A plan without changes is an answer as it stands. Throws `Unavailable` when the table stayed out of
 * reach, so that it cannot be known whether the write happened.
 */
export async function carryOut<T>(hands: Hands, plan: (attempt: Attempt) => Promise<Planned<T>>): Promise<T | Refusal> {
  let sending: { changes: Change[]; value: T; token: string; unsure?: Unavailable } | undefined;
  for (let number = 0; ; number++) {
    try {
      if (!sending) {
        const planned = await plan({ number });
        if (isRefusal(planned)) return planned;
        const changes = mergeChanges(planned.changes);
        if (changes.length === 0) return planned.value;
        sending = { changes, value: planned.value, token: randomUUID() };
      }
      await hands.table.write(sending.changes, { token: sending.token });
      return sending.value;
    } catch (error) {
      if (error instanceof ConditionFailed) {
        const refusal = refusalOf(error);
        if (refusal) return refuse(refusal);
        sending = undefined;
      } else if (error instanceof Unavailable) {
        if (sending) sending.unsure = error;
        else if (number >= ATTEMPTS_MAX - 1) throw error;
      } else if (!(error instanceof Conflict)) throw error;
      // Nothing was written; in a rush a fresh look often finds that there is nothing left to fight for.
      else if (!sending?.unsure) sending = undefined;
    }
    if (number >= ATTEMPTS_MAX - 1) {
      if (sending?.unsure) throw sending.unsure;
      return refuse('busy');
    }
    await hands.sleep(hands.random() * Math.min(BACKOFF_MAX_MS, BACKOFF_BASE_MS * 2 ** number));
  }
}

/**
 * As `carryOut`, for work nobody waits for: `busy` is then no answer but a reason to be called again, and
 * thrown as `Unavailable`, so that the record, task or schedule it belongs to is not taken for done.
 */
export async function seeThrough<T>(
  hands: Hands,
  plan: (attempt: Attempt) => Promise<Planned<T>>,
): Promise<T | Refusal> {
  const done = await carryOut(hands, plan);
  if (isRefusal(done) && done.refused === 'busy') throw new Unavailable('others were in the way all the time');
  return done;
}

/**
 * The refusal a failed write stands for, if every condition that failed names one. One that names none
 * says that what was loaded is stale, and then the other's meaning cannot be trusted: a message that
 * arrives twice at once must not be told that its own ID number belongs to someone else.
 */
function refusalOf(error: ConditionFailed): string | undefined {
  return error.failed.every((f) => f.change.refusal) ? error.failed[0]?.change.refusal : undefined;
}

/** Changes of several operations in one turn, at most one per item. Two updates of one item become one. */
export function mergeChanges(changes: Change[]): Change[] {
  const byKey = new Map<string, Change>();
  for (const change of changes) {
    const id = `${change.key.pk}\n${change.key.sk}`;
    const held = byKey.get(id);
    byKey.set(id, held ? mergeTwo(held, change) : change);
  }
  return [...byKey.values()];
}

function mergeTwo(a: Change, b: Change): Change {
  const when = [...(a.when ?? []), ...(b.when ?? [])];
  const refusal = mergedRefusal(a, b);
  const common = {
    key: a.key,
    why: `${a.why} + ${b.why}`,
    ...(when.length > 0 && { when }),
    ...(refusal && { refusal }),
  };
  if (a.kind === 'check') return { ...withoutGuard(b), ...common };
  if (b.kind === 'check') return { ...withoutGuard(a), ...common };
  if (a.kind === 'update' && b.kind === 'update') {
    // The later word on an attribute counts; what is added is added up.
    const set = { ...without(a.set, b.remove), ...b.set };
    const remove = [
      ...new Set([...(a.remove ?? []).filter((path) => b.set?.[path] === undefined), ...(b.remove ?? [])]),
    ];
    return { ...common, kind: 'update', set, add: addUp(a.add, b.add), remove };
  }
  throw new Error(`two changes of one item that cannot be one: ${a.why}, ${b.why}`);
}

/** Conditions that fail together answer with one voice: only a refusal both agree on survives. */
function mergedRefusal(a: Change, b: Change): string | undefined {
  if (!a.when?.length) return b.refusal;
  if (!b.when?.length) return a.refusal;
  return a.refusal === b.refusal ? a.refusal : undefined;
}

function withoutGuard(change: Change): Change {
  const { when: _when, refusal: _refusal, ...rest } = change;
  return rest as Change;
}

function without(set: Record<string, any> | undefined, paths: string[] | undefined): Record<string, any> {
  return Object.fromEntries(Object.entries(set ?? {}).filter(([path]) => !paths?.includes(path)));
}

type Additions = Record<string, number | Set<string>>;
function addUp(a: Additions = {}, b: Additions = {}): Additions {
  const sum: Additions = { ...a };
  for (const [path, more] of Object.entries(b)) {
    const held = sum[path];
    if (held === undefined) sum[path] = more;
    else if (typeof held === 'number' && typeof more === 'number') sum[path] = held + more;
    else if (held instanceof Set && more instanceof Set) sum[path] = new Set([...held, ...more]);
    else throw new Error(`a number and a set added to ${path}`);
  }
  return sum;
}
