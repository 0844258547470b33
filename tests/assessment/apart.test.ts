/** L12: whoever trains does not examine, by organisation and by person, whatever is edited in which order. */
import { enterScores } from '../../lib/classes/assessment/enter-scores';
import { publishResults } from '../../lib/classes/assessment/publish';
import { keptApart, type Sides } from '../../lib/classes/assessment/rules';
import { issueCertificate } from '../../lib/classes/certificates/issue';
import type { Inspection } from '../../lib/classes/inspection/types';
import { editStaff } from '../../lib/people/edit-staff';
import { leaveStaff } from '../../lib/people/leave-staff';
import { carryOut } from '../../lib/store/commit';
import { keys } from '../../lib/store/keys';
import { memoryTable } from '../../lib/store/memory';
import { must, run } from '../support/town';
import { syntheticIdNumber, type TestWorld, testWorld } from '../support/world';
import { heldClass, organisation, planned, type Scene, staffOf, teach, tryPlan } from './scene';

let world: TestWorld;
let s: Scene;
beforeEach(async () => {
  world = testWorld(memoryTable());
  s = await heldClass(world, 2);
});

const plan = (set: object = {}) => tryPlan(s, set);
const score = (set: object = {}) =>
  enterScores(world, {
    class_id: s.c.class_id,
    assessor_id: s.assessors[0]!.staff_id,
    by: s.assessors[0]!.staff_id,
    scores: s.workers.map((w) => ({ worker_id: w.worker_id, theory: 80, practice: 80 })),
    ...set,
  });

describe('L12 trainer and examiner', () => {
  it('L12 refuses the institution as evaluator, also under another name with the same credit code', async () => {
    expect(await plan({ evaluator_id: s.institution.org_id })).toMatchObject({ refused: 'evaluator_unknown' });
    await world.table.write([
      {
        kind: 'update',
        key: keys.organisation('530128', s.institution.org_id),
        set: { credit_code: '91530128MA6K000001' },
        why: 'test',
      },
    ]);
    const twin = await organisation(world, 'evaluator', '职校评价部', { credit_code: '91530128MA6K000001' });
    const own = await staffOf(world, twin);
    expect(await plan({ evaluator_id: twin.org_id, assessor_ids: [own.staff_id] })).toMatchObject({
      refused: 'evaluator_is_institution',
      rule: { clause: expect.stringContaining('考培分离') },
    });
  });

  it('L12 refuses an assessor who teaches the class, known by person in two organisations', async () => {
    const id_number = syntheticIdNumber(77, '19700101');
    const teaches = await staffOf(world, s.institution, { name: '马老师', duties: ['teacher'], id_number });
    const assesses = await staffOf(world, s.evaluator, { name: '马老师', id_number });
    await teach(world, s.c, teaches);
    expect(await plan({ assessor_ids: [assesses.staff_id] })).toMatchObject({ refused: 'assessor_is_teacher' });
  });

  it('L12 refuses an assessor who works for the institution, though she does not teach this class', async () => {
    const id_number = syntheticIdNumber(78, '19700101');
    await staffOf(world, s.institution, { name: '钱老师', duties: ['teacher'], id_number });
    const assesses = await staffOf(world, s.evaluator, { name: '钱老师', id_number });
    expect(await plan({ assessor_ids: [assesses.staff_id] })).toMatchObject({ refused: 'assessor_of_institution' });
  });

  it('L12 refuses an assessor of a third organisation, one who left, and one without the duty', async () => {
    const third = await organisation(world, 'evaluator', '别的评价中心');
    const other = await staffOf(world, third);
    expect(await plan({ assessor_ids: [other.staff_id] })).toMatchObject({ refused: 'assessor_not_of_evaluator' });
    expect(await plan({ assessor_ids: [s.teacher.staff_id] })).toMatchObject({ refused: 'assessor_unknown' });
    await must(world, () => leaveStaff(world, { staff_id: s.assessors[0]!.staff_id, by: 'li', reason: '离职' }));
    expect(await plan()).toMatchObject({ refused: 'assessor_unknown' });
  });

  it('L12 asks again when scores are entered: the assessor has become a teacher of the class since', async () => {
    await planned(s);
    await teach(world, s.c, s.assessors[0]!);
    expect(await run(world, () => score())).toMatchObject({ refused: 'assessor_is_teacher' });
  });

  it('L12 asks again when scores are entered: she changed her organisation between planning and scores', async () => {
    await planned(s);
    const { staff_id, person_hash } = s.assessors[0]!;
    const key = keys.staff(staff_id);
    const moved = { org_id: s.institution.org_id, rev: 2 };
    await world.table.write([{ kind: 'update', key, set: moved, why: 'test' }]);
    expect(await run(world, () => score())).toMatchObject({ refused: 'assessor_of_institution' });
    // Under a new record at the institution, her old one untouched, she is the same person.
    await world.table.write([
      { kind: 'update', key, set: { org_id: s.evaluator.org_id, rev: 3 }, why: 'test' },
      {
        kind: 'put',
        key: keys.staff('staff_new'),
        item: { ...s.teacher, staff_id: 'staff_new', person_hash },
        why: 'test',
      },
      {
        kind: 'put',
        key: keys.staffOf(s.institution.org_id, 'staff_new'),
        item: { staff_id: 'staff_new' },
        why: 'test',
      },
    ]);
    expect(await run(world, () => score())).toMatchObject({ refused: 'assessor_of_institution' });
  });

  it('L12 asks again at publication and at each certificate', async () => {
    await planned(s);
    await must(world, () => score());
    await teach(world, s.c, s.assessors[0]!);
    const { class_id } = s.c;
    expect(await run(world, () => publishResults(world, { class_id, by: 'li' }))).toMatchObject({
      refused: 'assessor_is_teacher',
    });
    await teach(world, s.c, s.teacher);
    await must(world, () => publishResults(world, { class_id, by: 'li' }));
    await teach(world, s.c, s.assessors[0]!);
    const { worker_id } = s.workers[0]!;
    expect(await run(world, () => issueCertificate(world, { class_id, worker_id, by: 'li' }))).toMatchObject({
      refused: 'assessor_is_teacher',
    });
  });

  it('L12 an assessor who moved on to an honest employer after the exam does not spoil the certificates', async () => {
    await planned(s);
    await must(world, () => score());
    const { class_id } = s.c;
    await must(world, () => publishResults(world, { class_id, by: 'li' }));
    await must(world, () => leaveStaff(world, { staff_id: s.assessors[0]!.staff_id, by: 'li', reason: '离职' }));
    const { worker_id } = s.workers[0]!;
    const done = await run(world, () => issueCertificate(world, { class_id, worker_id, by: 'li' }));
    expect(done).toMatchObject({ state: 'valid' });
  });

  it('L12 an edit between reading and writing is seen: the plan is made again and refused', async () => {
    await planned(s);
    const id_number = syntheticIdNumber(79, '19700101');
    const teaches = await staffOf(world, s.institution, { name: '马老师', duties: ['teacher'], id_number });
    await teach(world, s.c, teaches);
    let plans = 0;
    const done = await carryOut(world, async () => {
      const made = await score();
      // After the rules were asked, her record is mended: she is that teacher.
      if (plans++ === 0) await must(world, () => editStaff(world, { staff_id: s.assessors[0]!.staff_id, id_number }));
      return made;
    });
    expect([done, plans]).toMatchObject([{ refused: 'assessor_is_teacher' }, 2]);
  });

  it('control: without the condition on her record the scores would be written', async () => {
    await planned(s);
    const id_number = syntheticIdNumber(79, '19700101');
    const teaches = await staffOf(world, s.institution, { name: '马老师', duties: ['teacher'], id_number });
    await teach(world, s.c, teaches);
    let plans = 0;
    const done = await carryOut(world, async () => {
      const made = await score();
      if (plans++ === 0) await must(world, () => editStaff(world, { staff_id: s.assessors[0]!.staff_id, id_number }));
      return 'changes' in made ? { ...made, changes: made.changes.filter((one) => one.kind !== 'check') } : made;
    });
    expect([done, plans]).toMatchObject([{ entered: [{}, {}] }, 1]);
  });
});

describe('L12 D11 who inspected the class does not examine it', () => {
  /** Somebody of the office who was drawn, under another record than the assessor's. */
  async function inspected(set: Partial<Inspection> = {}) {
    const office = await organisation(world, 'office', '禄劝人社局');
    const id_number = syntheticIdNumber(81, '19700101');
    const drawn = await staffOf(world, office, { name: '钱科长', duties: ['inspector'], id_number });
    const { staff_id, name, org_id, org_name } = drawn;
    const inspection = {
      ...{ inspection_id: 'i_1', class_id: s.c.class_id, rev: 1, home_region: '530128', state: 'drawn' },
      ...{ candidates: [staff_id], excluded: [], seed: 'x', inspectors: [{ staff_id, name, org_id, org_name }] },
      ...{ drawn_at: s.c.starts_at, drawn_by: 'li', ...set },
    };
    const key = keys.inspection(s.c.class_id, 'i_1');
    await world.table.write([{ kind: 'put', key, item: inspection, why: 'test' }]);
    const { staff_id: examines } = await staffOf(world, s.evaluator, { name: '钱考官', id_number });
    return { drawn, examines };
  }

  it('L12 D11 is refused when scores are entered, when results go out, and at each certificate', async () => {
    await planned(s);
    await must(world, () => score());
    const { drawn } = await inspected();
    // Her record is mended: the planned assessor is that inspector.
    const key = keys.staff(s.assessors[0]!.staff_id);
    const { person_hash: own } = s.assessors[0]!;
    const { person_hash } = drawn;
    await world.table.write([{ kind: 'update', key, set: { person_hash, rev: 2 }, why: 'test' }]);
    expect(await run(world, () => score())).toMatchObject({
      refused: 'assessor_is_inspector',
      facts: { name: '王考官' },
    });
    // The scores, too, say that it was she who marked; once they are nobody's of the inspectors, the results go out.
    const { class_id } = s.c;
    const { worker_id } = s.workers[0]!;
    const marked = (hash: string) =>
      world.table.write(
        s.workers.map((one) => ({
          ...{ kind: 'update' as const, key: keys.score(class_id, one.worker_id) },
          ...{ set: { assessor_hash: hash }, why: 'test' },
        })),
      );
    const publish = () => run(world, () => publishResults(world, { class_id, by: 'li' }));
    const issue = () => run(world, () => issueCertificate(world, { class_id, worker_id, by: 'li' }));
    await marked(person_hash!);
    expect(await publish()).toMatchObject({ refused: 'assessor_is_inspector' });
    await marked(own!);
    expect(await publish()).toMatchObject({ passed: 2 });
    await marked(person_hash!);
    expect(await issue()).toMatchObject({ refused: 'assessor_is_inspector' });
    await marked(own!);
    expect(await issue()).toMatchObject({ state: 'valid' });
  });

  it('L12 D11 control: without the drawn inspector she would examine; one drawn anew who never came has no tie', async () => {
    const { drawn, examines } = await inspected({ state: 'dropped' });
    expect(await plan({ assessor_ids: [examines] })).toMatchObject({ state: 'planned' });
    await must(world, () => leaveStaff(world, { staff_id: drawn.staff_id, by: 'li', reason: '离职' }));
    const key = keys.inspection(s.c.class_id, 'i_1');
    await world.table.write([{ kind: 'update', key, set: { state: 'reported' }, why: 'test' }]);
    // Also when she has left that office since.
    expect(await plan({ assessor_ids: [examines] })).toMatchObject({ refused: 'assessor_is_inspector' });
  });
});

it('L12 a person nobody identified examines nobody', () => {
  const sides: Sides = {
    institution: { org_id: 'i' },
    evaluator: { org_id: 'e' },
    assessors: [{ staff_id: 'a', name: '王', org_id: 'e', person_hash: '' }],
    teachers: [{ staff_id: 't' }],
    institution_people: [],
    inspectors: [],
    learners: [],
  };
  expect(keptApart(sides)).toMatchObject({ refused: 'assessor_unidentified' });
  const known = { ...sides, assessors: [{ ...sides.assessors[0]!, person_hash: 'h' }] };
  expect(keptApart(known)).toBeUndefined();
  expect(keptApart({ ...known, teachers: [{ staff_id: 't', person_hash: 'h' }] })).toMatchObject({
    refused: 'assessor_is_teacher',
  });
});
