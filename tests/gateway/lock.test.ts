/** One gateway a folder, also when several are started in the same moment after a kill. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const ROUNDS = 20;
const PROCESSES = 3;

it('of several started at once where a dead one’s number lies, exactly one gets the folder', async () => {
  const root = mkdtempSync(path.join(tmpdir(), 'songxun-lock-'));
  for (let n = 0; n < ROUNDS; n++) {
    mkdirSync(path.join(root, String(n)));
    // Above the largest number a system gives out.
    writeFileSync(path.join(root, String(n), 'pid'), '99999999');
  }
  const file = path.join(__dirname, 'support/lockers.ts');
  const children = Array.from({ length: PROCESSES }, () =>
    spawn(process.execPath, ['--import', 'tsx', file, root, String(ROUNDS)], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    }),
  );
  try {
    await Promise.all(children.map(told));
    const answers = children.map(told);
    const begin = Date.now() + 100;
    for (const child of children) child.send(begin);
    const got = (await Promise.all(answers)) as number[][];
    for (let n = 0; n < ROUNDS; n++) {
      const holders = children.filter((_, i) => got[i]!.includes(n));
      expect([n, holders.length]).toEqual([n, 1]);
      expect(readFileSync(path.join(root, String(n), 'pid'), 'utf8')).toBe(String(holders[0]!.pid));
    }
  } finally {
    for (const child of children) child.kill('SIGKILL');
    rmSync(root, { recursive: true });
  }
});

const told = (child: ChildProcess) => new Promise<unknown>((resolve) => child.once('message', resolve));
