/** What happens to a class between the plan of its exam and the results: put off, cancelled, a learner gone, attendance corrected. */
import { enterScores } from '../../lib/classes/assessment/enter-scores';
import { readScores } from '../../lib/classes/assessment/items';
import { planAssessment } from '../../lib/classes/assessment/plan';
import { publishResults } from '../../lib/classes/assessment/publish';
import { issueCertificate } from '../../lib/classes/certificates/issue';
import { revokeCertificate } from '../../lib/classes/certificates/revoke';
import { whereClass } from '../../lib/classes/certificates/where';
import { moveLesson } from '../../lib/classes/move-lesson';
import { readLessons } from '../../lib/classes/read';
import { HOUR_MS, instant } from '../../lib/platform/clock';
import { keys } from '../../lib/store/keys';
import { memoryTable } from '../../lib/store/memory';
import { must, recordingSender, run, settle, tapped } from '../support/town';
import { type TestWorld, testWorld } from '../support/world';
import { heldClass, organisation, planned, present, type Scene } from './scene';

let world: TestWorld;
let written: ReturnType<typeof tapped>['written'];
let post: ReturnType<typeof recordingSender>;
beforeEach(() => {
  const tap = tapped(memoryTable());
  written = tap.written;
  world = testWorld(tap.table);
  post = recordingSender();
});
const enter = (s: Scene, marks: [number, number][]) => {
  const { staff_id } = s.assessors[0]!;
  const scores = marks.map(([theory, practice], i) => ({ worker_id: s.workers[i]!.worker_id, theory, practice }));
  return run(world, () => enterScores(world, { class_id: s.c.class_id, assessor_id: staff_id, by: staff_id, scores }));
};

it('L12 a class put off beyond its exam is marked only after its new last lesson, under a new plan', async () => {
  const s = await heldClass(world, 1, { units: 16 });
  const lessons = await readLessons(world, s.c);
  const last = lessons.at(-1)!;
  // Before the last lesson the exam is planned for its evening; then that lesson is put off by three days.
  world.clock.set(instant(Date.parse(last.starts_at) - 20 * HOUR_MS));
  await planned(s, { at: s.c.ends_at });
  const later = (at: string) => instant(Date.parse(at) + 72 * HOUR_MS);
  await must(world, () =>
    moveLesson(world, {
      class_id: s.c.class_id,
      n: last.n,
      starts_at: later(last.starts_at),
      by: 'li',
      reason: '停电',
    }),
  );
  world.clock.set(instant(Date.parse(s.c.ends_at) + HOUR_MS));
  expect(await enter(s, [[80, 80]])).toMatchObject({
    refused: 'assessment_before_end',
    facts: { ends_at: later(s.c.ends_at) },
  });
  expect(await readScores(world, s.c.class_id)).toEqual([]);
  world.clock.set(instant(Date.parse(later(s.c.ends_at)) + HOUR_MS));
  // The old hour stays refused: whoever plans says anew when it is.
  expect(await enter(s, [[80, 80]])).toMatchObject({ refused: 'assessment_before_end' });
  await present(world, s.c, s.workers[0]!);
  await planned(s);
  expect(await enter(s, [[80, 80]])).toMatchObject({ entered: [{ outcome: 'passed' }] });
});

it('the counts of a publication are of those who may be examined then: each person in one of them', async () => {
  const s = await heldClass(world, 4);
  await planned(s);
  await enter(s, [
    [80, 80],
    [80, 80],
    [30, 80],
    [80, 80],
  ]);
  const [, second, , fourth] = s.workers;
  await world.table.write([
    { kind: 'delete', key: keys.attendance(s.c.class_id, second!.worker_id), why: 'corrected away since' },
    {
      kind: 'update',
      key: keys.member(s.c.class_id, fourth!.worker_id),
      set: { status: 'withdrawn' },
      why: 'she left',
    },
  ]);
  const { class_id } = s.c;
  expect(await run(world, () => publishResults(world, { class_id, by: 'li' }))).toMatchObject({
    passed: 1,
    failed: 1,
    absent: 0,
    not_assessable: 1,
  });
});

it('L13 she is told that her certificate is revoked, and why', async () => {
  const s = await heldClass(world, 1);
  await planned(s);
  await enter(s, [[80, 80]]);
  const { class_id } = s.c;
  await must(world, () => publishResults(world, { class_id, by: 'li' }));
  const { worker_id } = s.workers[0]!;
  const { number } = await must(world, () => issueCertificate(world, { class_id, worker_id, by: 'li' }));
  await settle(world, post.sender, written);
  post.sent.length = 0;
  await must(world, () => revokeCertificate(world, { number: number.toLowerCase(), by: 'li', reason: '名字写错' }));
  await settle(world, post.sender, written);
  expect(post.sent.map((one) => one.push.text)).toEqual([
    `你的职业技能等级证书撤销了，不能再用：电工 初级工（五级）\n编号 ${number}\n原因：名字写错`,
  ]);
});

it('L12 once an exam is planned, another evaluator named on the class has no say in it', async () => {
  const s = await heldClass(world, 1);
  const other = await organisation(world, 'evaluator', '另一家评价中心');
  const evaluator_id = { evaluator_id: other.org_id };
  const name = (set: object) =>
    world.table.write([{ kind: 'update', key: keys.class(s.c.class_id), set, add: { rev: 1 }, why: 'test' }]);
  await name(evaluator_id);
  expect(await whereClass(world, s.c.class_id)).toMatchObject({ orgs: [s.institution.org_id, other.org_id] });
  const { c, evaluator, assessors } = s;
  const command = { class_id: c.class_id, at: instant(world.now()), by: 'li', evaluator_id: evaluator.org_id };
  await must(world, () => planAssessment(world, { ...command, assessor_ids: [assessors[0]!.staff_id] }));
  await name(evaluator_id);
  expect(await whereClass(world, c.class_id)).toMatchObject({ orgs: [s.institution.org_id, evaluator.org_id] });
});
