/** D11, L12 against who is made somebody else on paper: a number put right unties nobody and makes no second person. */
import { appeal, decideAppeal } from '../../lib/classes/assessment/appeal';
import { enterScores } from '../../lib/classes/assessment/enter-scores';
import { publishResults } from '../../lib/classes/assessment/publish';
import { enrol } from '../../lib/classes/enrol';
import { drawInspection } from '../../lib/classes/inspection/draw-inspection';
import { editStaff } from '../../lib/people/edit-staff';
import { findStaff } from '../../lib/people/find-staff';
import type { Staff } from '../../lib/people/types';
import { keys } from '../../lib/store/keys';
import { memoryTable } from '../../lib/store/memory';
import { heldClass, planned, staffOf } from '../assessment/scene';
import { newOrganisation, newStaff } from '../people/office';
import { must, newWorker, run } from '../support/town';
import { syntheticIdNumber, type TestWorld, testWorld } from '../support/world';
import { scene } from './things';

const renumbered = (world: TestWorld, { staff_id }: Staff, n: number) =>
  must(world, () => editStaff(world, { staff_id, id_number: syntheticIdNumber(n), by: 'admin-1' }));
const forgotten = ({ staff_id }: Staff) => ({
  ...{ kind: 'update' as const, key: keys.staff(staff_id), remove: ['former_hashes'], why: 'test' },
});

it('D11 whoever served the institution, the station or learns there under a former number is not drawn', async () => {
  const { world, of, office, c, inspector } = await scene();
  const station = await newOrganisation(world, { name: '阜康工作站', region: '652302' });
  const [colleague, clerk, learner, drew] = [
    await inspector(31, '李同事'),
    await inspector(32, '吴站员'),
    await inspector(33, '工人甲'),
    await inspector(34, '冯科长'),
  ];
  const taught = await newStaff(world, of.institution, {
    name: '李老师',
    duties: ['teacher'],
    id_number: syntheticIdNumber(31),
  });
  const served = await newStaff(world, station, { name: '吴大站员', id_number: syntheticIdNumber(32) });
  const draws = await newStaff(world, office, {
    name: '冯大科长',
    duties: ['office'],
    id_number: syntheticIdNumber(34),
  });
  await must(world, async () => enrol(world, { class_id: c.class_id, worker: await newWorker(world, 33), by: 'chat' }));
  for (const n of [35, 36]) await inspector(n, n === 35 ? '陈巡查' : '杨巡查');
  const all = [taught, served, draws, learner];
  for (const [i, one] of all.entries()) await renumbered(world, one, 61 + i);
  const now = async () => {
    const staff = await findStaff(world, draws.staff_id);
    const done = await run(world, () =>
      drawInspection(world, { class_id: c.class_id, by: 'o', staff, reason: 'again' }),
    );
    if ('refused' in done) throw new Error(done.refused);
    return Object.fromEntries(done.inspection.excluded.map(({ staff_id, ties }) => [staff_id, ties]));
  };
  expect(await now()).toEqual({
    [colleague.staff_id]: ['institution'],
    [clerk.staff_id]: ['station'],
    [learner.staff_id]: ['enrolled'],
    [drew.staff_id]: ['drew'],
  });
  // Control: were the former numbers not kept, all four could be drawn.
  await world.table.write(all.map(forgotten));
  expect(await now()).toEqual({});
});

it('D11 one person under two records is one inspector, whatever number one of them has now', async () => {
  const { world, c, inspector } = await scene();
  const twin = [await inspector(41, '钱一'), await inspector(41, '钱一')];
  await renumbered(world, twin[1]!, 42);
  const draw = () => run(world, () => drawInspection(world, { class_id: c.class_id, by: 'o' }));
  expect(await draw()).toMatchObject({ refused: 'too_few_inspectors', facts: { found: 1 } });
  await world.table.write(twin.map(forgotten));
  expect(await draw()).toMatchObject({ inspection: { state: 'drawn' } });
});

it('L12 no former number is ever pushed out by many more', async () => {
  const { world, inspector } = await scene();
  const her = await inspector(51, '郑考评');
  for (let n = 0; n < 21; n++) await renumbered(world, her, 200 + n);
  expect((await findStaff(world, her.staff_id))?.former_hashes).toContain(her.person_hash);
});

it('L12 who marked first does not decide the appeal under a second record of hers', async () => {
  const world = testWorld(memoryTable());
  const s = await heldClass(world, 1);
  const { class_id } = s.c;
  const { worker_id } = s.workers[0]!;
  const id_number = syntheticIdNumber(71, '19650606');
  const [first, second] = [
    await staffOf(world, s.evaluator, { name: '孙考官', id_number }),
    await staffOf(world, s.evaluator, { name: '孙考官', id_number }),
  ];
  await planned(s, { assessor_ids: [first.staff_id] });
  // Before she marks: what is written down with the score is the other number.
  await renumbered(world, first, 72);
  const by = { assessor_id: first.staff_id, by: first.staff_id };
  await must(world, () => enterScores(world, { class_id, ...by, scores: [{ worker_id, theory: 50, practice: 80 }] }));
  await must(world, () => publishResults(world, { class_id, by: 'li' }));
  await must(world, () => appeal(world, { class_id, worker_id }));
  const decide = (assessor_id: string) =>
    run(world, () => decideAppeal(world, { class_id, worker_id, assessor_id, by: 'x', reason: '复核无误' }));
  expect(await decide(second.staff_id)).toMatchObject({ refused: 'appeal_same_assessor' });
  expect(await decide(s.assessors[1]!.staff_id)).toMatchObject({ appeal: { state: 'confirmed' } });
});
