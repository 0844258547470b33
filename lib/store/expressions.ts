/** Changes → the expressions DynamoDB speaks. Pure. */
import type { Change, Clause } from './table';

/** Collects the aliases of one request; attribute names are always aliased, as many are reserved words. */
export class Aliases {
  readonly names: Record<string, string> = {};
  readonly values: Record<string, any> = {};
  private readonly known = new Map<string, string>();

  name(path: string): string {
    return path
      .split('.')
      .map((part) => {
        const held = this.known.get(part);
        if (held) return held;
        const alias = `#${this.known.size}`;
        this.known.set(part, alias);
        this.names[alias] = part;
        return alias;
      })
      .join('.');
  }

  value(value: unknown): string {
    const alias = `:${Object.keys(this.values).length}`;
    this.values[alias] = value;
    return alias;
  }
}

/** Clauses as one condition, all of them to hold. */
export function conditionText(clauses: Clause[], to: Aliases): string {
  return clauses.map((clause) => clauseText(clause, to)).join(' AND ');
}

function clauseText(clause: Clause, to: Aliases): string {
  if ('any' in clause) return `(${clause.any.map((c) => clauseText(c, to)).join(' OR ')})`;
  const name = to.name(clause.attr);
  switch (clause.op) {
    case 'exists':
      return `attribute_exists(${name})`;
    case 'absent':
      return `attribute_not_exists(${name})`;
    case 'contains':
      return `contains(${name}, ${to.value(clause.value)})`;
    case 'lacks':
      return `(NOT contains(${name}, ${to.value(clause.value)}))`;
    default:
      return `${name} ${clause.op} ${'other' in clause ? to.name(clause.other) : to.value(clause.value)}`;
  }
}

type Update = Extract<Change, { kind: 'update' }>;

/** SET, ADD and REMOVE of an update; empty when nothing is left to write. */
export function updateText(change: Update, to: Aliases): string {
  pathsOf(change);
  const parts: string[] = [];
  const set = written(change);
  if (set.length > 0)
    parts.push(`SET ${set.map(([path, value]) => `${to.name(path)} = ${to.value(value)}`).join(', ')}`);
  const add = Object.entries(change.add ?? {});
  if (add.length > 0) parts.push(`ADD ${add.map(([path, value]) => `${to.name(path)} ${to.value(value)}`).join(', ')}`);
  if (change.remove?.length) parts.push(`REMOVE ${change.remove.map((path) => to.name(path)).join(', ')}`);
  return parts.join(' ');
}

/** What an update sets: `undefined` values are left out. */
export function written(change: Update): [string, any][] {
  return Object.entries(change.set ?? {}).filter(([, value]) => value !== undefined);
}

/** Every path an update touches. Throws on two that overlap: AWS refuses those, the embedded engine lets them pass. */
export function pathsOf(change: Update): string[] {
  const paths = [...written(change).map(([path]) => path), ...Object.keys(change.add ?? {}), ...(change.remove ?? [])];
  for (const [i, a] of paths.entries())
    for (const b of paths.slice(i + 1))
      if (a === b || a.startsWith(`${b}.`) || b.startsWith(`${a}.`))
        throw new Error(`paths overlap: ${a}, ${b} (${change.why})`);
  return paths;
}
