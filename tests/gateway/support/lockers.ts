/** One of several processes that want the same folders at the same moments: says which it got, and keeps them till it is told to end. */
import path from 'node:path';
import { lockFolder } from '../../../lib/gateway/resident/lock';

const [root = '', rounds = '0', begin = '0'] = process.argv.slice(2);
const APART_MS = 150;

async function run(): Promise<void> {
  const got: number[] = [];
  for (let n = 0; n < Number(rounds); n++) {
    while (Date.now() < Number(begin) + n * APART_MS) await new Promise((resolve) => setImmediate(resolve));
    await lockFolder(path.join(root, String(n))).then(
      () => got.push(n),
      () => undefined,
    );
  }
  process.stdout.write(JSON.stringify(got));
  process.stdin.resume().once('end', () => process.exit(0));
}
void run();
