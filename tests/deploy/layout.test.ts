/** The house: what stands at the top, who may import whom, how long a file may be. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { handlerNames, ROOT } from './support/bundles';

const TOP = [
  ...['functions', 'handlers', 'lib', 'tests', 'docs', '.ci'],
  ...[
    'serverless.yml',
    'package.json',
    'package-lock.json',
    'tsconfig.json',
    'biome.json',
    'jest.config.cjs',
    'jest.browser.config.cjs',
  ],
  ...['README.md', 'README.zh-CN.md', 'CHANGELOG.md', 'LICENSE', '.gitignore', '.npmrc', '.nvmrc'],
];
/** Made, not kept. */
const MADE = ['.git', 'node_modules', '.local', '.serverless', '.esbuild', 'dist', 'coverage'];
const ROOMS = [
  'people',
  'catalogue',
  'classes',
  'policy',
  'notices',
  'chat',
  'channels',
  'demand',
  'wishes',
  'funding',
  'register',
];
const LINES_MAX = 300;

function filesUnder(folder: string, ends: RegExp): string[] {
  return readdirSync(path.join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = `${folder}/${entry.name}`;
    return entry.isDirectory() ? filesUnder(file, ends) : ends.test(entry.name) ? [file] : [];
  });
}

interface Import {
  from: string;
  /** A file of ours (without ending), or a package. */
  to: string;
  type_only: boolean;
}

const IMPORT =
  /^(?:import|export)\s+(type\s)?([^'"]*?)from\s+['"]([^'"]+)['"]|^import\s+['"]([^'"]+)['"]|(?:import|require)\(\s*['"]([^'"]+)['"]\s*\)/gm;

function importsIn(from: string, text: string): Import[] {
  return [...text.matchAll(IMPORT)].map(([, type, names, wanted, bare, called]) => {
    const to = (wanted ?? bare ?? called)!;
    const all_types =
      /^\s*\{[^}]*\}\s*$/.test(names ?? '') &&
      names!
        .replace(/[{}]/g, '')
        .split(',')
        .every((n) => !n.trim() || n.trim().startsWith('type '));
    return {
      from,
      to: to.startsWith('.') ? path.posix.join(path.posix.dirname(from), to) : to,
      type_only: Boolean(type) || all_types,
    };
  });
}

const code = [...filesUnder('lib', /\.tsx?$/), ...filesUnder('handlers', /\.ts$/)];
const imports = code.flatMap((file) => importsIn(file, readFileSync(path.join(ROOT, file), 'utf8')));
const shown = (one: Import) => `${one.from} → ${one.to}`;
const roomOf = (file: string) => /^lib\/([^/]+)/.exec(file)?.[1] ?? '';

/** Each rule: the imports it forbids. */
const RULES: Record<string, (one: Import) => boolean> = {
  'rules.ts and types.ts import types only, besides the pure helpers clock, refusal and slots': ({
    from,
    to,
    type_only,
  }) =>
    /^lib\/(?!local)[^/]+\/(rules|types)\.ts$/.test(from) &&
    !type_only &&
    !/^lib\/platform\/(clock|refusal)$/.test(to) &&
    roomOf(to) !== roomOf(from),
  'the store knows no room': ({ from, to }) => roomOf(from) === 'store' && ROOMS.includes(roomOf(to)),
  'only the store, the platform and the local stack reach for the SDK': ({ from, to }) =>
    to.startsWith('@aws-sdk/') && !['store', 'platform', 'local'].includes(roomOf(from)),
  'handlers touch no SDK, no table and no local stack': ({ from, to }) =>
    from.startsWith('handlers/') &&
    (/^@(aws-sdk|smithy)\//.test(to) || /^lib\/(local|store\/(dynamo|memory))/.test(to)),
  'nothing deployed imports the local stack or Wechaty': ({ from, to }) =>
    (roomOf(from) !== 'local' && (roomOf(to) === 'local' || to === 'yaml')) ||
    (/^(wechaty|file-box)/.test(to) && !RESIDENT.test(from)),
  'only the resident process imports the resident process': ({ from, to }) => RESIDENT.test(to) && !RESIDENT.test(from),
  'a room’s stored shape (items.ts) is its own, or read by who is named below': ({ from, to, type_only }) =>
    readsRowsOf({ from, to, type_only }) && !(between({ from, to }) in ITEMS_SHARED),
  'zod comes whole and by name, never with every language': ({ to }) => to.startsWith('zod/') && to !== 'zod/mini',
};
/** The gateway's resident process (`npm run gateway`): runs apart from everything deployed, and alone may use Wechaty. */
const RESIDENT = /^lib\/gateway\/resident\//;
/** Rooms that read another's rows: many at once, as one batch or one page, where its operations read one. */
const ITEMS_SHARED: Record<string, string> = {
  'notices → classes': 'a roster is told page by page, a lesson’s row says when it is due',
  'classes → people': 'whoever is drawn or assesses is read in one batch with those she may be tied to',
  'chat → people': 'who of a roster can be reached is read in one batch',
  'chat → classes': 'commands and 我的成绩 show scores, certificates, follow-ups, inspections and reviews as they are',
  'sheets → classes': 'a file of scores shows those entered before',
  'sheets → people': 'a roster’s file shows what stands in each person’s record',
};
const between = ({ from, to }: Pick<Import, 'from' | 'to'>): string => `${roomOf(from)} → ${roomOf(to)}`;
const readsRowsOf = ({ from, to, type_only }: Import): boolean =>
  /^lib\/.+\/items$/.test(to) && !type_only && roomOf(from) !== '' && roomOf(from) !== roomOf(to);

describe('who imports whom', () => {
  it.each(Object.keys(RULES))('%s', (rule) => {
    expect(imports.filter(RULES[rule]!).map(shown)).toEqual([]);
  });

  it('each room that reads another’s rows does so still', () => {
    const shared = new Set(imports.filter(readsRowsOf).map(between));
    expect(Object.keys(ITEMS_SHARED).filter((line) => !shared.has(line))).toEqual([]);
  });

  it('reads every import there is, and would catch a wrong one', () => {
    expect(imports.length).toBeGreaterThan(code.length);
    const wrong = importsIn(
      'lib/store/x.ts',
      "import { a } from '../classes/rules';\nimport type { B } from '../platform/world';",
    );
    expect(wrong).toEqual([
      { from: 'lib/store/x.ts', to: 'lib/classes/rules', type_only: false },
      { from: 'lib/store/x.ts', to: 'lib/platform/world', type_only: true },
    ]);
    expect(wrong.filter(RULES['the store knows no room']!)).toHaveLength(1);
    expect(
      importsIn('lib/chat/y.ts', "const x = await import('../local/stack');").filter(
        RULES['nothing deployed imports the local stack or Wechaty']!,
      ),
    ).toHaveLength(1);
    const wechaty =
      "import { WechatyBuilder } from 'wechaty';\nimport { wechatyLine } from '../lib/gateway/resident/bot';";
    const caught = (from: string) =>
      importsIn(from, wechaty).filter((one) =>
        [
          RULES['nothing deployed imports the local stack or Wechaty'],
          RULES['only the resident process imports the resident process'],
        ].some((rule) => rule?.(one)),
      );
    expect(caught('handlers/gateway.ts')).toHaveLength(2);
    expect(caught('lib/gateway/resident/x.ts')).toHaveLength(0);
  });

  it('never destructures zod', () => {
    const wrong = code.filter((file) =>
      /import\s*\{[^}]*\bz\b[^}]*\}\s*from\s*'zod/.test(readFileSync(path.join(ROOT, file), 'utf8')),
    );
    expect(wrong).toEqual([]);
  });
});

/** Files that need each other to load, each circle once, from its first file on. Types are gone by then. */
function circles(all: Import[]): string[] {
  const needs = new Map<string, string[]>();
  const folders = new Set(all.map(({ from }) => from.replace(/\.tsx?$/, '')).filter((file) => file.endsWith('/index')));
  for (const { from, to, type_only } of all) {
    const file = from.replace(/\.tsx?$/, '');
    if (!type_only && /^(lib|handlers)\//.test(to)) {
      const into = folders.has(`${to}/index`) ? `${to}/index` : to;
      needs.set(file, [...(needs.get(file) ?? []), into]);
    }
  }
  const found = new Set<string>();
  const done = new Set<string>();
  const visit = (file: string, path_here: string[]): void => {
    const at = path_here.indexOf(file);
    if (at >= 0) found.add([...path_here.slice(at), file].join(' → '));
    if (at >= 0 || done.has(file)) return;
    for (const next of needs.get(file) ?? []) visit(next, [...path_here, file]);
    done.add(file);
  };
  for (const file of needs.keys()) visit(file, []);
  return [...found];
}

describe('circles of files', () => {
  it('there are none', () => {
    expect(circles(imports)).toEqual([]);
  });

  it('would be seen, unless they are of types only (control)', () => {
    const one = (from: string, to: string, type_only = false) => ({
      from: `lib/${from}.ts`,
      to: `lib/${to}`,
      type_only,
    });
    expect(circles([one('a', 'b'), one('b', 'c'), one('c', 'a')])).toEqual(['lib/a → lib/b → lib/c → lib/a']);
    expect(circles([one('a', 'b'), one('b', 'a', true)])).toEqual([]);
  });
});

describe('the layout', () => {
  it('has at the top what the plan names, and nothing else', () => {
    expect(readdirSync(ROOT).filter((name) => !TOP.includes(name) && !MADE.includes(name))).toEqual([]);
  });

  it('has a file in functions/ for every handler, and the other way round', () => {
    const described = readdirSync(path.join(ROOT, 'functions')).filter(
      (file) => file.endsWith('.yml') && file !== 'table.yml',
    );
    expect(described.map((file) => file.slice(0, -4)).sort()).toEqual(handlerNames);
    const main = readFileSync(path.join(ROOT, 'serverless.yml'), 'utf8');
    const { functions, resources } = parse(main, { logLevel: 'error' });
    for (const name of handlerNames) {
      expect(functions).toContain(`\${file(functions/${name}.yml):functions}`);
      expect(resources).toContain(`\${file(functions/${name}.yml):resources}`);
    }
  });

  it('has in docs/deploy.md as many functions and alarms as there are', () => {
    const doc = readFileSync(path.join(ROOT, 'docs/deploy.md'), 'utf8');
    const alarms = parse(readFileSync(path.join(ROOT, 'functions/shared/alarms.yml'), 'utf8'), { logLevel: 'error' });
    const count = Object.values<any>(alarms.Resources).filter((one) => one.Type === 'AWS::CloudWatch::Alarm').length;
    const spoken = ['Sixteen', 'Seventeen', 'Eighteen', 'Nineteen', 'Twenty'][handlerNames.length - 16];
    expect(doc).toContain(`${spoken} functions, one per file`);
    expect(doc).toContain(`${count} alarms`);
  });

  it(`keeps files within ${LINES_MAX} lines`, () => {
    const files = [...code, ...filesUnder('tests', /\.tsx?$/), ...filesUnder('functions', /\.(yml|cjs)$/)];
    const long = files.map(
      (file) => [file, readFileSync(path.join(ROOT, file), 'utf8').split('\n').length - 1] as const,
    );
    expect(long.filter(([, lines]) => lines > LINES_MAX)).toEqual([]);
  });

  it('keeps the lock file free of addresses', () => {
    expect(readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8')).not.toMatch(/"resolved"/);
  });
});
