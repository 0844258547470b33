/** Attendance corrected downward between the marks and the results: what she is told is what will follow. */
import { appeal, decideAppeal } from '../../lib/classes/assessment/appeal';
import { enterScores } from '../../lib/classes/assessment/enter-scores';
import { publishResults } from '../../lib/classes/assessment/publish';
import { issueCertificate } from '../../lib/classes/certificates/issue';
import { startIssue } from '../../lib/classes/certificates/issue-task';
import { tellPassedOver } from '../../lib/classes/certificates/passed-over';
import { readAgenda } from '../../lib/classes/read';
import { isRefusal } from '../../lib/platform/refusal';
import { keys } from '../../lib/store/keys';
import { memoryTable } from '../../lib/store/memory';
import { talker } from '../chat/talk';
import { must, recordingSender, run, settle, tapped } from '../support/town';
import { type TestWorld, testWorld } from '../support/world';
import { heldClass, planned, present, type Scene } from './scene';

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
  await planned(s);
});

const her = (i: number) => s.workers[i]!.worker_id;
const marked = async (theory: number) => {
  const by = s.assessors[0]!.staff_id;
  const scores = s.workers.map(({ worker_id }) => ({ worker_id, theory, practice: 90 }));
  await must(world, () => enterScores(world, { class_id: s.c.class_id, assessor_id: by, by, scores }));
};
const attendanceGone = (i: number) =>
  world.table.write([{ kind: 'delete', key: keys.attendance(s.c.class_id, her(i)), why: 'corrected away' }]);
const publish = async () => {
  const value = await must(world, () => publishResults(world, { class_id: s.c.class_id, by: 'li' }));
  await settle(world, post.sender, written);
  return value;
};
const told = (i: number) => post.sent.flatMap((one) => (one.address === `o${her(i)}` ? [one.push.text] : []));
const done = async (i: number) => (await readAgenda(world, her(i))).done;
const issue = (i: number) => issueCertificate(world, { class_id: s.c.class_id, worker_id: her(i), by: 'li' });

it('L13 who lost attendance after the marks is told what is missing and what to do, never that she passed', async () => {
  await marked(85);
  await attendanceGone(1);
  expect(await publish()).toMatchObject({ passed: 1, not_assessable: 1 });
  // Control: the other keeps her word.
  expect(told(0)).toMatchObject([expect.stringContaining('考过了')]);
  const [text = ''] = told(1);
  expect(text).not.toMatch(/恭喜|考过了|办好就告诉你/u);
  expect(text).toMatch(/理论85分，实操90分，分数够了.*出勤0%，要到80%才能发证.*补课.*人工/su);
  expect([await done(0), await done(1)]).toEqual([['electrician:5'], []]);
  expect(await run(world, () => issue(1))).toMatchObject({ refused: 'not_assessable' });
});

it('L13 my results say the same for as long as it stands; put right, she gets the certificate and the trade is done', async () => {
  await marked(85);
  await attendanceGone(1);
  await publish();
  const chat = talker(world, her(1));
  const asked = async () => (await chat.say('我的成绩')).reply?.text ?? '';
  expect(await asked()).toMatch(/分数够了，还不能发证.*出勤0%，要到80%/su);
  await present(world, s.c, s.workers[1]!);
  expect(await asked()).toMatch(/：合格\n理论85分/u);
  await must(world, () => issue(1));
  expect(await done(1)).toEqual(['electrician:5']);
});

it('L13 who was taken off the roster since is told so', async () => {
  await marked(85);
  const key = keys.member(s.c.class_id, her(1));
  await world.table.write([{ kind: 'update', key, set: { status: 'withdrawn' }, why: 'she left' }]);
  await publish();
  expect(told(1)).toMatchObject([expect.stringMatching(/分数够了.*退了这个班，不能发证.*人工/su)]);
  expect(await done(1)).toEqual([]);
});

it('L13 an appeal won without the attendance promises nothing either', async () => {
  await marked(50);
  await publish();
  for (const i of [0, 1]) await must(world, () => appeal(world, { class_id: s.c.class_id, worker_id: her(i) }));
  await attendanceGone(1);
  post.sent.length = 0;
  const by = s.assessors[1]!.staff_id;
  const again = { class_id: s.c.class_id, assessor_id: by, by, theory: 70, practice: 90, reason: '漏算一题' };
  for (const i of [0, 1]) await must(world, () => decideAppeal(world, { ...again, worker_id: her(i) }));
  await settle(world, post.sender, written);
  expect(told(0)[0]).toMatch(/合格了。\n原因：漏算一题$/u);
  expect(told(1)[0]).toMatch(/合格了。\n原因：漏算一题\n.*出勤0%，要到80%才能发证/u);
  expect([await done(0), await done(1)]).toEqual([['electrician:5'], []]);
});

it('L13 lost only after she was told that she passed, she hears it when the others get theirs, once; made good, she gets hers', async () => {
  await marked(85);
  await publish();
  expect([await done(0), await done(1)]).toEqual([['electrician:5'], ['electrician:5']]);
  await attendanceGone(1);
  post.sent.length = 0;
  const issued = async () => {
    await must(world, () => startIssue(world, { class_id: s.c.class_id, by: 'li' }));
    await settle(world, post.sender, written);
  };
  await issued();
  expect(told(0)).toMatchObject([expect.stringContaining('办好了')]);
  expect(told(1)).toMatchObject([expect.stringMatching(/证书现在办不了.*出勤0%，要到80%才能发证.*人工/su)]);
  // What she holds no certificate of bars no other class.
  expect([await done(0), await done(1)]).toEqual([['electrician:5'], []]);
  expect(await run(world, () => tellPassedOver(world, s.c.class_id, her(1)))).toBe(false);
  expect(await run(world, () => tellPassedOver(world, s.c.class_id, her(0)))).toBe(false);
  await present(world, s.c, s.workers[1]!);
  await issued();
  expect(told(1).at(-1)).toContain('办好了');
  expect(await done(1)).toEqual(['electrician:5']);
});

it.each([
  ['she gets the certificate after all', false, ['electrician:5'], '办好了'],
  ['control: without the condition she is told she does not, and the trade is open again', true, [], '现在办不了'],
])('L13 put right while she is being passed over: %s', async (_what, careless, agenda, says) => {
  await marked(85);
  await publish();
  await attendanceGone(1);
  let plans = 0;
  await must(world, async () => {
    const plan = await tellPassedOver(world, s.c.class_id, her(1));
    if (plans++ === 0) {
      await present(world, s.c, s.workers[1]!);
      await must(world, () => issue(1));
    }
    if (isRefusal(plan) || !careless) return plan;
    return { ...plan, changes: plan.changes.filter(({ kind }) => kind !== 'check') };
  });
  await settle(world, post.sender, written);
  expect(await done(1)).toEqual(agenda);
  expect(told(1).join()).toContain(says);
  if (!careless) expect(told(1).join()).not.toContain('现在办不了');
});

it('who failed and lost attendance hears of both', async () => {
  await marked(50);
  await attendanceGone(1);
  await publish();
  expect(told(1)[0]).toMatch(/没有合格.*申诉.*出勤0%，要到80%才能发证/su);
  expect(told(0)[0]).not.toContain('出勤');
});
