/** Each function's bundle, made as it is deployed: how large, and how long a fresh Node takes to import it. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';

export interface Bundle {
  name: string;
  kib: number;
  import_ms: number;
  import_min_ms: number;
}

const ROOT = path.join(__dirname, '../..');
const RUNS = 7;

export async function bundles(): Promise<Bundle[]> {
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
      const times = Array.from({ length: RUNS }, () => importTime(file)).sort((a, b) => a - b);
      made.push({
        name,
        kib: statSync(file).size / 1024,
        import_ms: times[Math.floor(RUNS / 2)]!,
        import_min_ms: times[0]!,
      });
    }
    return made;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
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
