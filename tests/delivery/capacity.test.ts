/** What the new journeys may consume, as the engine reports it; printed, and held to a gate. */
import { turn } from '../../lib/chat/turn';
import { draftClass } from '../../lib/classes/draft-class';
import { enrol } from '../../lib/classes/enrol';
import { gateClosed } from '../../lib/classes/gates/gate-closed';
import { moveLesson } from '../../lib/classes/move-lesson';
import { publishClass } from '../../lib/classes/publish-class';
import { readiness } from '../../lib/classes/readiness';
import { signOff } from '../../lib/classes/workplace/sign-off';
import { keys } from '../../lib/store/keys';
import { freshTable } from '../support/engine';
import { FUKANG, must, newWorker, openClass } from '../support/town';
import { testWorld } from '../support/world';
import { parties, threeLessons } from './things';

const MEMBERS = 30;

it('online answer, sign-off of 30, one lesson moved, readiness of 30: within their gates', async () => {
  const { table, used } = await freshTable();
  const world = testWorld(table);
  await openClass(world);
  const of = await parties(world);
  const lessons = threeLessons(of);
  const { class_id } = (await must(world, () => draftClass(world, { ...FUKANG, capacity: 40, lessons })))
    .training_class;
  await must(world, () => publishClass(world, { class_id, by: 'li', quietly: true }));
  const present: string[] = [];
  for (let n = 1; n <= MEMBERS; n++) {
    const worker = await newWorker(world, n);
    await must(world, () => enrol(world, { class_id, worker, by: 'chat' }));
    present.push(worker.worker_id);
  }
  const rows: Record<string, { read: number; write: number; trips: number }> = {};
  const metered = async (name: string, work: () => Promise<unknown>) => {
    used.reset();
    await work();
    const { read, write, trips } = used;
    rows[name] = { read, write, trips };
    return rows[name];
  };
  const gates = await metered('is an area closed', () =>
    gateClosed(world, { home_region: '530128', host_region: '652302' }, 'practice', '2025-07-24'),
  );
  expect(gates.read).toBeLessThanOrEqual(1);
  const move = await metered('one lesson moved (plan and write)', () =>
    must(world, () => moveLesson(world, { class_id, n: 2, place: '二号车间', by: 'li' })),
  );
  expect(move.write).toBeLessThanOrEqual(40);
  world.clock.set('2025-07-24T09:40:00+08:00');
  await table.write([
    {
      kind: 'update',
      key: keys.lesson(class_id, 1, 1),
      set: { asked_at: '2025-07-24T09:39:00+08:00' },
      why: 'the question went out',
    },
  ]);
  const online = await metered('online answer, with its turn', () =>
    turn(world, {
      channel: 'wechat',
      address: `o${present[0]}`,
      id: 'answer',
      sent_ms: world.now(),
      kind: 'text',
      text: `在线 ${class_id} 1 1`,
    }),
  );
  expect(online).toMatchObject({ trips: expect.any(Number) });
  expect(online.write).toBeLessThanOrEqual(6);
  expect(online.read).toBeLessThanOrEqual(8);
  world.clock.set('2025-07-26T12:00:00+08:00');
  const signed = await metered('sign-off of 30', () =>
    must(world, () => signOff(world, { class_id, n: 3, present, by: of.supervisor.staff_id, at_ms: world.now() })),
  );
  expect(signed.write).toBeLessThanOrEqual(2 * MEMBERS + 6);
  const ready = await metered('readiness of a class of 30', () => readiness(world, class_id));
  expect(ready.write).toBe(0);
  expect(ready.read).toBeLessThanOrEqual(20);
  console.table(rows);
});
