/** What a station's everyday questions cost, as the engine counts it, and how fast a text is read. */

import { hear } from '../../lib/chat/commands/hear';
import { readFound } from '../../lib/chat/commands/read';
import { enrol } from '../../lib/classes/enrol';
import { memoryTable } from '../../lib/store/memory';
import { lexicon } from '../chat/lexicon';
import { talker } from '../chat/talk';
import { freshTable } from '../support/engine';
import { putOnDuty } from '../support/staff';
import { must, newWorker, openClass, recordingSender, settle, tapped } from '../support/town';
import { testWorld } from '../support/world';
import phrases from './phrases.json';
import { TODAY } from './reading';

it('looking is cheap: a page of the day, a class, a roster of 50, one person', async () => {
  const engine = await freshTable();
  const tap = tapped(engine.table, memoryTable());
  const world = testWorld(tap.table);
  await putOnDuty(world, 's', { region: '652302', duties: ['station'] });
  const { class_id } = await openClass(world, { capacity: 50 });
  await openClass(world, { capacity: 30, trade_id: 'welder', first_day: '2025-08-20' });
  for (let n = 1; n <= 50; n++) {
    const worker = await newWorker(world, n);
    await must(world, () => enrol(world, { class_id, worker, by: 'chat' }));
  }
  const { sender } = recordingSender();
  await settle(world, sender, tap.written);
  world.clock.set('2025-07-24T09:00:00+08:00');
  const one = talker(world, 's');
  const figures: Record<string, { read: number; write: number }> = {};
  const gates: Record<string, number> = { 今天: 14, [`名单 ${class_id}`]: 6, '找人 0007': 5, [class_id]: 8, 班: 9 };
  for (const text of Object.keys(gates)) {
    engine.used.reset();
    await one.say(text);
    figures[text] = { read: engine.used.read, write: engine.used.write };
  }
  process.stdout.write(`commands, capacity a turn: ${JSON.stringify(figures)}\n`);
  for (const [text, most] of Object.entries(gates)) expect(figures[text]?.read).toBeLessThanOrEqual(most);
  for (const { write } of Object.values(figures)) expect(write).toBeLessThanOrEqual(2);
  // Fifty people are enrolled first; what is measured is capacity, not time.
}, 60_000);

it('a text is read in well under a millisecond', () => {
  const texts = phrases.map((one) => one.say);
  const read = () => {
    for (const text of texts) readFound(hear(text).rest, { today: TODAY, lexicon });
  };
  read();
  const from = process.hrtime.bigint();
  for (let n = 0; n < 5; n++) read();
  const each_us = Number(process.hrtime.bigint() - from) / 1000 / 5 / texts.length;
  process.stdout.write(`a command is read in ${each_us.toFixed(0)} µs\n`);
  expect(each_us).toBeLessThan(2000);
});
