/** L12 against who hides: an organisation entered twice, a supervisor without a number, an institution replaced on paper. */
import { appeal, decideAppeal } from '../../lib/classes/assessment/appeal';
import { enterScores } from '../../lib/classes/assessment/enter-scores';
import { publishResults } from '../../lib/classes/assessment/publish';
import { keptApart, type Sides } from '../../lib/classes/assessment/rules';
import { issueCertificate } from '../../lib/classes/certificates/issue';
import { editClass } from '../../lib/classes/edit-class';
import { editLesson } from '../../lib/classes/edit-lesson';
import { readClass } from '../../lib/classes/read';
import { editStaff } from '../../lib/people/edit-staff';
import type { Organisation, Staff } from '../../lib/people/types';
import { dayOf } from '../../lib/platform/clock';
import { keys } from '../../lib/store/keys';
import { memoryTable } from '../../lib/store/memory';
import { must, openClass, run } from '../support/town';
import { syntheticIdNumber, type TestWorld, testWorld } from '../support/world';
import { heldClass, organisation, planned, type Scene, staffOf, teach, tryPlan } from './scene';

let world: TestWorld;
let s: Scene;
beforeEach(async () => {
  world = testWorld(memoryTable());
  s = await heldClass(world, 2);
});

const plan = (set: object = {}) => tryPlan(s, set);

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

it('L12 a teacher whose number is changed afterwards stays who she was; the change stands in the audit', async () => {
  const id_number = syntheticIdNumber(77, '19720202');
  const other_number = syntheticIdNumber(78, '19730303');
  const teacher = await staffOf(world, s.institution, { name: '郑老师', duties: ['teacher'], id_number });
  const row = keys.lesson(s.c.class_id, s.c.timetable_rev, 1);
  await world.table.write([{ kind: 'update', key: row, set: { teacher_id: teacher.staff_id }, why: 'test' }]);
  const her = await staffOf(world, s.evaluator, { name: '郑考评', id_number });
  expect(await plan({ assessor_ids: [her.staff_id] })).toMatchObject({ refused: 'assessor_is_teacher' });
  // The teacher's number made another, or the assessor's: still refused.
  await must(world, () => editStaff(world, { staff_id: teacher.staff_id, id_number: other_number, by: 'admin-1' }));
  expect(await plan({ assessor_ids: [her.staff_id] })).toMatchObject({ refused: 'assessor_is_teacher' });
  await must(world, () =>
    editStaff(world, { staff_id: her.staff_id, id_number: syntheticIdNumber(76), by: 'admin-1' }),
  );
  expect(await plan({ assessor_ids: [her.staff_id] })).toMatchObject({ refused: 'assessor_is_teacher' });
  const { items } = await world.table.query({ pk: keys.audit(dayOf(world.now()), '').pk });
  const noted = items.filter(({ what }) => what === 'staff_identity');
  expect(noted).toMatchObject([1, 2].map(() => ({ by: 'admin-1', id_number: 'changed' })));
  expect(noted.map(({ staff_id }) => staff_id).sort()).toEqual([teacher.staff_id, her.staff_id].sort());
  expect(JSON.stringify(items)).not.toContain(id_number);
  // Control: had the former numbers not been kept, she would examine whom she taught.
  await world.table.write(
    [teacher, her].map(({ staff_id }) => ({
      ...{ kind: 'update' as const, key: keys.staff(staff_id), remove: ['former_hashes'], why: 'test' },
    })),
  );
  expect(await plan({ assessor_ids: [her.staff_id] })).toMatchObject({ state: 'planned' });
});

it('L12 the evaluator of a class is what its exam says: no edit replaces who examined', async () => {
  const { class_id } = s.c;
  const other = await organisation(world, 'evaluator', '另一评价中心');
  const edit = () => run(world, () => editClass(world, { class_id, evaluator_id: other.org_id, by: 'li' }));
  // Control: before there is an exam it is open.
  expect(await edit()).toMatchObject({ training_class: { evaluator_id: other.org_id } });
  await planned(s);
  expect(await edit()).toMatchObject({ refused: 'evaluator_planned' });
  expect(await readClass(world, class_id)).toMatchObject({ evaluator_id: s.evaluator.org_id });
  // Named as it is, it may stand in an edit of something else.
  const same = { class_id, evaluator_id: s.evaluator.org_id, title: '电工二班', by: 'li' };
  expect(await run(world, () => editClass(world, same))).toMatchObject({ training_class: { title: '电工二班' } });
});

it('L12 institution and evaluator that turn out to be one firm, or become one, end it at every step', async () => {
  const { class_id } = s.c;
  await planned(s);
  const by = { assessor_id: s.assessors[0]!.staff_id, by: 'x' };
  const scores = s.workers.map(({ worker_id }) => ({ worker_id, theory: 80, practice: 80 }));
  const code = (credit_code: string, ...orgs: Organisation[]) =>
    world.table.write(
      orgs.map((org) => ({
        kind: 'update' as const,
        key: keys.organisation('530128', org.org_id),
        set: { credit_code },
        add: { rev: 1 },
        why: 'merged',
      })),
    );
  const merge = () => code('91530128MA6K000001', s.institution, s.evaluator);
  const apart = () => code('91530128MA6K000028', s.evaluator);
  const steps: (() => Promise<unknown>)[] = [
    () => run(world, () => enterScores(world, { class_id, ...by, scores })),
    () => run(world, () => publishResults(world, { class_id, by: 'li' })),
    () => run(world, () => issueCertificate(world, { class_id, worker_id: s.workers[0]!.worker_id, by: 'li' })),
  ];
  for (const step of steps) {
    await merge();
    expect(await step()).toMatchObject({ refused: 'evaluator_is_institution' });
    await apart();
    expect(await step()).not.toHaveProperty('refused');
  }
});

it('L12 who has taught a lesson cannot be taken off it afterwards to examine the class', async () => {
  await teach(world, s.c, s.assessors[0]!);
  const off = { class_id: s.c.class_id, n: 1, teacher_id: s.teacher.staff_id };
  expect(await run(world, () => editLesson(world, off))).toMatchObject({ refused: 'lesson_begun' });
  expect(await plan()).toMatchObject({ refused: 'assessor_is_teacher' });
});

it('L12 who decided an appeal is known by name afterwards, too: a supervisor without a number, named later', async () => {
  const { class_id } = s.c;
  await planned(s);
  const marks = s.workers.map(({ worker_id }) => ({ worker_id, theory: 50, practice: 80 }));
  const [first, second] = s.assessors as [Staff, Staff];
  const by = { assessor_id: first.staff_id, by: first.staff_id };
  await must(world, () => enterScores(world, { class_id, ...by, scores: marks }));
  await must(world, () => publishResults(world, { class_id, by: 'li' }));
  const { worker_id } = s.workers[0]!;
  await must(world, () => appeal(world, { class_id, worker_id }));
  const again = { assessor_id: second.staff_id, by: second.staff_id, theory: 70, practice: 80, reason: '漏算一题' };
  await must(world, () => decideAppeal(world, { class_id, worker_id, ...again }));
  const signs = await staffOf(world, await organisation(world, 'employer', '恒力厂'), {
    name: second.name,
    duties: ['supervisor'],
    id_number: undefined,
  });
  const row = keys.lesson(class_id, s.c.timetable_rev, 1);
  await world.table.write([{ kind: 'update', key: row, set: { supervisor_id: signs.staff_id }, why: 'test' }]);
  const issue = () => issueCertificate(world, { class_id, worker_id, by: 'li' });
  expect(await run(world, issue)).toMatchObject({ refused: 'assessor_is_teacher', facts: { name: second.name } });
  await must(world, () => editStaff(world, { staff_id: signs.staff_id, id_number: syntheticIdNumber(83, '19700101') }));
  expect(await run(world, issue)).toMatchObject({ state: 'valid' });
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
    inspectors: [],
    learners: [],
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
