/** What a cold start loads on a person's path: within its gate. What stands in each bundle is asked by access.test.ts. */
import { bundle } from './support/bundles';

/** Functions on a person's path (design.md, section 7). */
const GATE_KB: Record<string, number> = { wechat: 400, classes: 400 };
const KB = 1024;

it.each(Object.entries(GATE_KB))('keeps %s within %d KB, the SDK included', async (name, gate_kb) => {
  const { bytes } = await bundle(name);
  if (process.env.SHOW) process.stdout.write(`${name} ${(bytes / KB).toFixed(1)} of ${gate_kb} KB\n`);
  expect(bytes / KB).toBeLessThanOrEqual(gate_kb);
});

it('would notice a package that came in eagerly', async () => {
  // The control: the same options without the plugin that keeps them apart.
  const { build } = await import('esbuild');
  const { esbuildOptions } = require('../../functions/shared/bundle.cjs');
  const made = await build({
    ...esbuildOptions,
    plugins: [],
    entryPoints: ['handlers/wechat.ts'],
    outdir: 'dist',
    write: false,
    metafile: true,
  });
  const [described] = Object.values(made.metafile!.outputs);
  expect(described!.bytes / KB).toBeGreaterThan(GATE_KB.wechat!);
  expect(Object.keys(described!.inputs).some((file) => file.includes('pinyin-pro'))).toBe(true);
});
