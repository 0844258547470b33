/** L13: whoever is to be examined is told when and where, without asking; told again when it changes. */
import { enterScores } from '../../lib/classes/assessment/enter-scores';
import { publishResults } from '../../lib/classes/assessment/publish';
import { DAY_MS, instant } from '../../lib/platform/clock';
import { keys } from '../../lib/store/keys';
import { memoryTable } from '../../lib/store/memory';
import { boundAs } from '../people/office';
import { must, recordingSender, settle, tapped } from '../support/town';
import { type TestWorld, testWorld } from '../support/world';
import { heldClass, organisation, planned, present, type Scene, staffOf } from './scene';

let world: TestWorld;
let written: ReturnType<typeof tapped>['written'];
let post: ReturnType<typeof recordingSender>;
let s: Scene;
beforeEach(async () => {
  const tap = tapped(memoryTable());
  written = tap.written;
  world = testWorld(tap.table);
  post = recordingSender();
  s = await heldClass(world, 2);
});

const her = (i: number) => s.workers[i]!.worker_id;
const inDays = (days: number) => instant(world.now() + days * DAY_MS);
const settled = () => settle(world, post.sender, written);
const told = (i: number) => post.sent.flatMap((one) => (one.address === `o${her(i)}` ? [one.push.text] : []));
const attendanceGone = (i: number) =>
  world.table.write([{ kind: 'delete', key: keys.attendance(s.c.class_id, her(i)), why: 'never there' }]);

it('L13 everyone of the class hears when and where, once; who lacks attendance hears that, too', async () => {
  await attendanceGone(1);
  await planned(s, { at: inDays(2), place: '昌吉职校三楼' });
  await settled();
  await settled();
  expect(told(0)).toEqual([expect.stringMatching(/^\S+：.+考试，在昌吉职校三楼。$/u)]);
  expect(told(1)).toEqual([expect.stringMatching(/考试，在昌吉职校三楼。\n出勤0%，要到80%/u)]);
});

it('L13 another time is told as a change; other assessors alone are told to nobody', async () => {
  const at = inDays(2);
  await planned(s, { at });
  await settled();
  await planned(s, { at, assessor_ids: [s.assessors[1]!.staff_id] });
  await settled();
  expect(told(0)).toHaveLength(1);
  await planned(s, { at: inDays(3) });
  await settled();
  expect(told(0)).toEqual([expect.any(String), expect.stringMatching(/^考试改了。\n.+考试，在/u)]);
});

it('a plan that was changed before it was told is not told', async () => {
  await planned(s, { at: inDays(2), place: '一楼' });
  await planned(s, { at: inDays(2), place: '二楼' });
  await settled();
  expect(told(0)).toEqual([expect.stringContaining('在二楼')]);
});

it('nobody who left hears of it, nor anybody once it has begun', async () => {
  await planned(s, { at: inDays(0) });
  await settled();
  expect([told(0), told(1)]).toEqual([[], []]);
  await world.table.write([
    {
      kind: 'update',
      key: keys.member(s.c.class_id, her(1)),
      set: { status: 'withdrawn' },
      why: 'left',
    },
  ]);
  await planned(s, { at: inDays(2) });
  await settled();
  expect([told(0).length, told(1).length]).toEqual([1, 0]);
});

it('L13 of a second sitting hears only who was admitted since', async () => {
  await attendanceGone(1);
  await planned(s);
  const by = s.assessors[0]!.staff_id;
  const { class_id } = s.c;
  const scores = [{ worker_id: her(0), theory: 80, practice: 80 }];
  await must(world, () => enterScores(world, { class_id, assessor_id: by, by, scores }));
  await must(world, () => publishResults(world, { class_id, by: 'li' }));
  await settled();
  post.sent.length = 0;
  await present(world, s.c, s.workers[1]!);
  await planned(s, { at: inDays(3) });
  await settled();
  expect(told(0)).toEqual([]);
  expect(told(1)).toEqual([expect.stringMatching(/^\S+：.+考试，在/u)]);
});

it('the class’s own page at work names the exam, and whether its results are out', async () => {
  const station = await organisation(world, 'station', '阜康工作站', { region: s.c.host_region });
  const officer = await boundAs(
    world,
    await staffOf(world, station, { name: '何站长', duties: ['station'] }),
    'oexamofficer',
  );
  expect((await officer.say(s.c.class_id)).reply?.text).not.toContain('考试：');
  await planned(s, { at: inDays(2), place: '昌吉职校三楼' });
  expect((await officer.say(s.c.class_id)).reply?.text).toMatch(/考试：.+，在昌吉职校三楼$/mu);
});
