/** Real processes, really killed (SIGKILL), on real files; and one that is asked to stop. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server as HttpServer } from 'node:http';
import path from 'node:path';
import { buildSync } from 'esbuild';
import { LEASE_MS } from '../../lib/gateway/rules';
import { type Server, said, server } from './support/gateway';
import { newFolder, removeFolder } from './support/life';

const ROOT = path.join(__dirname, '../..');
let s: Server;
let http: HttpServer;
let url: string;
let folder: string;
const running = new Set<ChildProcess>();
/** Made once: through tsx each start would take longer than all it does. */
const built = newFolder();
const CHILD = path.join(built, 'child.js');

beforeAll(() => {
  const entryPoints = [path.join(__dirname, 'support/child.ts')];
  buildSync({ entryPoints, outfile: CHILD, bundle: true, platform: 'node' });
});
afterAll(() => removeFolder(built));

beforeEach(async () => {
  s = await server();
  folder = newFolder();
  http = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const init = { headers: request.headers, body: Buffer.concat(chunks).toString() } as any;
    const answer = await s.fetch(`http://127.0.0.1${request.url}`, init);
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(http.address() as { port: number }).port}`;
});
afterEach(async () => {
  for (const child of running) child.kill('SIGKILL');
  http.closeAllConnections();
  await new Promise((resolve) => http.close(resolve));
  removeFolder(folder);
});

function start(kill_at = '') {
  const env = { ...process.env, URL_OF_SERVER: url, SECRET: s.secret, FOLDER: folder, KILL_AT: kill_at };
  const child = spawn(process.execPath, [CHILD], {
    env,
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  running.add(child);
  const up = new Promise((resolve) => child.once('message', resolve));
  const ended = new Promise<[number | null, string | null]>((resolve) => {
    child.once('exit', (code, signal) => {
      running.delete(child);
      resolve([code, signal]);
    });
  });
  return { child, up, ended };
}

const arrived = (): { to: string; text: string }[] =>
  existsSync(`${folder}/arrived.jsonl`)
    ? readFileSync(`${folder}/arrived.jsonl`, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
    : [];

/** Whose the folder is. */
const held = () => (existsSync(`${folder}/pid`) ? Number(readFileSync(`${folder}/pid`, 'utf8')) : undefined);

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 1200; i++) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('it never came to that');
}

it.each([
  ['journal:after', 0],
  ['post:after', 0],
  ['send:after', 1],
  ['sent:after', 0],
] as const)(
  'SIGKILL at %s, started again: nothing lost, %s twice and counted; SIGTERM ends it in good order',
  async (point, twice) => {
    const messages = [said('你好', 'wxid_a'), said('你好', 'wxid_b'), said('找培训班', 'wxid_a')];
    writeFileSync(`${folder}/said.jsonl`, messages.map((one) => JSON.stringify(one)).join('\n'));
    expect(await start(`${point}:1`).ended).toEqual([null, 'SIGKILL']);
    s.world.clock.pass(LEASE_MS);
    const { child, up, ended } = start();
    await up;
    await until(async () => (await s.leases())?.totals.sent === 3 && (await s.waiting()).length === 0);
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
    const got = arrived().map((one) => `${one.to} ${one.text}`);
    expect(new Set(got).size).toBe(3);
    expect(got.length - 3).toBe(twice);
    expect((await s.leases()).totals).toMatchObject({ sent: 3, duplicates: twice, dead: 0 });
  },
  60_000,
);

it('a second process in the same folder does not begin: the two would write over each other', async () => {
  writeFileSync(`${folder}/said.jsonl`, JSON.stringify(said('你好')));
  const first = start();
  await until(async () => (await s.leases())?.totals.sent === 1);
  expect(await start().ended).toEqual([1, null]);
  first.child.kill('SIGTERM');
  expect(await first.ended).toEqual([0, null]);
  // Its folder is free; and a number that is left behind by a kill stands in nobody's way.
  for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
    const next = start();
    await next.up;
    expect(held()).toBe(next.child.pid);
    next.child.kill(signal);
    expect(await next.ended).toEqual(signal === 'SIGTERM' ? [0, null] : [null, signal]);
    expect(held()).toBe(signal === 'SIGTERM' ? undefined : next.child.pid);
  }
});

it('npm run gateway without settings says in one line what is missing, and ends', async () => {
  const child = spawn(process.execPath, ['--import', 'tsx', path.join(ROOT, 'lib/gateway/resident/main.ts')], {
    env: { PATH: process.env.PATH },
    cwd: ROOT,
  });
  let words = '';
  child.stderr.on('data', (chunk) => {
    words += chunk;
  });
  const code = await new Promise((resolve) => child.once('exit', resolve));
  expect(code).toBe(1);
  expect(words.trim().split('\n')).toHaveLength(1);
  expect(words).toContain('SONGXUN_URL, GATEWAY_ACCOUNT, GATEWAY_SECRET, WECHATY_PUPPET');
});
