/** What a function may do (its role in functions/*.yml), and what its code can ask for (its bundle). */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { keys } from '../../../lib/store/keys';
import { bundle, ownParts, ROOT, wholeText } from './bundles';

export interface Statement {
  actions: string[];
  resources: string[];
  /** Partition keys of the table it is bound to. */
  keys: string[];
}

const tag = (name: string) => ({ tag: `!${name}`, resolve: (text: string) => `${name} ${text}` });
const TAGS = ['Ref', 'GetAtt', 'Sub'].map(tag);

/** A file of functions/, CloudFormation's short tags as text: `GetAtt Table.Arn`. */
export function readYaml(file: string): any {
  return parse(readFileSync(path.join(ROOT, file), 'utf8'), { customTags: TAGS as any, logLevel: 'error' });
}

const asList = <T>(value: T | T[]): T[] => (Array.isArray(value) ? value : [value]);

/** The statements of a function's own role. */
export function mayDo(name: string): Statement[] {
  const file = readYaml(`functions/${name}.yml`);
  const role = file.resources.Resources[file.functions[name].role];
  return role.Properties.Policies.flatMap((policy: any) =>
    policy.PolicyDocument.Statement.map((one: any) => ({
      actions: asList(one.Action),
      resources: asList(one.Resource),
      keys: one.Condition?.['ForAllValues:StringLike']?.['dynamodb:LeadingKeys'] ?? [],
    })),
  );
}

export interface Asked {
  /** Actions on the table itself. */
  table: string[];
  /** Indexes it queries. */
  indexes: string[];
  /** Partition keys, `CLASS#*`. */
  keys: string[];
  seals: boolean;
  opens: boolean;
  fingerprints: boolean;
  wechat: boolean;
  /** Actions on files, and the folders its keys begin with. */
  files: string[];
  folders: string[];
}

const KINDS: Record<string, string> = {
  put: 'PutItem',
  update: 'UpdateItem',
  delete: 'DeleteItem',
  check: 'ConditionCheckItem',
};
const READS: [RegExp, string][] = [
  [/\.table\.get\(/, 'GetItem'],
  [/\.table\.getMany\(/, 'BatchGetItem'],
  [/\.table\.query\(/, 'Query'],
];

const FILE_CALLS: [RegExp, string][] = [
  [/\.files\.remove\(/, 's3:DeleteObject'],
  [/\.files\.get\(/, 's3:GetObject'],
  [/\.files\.put\(/, 's3:PutObject'],
];
/** Keys of files are spelled where they are made: `import/${…}/result.xlsx`. */
const FOLDER = /`(import|inspection)\/\$\{/g;

/** Every partition key there is, as `CLASS#*` or `TRADES`. */
const ALL_KEYS = [
  ...new Set(Object.values(keys).map((make: any) => make('*', '*', '*').pk.replace(/\*.*$/, '*'))),
] as string[];

/**
 * What the code left in a function's bundle can ask for. Read from the text, so it may name a little more than
 * is ever asked; never less, as every key is made by lib/store/keys.ts or spelled where it is used.
 */
export async function asksFor(name: string): Promise<Asked> {
  const built = await bundle(name, { minify: false });
  // Not the store, which can do anything, nor the two files every function carries whole.
  const elsewhere = /^lib\/(store\/|platform\/(vault|deployed-world)\.ts)/;
  const code = [...ownParts(wholeText(built))].filter(([file]) => !elsewhere.test(file)).map(([, part]) => part);
  const text = code.join('\n');
  const table = READS.filter(([call]) => call.test(text)).map(([, action]) => action);
  for (const [, kind] of text.matchAll(/kind: "(put|update|delete|check)"/g)) table.push(KINDS[kind!]!);
  const wanted = new Set<string>();
  // Called, or handed on: `hashes.map(keys.idNumber)`.
  for (const [, called] of text.matchAll(/\bkeys\d*\.(\w+)\b/g)) {
    const make = (keys as any)[called!];
    if (make) wanted.add(make('*', '*', '*').pk.replace(/\*.*$/, '*'));
  }
  for (const one of ALL_KEYS) if (new RegExp(`["\`]${one.replace('*', '')}`).test(text)) wanted.add(one);
  return {
    table: [...new Set(table)].map((action) => `dynamodb:${action}`).sort(),
    indexes: ['due', 'audience'].filter((index) => text.includes(`index: "${index}"`)),
    // Without a call to the table, what shared code could name is never asked for.
    keys: table.length > 0 ? [...wanted].sort() : [],
    seals: /vault\.(seal|newKey)\(/.test(text),
    opens: /vault\.(open|seal)\(/.test(text),
    fingerprints: /vault\.fingerprint\(/.test(text),
    wechat: /\bwechatSettings\w*\(/.test(text),
    files: FILE_CALLS.filter(([call]) => call.test(text)).map(([, action]) => action),
    folders: [...new Set([...text.matchAll(FOLDER)].map(([, folder]) => folder!))].sort(),
  };
}
