/**
 * What the rooms may ask of the one table. `dynamo.ts` answers it with DynamoDB, `memory.ts` in
 * memory for the model tests; `tests/store/contract.ts` holds both to the same behaviour.
 */
export interface Key {
  pk: string;
  sk: string;
}
export type Value =
  | string
  | number
  | boolean
  | null
  | Uint8Array
  | Set<string>
  | Value[]
  | { [name: string]: Value | undefined };
export type Item = Key & { [name: string]: any };

/** One test on one attribute (dotted paths reach into maps). A list of clauses means all of them. */
export type Clause =
  | { attr: string; op: 'exists' | 'absent' }
  | { attr: string; op: '=' | '<>' | '<' | '<=' | '>' | '>='; value: string | number | boolean }
  | { attr: string; op: '=' | '<' | '<=' | '>' | '>='; other: string }
  | { attr: string; op: 'contains' | 'lacks'; value: string }
  | { any: Clause[] };

/**
 * One conditional write. `why` names the change in logs and tests. `refusal` is the literal to answer
 * when the condition fails and nothing needs to be read again; without it a failed condition means
 * "what was loaded is stale: load and decide again".
 */
export type Change = { key: Key; when?: Clause[]; why: string; refusal?: string } & (
  | { kind: 'put'; item: Record<string, any> }
  | {
      kind: 'update';
      /** Dotted paths into maps; `undefined` values are left out. */
      set?: Record<string, any>;
      /** Numbers are added (absent counts as 0); sets are united. */
      add?: Record<string, number | Set<string>>;
      remove?: string[];
    }
  | { kind: 'delete' }
  | { kind: 'check' }
);

export interface QueryRequest {
  pk: string;
  /** Sort keys that begin with this. */
  prefix?: string;
  /** Inclusive bounds; not together with `prefix`. */
  from?: string;
  to?: string;
  /** Continue after the item with this key (as returned in `next`). */
  after?: Record<string, string>;
  limit?: number;
  newest_first?: boolean;
  consistent?: boolean;
  /** `due`: pk is the due shard, the sort key `due_at`. `audience`: pk is the site's region code. Keys only / few attributes. */
  index?: 'due' | 'audience';
}

export interface Table {
  get(key: Key, how?: { consistent?: boolean }): Promise<Item | undefined>;
  /** In the order asked, `undefined` where there is none. Any number of keys. */
  getMany(keys: Key[], how?: { consistent?: boolean }): Promise<(Item | undefined)[]>;
  query(request: QueryRequest): Promise<{ items: Item[]; next?: Record<string, string> }>;
  /**
   * All changes or none, at most 100, no two on one key. Throws `ConditionFailed` (with the items as
   * they are), `Conflict` (another transaction had an item), `Unavailable` (throttled, timed out: it may or may not have happened).
   * The same changes again under the same `token` (≤ 36 characters, kept 10 minutes) are done once: a repeat of one that
   * did happen succeeds without effect. That is how an unknown outcome becomes a known one.
   */
  write(changes: Change[], how?: { token?: string }): Promise<void>;
}

/*
 * Known by their names: a part of a bundle that is loaded later carries a copy of these classes of its own, and
 * must still recognise what the table throws.
 */
const named = (name: string) => (error: unknown) => (error as Error | undefined)?.name === name;

/** At least one condition did not hold; nothing was written. `failed` in the order of the changes. */
export class ConditionFailed extends Error {
  static override [Symbol.hasInstance] = named('ConditionFailed');
  override name = 'ConditionFailed';
  constructor(readonly failed: { change: Change; found?: Item }[]) {
    super(`condition failed: ${failed.map((f) => f.change.why).join(', ')}`);
  }
}
/** Another transaction was in progress on one of the items; nothing was written. Worth another try. */
export class Conflict extends Error {
  static override [Symbol.hasInstance] = named('Conflict');
  override name = 'Conflict';
}
/** The table did not answer, or was throttled. A write may or may not have happened. */
export class Unavailable extends Error {
  static override [Symbol.hasInstance] = named('Unavailable');
  override name = 'Unavailable';
}
