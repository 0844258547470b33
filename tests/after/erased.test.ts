/** Someone who had her data erased: counted where public money was spent, and never asked, told, called, certified or printed again. */
import { forgetWorker } from '../../lib/chat/forget';
import { employmentReport, notEmployed } from '../../lib/classes/after/employment-report';
import { logAttempt } from '../../lib/classes/after/follow-up';
import { readFollowUps } from '../../lib/classes/after/items';
import { trainingReport } from '../../lib/classes/after/training-report';
import { appeal, decideAppeal } from '../../lib/classes/assessment/appeal';
import { enterScores } from '../../lib/classes/assessment/enter-scores';
import { publishResults } from '../../lib/classes/assessment/publish';
import { issueCertificate } from '../../lib/classes/certificates/issue';
import { previewIssue } from '../../lib/classes/certificates/issue-task';
import { certificatesOfClass } from '../../lib/classes/certificates/items';
import { printCertificate } from '../../lib/classes/certificates/print';
import { revokeCertificate } from '../../lib/classes/certificates/revoke';
import { carryOut } from '../../lib/store/commit';
import { keys } from '../../lib/store/keys';
import { memoryTable } from '../../lib/store/memory';
import { heldClass, organisation, planned, type Scene, staffOf } from '../assessment/scene';
import { boundAs } from '../people/office';
import { minute, must, recordingSender, run, settle, tapped } from '../support/town';
import { type TestWorld, testWorld } from '../support/world';

let world: TestWorld;
let written: ReturnType<typeof tapped>['written'];
let post: ReturnType<typeof recordingSender>;
let s: Scene;
beforeEach(async () => {
  const tap = tapped(memoryTable());
  written = tap.written;
  world = testWorld(tap.table);
  post = recordingSender();
  s = await heldClass(world, 3);
  await planned(s);
});
const settled = () => settle(world, post.sender, written);
const [HER, FAILED, OTHER] = [0, 1, 2];
const id = (i: number) => s.workers[i]!.worker_id;
const forget = (i: number) => forgetWorker(world, { worker_id: id(i), by: 'officer', reason: '本人要求' });
async function scored(): Promise<void> {
  const { staff_id } = s.assessors[0]!;
  const marks = [80, 30, 70];
  const scores = s.workers.map(({ worker_id }, i) => ({ worker_id, theory: marks[i], practice: 80 }));
  await must(world, () => enterScores(world, { class_id: s.c.class_id, assessor_id: staff_id, by: staff_id, scores }));
}
const publish = () => must(world, () => publishResults(world, { class_id: s.c.class_id, by: 'li' }));
const issue = (i: number) => issueCertificate(world, { class_id: s.c.class_id, worker_id: id(i), by: 'li' });
/** Nothing of hers began anew. */
async function nothingNew(i: number): Promise<void> {
  expect(await world.table.get(keys.agenda(id(i)))).toBeUndefined();
  const { items } = await world.table.query({ pk: keys.notice(id(i), '').pk, prefix: 'NOTICE#' });
  expect(items).toEqual([]);
}

it('is told no result, and an appeal decided after leaves no record of hers behind', async () => {
  await scored();
  await forget(HER);
  await settled();
  const told = post.sent.length;
  await publish();
  await settled();
  expect(post.sent).toHaveLength(told + 2);
  await nothingNew(HER);
  await must(world, () => appeal(world, { class_id: s.c.class_id, worker_id: id(FAILED) }));
  await forget(FAILED);
  await settled();
  const by = s.assessors[1]!.staff_id;
  const about = { class_id: s.c.class_id, worker_id: id(FAILED), assessor_id: by, by, reason: '复核' };
  await must(world, () => decideAppeal(world, { ...about, theory: 90, practice: 90 }));
  await nothingNew(FAILED);
});

it('L13 gets no certificate, also when she is erased between the look and the writing', async () => {
  await scored();
  await publish();
  let plans = 0;
  const late = await carryOut(world, async () => {
    const made = await issue(HER);
    if (plans++ === 0) await forget(HER);
    return made;
  });
  expect([late, plans]).toMatchObject([{ refused: 'holder_erased' }, 2]);
  expect(await previewIssue(world, s.c.class_id)).toMatchObject({
    get: [{ worker_id: id(OTHER) }],
    not: expect.arrayContaining([
      expect.objectContaining({ worker_id: id(HER), refusal: { refused: 'holder_erased' } }),
    ]),
  });
  expect(await certificatesOfClass(world, s.c.class_id)).toEqual([]);
});

it('L13 a certificate of hers is printed no more; revoked, nobody is told', async () => {
  await scored();
  await publish();
  const { number } = await must(world, () => issue(HER));
  expect(await printCertificate(world, number)).toMatchObject({ number });
  await forget(HER);
  await settled();
  expect(await printCertificate(world, number)).toEqual({ refused: 'holder_erased' });
  await must(world, () => revokeCertificate(world, { number, by: 'li', reason: '考场作弊' }));
  await nothingNew(HER);
});

it('L24 is not asked, not on the officer’s list, and no call to her is recorded', async () => {
  const station = await organisation(world, 'station', '阜康工作站', { region: '652302' });
  const officer = await boundAs(world, await staffOf(world, station, { name: '李梅', duties: ['station'] }), 'officer');
  await forget(HER);
  await settled();
  post.sent.length = 0;
  world.clock.set('2025-08-24T10:00:30+08:00');
  await minute(world, post.sender, written);
  await minute(world, post.sender, written);
  expect(post.sent.filter((one) => one.push.text.includes('个月了'))).toHaveLength(2);
  expect((await readFollowUps(world, s.c.class_id)).map((row) => row.worker_id).sort()).toEqual(
    [id(FAILED), id(OTHER)].sort(),
  );
  const list = (await officer.say(`回访 ${s.c.class_id}`)).reply?.text ?? '';
  expect(list).toMatch(/答了0\/3人/u);
  expect(list).not.toMatch(/undefined|已删除/u);
  expect(list.match(/\*\*\*\*/gu)).toHaveLength(2);
  const call = { class_id: s.c.class_id, worker_id: id(HER), month: 1, by: 'x', how: 'phone' as const };
  expect(await run(world, () => logAttempt(world, { ...call, outcome: 'no_answer' }))).toMatchObject({
    refused: 'not_followed',
  });
});

it('B15 B20 stays in the figures as a person, and on no list of whom to call', async () => {
  await forget(HER);
  const period = { home_region: '530128', from: '2025-07-01', to: '2025-08-31' };
  expect(await trainingReport(world, { ...period, by: 'trade' })).toMatchObject({ total: { persons: { value: 3 } } });
  expect(await employmentReport(world, period)).toMatchObject({ persons: { value: 3 }, employed: { value: 0 } });
  const list = await notEmployed(world, period);
  if ('refused' in list) throw new Error(list.refused);
  expect(list.people.map((one) => one.worker_id).sort()).toEqual([id(FAILED), id(OTHER)].sort());
  for (const one of list.people) expect(one.phone_masked).toMatch(/^139/);
});
