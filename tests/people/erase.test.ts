/** 删除我的信息, by the office: whatever she was doing, nothing stays that names her or can be opened. */

import { forgetWorker } from '../../lib/chat/forget';
import { personOf } from '../../lib/chat/people';
import { enrol } from '../../lib/classes/enrol';
import { joinLine } from '../../lib/classes/join-line';
import { withdraw } from '../../lib/classes/withdraw';
import { keys } from '../../lib/store/keys';
import { memoryTable } from '../../lib/store/memory';
import { freshTable } from '../support/engine';
import { must, newWorker, openClass } from '../support/town';
import { type TestWorld, testWorld } from '../support/world';

const OF_HERS = [
  'name',
  'id_number_masked',
  'phone_masked',
  'id_number_sealed',
  'phone_sealed',
  'data_key',
  'id_number_hash',
] as const;

/** One seat, taken by another; she waits. */
async function waiting(world: TestWorld) {
  const { class_id } = await openClass(world, { capacity: 1 });
  const [other, her] = [await newWorker(world, 1), await newWorker(world, 2)];
  await must(world, () => enrol(world, { class_id, worker: personOf(other), by: 'test' }));
  await must(world, () => joinLine(world, { class_id, worker: personOf(her), by: 'test' }));
  return { class_id, her, other };
}

async function left(world: TestWorld, class_id: string, worker_id: string): Promise<string> {
  const pks = [
    `CLASS#${class_id}`,
    `WORKER#${worker_id}`,
    `INBOX#${worker_id}`,
    `CHAT#wechat:o${worker_id}`,
    'THREADS',
  ];
  const rows = [];
  for (const pk of pks) rows.push(...(await world.table.query({ pk, prefix: '' })).items);
  return JSON.stringify(rows);
}

it.each([
  ['before it begins', '2025-07-20T10:00:00+08:00'],
  ['after it began without her', '2025-07-25T10:00:00+08:00'],
])('she waited for a class, and is erased %s', async (_, when) => {
  const world = testWorld(memoryTable());
  const { class_id, her, other } = await waiting(world);
  world.clock.set(when);
  expect(await left(world, class_id, her.worker_id)).toContain(her.name);
  await forgetWorker(world, { worker_id: her.worker_id, by: 'officer', reason: '本人要求' });
  const rows = await left(world, class_id, her.worker_id);
  for (const what of OF_HERS) expect([what, rows.includes(`"${her[what]}"`)]).toEqual([what, false]);
  // Whoever else is there stays.
  expect(rows).toContain(other.name);
});

it('she left a class and came back to it, and is erased when it has begun (real engine)', async () => {
  const world = testWorld((await freshTable()).table);
  const { class_id } = await openClass(world);
  const her = await newWorker(world, 4);
  const in_again = () => must(world, () => enrol(world, { class_id, worker: personOf(her), by: 'test' }));
  await in_again();
  await must(world, () => withdraw(world, { class_id, worker_id: her.worker_id, by: 'test' }));
  await in_again();
  world.clock.set('2025-07-25T10:00:00+08:00');
  await forgetWorker(world, { worker_id: her.worker_id, by: 'officer', reason: '本人要求' });
  const rows = await left(world, class_id, her.worker_id);
  expect(rows).toContain('已删除');
  for (const what of OF_HERS) expect([what, rows.includes(`"${her[what]}"`)]).toEqual([what, false]);
});

it('her ID number is no longer known, and may be registered again', async () => {
  const world = testWorld(memoryTable());
  const her = await newWorker(world, 3);
  const claim = keys.idNumber(her.id_number_hash);
  expect(await world.table.get(claim)).toMatchObject({ worker_id: her.worker_id });
  await forgetWorker(world, { worker_id: her.worker_id, by: 'officer', reason: '本人要求' });
  expect(await world.table.get(claim)).toBeUndefined();
});
