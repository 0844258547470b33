/** An evaluation agency that was closed: what it examined comes to its end, nothing new begins with it. */
import { followOrganisation } from '../../lib/chat/office';
import { appeal, decideAppeal } from '../../lib/classes/assessment/appeal';
import { enterScores } from '../../lib/classes/assessment/enter-scores';
import { publishResults } from '../../lib/classes/assessment/publish';
import { issueCertificate } from '../../lib/classes/certificates/issue';
import { previewIssue } from '../../lib/classes/certificates/issue-task';
import { editOrganisation } from '../../lib/people/edit-organisation';
import { HOUR_MS, instant } from '../../lib/platform/clock';
import { keys } from '../../lib/store/keys';
import { memoryTable } from '../../lib/store/memory';
import { must, run } from '../support/town';
import { type TestWorld, testWorld } from '../support/world';
import { heldClass, organisation, planned, type Scene, staffOf, tryPlan } from './scene';

let world: TestWorld;
let s: Scene;
beforeEach(async () => {
  world = testWorld(memoryTable());
  s = await heldClass(world, 2);
});

const her = (i: number) => s.workers[i]!.worker_id;
/** As the administration closes it: the organisation, then its people one by one. */
async function closed(): Promise<void> {
  world.clock.pass(HOUR_MS);
  const { org_id } = s.evaluator;
  const { organisation: org } = await must(world, () => editOrganisation(world, { org_id, active: false }));
  await followOrganisation(world, org, { by: 'li', reason: '机构停用' });
  world.clock.pass(HOUR_MS);
}
const enter = (...marks: [who: number, theory: number][]) => {
  const scores = marks.map(([i, theory]) => ({ worker_id: her(i), theory, practice: 80 }));
  const assessor_id = s.assessors[0]!.staff_id;
  return run(world, () => enterScores(world, { class_id: s.c.class_id, assessor_id, by: 'li', scores }));
};
const publish = () => run(world, () => publishResults(world, { class_id: s.c.class_id, by: 'li' }));
const issue = (i: number) =>
  run(world, () => issueCertificate(world, { class_id: s.c.class_id, worker_id: her(i), by: 'li' }));
const decide = (assessor_id: string) => {
  const again = { theory: 70, practice: 80, reason: '漏算一题', by: 'li', assessor_id };
  return run(world, () => decideAppeal(world, { class_id: s.c.class_id, worker_id: her(1), ...again }));
};

it('L12 L13 an exam held before is marked to its end, published, certified; another begins with another agency', async () => {
  await planned(s);
  await enter([0, 80]);
  await closed();
  expect(await enter([1, 50])).toMatchObject({ entered: [{ outcome: 'failed' }] });
  expect(await publish()).toMatchObject({ passed: 1, failed: 1 });
  expect(await previewIssue(world, s.c.class_id)).toMatchObject({ get: [{ worker_id: her(0) }] });
  expect(await issue(0)).toMatchObject({ state: 'valid', issuer: s.evaluator.name });
  const other = await heldClass(world, 1, { first_day: '2025-09-10' });
  const with_it = { evaluator_id: s.evaluator.org_id, assessor_ids: [s.assessors[0]!.staff_id] };
  expect(await tryPlan(other, with_it)).toMatchObject({ refused: 'evaluator_unknown' });
});

it('L12 an exam planned and not held when it closed is no work done: nobody of it marks, another agency is planned', async () => {
  await planned(s, { at: instant(world.now() + 24 * HOUR_MS) });
  await closed();
  world.clock.pass(24 * HOUR_MS);
  expect(await enter([0, 80])).toMatchObject({ refused: 'assessor_unknown' });
  const next = await organisation(world, 'evaluator', '接手的评价中心');
  const { staff_id } = await staffOf(world, next, { name: '孙考官' });
  expect(await tryPlan(s, { evaluator_id: next.org_id, assessor_ids: [staff_id] })).toMatchObject({
    evaluator_id: next.org_id,
  });
});

it('L12 closed while its people still serve on paper, it marks nothing', async () => {
  await planned(s);
  const key = keys.organisation('530128', s.evaluator.org_id);
  await world.table.write([{ kind: 'update', key, set: { active: false }, add: { rev: 1 }, why: 'test' }]);
  expect(await enter([0, 80])).toMatchObject({ refused: 'evaluator_unknown' });
});

it('L12 an assessor who left after the exam marked it all the same; one who had left before did not', async () => {
  await planned(s);
  const key = keys.staff(s.assessors[0]!.staff_id);
  const left = (left_at: string) =>
    world.table.write([{ kind: 'update', key, set: { active: false, left_at }, add: { rev: 1 }, why: 'test' }]);
  await left(instant(world.now() - HOUR_MS));
  expect(await enter([0, 80])).toMatchObject({ refused: 'assessor_unknown' });
  world.clock.pass(2 * HOUR_MS);
  await left(instant(world.now() - HOUR_MS));
  expect(await enter([0, 80])).toMatchObject({ entered: [{}] });
});

it('L12 an appeal is then decided by an assessor of another agency, held to the same rules', async () => {
  await planned(s);
  await enter([0, 80], [1, 50]);
  await publish();
  await must(world, () => appeal(world, { class_id: s.c.class_id, worker_id: her(1) }));
  const other = await organisation(world, 'evaluator', '复核的评价中心');
  const outside = await staffOf(world, other, { name: '孙考官' });
  // While it is open, its own people look again.
  expect(await decide(outside.staff_id)).toMatchObject({ refused: 'assessor_not_of_evaluator' });
  await closed();
  for (const one of [s.assessors[1]!, s.teacher])
    expect(await decide(one.staff_id)).toMatchObject({ refused: 'evaluator_unknown' });
  // The institution under another name, or the first examiner under another record, decides nothing.
  const twin = await organisation(world, 'evaluator', s.institution.name);
  const of_twin = await staffOf(world, twin, { name: '周考官' });
  expect(await decide(of_twin.staff_id)).toMatchObject({ refused: 'evaluator_is_institution' });
  const again = await staffOf(world, other, { name: '换了单位' });
  const { person_hash } = s.assessors[0]!;
  await world.table.write([
    { kind: 'update', key: keys.staff(again.staff_id), set: { person_hash }, add: { rev: 1 }, why: 'test' },
  ]);
  expect(await decide(again.staff_id)).toMatchObject({ refused: 'appeal_same_assessor' });
  expect(await decide(outside.staff_id)).toMatchObject({ outcome: 'passed', appeal: { state: 'changed' } });
  expect(await issue(1)).toMatchObject({ state: 'valid', issuer: s.evaluator.name });
});
