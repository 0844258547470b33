/** 补考: who attended enough only by a correction made after the results were out is examined at a second sitting. */
import { appeal } from '../../lib/classes/assessment/appeal';
import { enterScores } from '../../lib/classes/assessment/enter-scores';
import { readAssessment, readScore } from '../../lib/classes/assessment/items';
import { planAssessment } from '../../lib/classes/assessment/plan';
import { publishResults } from '../../lib/classes/assessment/publish';
import { takeBackScores } from '../../lib/classes/assessment/take-back';
import { issueCertificate } from '../../lib/classes/certificates/issue';
import { type Preview, previewIssue } from '../../lib/classes/certificates/issue-task';
import { readiness } from '../../lib/classes/readiness';
import { ERASED_NAME } from '../../lib/people/erase-records';
import { DAY_MS } from '../../lib/platform/clock';
import { isRefusal } from '../../lib/platform/refusal';
import { carryOut } from '../../lib/store/commit';
import { keys } from '../../lib/store/keys';
import { memoryTable } from '../../lib/store/memory';
import type { Change } from '../../lib/store/table';
import { talker } from '../chat/talk';
import { boundAs } from '../people/office';
import { must, recordingSender, run, settle, tapped } from '../support/town';
import { type TestWorld, testWorld } from '../support/world';
import { heldClass, planned, present, type Scene, tryPlan } from './scene';

let world: TestWorld;
let written: ReturnType<typeof tapped>['written'];
let post: ReturnType<typeof recordingSender>;
let s: Scene;
/** Two were examined and their results are out; the third attended too little. */
beforeEach(async () => {
  const tap = tapped(memoryTable());
  written = tap.written;
  world = testWorld(tap.table);
  post = recordingSender();
  s = await heldClass(world, 3);
  await world.table.write([{ kind: 'delete', key: keys.attendance(s.c.class_id, her(2)), why: 'never there' }]);
  await planned(s);
  await must(world, () => enter([0, 80], [1, 50]));
  await must(world, publish);
  await settle(world, post.sender, written);
  post.sent.length = 0;
});

const her = (i: number) => s.workers[i]!.worker_id;
const enter = (...marks: [who: number, theory: number][]) => {
  const by = s.assessors[0]!.staff_id;
  const scores = marks.map(([i, theory]) => ({ worker_id: her(i), theory, practice: 80 }));
  return enterScores(world, { class_id: s.c.class_id, assessor_id: by, by, scores });
};
const publish = () => publishResults(world, { class_id: s.c.class_id, by: 'li' });
const issue = (i: number) => issueCertificate(world, { class_id: s.c.class_id, worker_id: her(i), by: 'li' });
const corrected = () => present(world, s.c, s.workers[2]!);

it('L13 who was not examined for lack of attendance is listed with that reason; put right, as one without a score', async () => {
  const why = async () => {
    const preview = (await previewIssue(world, s.c.class_id)) as Preview;
    return preview.not.find((one) => one.worker_id === her(2))?.refusal;
  };
  expect(await why()).toMatchObject({ refused: 'not_assessable', facts: { percent: 0 } });
  await corrected();
  expect(await why()).toMatchObject({ refused: 'score_unknown' });
});

it('L13 is planned only when somebody is waiting for it, by the same agency, for the same kind of certificate', async () => {
  expect(await tryPlan(s)).toMatchObject({ refused: 'nobody_to_examine' });
  await corrected();
  expect(await tryPlan(s, { kind: 'training' })).toMatchObject({ refused: 'assessment_planned' });
  expect(await tryPlan(s, { evaluator_id: 'org_other' })).toMatchObject({ refused: 'assessment_planned' });
  const second = s.assessors[1]!.staff_id;
  expect(await tryPlan(s, { assessor_ids: [second] })).toMatchObject({
    state: 'planned',
    sitting: 2,
    kind: 'skill_level',
    earlier: [{ appeal_until: expect.any(String), assessors: [{ staff_id: s.assessors[0]!.staff_id }] }],
  });
  // Planned anew before anybody was marked, it is still the second.
  expect(await tryPlan(s)).toMatchObject({ sitting: 2, earlier: [{}] });
});

it('L13 nobody waits for it who is erased (control: known by name she does)', async () => {
  await corrected();
  const name = (is: string) => ({
    kind: 'update' as const,
    key: keys.member(s.c.class_id, her(2)),
    set: { name: is },
    why: 'erased',
  });
  await world.table.write([name(ERASED_NAME)]);
  expect(await tryPlan(s)).toMatchObject({ refused: 'nobody_to_examine' });
  await world.table.write([name('工人3')]);
  expect(await tryPlan(s)).toMatchObject({ sitting: 2 });
});

it('L13 her marks are told when they are out, not before, though the first results have long been', async () => {
  await corrected();
  await planned(s);
  await must(world, () => enter([2, 87]));
  const chat = talker(world, her(2));
  const mine = async () => (await chat.say('我的成绩')).reply?.text ?? '';
  expect(await mine()).not.toContain('87');
  await must(world, publish);
  expect(await mine()).toContain('87');
});

it('L13 marks, results and certificates of the second sitting are its own; the first stands as it was', async () => {
  await corrected();
  await planned(s);
  const { left_out } = await must(world, () => enter([1, 99], [2, 85]));
  expect(left_out).toMatchObject([{ worker_id: her(1), refusal: { refused: 'results_published' } }]);
  expect(await readScore(world, s.c.class_id, her(1))).toMatchObject({ theory: 50, outcome: 'failed' });
  // The first sitting's results stay out: its certificates and appeals go on. Hers are not out yet.
  expect(await previewIssue(world, s.c.class_id)).toMatchObject({
    get: [{ worker_id: her(0) }],
    not: [{ refusal: { refused: 'not_passed' } }, { refusal: { refused: 'results_not_published' } }],
  });
  const first = await must(world, () => issue(0));
  await must(world, () => appeal(world, { class_id: s.c.class_id, worker_id: her(1) }));
  expect(await run(world, () => issue(2))).toMatchObject({ refused: 'results_not_published' });
  expect(await run(world, () => appeal(world, { class_id: s.c.class_id, worker_id: her(2) }))).toMatchObject({
    refused: 'results_not_published',
  });
  expect(await run(world, publish)).toMatchObject({ passed: 1, failed: 0, absent: 0, not_assessable: 0 });
  post.sent.length = 0;
  // Long after: nobody is told twice, whatever was forgotten by then.
  for (const i of [0, 1])
    await world.table.write([{ kind: 'delete', key: keys.notice(her(i), `result-${s.c.class_id}`), why: 'ran out' }]);
  await settle(world, post.sender, written);
  expect(post.sent.filter((one) => one.push.text.includes('考过了')).map((one) => one.address)).toEqual([`o${her(2)}`]);
  const second = await must(world, () => issue(2));
  expect([first, second].map((one) => one.number.slice(-13, -9))).toEqual(['0001', '0002']);
});

it('appeals of each sitting run from its own publication', async () => {
  await corrected();
  world.clock.pass(10 * DAY_MS);
  await planned(s);
  await must(world, () => enter([2, 30]));
  await must(world, publish);
  expect(await run(world, () => appeal(world, { class_id: s.c.class_id, worker_id: her(1) }))).toMatchObject({
    refused: 'appeal_over',
  });
  expect(await run(world, () => appeal(world, { class_id: s.c.class_id, worker_id: her(2) }))).toMatchObject({
    appeal: { state: 'open' },
  });
});

it('L13 a second sitting for which nobody is left ends by publication, and the class is not held up (control: not the first)', async () => {
  await corrected();
  await planned(s);
  // Still waiting for her: nothing goes out.
  expect(await run(world, publish)).toMatchObject({ refused: 'scores_missing', facts: { count: 1 } });
  await world.table.write([{ kind: 'delete', key: keys.attendance(s.c.class_id, her(2)), why: 'wrongly corrected' }]);
  expect(await tryPlan(s)).toMatchObject({ refused: 'nobody_to_examine' });
  const lacks = async () => {
    const found = await readiness(world, s.c.class_id);
    return isRefusal(found) ? [] : found.lacks.map(({ code }) => code);
  };
  expect(await lacks()).toContain('results_missing');
  expect(await run(world, publish)).toMatchObject({ passed: 0, failed: 0, absent: 0, not_assessable: 1 });
  expect(await lacks()).not.toContain('results_missing');
  await settle(world, post.sender, written);
  expect(post.sent).toEqual([]);
});

/** A certificate is issued between the look at the exam and the write of the next sitting. */
async function plannedMeanwhile(careless = false): Promise<number> {
  let plans = 0;
  const done = await carryOut(world, async () => {
    const made = await planAssessment(world, {
      ...{ class_id: s.c.class_id, evaluator_id: s.evaluator.org_id, assessor_ids: [s.assessors[0]!.staff_id] },
      ...{ at: s.c.ends_at, by: 'li' },
    });
    if (plans++ === 0) await must(world, () => issue(0));
    if (isRefusal(made) || !careless) return made;
    const free = (one: Change): Change => ({
      ...one,
      when: one.when?.filter((c) => !('attr' in c && c.attr === 'issued')),
    });
    return { ...made, changes: made.changes.map(free) };
  });
  expect(isRefusal(done)).toBe(false);
  return plans;
}

it('L13 no score of an earlier sitting is taken back; a plan does not forget a number given meanwhile', async () => {
  await corrected();
  const { rev } = (await readScore(world, s.c.class_id, her(1)))!;
  expect(await plannedMeanwhile()).toBe(2);
  expect(await readAssessment(world, s.c.class_id)).toMatchObject({ issued: 1, sitting: 2 });
  const back = { class_id: s.c.class_id, scores: [{ worker_id: her(1), rev }] };
  expect(await run(world, () => takeBackScores(world, back))).toMatchObject({ refused: 'results_published' });
});

it('by chat: the results name who is waiting and the way; then marks, publication and appeals work as ever', async () => {
  const examiner = await boundAs(world, s.assessors[0]!, 'examiner');
  const other = await boundAs(world, s.assessors[1]!, 'other');
  const says = async (text: string) => (await examiner.say(text)).reply?.text ?? '';
  const { class_id } = s.c;
  expect(await says(`成绩 ${class_id}`)).not.toContain('补考');
  await corrected();
  expect(await says(`成绩 ${class_id}`)).toMatch(
    new RegExp(`没考的1人：${s.workers[2]!.name}。.*主管部门.*补考`, 'su'),
  );
  expect(await says(`成绩 ${class_id}\n3 80 80`)).toMatch(/主管部门.*补考/su);
  await planned(s);
  expect(await says(`成绩 ${class_id}\n2 99 99\n3 80 80`)).toMatch(/要登1人.*× 张.英：成绩已经公布/su);
  expect(await says('1')).toContain('登好了，1人');
  // An appeal of the first sitting is not lost sight of meanwhile.
  await must(world, () => appeal(world, { class_id, worker_id: her(1), said: '第三题对了' }));
  const seen = (await other.say(`成绩 ${class_id}`)).reply?.text;
  expect(seen).toMatch(/合格1\/2人.*1人申诉.*登补考的分/su);
  expect((await other.say('3 70 70')).reply?.text).toContain('不是这场考试的考评员');
  expect(await says(`成绩 ${class_id}`)).toContain('登了3/3人');
  expect(await says(`公布成绩 ${class_id}`)).toMatch(/合格1人，不合格0人/u);
  expect(await says('1')).toContain('公布了，合格1人');
  expect((await readAssessment(world, class_id))?.state).toBe('published');
});

it('control: were the plan not bound to the numbers given, the next certificate would bear the first serial again', async () => {
  await corrected();
  expect(await plannedMeanwhile(true)).toBe(1);
  expect(await readAssessment(world, s.c.class_id)).toMatchObject({ issued: 0, sitting: 2 });
});

it('control: without the conditions of the second plan the first results would be marked over', async () => {
  await corrected();
  await planned(s);
  const row = keys.score(s.c.class_id, her(1));
  // As though her score were of this sitting: it is taken for unpublished and marked again.
  await world.table.write([{ kind: 'update', key: row, set: { sitting: 2 }, why: 'test' }]);
  expect(await run(world, () => enter([1, 99]))).toMatchObject({ entered: [{ outcome: 'passed' }] });
});
