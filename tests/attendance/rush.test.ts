/** A thousand people sign in within a minute: everyone is marked once, at 4 WCU a turn, and nobody waits for another. */
import { expect, it } from '@jest/globals';
import { signInRush } from '../bench/sign-in-rush';

it('1,000 in one minute: all signed in, one mark each, 4 WCU a turn or less', async () => {
  const rush = await signInRush(1000);
  const line = (cells: unknown[]) => `| ${cells.join(' | ')} |`;
  console.info(
    [
      line(['people', 'signed in', 'WCU a turn', 'WCU at most', 'requests a turn', 'p50 ms', 'p99 ms', 'conflicts']),
      line([
        rush.people,
        rush.signed,
        rush.wcu_a_turn,
        rush.wcu_max,
        rush.requests_a_turn.toFixed(2),
        Math.round(rush.p50_ms),
        Math.round(rush.p99_ms),
        rush.conflicts,
      ]),
    ].join('\n'),
  );
  expect(rush).toMatchObject({ signed: 1000, marks: 1000, told_old: 0, other: 0 });
  expect(rush.wcu_max).toBeLessThanOrEqual(4);
  // A message delivered twice at once meets itself, and nothing else is in anybody's way.
  expect(rush.conflicts).toBeLessThan(100);
  expect(rush.p99_ms).toBeLessThan(500);
});

it('in one second: the same, for no two people write one item', async () => {
  const rush = await signInRush(300, { minute_ms: 1000 });
  expect(rush).toMatchObject({ signed: 300, marks: 300 });
  expect(rush.p99_ms).toBeLessThan(500);
});
