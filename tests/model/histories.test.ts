/** A short fixed-seed run of what `npm run simulate` does at length. */
import { expect, test } from '@jest/globals';
import { chance } from '../support/chance';
import { runHistory } from './history';
import { scene } from './scene';
import { simulate, told } from './simulate';
import { traceLines } from './stage';

test('no oversell, no clash, first come first served, nothing promised left undone: up to 150 histories with faults', async () => {
  const sum = await simulate({ seed: 20250710, histories: 150, seconds_max: 8, histories_min: 60 });
  console.info(told(sum));
  expect(sum.broken).toBeUndefined();
  // The run is worth something only if there was trouble to get through.
  expect(sum.histories).toBeGreaterThan(30);
  expect(sum.conflicts).toBeGreaterThan(50);
  expect(sum.offers).toBeGreaterThan(20);
  for (const fault of ['throttle', 'conflict', 'lost', 'unheard', 'late', 'stop_before', 'stop_after'])
    expect(sum.faults[fault]).toBeGreaterThan(20);
}, 90_000);

test('one seed, one history: every run of it is the same, to the millisecond', async () => {
  const one = () => runHistory(scene(7, chance(7)));
  const [a, b] = [await one(), await one()];
  expect(traceLines(a).length).toBeGreaterThan(20);
  expect(traceLines(b)).toEqual(traceLines(a));
});
