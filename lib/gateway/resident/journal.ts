/**
 * An append-only file of JSON lines. A line is on the disk (fsync) before `append` resolves; what several ask for at
 * once is written and synced together. A last line that was torn by a kill is left out when the file is read.
 */
import { type FileHandle, mkdir, open, readFile, rename } from 'node:fs/promises';
import path from 'node:path';

export interface Journal<Line> {
  append(line: Line): Promise<void>;
  /** Replace everything by these lines, whole or not at all; asked for at the moment when nothing else is being written. */
  rewrite(kept: () => Line[]): Promise<void>;
  close(): Promise<void>;
  /** Lines since it was last rewritten. */
  length: number;
}

/** Open (or make) a journal; `lines` is what it holds. Readable by its owner only: messages stand in it until they are posted. */
export async function openJournal<Line>(file: string): Promise<{ journal: Journal<Line>; lines: Line[] }> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const lines = linesOf<Line>(await readFile(file, 'utf8').catch(missing));
  let handle: FileHandle = await replace(file, lines);
  let waiting: { text: string; done: () => void; failed: (error: unknown) => void }[] = [];
  let running: Promise<void> | undefined;
  const flush = async () => {
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      try {
        await handle.appendFile(batch.map((one) => one.text).join(''));
        await handle.datasync();
        for (const one of batch) one.done();
      } catch (error) {
        for (const one of batch) one.failed(error);
      }
    }
    running = undefined;
  };
  const journal: Journal<Line> = {
    length: lines.length,
    append(line) {
      journal.length++;
      return new Promise((done, failed) => {
        waiting.push({ text: `${JSON.stringify(line)}\n`, done, failed });
        running ??= flush();
      });
    },
    async rewrite(kept) {
      while (running) await running;
      // Whoever appends from here on waits for the new file.
      const swap = async () => {
        const rest = kept();
        const next = await replace(file, rest);
        await handle.close();
        handle = next;
        journal.length = rest.length;
      };
      const swapped = swap();
      running = swapped.catch(() => undefined).then(flush);
      await swapped;
    },
    async close() {
      while (running) await running;
      await handle.close();
    },
  };
  return { journal, lines };
}

function missing(error: NodeJS.ErrnoException): string {
  if (error.code === 'ENOENT') return '';
  throw error;
}

function linesOf<Line>(text: string): Line[] {
  return text.split('\n').flatMap((line) => {
    try {
      return line === '' ? [] : [JSON.parse(line) as Line];
    } catch {
      return [];
    }
  });
}

async function replace(file: string, lines: unknown[]): Promise<FileHandle> {
  const part = `${file}.part`;
  const handle = await open(part, 'w', 0o600);
  await handle.appendFile(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  await handle.datasync();
  await rename(part, file);
  await synced(path.dirname(file));
  return handle;
}

/** The new name is on the disk, too. Not every system lets a folder be synced. */
async function synced(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
