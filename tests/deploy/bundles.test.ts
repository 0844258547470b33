/** What a cold start loads: within its gate, and nothing that has no business there. */
import { bundle, handlerNames } from './support/bundles';

/** Functions on a person's path (design.md, section 7). */
const GATE_KB: Record<string, number> = { wechat: 400, classes: 400 };
const KB = 1024;

it('keeps the bundles on a person’s path within 400 KB, the SDK included', async () => {
  const rows: { bundle: string; kb: string; gate_kb: number | string; ours_kb: string; later_kb: string }[] = [];
  for (const name of handlerNames) {
    const made = await bundle(name);
    const ours = [...made.files]
      .filter(([file]) => !file.startsWith('node_modules'))
      .reduce((sum, [, bytes]) => sum + bytes, 0);
    rows.push({
      bundle: name,
      kb: (made.bytes / KB).toFixed(1),
      gate_kb: GATE_KB[name] ?? '',
      ours_kb: (ours / KB).toFixed(1),
      later_kb: made.later.map((part) => (part.bytes / KB).toFixed(1)).join(' + '),
    });
  }
  console.table(rows);
  for (const [name, gate_kb] of Object.entries(GATE_KB))
    expect(Number(rows.find((r) => r.bundle === name)?.kb)).toBeLessThanOrEqual(gate_kb);
  // Every function is bundled for it.
}, 60_000);

describe.each(handlerNames)('%s', (name) => {
  it('carries nothing of the local stack, of Wechaty, or of another SDK', async () => {
    const { files, later } = await bundle(name);
    const all = [...files.keys(), ...later.flatMap((part) => [...part.files.keys()])];
    const unwanted = all.filter((file) =>
      /^lib\/local\/|^tests\/|node_modules\/(wechaty|aws-sdk|yaml|serverless|esbuild)/.test(file),
    );
    expect(unwanted).toEqual([]);
  });

  it('leaves pinyin and traditional characters for when they are wanted', async () => {
    const { files, imports } = await bundle(name);
    expect([...files.keys()].filter((file) => /pinyin-pro|opencc-js/.test(file))).toEqual([]);
    // Whatever is not in the bundle is Node's, in the zip beside it, or only looked for where Lambda never looks.
    const elsewhere = imports.filter((wanted) => !wanted.startsWith('node:') && !wanted.startsWith('./lazy/'));
    expect(
      elsewhere.filter(
        (wanted) =>
          !/^@aws-sdk\/(credential-provider-|nested-clients)|^@smithy\/(credential-provider-imds|core\/event-streams)$/.test(
            wanted,
          ),
      ),
    ).toEqual([]);
  });
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
