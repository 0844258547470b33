/** The embedded DynamoDB engine as a child process: one file on disk, or in memory for tests. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';

export interface Engine {
  endpoint: string;
  pid?: number;
  /** Resolves with its last words when it ends without having been stopped. */
  died: Promise<string>;
  stop(): Promise<void>;
}

/** On a busy machine; otherwise it takes some 20 ms. */
const START_MAX_MS = 20_000;

export class EngineMissing extends Error {
  override name = 'EngineMissing';
}

/** A port nobody listens on right now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}

/**
 * Start the engine (`DYNAMODB_ENDPOINT` names another one to use instead). `file` keeps the data;
 * without it they are gone at the end. `apart` keeps it out of this process's group, so that Ctrl-C
 * reaches only this process, which then stops the engine in good order. Throws `EngineMissing` with one clear line where this platform has none.
 */
export async function startEngine(how: { file?: string; apart?: boolean } = {}): Promise<Engine> {
  const given = process.env.DYNAMODB_ENDPOINT;
  if (given) return { endpoint: given, died: new Promise(() => {}), async stop() {} };
  const binary = findBinary();
  const port = await freePort();
  const args = ['serve', '--host', '127.0.0.1', '--port', String(port), ...(how.file ? ['--db-path', how.file] : [])];
  const child = spawn(binary, args, { stdio: ['ignore', 'ignore', 'pipe'], detached: how.apart ?? false });
  let said = '';
  child.stderr?.on('data', (chunk) => {
    said = (said + chunk).slice(-2000);
  });
  const endpoint = `http://127.0.0.1:${port}`;
  await answering(endpoint, child, () => said);
  let stopping = false;
  const killAtExit = () => child.kill('SIGKILL');
  if (how.apart) process.once('exit', killAtExit);
  const died = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => {
      process.off('exit', killAtExit);
      // Its first line only says that it listens.
      const lines = said.split('\n').filter((line) => line.trim() && !/listening/i.test(line));
      if (!stopping) resolve([signal ?? `exit code ${code}`, lines.at(-1)].filter(Boolean).join(': '));
    });
  });
  const stop = () => {
    stopping = true;
    return stopped(child);
  };
  return { endpoint, pid: child.pid, died, stop };
}

function findBinary(): string {
  const name = `@dynoxide/${process.platform}-${process.arch}`;
  // Looked for by hand: the package holds a bare binary and no entry point.
  for (let dir = __dirname; ; dir = path.dirname(dir)) {
    const file = path.join(dir, 'node_modules', name, process.platform === 'win32' ? 'dynoxide.exe' : 'dynoxide');
    if (existsSync(file)) return file;
    if (path.dirname(dir) === dir) break;
  }
  throw new EngineMissing(
    `No embedded DynamoDB engine for ${process.platform}-${process.arch}: run DynamoDB Local and set DYNAMODB_ENDPOINT=http://127.0.0.1:8000.`,
  );
}

async function answering(endpoint: string, child: ChildProcess, said: () => string): Promise<void> {
  const until = Date.now() + START_MAX_MS;
  while (Date.now() < until) {
    if (child.exitCode !== null)
      throw new Error(`The DynamoDB engine stopped at once: ${said().trim().split('\n').at(-1)}`);
    try {
      await fetch(endpoint, { method: 'POST', signal: AbortSignal.timeout(2000) });
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
  }
  child.kill('SIGKILL');
  throw new Error(`The DynamoDB engine did not answer within ${START_MAX_MS / 1000} s.`);
}

async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 2000);
  await gone;
  clearTimeout(timer);
}
