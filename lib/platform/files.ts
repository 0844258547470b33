/**
 * Files that belong to records: pictures of an inspection, a spreadsheet that was sent in. S3 in the cloud, a folder
 * locally, memory in tests. Keys are ours (`inspection/i_…/1.jpg`), never a name somebody chose.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

export interface Files {
  /** Writes the whole file or nothing. At most FILE_MAX_BYTES. */
  put(key: string, bytes: Uint8Array, type: string): Promise<void>;
  get(key: string): Promise<{ bytes: Uint8Array; type: string } | undefined>;
  remove(key: string): Promise<void>;
}

export const FILE_MAX_BYTES = 10 * 1024 * 1024;
const KEY = /^(?!.*\.\.)[a-z][\w-]*(\/[\w.-]+)+$/;

/** Throws for a key that is not one of ours, or a file that is too large. */
export function checkFile(key: string, bytes?: Uint8Array): void {
  if (!KEY.test(key)) throw new Error(`not a file key: ${key}`);
  if (bytes && bytes.length > FILE_MAX_BYTES) throw new Error(`a file of ${bytes.length} bytes is too large`);
}

/** Files in a folder of this machine. */
export function folderFiles(folder: string): Files {
  const at = (key: string) => path.join(folder, ...key.split('/'));
  return {
    async put(key, bytes, type) {
      checkFile(key, bytes);
      await mkdir(path.dirname(at(key)), { recursive: true });
      // A name of its own: two that write the same file at once must not take each other's part away.
      const part = `${at(key)}.${randomUUID()}.part`;
      await writeFile(part, bytes);
      await writeFile(`${at(key)}.type`, type);
      await rename(part, at(key));
    },
    async get(key) {
      checkFile(key);
      try {
        const [bytes, type] = await Promise.all([readFile(at(key)), readFile(`${at(key)}.type`, 'utf8')]);
        return { bytes, type };
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw error;
      }
    },
    async remove(key) {
      checkFile(key);
      await rm(at(key), { force: true });
      await rm(`${at(key)}.type`, { force: true });
    },
  };
}

/** Files in memory: tests. */
export function memoryFiles(): Files {
  const held = new Map<string, { bytes: Uint8Array; type: string }>();
  return {
    async put(key, bytes, type) {
      checkFile(key, bytes);
      held.set(key, { bytes: Uint8Array.from(bytes), type });
    },
    async get(key) {
      checkFile(key);
      return held.get(key);
    },
    async remove(key) {
      checkFile(key);
      held.delete(key);
    },
  };
}

/** Where a function has no business with files. */
export function noFiles(): Files {
  const refuse = async (): Promise<never> => {
    throw new Error('this function has no access to files');
  };
  return { put: refuse, get: refuse, remove: refuse };
}
