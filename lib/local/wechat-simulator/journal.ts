/** What the simulator must remember over a restart, as lines of JSON: appended at once, rewritten short at the start. */
import { closeSync, existsSync, openSync, readFileSync, renameSync, writeFileSync, writeSync } from 'node:fs';

/** Grown past this, the file is rewritten from what is still remembered. */
const JOURNAL_BYTES_MAX = 64 * 1024 * 1024;

export type Entry = { kind: string; [name: string]: any };

export interface Journal {
  append(entry: Entry): void;
  close(): void;
}

/** Every whole line of the file; a torn last line (killed while writing) is left out. */
export function readJournal(file: string): Entry[] {
  if (!existsSync(file)) return [];
  const entries: Entry[] = [];
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    try {
      if (line) entries.push(JSON.parse(line));
    } catch {
      break;
    }
  }
  return entries;
}

/** Open for appending, beginning with what `all` still remembers. */
export function openJournal(file: string | undefined, all: () => Iterable<Entry>): Journal {
  if (!file) return { append() {}, close() {} };
  let fd = -1;
  let bytes = 0;
  const rewrite = () => {
    const text = [...all()].map((entry) => `${JSON.stringify(entry)}\n`).join('');
    writeFileSync(`${file}.new`, text, { mode: 0o600 });
    if (fd >= 0) closeSync(fd);
    renameSync(`${file}.new`, file);
    fd = openSync(file, 'a', 0o600);
    bytes = Buffer.byteLength(text);
  };
  rewrite();
  let rewritten_bytes = bytes;
  return {
    append(entry) {
      if (fd < 0) return;
      const line = `${JSON.stringify(entry)}\n`;
      bytes += writeSync(fd, line);
      if (bytes > JOURNAL_BYTES_MAX + rewritten_bytes) {
        rewrite();
        rewritten_bytes = bytes;
      }
    },
    close() {
      if (fd >= 0) closeSync(fd);
      fd = -1;
    },
  };
}
