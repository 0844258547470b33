/** The real local stack, as `npm start` brings it up, on a free port and a folder of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from '../../../lib/local/engine';

const ROOT = path.join(__dirname, '../../..');
const START_MAX_MS = 30_000;

type Json = any;

export interface Stack {
  url: string;
  /** GET or POST; throws on anything but 2xx, with the answer. */
  call(method: 'GET' | 'POST', path: string, body?: unknown, headers?: Record<string, string>): Promise<Json>;
  stop(): Promise<void>;
}

export async function startStack(): Promise<Stack> {
  const port = await freePort();
  const data = mkdtempSync(path.join(tmpdir(), 'songxun-browser-'));
  const child = spawn(process.execPath, ['--import', 'tsx', 'lib/local/start.ts'], {
    cwd: ROOT,
    env: { ...process.env, PORT: String(port), SONGXUN_DATA: data, NODE_ENV: 'development' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said = (said + chunk).slice(-4000)));
  const url = `http://127.0.0.1:${port}`;
  const stack: Stack = {
    url,
    call: (method, at, body, headers) => call(method, url + at, body, headers),
    async stop() {
      await ended(child);
      rmSync(data, { recursive: true, force: true });
    },
  };
  const until = Date.now() + START_MAX_MS;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the local stack stopped: ${said}`);
    try {
      await stack.call('GET', '/local/clock');
      return stack;
    } catch {
      if (Date.now() > until) {
        await stack.stop();
        throw new Error(`the local stack did not answer: ${said}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
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
