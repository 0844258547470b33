/** The demonstration, small: a station's half year through the webhook and the API; nothing in it hangs on a race. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { idNumber, people } from '../../lib/local/demo/people';
import { type Played, play, type Scale, WHOLE } from '../../lib/local/demo/play';
import { readIdNumber } from '../../lib/people/id-number';
import { isRefusal } from '../../lib/platform/refusal';
import { newFolder, removeFolder, testStack } from './support/stack';

const SMALL: Scale = {
  seed: 7,
  capacity: [6, 5],
  units: 24,
  late: 5,
  leaving: 3,
  switching: 1,
  too_late: 1,
  by_name: 1,
  pasted: 1,
  from_villages: 30,
  at_once: 8,
};

async function played(scale: Scale): Promise<Played> {
  const folder = newFolder();
  const stack = await testStack(folder);
  try {
    return await play(
      stack,
      scale,
      path.join(folder, 'out'),
      process.env.DEMO_TOLD ? { step: (told) => console.error(JSON.stringify(told, null, 1)) } : {},
    );
  } finally {
    await stack.stop();
    removeFolder(folder);
  }
}

test('small', async () => {
  const one = await played(SMALL);
  console.error(JSON.stringify({ ...one, steps: undefined }, null, 1));
  expect(one.wrong).toEqual([]);
}, 400_000);
