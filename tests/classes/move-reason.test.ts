/** Why a class was moved: kept on it, told with the move, and never told with a later one. */
import { enrol } from '../../lib/classes/enrol';
import { moveClass } from '../../lib/classes/move-class';
import { readClass } from '../../lib/classes/read';
import { freshTable } from '../support/engine';
import { minute, must, newWorker, openClass, recordingSender, run, settle, tapped } from '../support/town';
import { testWorld } from '../support/world';

it('is kept and told; the next move does not repeat it', async () => {
  const { table, written } = tapped((await freshTable()).table);
  const world = testWorld(table);
  const post = recordingSender();
  const { class_id } = await openClass(world, { first_day: '2025-08-04', units: 8, capacity: 5 });
  const worker = await newWorker(world, 1);
  await run(world, () => enrol(world, { class_id, worker, by: 'chat' }));
  written.length = 0;
  const move = async (set: { first_day: string; reason?: string }) => {
    const { training_class } = await must(world, () => moveClass(world, { class_id, by: 'li', ...set }));
    await settle(world, post.sender, written);
    await minute(world, post.sender, written);
    return training_class.moved;
  };
  const moved = await move({ first_day: '2025-08-11', reason: '教室漏水' });
  expect(moved).toEqual({ at: expect.stringMatching(/^2025-/), reason: '教室漏水' });
  expect((await readClass(world, class_id))?.moved).toEqual(moved);
  expect(post.sent.at(-1)?.push.text).toContain('改了时间或地点。原因：教室漏水\n现在是');
  expect(await move({ first_day: '2025-08-18' })).not.toHaveProperty('reason');
  expect(post.sent).toHaveLength(2);
  expect(post.sent.at(-1)?.push.text).toContain('改了时间或地点。现在是');
});
