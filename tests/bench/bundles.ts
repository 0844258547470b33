/** Each function's bundle, made as it is deployed: how large, and how long a fresh Node takes to import it. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import type { How } from './parts';
import { table } from './table';

interface Bundle {
  name: string;
  kib: number;
  /** Parts of it that are read only when they are wanted. */
  later_kib: number;
  import_ms: number;
  import_min_ms: number;
}

const ROOT = path.join(__dirname, '../..');
const RUNS = 7;

async function bundles(runs: number): Promise<Bundle[]> {
  const { esbuildOptions } = require('../../functions/shared/bundle.cjs');
  const folder = mkdtempSync(path.join(tmpdir(), 'songxun-bench-'));
  try {
    const names = readdirSync(path.join(ROOT, 'handlers'))
      .filter((file) => file.endsWith('.ts'))
      .map((file) => file.slice(0, -3));
    const made: Bundle[] = [];
    for (const name of names) {
      const outdir = path.join(folder, name);
      await build({
        ...esbuildOptions,
        entryPoints: [path.join(ROOT, 'handlers', `${name}.ts`)],
        outdir,
        absWorkingDir: ROOT,
      });
      const file = path.join(outdir, `${name}.js`);
      const times = Array.from({ length: runs }, () => importTime(file)).sort((a, b) => a - b);
      made.push({
        name,
        kib: statSync(file).size / 1024,
        later_kib: sizeUnder(path.join(outdir, 'lazy')) / 1024,
        import_ms: times[Math.floor(runs / 2)]!,
        import_min_ms: times[0]!,
      });
    }
    return made;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function sizeUnder(folder: string): number {
  if (!existsSync(folder)) return 0;
  return readdirSync(folder).reduce((sum, name) => sum + statSync(path.join(folder, name)).size, 0);
}

function importTime(file: string): number {
  const script = `const t=performance.now();require(${JSON.stringify(file)});process.stdout.write(String(performance.now()-t))`;
  const env = {
    ...process.env,
    AWS_REGION: 'cn-northwest-1',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    NODE_OPTIONS: '',
  };
  return Number(execFileSync(process.execPath, ['-e', script], { env, encoding: 'utf8' }));
}

export async function bundlesTable({ quick }: How): Promise<string> {
  const made = await bundles(quick ? 1 : RUNS);
  const rows = made.map((b) => [b.name, ...[b.kib, b.later_kib, b.import_ms, b.import_min_ms].map(Math.round)]);
  return table(
    ['function', 'KiB minified', 'KiB in parts read later', `import ms (median of ${RUNS})`, 'fastest'],
    rows,
  );
}
