/** Files in a folder: whole or not at all, also when two write the same one at once. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { folderFiles, memoryFiles, noFiles } from '../../lib/platform/files';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'songxun-files-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const KEY = 'import/im_1/result.xlsx';

it.each(['folder', 'memory'])('%s: reads back what was put, until it is removed', async (kind) => {
  const files = kind === 'folder' ? folderFiles(folder) : memoryFiles();
  expect(await files.get(KEY)).toBeUndefined();
  await files.put(KEY, Buffer.from('one'), 'text/plain');
  await files.put(KEY, Buffer.from('two'), 'text/csv');
  const held = await files.get(KEY);
  expect([Buffer.from(held!.bytes).toString(), held!.type]).toEqual(['two', 'text/csv']);
  await files.remove(KEY);
  await files.remove(KEY);
  expect(await files.get(KEY)).toBeUndefined();
  await expect(files.put('../out', Buffer.from('x'), 'text/plain')).rejects.toThrow('not a file key');
});

it('many who write one file at once: one of them whole, nothing left over', async () => {
  const files = folderFiles(folder);
  const sizes = Array.from({ length: 20 }, (_, i) => 100_000 + i);
  await Promise.all(sizes.map((size) => files.put(KEY, Buffer.alloc(size, size % 251), 'text/plain')));
  const { bytes } = (await files.get(KEY))!;
  expect(sizes).toContain(bytes.length);
  expect(bytes.every((byte) => byte === bytes.length % 251)).toBe(true);
  expect(readdirSync(path.join(folder, 'import/im_1')).sort()).toEqual(['result.xlsx', 'result.xlsx.type']);
});

it('a function without files says so', async () => {
  await expect(noFiles().get(KEY)).rejects.toThrow('no access to files');
});
