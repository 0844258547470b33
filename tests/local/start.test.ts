/** `npm start` as a process: what goes wrong is said in one line; a hard kill loses nothing that was answered. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { freePort } from '../../lib/local/engine';
import { newFolder, removeFolder } from './support/stack';

const ROOT = path.join(__dirname, '../..');
const folders: string[] = [];
const children: ChildProcess[] = [];
const folder = () => {
  const made = newFolder();
  folders.push(made);
  return made;
};
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  for (const one of folders) {
    const pid = path.join(one, 'engine.pid');
    if (existsSync(pid)) killHard(Number(readFileSync(pid, 'utf8')));
    removeFolder(one);
  }
});
function killHard(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Gone already.
  }
}

interface Run {
  child: ChildProcess;
  ended: Promise<{ code: number | null; out: string; err: string }>;
  /** Resolves once it says that it is up. */
  up: Promise<void>;
}

function start(env: Record<string, string>, flags: string[] = []): Run {
  const child = spawn(process.execPath, ['--import', 'tsx', ...flags, 'lib/local/start.ts'], {
    cwd: ROOT,
    env: { ...process.env, DYNAMODB_ENDPOINT: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let out = '';
  let err = '';
  const up = new Promise<void>((resolve) => {
    child.stdout!.on('data', (chunk) => {
      out += chunk;
      if (/Ctrl-C/.test(out)) resolve();
    });
  });
  child.stderr!.on('data', (chunk) => (err += chunk));
  const ended = new Promise<{ code: number | null; out: string; err: string }>((resolve) =>
    child.once('close', (code) => resolve({ code, out, err })),
  );
  return { child, ended, up };
}

const call = async (port: number, method: string, at: string, body?: unknown) =>
  await (
    await fetch(`http://127.0.0.1:${port}${at}`, { method, ...(body !== undefined && { body: JSON.stringify(body) }) })
  ).json();

test('a port in use, a folder that cannot be written, no engine here, a wrong PORT: one clear line each, exit code 1', async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const { port } = taken.address() as { port: number };
  const file = path.join(folder(), 'a-file');
  writeFileSync(file, '');
  const elsewhere = path.join(folder(), 'elsewhere.cjs');
  writeFileSync(elsewhere, "Object.defineProperty(process, 'arch', { value: 'mips' });");
  const ends = await Promise.all([
    start({ PORT: String(port), SONGXUN_DATA: folder() }).ended,
    start({ PORT: '0', SONGXUN_DATA: path.join(file, 'below') }).ended,
    start({ PORT: '0', SONGXUN_DATA: folder() }, ['--require', elsewhere]).ended,
    start({ PORT: 'abc', SONGXUN_DATA: folder() }).ended,
  ]);
  taken.close();
  expect(ends.map(({ code, out }) => [code, out])).toEqual(ends.map(() => [1, '']));
  const [in_use, read_only, no_engine, no_port] = ends.map(({ err }) => err);
  expect(in_use).toMatch(new RegExp(`^Port ${port} is in use: .*PORT=\\d+\\.\\n$`));
  expect(read_only).toMatch(/^Cannot write to the data folder .*a-file\/below \(ENOTDIR\): .*SONGXUN_DATA\.\n$/);
  expect(no_engine).toMatch(
    /^No embedded DynamoDB engine for linux-mips: .*DYNAMODB_ENDPOINT.*\n$|^No embedded DynamoDB engine for \w+-mips: .*\n$/,
  );
  expect(no_port).toMatch(/^PORT=abc is not a port: .*\n$/);
});

test('killed hard, the whole of it, in the midst of work: started again, whatever was answered is there, and it goes on', async () => {
  const data = folder();
  const port = await freePort();
  const first = start({ PORT: String(port), SONGXUN_DATA: data });
  await first.up;

  // A second start on the same data is refused, in one line.
  const second = await start({ PORT: '0', SONGXUN_DATA: data }).ended;
  expect([second.code, second.out]).toEqual([1, '']);
  expect(second.err).toMatch(/^The data folder .* is in use by another start: .*\n$/);

  await call(port, 'POST', '/local/clock', { now: '2025-07-10T10:00:00+08:00' });
  await call(port, 'POST', '/local/seed', { pack: 'luquan-2025' });
  const answered: string[] = [];
  const talking = Array.from({ length: 6 }, async (_, i) => {
    const who = `oKilled_${i}`;
    for (const text of ['找培训班', '阜康', '1', '报名', '同意', '李阿依'])
      if ((await call(port, 'POST', `/local/wechat/${who}/send`, { text })).attempts === 1)
        answered.push(`${who} ${text}`);
  });
  while (answered.length < 15) await new Promise((resolve) => setTimeout(resolve, 5));
  const engine = Number(readFileSync(path.join(data, 'engine.pid'), 'utf8'));
  first.child.kill('SIGKILL');
  const kept = [...answered];
  killHard(engine);
  await Promise.allSettled(talking);
  await first.ended;

  const again = start({ PORT: String(port), SONGXUN_DATA: data });
  await again.up;
  expect((await call(port, 'GET', '/local/clock')).now).toMatch(/^2025-07-10T10:0/);
  expect((await call(port, 'GET', '/local/qr')).scenes.length).toBeGreaterThan(3);
  for (let i = 0; i < 6; i++) {
    const { items } = await call(port, 'GET', `/local/wechat/oKilled_${i}/inbox`);
    const said = items.filter((item: any) => item.direction === 'in').map((item: any) => item.text);
    for (const one of kept.filter((line) => line.startsWith(`oKilled_${i} `)))
      expect(said).toContain(one.split(' ')[1]);
  }
  expect((await call(port, 'POST', '/local/settle')).settled).toBe(true);
  expect((await call(port, 'POST', '/local/wechat/oKilled_0/send', { text: '我的课' })).replies).toHaveLength(1);

  // Only the stack is killed: its engine is left over, and the next start ends it before opening the data.
  again.child.kill('SIGKILL');
  await again.ended;
  const left_over = Number(readFileSync(path.join(data, 'engine.pid'), 'utf8'));
  expect(() => process.kill(left_over, 0)).not.toThrow();
  const last = start({ PORT: String(port), SONGXUN_DATA: data });
  await last.up;
  await expect(gone(left_over)).resolves.toBe(true);
  expect((await call(port, 'GET', '/local/qr')).scenes.length).toBeGreaterThan(3);

  // Ctrl-C ends all in order.
  last.child.kill('SIGINT');
  expect(await last.ended).toMatchObject({ code: 0, err: '' });
  expect(existsSync(path.join(data, 'engine.pid'))).toBe(false);
}, 60_000);

test('an engine that dies is said in one line', async () => {
  const data = folder();
  mkdirSync(data, { recursive: true });
  const run = start({ PORT: '0', SONGXUN_DATA: data });
  await run.up;
  killHard(Number(readFileSync(path.join(data, 'engine.pid'), 'utf8')));
  const { code, err } = await run.ended;
  expect(code).toBe(1);
  expect(err).toMatch(/^The DynamoDB engine stopped \(SIGKILL\)\. .*\n$/m);
});

async function gone(pid: number): Promise<boolean> {
  for (let i = 0; i < 100; i++) {
    try {
      // A killed child of a killed parent may stay as a zombie where nobody collects it.
      if (readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.startsWith('Z')) return true;
      process.kill(pid, 0);
    } catch {
      return true;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return false;
}
