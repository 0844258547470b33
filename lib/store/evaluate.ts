/** What conditions and updates mean, as DynamoDB means them. Pure; used by the table in memory. */
import { pathsOf, written } from './expressions';
import type { Change, Clause, Item } from './table';

/** Whether all clauses hold on the item as it is (`undefined`: there is none). */
export function holds(clauses: Clause[], item: Item | undefined): boolean {
  return clauses.every((clause) => clauseHolds(clause, item));
}

function clauseHolds(clause: Clause, item: Item | undefined): boolean {
  if ('any' in clause) return clause.any.some((one) => clauseHolds(one, item));
  const held = attribute(item, clause.attr);
  switch (clause.op) {
    case 'exists':
      return held !== undefined;
    case 'absent':
      return held === undefined;
    case 'contains':
      return contains(held, clause.value);
    case 'lacks':
      return !contains(held, clause.value);
    default:
      return compared(held, clause.op, 'other' in clause ? attribute(item, clause.other) : clause.value);
  }
}

function contains(held: unknown, value: string): boolean {
  if (typeof held === 'string') return held.includes(value);
  if (held instanceof Set) return held.has(value);
  return Array.isArray(held) && held.includes(value);
}

/** Only `<>` holds where one side is missing or of another type. */
function compared(held: unknown, op: '=' | '<>' | '<' | '<=' | '>' | '>=', other: unknown): boolean {
  if (op === '=') return held !== undefined && held === other;
  if (op === '<>') return held !== other;
  if (typeof held !== typeof other || (typeof held !== 'number' && typeof held !== 'string')) return false;
  const [a, b] = [held as string, other as string];
  return op === '<' ? a < b : op === '<=' ? a <= b : op === '>' ? a > b : a >= b;
}

/** What stands at a path; `undefined` where nothing does. */
export function attribute(item: Item | undefined, path: string): unknown {
  let value: any = item;
  for (const part of path.split('.')) value = isMap(value) ? value[part] : undefined;
  return value;
}

function isMap(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Set) &&
    !(value instanceof Uint8Array)
  );
}

/** The item after an update. Throws where DynamoDB would call the request invalid. */
export function applied(change: Extract<Change, { kind: 'update' }>, item: Item | undefined): Item | undefined {
  const next = withoutUndefined({ ...item, ...change.key }) as Item;
  const set = written(change);
  const paths = pathsOf(change);
  if (paths.length === 0) {
    if (change.when?.length) return undefined;
    throw new Error(`an update of nothing: ${change.why}`);
  }
  // Every path is resolved on the item as it was: a map must be there before something is put in it or taken out.
  const places = new Map(paths.map((path) => [path, placeOf(next, path)]));
  for (const [path, value] of set) write(places.get(path)!, withoutUndefined(value));
  for (const [path, more] of Object.entries(change.add ?? {})) add(places.get(path)!, more, path);
  for (const path of change.remove ?? []) {
    const { map, name } = places.get(path)!;
    delete map[name];
  }
  return next;
}

interface Place {
  map: Record<string, any>;
  name: string;
}

function placeOf(item: Item, path: string): Place {
  const parts = path.split('.');
  const name = parts.pop()!;
  let map: unknown = item;
  for (const part of parts) map = isMap(map) ? map[part] : undefined;
  if (!isMap(map)) throw new Error(`no map on the way to ${path}`);
  return { map, name };
}

function write({ map, name }: Place, value: unknown): void {
  map[name] = value;
}

function add({ map, name }: Place, more: number | Set<string>, path: string): void {
  const held = map[name];
  if (more instanceof Set) {
    if (more.size === 0) throw new Error(`an empty set added to ${path}`);
    if (held !== undefined && !(held instanceof Set)) throw new Error(`a set added to something else: ${path}`);
    map[name] = new Set([...(held ?? []), ...more]);
  } else {
    if (held !== undefined && typeof held !== 'number') throw new Error(`a number added to something else: ${path}`);
    map[name] = (held ?? 0) + more;
  }
}

/** A deep copy as it comes back from the table: no `undefined`, nothing shared with the caller. */
export function withoutUndefined(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.filter((one) => one !== undefined).map(withoutUndefined);
  if (value instanceof Set) {
    if (value.size === 0) throw new Error('an empty set cannot be stored');
    return new Set(value);
  }
  if (value instanceof Uint8Array) return Uint8Array.from(value);
  const copy: Record<string, unknown> = {};
  for (const name in value) {
    const one = (value as Record<string, unknown>)[name];
    if (one !== undefined) copy[name] = withoutUndefined(one);
  }
  return copy;
}

/** Bytes as DynamoDB counts them, near enough for pages and limits. */
export function sizeOf(value: unknown): number {
  switch (typeof value) {
    case 'string':
      return Buffer.byteLength(value);
    case 'number':
      return Math.ceil(String(value).length / 2) + 1;
    case 'boolean':
      return 1;
  }
  if (value === null) return 1;
  if (value instanceof Uint8Array) return value.byteLength;
  let bytes = 3;
  if (Array.isArray(value) || value instanceof Set) {
    for (const one of value) bytes += sizeOf(one) + 1;
    return bytes;
  }
  for (const name in value as object) bytes += name.length + sizeOf((value as Record<string, unknown>)[name]) + 1;
  return bytes;
}
