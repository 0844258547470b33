/**
 * The table in memory, for model tests and for measuring without an engine. It answers as DynamoDB
 * does where the rooms can tell the difference: conditions and updates (`evaluate.ts`), pages of 1 MB,
 * sparse indexes with their projections, items of at most 400 KB, tokens. Strings sort by UTF-16 unit,
 * DynamoDB by UTF-8 byte: the same for every key we make (ASCII).
 */
import { applied, holds, sizeOf, withoutUndefined } from './evaluate';
import { type Change, ConditionFailed, type Item, type Key, type QueryRequest, type Table } from './table';

/** One change as the stream would tell it. */
export interface Told {
  key: Key;
  before?: Item;
  after?: Item;
}

export interface MemoryTable extends Table {
  /** Hear of every change, in order, after its transaction is whole. Returns how to stop. */
  subscribe(listener: (told: Told) => void): () => void;
  /** Everything there is, for checks; not copies. */
  all(): Iterable<Readonly<Item>>;
  /** Put an item as it is (or take it away), as replication would. */
  replicate(key: Key, item: Item | undefined): void;
}

const PAGE_BYTES = 1024 * 1024;
const ITEM_BYTES_MAX = 400 * 1024;
const CHANGES_MAX = 100;
const TOKENS_MAX = 10_000;

const INDEXES = {
  due: { hash: 'due_shard', range: 'due_at', also: [] as string[] },
  audience: { hash: 'audience', range: 'pk', also: ['topics_off', 'trades'] },
} as const;
type IndexName = keyof typeof INDEXES;

/** A table in memory that owes what the real one owes (tests/store/contract.ts), and tells of each change. */
export function memoryTable(): MemoryTable {
  const items = new Map<string, Item>();
  const partitions = new Map<string, Sorted>();
  const listings: Record<IndexName, Map<string, Sorted>> = { due: new Map(), audience: new Map() };
  const listeners = new Set<(told: Told) => void>();
  const tokens = new Map<string, string>();

  const store = (key: Key, item: Item | undefined) => {
    const id = idOf(key);
    const before = items.get(id);
    if (item) items.set(id, item);
    else items.delete(id);
    if (!before !== !item) change(partitions, key.pk, key.sk, id, !!item);
    for (const name of Object.keys(INDEXES) as IndexName[]) {
      const old = before && listedAt(name, before);
      const now = item && listedAt(name, item);
      if (old && now && old.hash === now.hash && old.range === now.range) continue;
      if (old) change(listings[name], old.hash, old.range, id, false);
      if (now) change(listings[name], now.hash, now.range, id, true);
    }
    return before;
  };

  return {
    async get(key) {
      const item = items.get(idOf(key));
      return item && copy(item);
    },

    async getMany(keys) {
      return keys.map((key) => {
        const item = items.get(idOf(key));
        return item && copy(item);
      });
    },

    async query(request) {
      const listing = (request.index ? listings[request.index] : partitions).get(request.pk);
      if (!listing) return { items: [] };
      return page(listing, request, (id) => items.get(id)!);
    },

    async write(changes, how) {
      const fingerprint = how?.token && JSON.stringify(changes, (_, v) => (v instanceof Set ? [...v] : v));
      if (how?.token) {
        const earlier = tokens.get(how.token);
        if (earlier === fingerprint) return;
        if (earlier) throw new Error('one token for two different writes');
      }
      const next = decided(changes, items);
      if (how?.token) remember(tokens, how.token, fingerprint!);
      const told = next.map(({ key, item }) => ({ key, before: store(key, item), after: item }));
      for (const one of told) if (one.before || one.after) for (const listener of listeners) listener(one);
    },

    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    all: () => items.values(),
    replicate: (key, item) => void store(key, item),
  };
}

/** All conditions first, on what is there before; then what there would be. Throws before anything is stored. */
function decided(changes: Change[], items: Map<string, Item>): { key: Key; item: Item | undefined }[] {
  if (changes.length < 1 || changes.length > CHANGES_MAX) throw new Error(`${changes.length} changes in one write`);
  const ids = new Set(changes.map((change) => idOf(change.key)));
  if (ids.size < changes.length) throw new Error('two changes of one item in one write');
  const failed: { change: Change; found?: Item }[] = [];
  for (const change of changes) {
    const found = items.get(idOf(change.key));
    if (!holds(change.when ?? [], found)) failed.push({ change, ...(found && { found: copy(found) }) });
  }
  if (failed.length > 0) throw new ConditionFailed(failed);
  const next: { key: Key; item: Item | undefined }[] = [];
  for (const change of changes) {
    if (change.kind === 'check') continue;
    const key = { pk: change.key.pk, sk: change.key.sk };
    const item =
      change.kind === 'delete'
        ? undefined
        : change.kind === 'put'
          ? (withoutUndefined({ ...change.item, ...key }) as Item)
          : applied(change, items.get(idOf(key)));
    if (item && sizeOf(item) > ITEM_BYTES_MAX) throw new Error(`an item over 400 KB: ${change.why}`);
    if (change.kind === 'update' && item === undefined) continue;
    next.push({ key, item });
  }
  return next;
}

function remember(tokens: Map<string, string>, token: string, fingerprint: string): void {
  tokens.set(token, fingerprint);
  if (tokens.size > TOKENS_MAX) tokens.delete(tokens.keys().next().value as string);
}

const idOf = (key: Key): string => `${key.pk}\n${key.sk}`;
const copy = (item: Item): Item => withoutUndefined(item) as Item;

/** Places in the order of the sort key; `at` breaks ties as the item's own key does. */
type Sorted = { range: string; id: string }[];

function change(listings: Map<string, Sorted>, hash: string, range: string, id: string, there: boolean): void {
  const listing = listings.get(hash) ?? [];
  if (listing.length === 0) listings.set(hash, listing);
  const i = firstNotBefore(listing, range, id);
  if (there) listing.splice(i, 0, { range, id });
  else listing.splice(i, 1);
  if (listing.length === 0) listings.delete(hash);
}

function firstNotBefore(listing: Sorted, range: string, id: string): number {
  let low = 0;
  let high = listing.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const at = listing[middle]!;
    if (at.range < range || (at.range === range && at.id < id)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function listedAt(name: IndexName, item: Item): { hash: string; range: string } | undefined {
  const { hash, range } = INDEXES[name];
  if (typeof item[hash] !== 'string' || typeof item[range] !== 'string') return undefined;
  return { hash: item[hash], range: item[range] };
}

function page(listing: Sorted, request: QueryRequest, read: (id: string) => Item) {
  const index = request.index && INDEXES[request.index];
  const low = request.prefix || request.from || '';
  let first = firstNotBefore(listing, low, '');
  let last = listing.length - 1;
  if (!request.prefix && request.to !== undefined) last = firstNotBefore(listing, request.to, '\uffff') - 1;
  const step = request.newest_first ? -1 : 1;
  if (request.prefix) while (last >= first && !listing[last]!.range.startsWith(request.prefix)) last--;
  if (request.after) {
    const { pk, sk } = request.after as unknown as Key;
    const range = index ? request.after[index.range]! : sk;
    const at = firstNotBefore(listing, range, idOf({ pk, sk }));
    const itself = listing[at]?.range === range && listing[at]?.id === idOf({ pk, sk });
    if (step === 1) first = Math.max(first, itself ? at + 1 : at);
    else last = Math.min(last, at - 1);
  }
  const found: Item[] = [];
  let bytes = 0;
  for (let i = step === 1 ? first : last; i >= first && i <= last; i += step) {
    const item = read(listing[i]!.id);
    const shown = index ? projected(item, index) : copy(item);
    bytes += sizeOf(shown);
    // A page holds at most 1 MB, but always at least one item.
    if (found.length > 0 && bytes > PAGE_BYTES)
      return { items: found, next: cursor(read(listing[i - step]!.id), index) };
    found.push(shown);
    if (found.length === request.limit) return { items: found, next: cursor(item, index) };
  }
  return { items: found };
}

function cursor(item: Item, index: { hash: string; range: string } | undefined): Record<string, string> {
  return {
    pk: item.pk,
    sk: item.sk,
    ...(index && { [index.hash]: item[index.hash], [index.range]: item[index.range] }),
  };
}

function projected(item: Item, index: { hash: string; range: string; also: readonly string[] }): Item {
  const names = ['pk', 'sk', index.hash, index.range, ...index.also];
  return copy(
    Object.fromEntries(names.flatMap((name) => (item[name] === undefined ? [] : [[name, item[name]]]))) as Item,
  );
}
