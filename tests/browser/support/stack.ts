/** The real local stack, as `npm start` brings it up, on a free port and a folder of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const ROOT = path.join(__dirname, '../../..');
const START_MAX_MS = 60_000;

type Json = any;

export interface Stack {
  url: string;
  /** GET or POST; throws on anything but 2xx, with the answer. */
  call(method: 'GET' | 'POST', path: string, body?: unknown, headers?: Record<string, string>): Promise<Json>;
  stop(): Promise<void>;
}

export async function startStack(): Promise<Stack> {
  const data = mkdtempSync(path.join(tmpdir(), 'songxun-browser-'));
  const child = spawn(process.execPath, ['--import', 'tsx', 'lib/local/start.ts'], {
    cwd: ROOT,
    env: { ...process.env, PORT: '0', SONGXUN_DATA: data, NODE_ENV: 'development' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const url = await up(child);
  return {
    url,
    call: (method, at, body, headers) => call(method, url + at, body, headers),
    async stop() {
      await ended(child);
      rmSync(data, { recursive: true, force: true });
    },
  };
}

/** Its address, which it says once it answers. */
function up(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const fail = (what: string) => reject(new Error(`the local stack ${what}: ${said}`));
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      fail('did not start');
    }, START_MAX_MS);
    child.once('exit', () => {
      clearTimeout(timer);
      fail('stopped');
    });
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk) => {
        said = (said + chunk).slice(-4000);
        const url = /Ctrl-C/.test(said) && /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0];
        if (!url) return;
        clearTimeout(timer);
        resolve(url);
      });
  });
}

async function call(method: string, url: string, body?: unknown, headers: Record<string, string> = {}): Promise<Json> {
  const response = await fetch(url, {
    method,
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${text.slice(0, 600)}`);
  return text ? JSON.parse(text) : {};
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGINT');
  const timer = setTimeout(() => child.kill('SIGKILL'), 5000);
  await gone;
  clearTimeout(timer);
}
