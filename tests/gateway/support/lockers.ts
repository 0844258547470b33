/** One of several processes that want the same folders at the same moments: says which it got, and keeps them till it is ended. */
import path from 'node:path';
import { lockFolder } from '../../../lib/gateway/resident/lock';

const [root = '', rounds = '0'] = process.argv.slice(2);
/** A little more than one takes. */
const APART_MS = 110;

async function run(begin_ms: number): Promise<void> {
  const got: number[] = [];
  for (let n = 0; n < Number(rounds); n++) {
    while (Date.now() < begin_ms + n * APART_MS) await new Promise((resolve) => setImmediate(resolve));
    await lockFolder(path.join(root, String(n))).then(
      () => got.push(n),
      () => undefined,
    );
  }
  process.send?.(got);
}
// The test says when, once all of them are up.
process.once('message', (begin_ms) => void run(Number(begin_ms)));
process.on('message', () => undefined);
process.send?.('up');
