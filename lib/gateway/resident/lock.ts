/** One process a folder: two would replace each other's journals, and what one of them wrote would be lost. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Hands } from './types';

export class FolderTaken extends Error {
  override name = 'FolderTaken';
}

/** After this whoever took the same dead number for gone has taken it, too. */
const SETTLED_MS = 100;

/**
 * The folder is this process's until what comes back is called, or it dies: the number of a process that is no more
 * counts for nothing, and of several that clear it away at once the last has the folder. Throws `FolderTaken`.
 */
export async function lockFolder(folder: string, sleep: Hands['sleep'] = pause): Promise<() => Promise<void>> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = path.join(folder, 'pid');
  for (;;) {
    try {
      await writeFile(file, String(process.pid), { flag: 'wx', mode: 0o600 });
      await sleep(SETTLED_MS);
      if ((await numberIn(file)) === process.pid) return () => rm(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const pid = await numberIn(file);
    if (pid !== process.pid && isAlive(pid))
      throw new FolderTaken(`process ${pid} works in this folder already; if it is no gateway, remove ${file}`);
    await rm(file, { force: true });
  }
}

const numberIn = async (file: string): Promise<number> => Number(await readFile(file, 'utf8').catch(() => ''));

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Somebody else's process may not be signalled; it is there all the same.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
