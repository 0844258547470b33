/** The door's share of the function's bundle, which may have 400 KB with the SDK (338 KB of it). */
import { build } from 'esbuild';

async function bundled(...files: string[]): Promise<number> {
  const out = await build({
    stdin: {
      contents: files.map((file) => `export * from './lib/channels/wechat/${file}';`).join('\n'),
      resolveDir: process.cwd(),
    },
    bundle: true,
    minify: true,
    write: false,
    platform: 'node',
    target: 'node20',
    mainFields: ['module', 'main'],
  });
  return out.outputFiles[0]!.contents.length / 1024;
}

it('stays small', async () => {
  const door = await bundled('read-callback', 'config');
  const all = await bundled('read-callback', 'config', 'sender', 'menu', 'qr');
  console.log(`bundle: webhook side ${door.toFixed(1)} KB, with sending ${all.toFixed(1)} KB (zod/mini included)`);
  expect(door).toBeLessThan(45);
  expect(all).toBeLessThan(60);
});
