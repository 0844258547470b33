/**
 * A POST that is sent twice is done once. The answer is stored under the caller's `Idempotency-Key` in
 * the very transaction that does the work, so there is no moment at which one exists without the other:
 *
 *   first   ── plan ── write {effect + answer} ── answer
 *   second  ── plan ─────── write fails: the key is there ── plan again: read the answer ── same answer
 *
 * Two at once therefore both get the first one's answer. The same key with another request is refused
 * (`idempotency_key_reused`). A refusal writes nothing and is not remembered: the same key may try again.
 */
import { createHash } from 'node:crypto';
import { type Attempt, carryOut, type Planned } from '../store/commit';
import { keys } from '../store/keys';
import type { Change, Item, Key } from '../store/table';
import type { Caller } from './auth';
import { isRefusal, type Refusal, refuse } from './refusal';
import type { World } from './world';

export const KEPT_S = 24 * 3600;

/** What an operation answers with; the status is the route's. */
export interface Answer {
  body: unknown;
  /** Revision of what is shown. */
  rev?: number;
  headers?: Record<string, string>;
  /** Told to the client: stored and given again, not done again. */
  replayed?: boolean;
}

/** One use of a key: where its row is, and what request it was given with. */
export interface KeyUse {
  row: Key;
  fingerprint: string;
}

/** The row of a key. Neither the key nor the request is kept in clear: a caller may have put anything there. */
export function keyUse(caller: Caller, given: string, method: string, path: string, body: unknown): KeyUse {
  return {
    row: keys.idempotency(
      digest(`${caller.subject}\n${caller.role}\n${caller.region}\n${caller.org ?? ''}`),
      digest(given),
    ),
    fingerprint: digest(`${method} ${path}\n${JSON.stringify(body ?? null)}`),
  };
}

interface Doing {
  world: World;
  key?: KeyUse;
}

/** Carry out a plan and answer, once per key. `answer` must follow from the value alone: it is stored. */
export async function doOnce<T>(
  { world, key }: Doing,
  plan: (attempt: Attempt) => Promise<Planned<T>>,
  answer: (value: T) => Answer,
): Promise<Answer | Refusal> {
  if (!key) {
    const value = await carryOut(world, plan);
    return isRefusal(value) ? value : answer(value);
  }
  return carryOut<Answer>(world, async (attempt) => {
    const before = await remembered(world, key);
    if (before) return before;
    const planned = await plan(attempt);
    // What made it impossible may be this very request, done a moment ago by its twin.
    if (isRefusal(planned)) return (await remembered(world, key)) ?? planned;
    const said = answer(planned.value);
    return { changes: [...planned.changes, remember(world, key, said)], value: said };
  });
}

/** The stored answer, as a plan that writes nothing; or the refusal when the key belongs to another request. */
async function remembered(world: World, key: KeyUse): Promise<Planned<Answer> | undefined> {
  const item: Item | undefined = await world.table.get(key.row, { consistent: true });
  if (!item || item.expires_at_s <= nowS(world)) return undefined;
  if (item.fingerprint !== key.fingerprint) return refuse('idempotency_key_reused');
  const rev = item.rev === undefined ? {} : { rev: item.rev as number };
  return { changes: [], value: { body: JSON.parse(item.body), ...rev, replayed: true } };
}

function remember(world: World, key: KeyUse, said: Answer): Change {
  return {
    kind: 'put',
    key: key.row,
    item: {
      fingerprint: key.fingerprint,
      body: JSON.stringify(said.body),
      ...(said.rev !== undefined && { rev: said.rev }),
      expires_at_s: nowS(world) + KEPT_S,
    },
    when: [
      {
        any: [
          { attr: 'pk', op: 'absent' },
          { attr: 'expires_at_s', op: '<=', value: nowS(world) },
        ],
      },
    ],
    why: 'this request has not been done',
  };
}

function nowS(world: World): number {
  return Math.floor(world.now() / 1000);
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
