/** As deployed: the packages that are loaded later are found beside the bundle, and do there what they do here. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';

const ROOT = path.join(__dirname, '../..');
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'songxun-bundled-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const RUN = `
require(process.argv[1]).writeSheet({ sheet: '表', columns: [{ title: '姓名', width: 9 }], rows: [['王']] })
  .then((bytes) => console.log(Buffer.from(bytes).subarray(0, 2).toString(), bytes.length > 3000));
`;

it('a sheet is written by the bundle, with exceljs in a file of its own', async () => {
  const { esbuildOptions } = require('../../functions/shared/bundle.cjs');
  const made = await build({
    ...esbuildOptions,
    entryPoints: [path.join(ROOT, 'lib/sheets/write-sheet.ts')],
    outdir: folder,
    absWorkingDir: ROOT,
    metafile: true,
  });
  const [output] = Object.values(made.metafile!.outputs);
  expect(output!.bytes).toBeLessThan(10_000);
  expect(execFileSync(process.execPath, ['-e', RUN, path.join(folder, 'write-sheet.js')], { encoding: 'utf8' })).toBe(
    'PK true\n',
  );
});
