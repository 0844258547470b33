/** 发布: what a draft becomes, and what an earlier try that did not come through leaves behind. */
import { draftClass } from '../../lib/classes/draft-class';
import { editClass } from '../../lib/classes/edit-class';
import { enrol } from '../../lib/classes/enrol';
import { seatPuts } from '../../lib/classes/items';
import { loadSeats } from '../../lib/classes/load';
import { publishClass } from '../../lib/classes/publish-class';
import { HOUR_MS, instant } from '../../lib/platform/clock';
import { isRefusal } from '../../lib/platform/refusal';
import { memoryTable } from '../../lib/store/memory';
import type { Table } from '../../lib/store/table';
import { FUKANG, must, newWorker, openClass, run } from '../support/town';
import { type TestWorld, testWorld } from '../support/world';

let world: TestWorld;
beforeEach(async () => {
  world = testWorld(memoryTable());
  // Trades are loaded with it.
  await openClass(world);
});

const draft = async (set = {}) => (await must(world, () => draftClass(world, { ...FUKANG, ...set }))).training_class;
const publish = (class_id: string, at: TestWorld = world) =>
  run(at, () => publishClass(at, { class_id, by: 'li', quietly: true }));

it('is refused once sign-up would have closed: nobody is told of a class she cannot join', async () => {
  const closes_at = instant(world.now() + HOUR_MS);
  const c = await draft({ closes_at });
  world.clock.pass(HOUR_MS);
  expect(await publish(c.class_id)).toMatchObject({ refused: 'window_order', facts: { closes_at } });
});

it('a class of 5,000 seats whose first try laid out some of them, then was edited, has every seat under its terms', async () => {
  const c = await draft({ capacity: 5000 });
  expect(c.blocks).toBe(100);
  // The process is stopped after the seats that do not fit into the publishing transaction.
  const stopped: Table = {
    ...world.table,
    write: async (changes, how) => {
      if (changes.some((change) => change.why === 'a class published')) throw new Error('stopped');
      return world.table.write(changes, how);
    },
  };
  await expect(publish(c.class_id, { ...world, table: stopped })).rejects.toThrow('stopped');
  expect(await loadSeats(world, c)).not.toHaveLength(0);
  await must(world, () => editClass(world, { class_id: c.class_id, by: 'li', contact: '站长' }));
  const published = await publish(c.class_id);
  if (isRefusal(published)) throw new Error(published.refused);
  const after = published.training_class;
  const seats = await loadSeats(world, after);
  expect(seats).toHaveLength(100);
  expect(new Set(seats.map((one) => one.terms_rev))).toEqual(new Set([after.terms_rev]));
});

it('never lays out the seats of a class that someone else published meanwhile', async () => {
  const c = await draft({ capacity: 5000 });
  const slow: Table = {
    ...world.table,
    getMany: async (keys, how) => {
      // Between looking at the draft and laying out its seats, the class is published and one of them taken.
      if (keys.some((key) => key.sk === 'SEATS#099') && !taken) {
        taken = true;
        const done = await publish(c.class_id);
        if (isRefusal(done)) throw new Error(done.refused);
        const worker = await newWorker(world, 1);
        const last_block = { ...world, random: () => 0.999 };
        const held = { training_class: done.training_class, agenda: NOTHING(worker.worker_id) };
        await must(last_block, () => enrol(last_block, { class_id: c.class_id, worker, by: 'chat', held }));
      }
      return world.table.getMany(keys, how);
    },
  };
  let taken = false;
  expect(await publish(c.class_id, { ...world, table: slow })).toMatchObject({ refused: 'class_not_draft' });
  const seats = await loadSeats(world, c);
  expect(seats.reduce((sum, one) => sum + one.taken, 0)).toBe(1);
  expect(seats).toHaveLength(seatPuts(c).length);
});

const NOTHING = (worker_id: string) => ({ worker_id, rev: 0, classes: {}, per_year: {}, done: [], past: [] });
