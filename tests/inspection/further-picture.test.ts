/** D11: two who sent one picture of a class that is over: within the policy's day each may send another; nothing else changes. */
import { drawInspection } from '../../lib/classes/inspection/draw-inspection';
import { readInspections } from '../../lib/classes/inspection/items';
import { keepPicture, losePicture } from '../../lib/classes/inspection/picture';
import { pictureUntil } from '../../lib/classes/inspection/rules';
import { addPicture, finishVisit, reportVisit } from '../../lib/classes/inspection/visit';
import { readiness } from '../../lib/classes/readiness';
import { plainPicture } from '../../lib/local/wechat-simulator/media';
import type { Staff } from '../../lib/people/types';
import { HOUR_MS, instant, millis } from '../../lib/platform/clock';
import { keys } from '../../lib/store/keys';
import { says } from '../delivery/things';
import { boundAs } from '../people/office';
import { must, run } from '../support/town';
import { type Scene, scene } from './things';

let s: Scene;
let inspection_id: string;
let two: Staff[];
const LAST_HOUR = '2025-07-26T16:00:00+08:00';

/** Both come in the last lesson, send the same picture, and hand in before it is looked at; the class is over. */
beforeEach(async () => {
  s = await scene();
  const { world, c } = s;
  const staff = [await s.inspector(11, '钱一'), await s.inspector(12, '钱二')];
  for (const one of staff) await boundAs(world, one, one.name);
  const { inspection } = await must(world, () => drawInspection(world, { class_id: c.class_id, by: 'li' }));
  inspection_id = inspection.inspection_id;
  two = inspection.inspectors.map(({ staff_id }) => staff.find((one) => one.staff_id === staff_id)!);
  world.clock.set(LAST_HOUR);
  for (const { staff_id, name } of two) {
    const found = { visited_at: instant(world.now()), heads: 5, teacher_there: true, as_timetable: true };
    await must(world, () => reportVisit(world, { class_id: c.class_id, staff_id, name, ...found }));
    await must(world, () => add(staff_id));
    await must(world, () => finishVisit(world, { class_id: c.class_id, inspection_id, staff_id }));
  }
  world.clock.set('2025-07-26T20:00:00+08:00');
});
const add = (staff_id: string) =>
  addPicture(s.world, { class_id: s.c.class_id, inspection_id, staff_id, media: { id: 'm' } });
const of = (i: number, k = 1) => ({
  ...{ class_id: s.c.class_id, inspection_id, staff_id: two[i]!.staff_id },
  n: i * 100 + k,
});
const keep = (i: number, what: string, k = 1) =>
  must(s.world, () => keepPicture(s.world, of(i, k), plainPicture(what), 'image/png'));
const bare = async () => {
  const done = await readiness(s.world, s.c.class_id);
  if (!('lacks' in done)) throw new Error(done.refused);
  return done.lacks.find(({ code }) => code === 'pictures_missing')?.facts?.visits ?? 0;
};
const say = async (i: number, what: string | { media: { id: string } }) =>
  (await says(s.world, `o${two[i]!.name}`, what)).reply?.text ?? '';
const visitOf = async (i: number) =>
  (await readInspections(s.world, s.c.class_id, { consistent: true }))[0]!.visits.find(
    ({ staff_id }) => staff_id === two[i]!.staff_id,
  )!;

it('D11 whose only picture was the other’s is told, sends another by chat, and the class is no longer stuck', async () => {
  await keep(0, 'one');
  await keep(1, 'one');
  expect(await bare()).toBe(1);
  // Nobody can be drawn for it any more.
  expect(await run(s.world, () => drawInspection(s.world, { class_id: s.c.class_id, by: 'li' }))).toMatchObject({
    refused: 'class_not_running',
  });
  await s.minute();
  expect(s.sent.at(-1)?.push.text).toContain('以前交过');
  const before = await visitOf(1);
  // She finds it without the class's number, too.
  expect(await say(1, '巡查')).toMatch(/照片一张也没存下。7月27日 周日 下午4点以前再发一张/u);
  expect(await say(1, '怎么发')).toContain('照片');
  expect(await say(1, { media: { id: 'another' } })).toContain('补上了');
  await s.minute();
  expect(await bare()).toBe(0);
  // Only the picture came: what she handed in, and when, is as it was.
  const { pictures, ...after } = await visitOf(1);
  expect(Object.keys(pictures)).toHaveLength(2);
  expect({ ...after, picture_count: 1 }).toEqual({ ...before, pictures: undefined, picture_count: 1 });
  expect(await say(1, `巡查 ${s.c.class_id}`)).toContain('不能再改');
});

it('D11 not after the policy’s day, not where one is kept or on its way, and the same picture never counts', async () => {
  await keep(0, 'one');
  // On its way: it may still be kept.
  expect(await run(s.world, () => add(two[1]!.staff_id))).toMatchObject({ refused: 'visit_finished' });
  await keep(1, 'one');
  expect(await run(s.world, () => add(two[0]!.staff_id))).toMatchObject({ refused: 'visit_finished' });
  await must(s.world, () => add(two[1]!.staff_id));
  await keep(1, 'one', 2);
  expect(await bare()).toBe(1);
  s.world.clock.ms = millis(LAST_HOUR) + 24 * HOUR_MS + 1000;
  expect(await run(s.world, () => add(two[1]!.staff_id))).toMatchObject({ refused: 'visit_finished' });
  expect(await say(1, `巡查 ${s.c.class_id}`)).toContain('不能再改');
  // Control: a second earlier it is taken.
  s.world.clock.ms = millis(LAST_HOUR) + 24 * HOUR_MS - 5000;
  expect(await run(s.world, () => add(two[1]!.staff_id))).toEqual({ pictures: 1 });
});

it('D11 of a dropped draw none is taken', async () => {
  await keep(0, 'one');
  await keep(1, 'one');
  await s.world.table.write([
    {
      kind: 'update',
      key: keys.inspection(s.c.class_id, inspection_id),
      set: { state: 'dropped', dropped: { at: instant(s.world.now()), by: 'li', reason: '重来' } },
      why: 'test',
    },
  ]);
  expect(await run(s.world, () => add(two[1]!.staff_id))).toMatchObject({ refused: 'inspection_unknown' });
});

it('D11 a picture the channel lost after the day is no fault of hers: she has the policy’s hours from then, once', async () => {
  await keep(0, 'one');
  s.world.clock.set('2025-07-29T17:00:00+08:00');
  await must(s.world, () => losePicture(s.world, of(1), true));
  await s.minute();
  expect(s.sent.at(-1)?.push.text).toContain('照片没收到');
  expect(pictureUntil(await visitOf(1), 24)).toBe(millis('2025-07-30T17:00:00+08:00'));
  await must(s.world, () => add(two[1]!.staff_id));
  s.world.clock.set('2025-07-30T18:00:00+08:00');
  const told = s.sent.length;
  await must(s.world, () => losePicture(s.world, of(1, 2), true));
  expect(await run(s.world, () => add(two[1]!.staff_id))).toMatchObject({ refused: 'visit_finished' });
  await s.minute();
  // And is not asked for what would not be taken.
  expect(s.sent).toHaveLength(told);
});

it('D11 what is no picture at all gives no more time (control: lost by the channel it would)', async () => {
  s.world.clock.set('2025-07-27T15:00:00+08:00');
  await must(s.world, () => losePicture(s.world, of(1)));
  expect(pictureUntil(await visitOf(1), 24)).toBe(millis(LAST_HOUR) + 24 * HOUR_MS);
  await must(s.world, () => losePicture(s.world, of(0), true));
  expect(pictureUntil(await visitOf(0), 24)).toBe(millis('2025-07-28T15:00:00+08:00'));
});
