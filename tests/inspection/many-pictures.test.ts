/** D11: one inspector's pictures never stand in the way of the other's, whatever she sends. */
import { drawInspection } from '../../lib/classes/inspection/draw-inspection';
import { readInspections } from '../../lib/classes/inspection/items';
import { keepPicture } from '../../lib/classes/inspection/picture';
import { addPicture, reportVisit } from '../../lib/classes/inspection/visit';
import { members } from '../delivery/things';
import { must, run } from '../support/town';
import { scene } from './things';

const JPEG = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(100, 1)]);

it('D11 the same picture again and again: it ends long before the other inspector’s numbers begin, and is kept once', async () => {
  const { world, c, inspector } = await scene();
  const { class_id } = c;
  await members(world, c, 1, 2);
  for (const n of [31, 32]) await inspector(n, n === 31 ? '钱一' : '钱二');
  const { inspection } = await must(world, () => drawInspection(world, { class_id, by: 'o' }));
  const { inspection_id } = inspection;
  world.clock.set('2025-07-24T09:00:00+08:00');
  const found = { visited_at: '2025-07-24T09:00:00+08:00', heads: 2, teacher_there: true, as_timetable: true };
  const [a, b] = inspection.inspectors.map(({ staff_id, name }) => ({ class_id, staff_id, name }));
  for (const one of [a!, b!]) await must(world, () => reportVisit(world, { ...one, ...found }));
  const add = ({ staff_id }: { staff_id: string }) =>
    run(world, () => addPicture(world, { class_id, inspection_id, staff_id, media: { id: 'm' } }));
  const pictures = async ({ staff_id }: { staff_id: string }) =>
    (await readInspections(world, class_id))[0]!.visits.find((visit) => visit.staff_id === staff_id)!.pictures;
  let sent = 0;
  while (!('refused' in (await add(a!))) && sent < 101) {
    const n = ++sent;
    const { staff_id } = a!;
    await must(world, () => keepPicture(world, { class_id, inspection_id, staff_id, n }, JPEG, 'image/jpeg'));
  }
  expect(sent).toBe(30);
  expect(Object.values(await pictures(a!)).map(({ state }) => state)).toEqual(['kept', ...Array(29).fill('lost')]);
  expect(await world.files.get(`inspection/${inspection_id}/1.jpg`)).toBeDefined();
  // What proves nothing is not kept.
  expect(await world.files.get(`inspection/${inspection_id}/2.jpg`)).toBeUndefined();
  expect(await add(b!)).toEqual({ pictures: 1 });
  expect(Object.keys(await pictures(b!))).toEqual(['101']);
});
