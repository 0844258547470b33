/** Whole conversations under fire; at length: `npm run simulate` plays some of them beside the other histories. */
import { expect, test } from '@jest/globals';
import type { Table } from '../../lib/store/table';
import { runChats } from './chats';
import { withoutClauses } from './weaken';

test('a message delivered up to three times has one effect and one answer: up to 40 histories with faults', async () => {
  const sum = { messages: 0, deliveries: 0, failed: 0, faults: 0, enrolled: 0, waiting: 0 };
  const until_ms = performance.now() + 8000;
  for (let seed = 1; seed <= 40 && (seed <= 10 || performance.now() < until_ms); seed++) {
    const outcome = await runChats(seed);
    if (outcome.violation)
      throw new Error(`seed ${seed}: ${JSON.stringify(outcome.violation)}\n${outcome.transcript.join('\n')}`);
    for (const name of Object.keys(sum) as (keyof typeof sum)[]) sum[name] += outcome[name];
  }
  console.info(`chats: ${JSON.stringify(sum)}`);
  expect(sum.deliveries).toBeGreaterThan(sum.messages * 1.3);
  expect(sum.failed).toBeGreaterThan(50);
  expect(sum.enrolled).toBeGreaterThan(10);
  expect(sum.waiting).toBeGreaterThan(3);
});

test('negative control: without the revision of the conversation, a message delivered twice is done twice', async () => {
  const weaken = withoutClauses(/^conversation/, 'rev', 'pk');
  const blind = (table: Table): Table => ({ ...table, write: (changes, how) => table.write(weaken(changes), how) });
  let rule: string | undefined;
  for (let seed = 1; seed <= 40 && rule === undefined; seed++) rule = (await runChats(seed, { blind })).violation?.rule;
  expect(rule).toMatch(/a message once|an answer stands|one answer/);
});
