/** The folder that holds everything a restart must find again, and belongs to one running stack at a time. */
import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Trouble } from './trouble';

export interface DataFolder {
  path: string;
  file(name: string): string;
  /** 32 random bytes kept under this name, made at the first call; readable by the owner only. */
  secret(name: string): Buffer;
  /** Note the engine's process, so that a start after a hard kill can end what was left over. */
  engineStarted(pid: number | undefined): void;
  release(): Promise<void>;
}

/**
 * Open (or make) the folder and take it. Throws `Trouble` when it cannot be written, or when another
 * stack has it. Whoever holds it listens on a socket: a killed process leaves no lock behind.
 */
export async function openDataFolder(folder: string): Promise<DataFolder> {
  const whole = path.resolve(folder);
  try {
    mkdirSync(whole, { recursive: true, mode: 0o700 });
    const probe = path.join(whole, '.probe');
    writeFileSync(probe, '');
    rmSync(probe);
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? 'unknown';
    throw new Trouble(
      `Cannot write to the data folder ${whole} (${why}): make it writable, or name another in SONGXUN_DATA.`,
    );
  }
  const held = await hold(socketOf(whole), whole);
  const engine_file = path.join(whole, 'engine.pid');
  endLeftOver(engine_file, whole);
  return {
    path: whole,
    file: (name) => path.join(whole, name),
    secret(name) {
      const file = path.join(whole, name);
      if (!existsSync(file)) writeFileSync(file, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
      const secret = Buffer.from(readFileSync(file, 'utf8').trim(), 'hex');
      if (secret.length !== 32)
        throw new Trouble(
          `${file} is damaged: it should hold 32 bytes in hex. Restore it; without it the sealed data are lost.`,
        );
      return secret;
    },
    engineStarted(pid) {
      if (pid) writeFileSync(engine_file, String(pid));
    },
    async release() {
      rmSync(engine_file, { force: true });
      await new Promise<void>((resolve) => held.close(() => resolve()));
    },
  };
}

function socketOf(folder: string): string {
  const real = realpathSync(folder);
  const name = createHash('sha256').update(real).digest('hex').slice(0, 16);
  if (process.platform === 'win32') return `\\\\.\\pipe\\songxun-${name}`;
  const inside = path.join(real, 'in-use.sock');
  // A socket's path may have about 100 bytes; deeper folders hold theirs in the common temporary one.
  return Buffer.byteLength(inside) < 100 ? inside : path.join(tmpdir(), `songxun-${name}.sock`);
}

async function hold(socket: string, folder: string): Promise<Server> {
  const first = await listen(socket);
  if (first) return first;
  if (await answers(socket))
    throw new Trouble(
      `The data folder ${folder} is in use by another start: stop that one, or name another folder in SONGXUN_DATA.`,
    );
  rmSync(socket, { force: true });
  const second = await listen(socket);
  if (second) return second;
  throw new Trouble(
    `The data folder ${folder} is in use by another start: stop that one, or name another folder in SONGXUN_DATA.`,
  );
}

function listen(socket: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((connection) => connection.end());
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error),
    );
    server.listen(socket, () => {
      server.unref();
      resolve(server);
    });
  });
}

function answers(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const connection = createConnection(socket);
    connection.once('connect', () => {
      connection.destroy();
      resolve(true);
    });
    connection.once('error', () => resolve(false));
  });
}

/** Only this stack was killed: its engine may still hold the data file. End it, if it is that engine. */
function endLeftOver(engine_file: string, folder: string): void {
  if (!existsSync(engine_file)) return;
  const pid = Number(readFileSync(engine_file, 'utf8'));
  rmSync(engine_file, { force: true });
  if (!Number.isInteger(pid) || pid < 2 || !commandOf(pid).includes(folder)) return;
  try {
    process.kill(pid, 'SIGKILL');
    for (let i = 0; i < 100 && commandOf(pid).includes(folder); i++)
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
  } catch {
    // Gone by itself.
  }
}

function commandOf(pid: number): string {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch {
    return '';
  }
}
