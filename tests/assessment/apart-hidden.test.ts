/** L12 against who hides: an organisation entered twice, a supervisor without a number, an institution replaced on paper. */
import { planAssessment } from '../../lib/classes/assessment/plan';
import { keptApart, type Sides } from '../../lib/classes/assessment/rules';
import { editClass } from '../../lib/classes/edit-class';
import { readClass } from '../../lib/classes/read';
import { editStaff } from '../../lib/people/edit-staff';
import { instant } from '../../lib/platform/clock';
import { keys } from '../../lib/store/keys';
import { memoryTable } from '../../lib/store/memory';
import { must, openClass, run } from '../support/town';
import { syntheticIdNumber, type TestWorld, testWorld } from '../support/world';
import { heldClass, organisation, type Scene, staffOf } from './scene';

let world: TestWorld;
let s: Scene;
beforeEach(async () => {
  world = testWorld(memoryTable());
  s = await heldClass(world, 2);
});

const plan = (set: object = {}) =>
  run(world, () =>
    planAssessment(world, {
      class_id: s.c.class_id,
      evaluator_id: s.evaluator.org_id,
      assessor_ids: [s.assessors[0]!.staff_id],
      at: instant(world.now()),
      by: 'li',
      ...set,
    }),
  );

it('L12 the institution entered a second time as evaluator, without its credit code, is known by its name', async () => {
  const twin = await organisation(
    world,
    'evaluator',
    `${s.institution.name.slice(0, 2)}（${s.institution.name.slice(2)}）`,
  );
  const own = await staffOf(world, twin);
  expect(await plan({ evaluator_id: twin.org_id, assessor_ids: [own.staff_id] })).toMatchObject({
    refused: 'evaluator_is_institution',
  });
  const { class_id } = await openClass(world, { first_day: '2025-09-10' });
  const parties = { class_id, institution_id: s.institution.org_id, evaluator_id: twin.org_id, by: 'li' };
  expect(await run(world, () => editClass(world, parties))).toMatchObject({ refused: 'same_organisation' });
  // Two credit codes are two organisations, whatever they are called.
  const codes = ['91530128MA6K000001', '91530128MA6K000028'];
  await world.table.write(
    [s.institution, twin].map((org, i) => ({
      kind: 'update' as const,
      key: keys.organisation('530128', org.org_id),
      set: { credit_code: codes[i] },
      why: 'test',
    })),
  );
  expect(await plan({ evaluator_id: twin.org_id, assessor_ids: [own.staff_id] })).toMatchObject({ state: 'planned' });
});

it('L12 a supervisor who never gave a number is told from the assessor by name, until she gives it', async () => {
  const employer = await organisation(world, 'employer', '恒力厂');
  const signs = await staffOf(world, employer, {
    name: s.assessors[0]!.name,
    duties: ['supervisor'],
    id_number: undefined,
  });
  const row = keys.lesson(s.c.class_id, s.c.timetable_rev, 1);
  await world.table.write([{ kind: 'update', key: row, set: { supervisor_id: signs.staff_id }, why: 'test' }]);
  expect(await plan()).toMatchObject({ refused: 'assessor_is_teacher' });
  const id_number = syntheticIdNumber(79, '19700101');
  await must(world, () => editStaff(world, { staff_id: signs.staff_id, id_number }));
  expect(await plan()).toMatchObject({ state: 'planned' });
});

it('L12 who has trained cannot be replaced on paper once the class began; left open it may be filled in', async () => {
  const other = await organisation(world, 'institution', '干净职校');
  const swap = { class_id: s.c.class_id, institution_id: other.org_id, by: 'li' };
  expect(await run(world, () => editClass(world, swap))).toMatchObject({ refused: 'class_started' });
  expect((await readClass(world, s.c.class_id))?.institution_id).toBe(s.institution.org_id);
  await world.table.write([
    { kind: 'update', key: keys.class(s.c.class_id), remove: ['institution_id'], set: {}, why: 'never entered' },
  ]);
  expect(await run(world, () => editClass(world, swap))).toMatchObject({
    training_class: { institution_id: other.org_id },
  });
});

it('L12 control: by record and number alone the twin and the supervisor would pass', () => {
  const assessor = { staff_id: 'a', name: '王考官', org_id: 'e', person_hash: 'h' };
  const sides: Sides = {
    institution: { org_id: 'i' },
    evaluator: { org_id: 'e' },
    assessors: [assessor],
    teachers: [{ staff_id: 't' }],
    institution_people: [],
  };
  expect(keptApart(sides)).toBeUndefined();
  expect(keptApart({ ...sides, teachers: [{ staff_id: 't', name: '王考官' }] })).toMatchObject({
    refused: 'assessor_is_teacher',
  });
  expect(
    keptApart({ ...sides, institution: { org_id: 'i', name: '甲' }, evaluator: { org_id: 'e', name: ' 甲 ' } }),
  ).toMatchObject({
    refused: 'evaluator_is_institution',
  });
});
