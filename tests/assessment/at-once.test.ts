/** Two hands at one score, one appeal, one certificate: on the engine, with conflicts, answers lost and answers unheard. */
import { appeal, decideAppeal } from '../../lib/classes/assessment/appeal';
import { enterScores } from '../../lib/classes/assessment/enter-scores';
import { readAssessment, readScore } from '../../lib/classes/assessment/items';
import { publishResults } from '../../lib/classes/assessment/publish';
import { issueCertificate } from '../../lib/classes/certificates/issue';
import { certificatesOfClass } from '../../lib/classes/certificates/items';
import { revokeCertificate } from '../../lib/classes/certificates/revoke';
import { isRefusal } from '../../lib/platform/refusal';
import { carryOut, type Planned } from '../../lib/store/commit';
import { keys } from '../../lib/store/keys';
import type { Change, Table } from '../../lib/store/table';
import { chance } from '../support/chance';
import { freshTable } from '../support/engine';
import { flaky } from '../support/faults';
import { must, run } from '../support/town';
import { type TestWorld, testWorld } from '../support/world';
import { heldClass, planned, type Scene, staffOf } from './scene';

const RATES = { conflict: 0.2, unheard: 0.2, lost: 0.1, throttle: 0.1 };
let table: Table;
let world: TestWorld;
let s: Scene;
beforeEach(async () => {
  table = (await freshTable()).table;
  world = testWorld(table);
  s = await heldClass(world, 4);
  await planned(s, { assessor_ids: s.assessors.map((one) => one.staff_id) });
});

/** Another office's process, with its own bad luck in writing. */
const office = (seed: number): TestWorld => {
  const { write } = flaky(table, { chance: chance(seed), rates: RATES, pause: async () => {} });
  return { ...world, sleep: async () => {}, table: { ...table, write } };
};
const score = (at: TestWorld, by: number, marks: [theory: number, practice: number][]) => {
  const { staff_id } = s.assessors[by]!;
  const scores = marks.map(([theory, practice], i) => ({ worker_id: s.workers[i]!.worker_id, theory, practice }));
  return enterScores(at, { class_id: s.c.class_id, assessor_id: staff_id, by: staff_id, scores });
};
async function published(): Promise<void> {
  await must(world, () =>
    score(world, 0, [
      [80, 80],
      [80, 80],
      [80, 80],
      [30, 80],
    ]),
  );
  await must(world, () => publishResults(world, { class_id: s.c.class_id, by: 'li' }));
}
const row = (i: number) => readScore(world, s.c.class_id, s.workers[i]!.worker_id);

it('L12 a score changed by two assessors at once is one of theirs whole, and both changes are counted', async () => {
  const before = (await readAssessment(world, s.c.class_id))!.scores;
  const both = [0, 1].map((by) => {
    const at = office(by + 1);
    const mark = by === 0 ? 61 : 92;
    return run(at, () => score(at, by, [[mark, mark]]));
  });
  expect((await Promise.all(both)).filter(isRefusal)).toEqual([]);
  const held = (await row(0))!;
  const by = held.theory === 61 ? 0 : 1;
  expect(held).toMatchObject({ theory: held.practice, assessor_id: s.assessors[by]!.staff_id, rev: 2 });
  expect((await readAssessment(world, s.c.class_id))!.scores).toBe(before + 2);
});

it('an appeal decided by two at once is decided once, and she hears of it once', async () => {
  await published();
  const third = await staffOf(world, s.evaluator, { name: '孙考官' });
  const about = { class_id: s.c.class_id, worker_id: s.workers[3]!.worker_id };
  await must(world, () => appeal(world, about));
  const deciders = [s.assessors[1]!, third].map(({ staff_id }, i) => {
    const at = office(i + 7);
    const marks = i === 0 ? { theory: 70, practice: 80 } : {};
    const command = { ...about, assessor_id: staff_id, by: staff_id, reason: '复核', ...marks };
    return run(at, () => decideAppeal(at, command));
  });
  const done = await Promise.all(deciders);
  expect(done.filter(isRefusal)).toMatchObject([{ refused: 'appeal_none' }]);
  const { pk } = keys.notice(about.worker_id, '');
  const told = await table.query({ pk, prefix: 'NOTICE#appeal-', consistent: true });
  expect(told.items).toHaveLength(1);
  const held = (await row(3))!;
  expect([held.appeal?.state, held.outcome]).toEqual(
    isRefusal(done[0]!) ? ['confirmed', 'failed'] : ['changed', 'passed'],
  );
});

/** Two offices issue to one person at once. */
const twice = (i: number, seed: number, plan = issueCertificate) =>
  Promise.all(
    [seed, seed + 100].map((own) => {
      const at = office(own);
      return carryOut(at, () => plan(at, { class_id: s.c.class_id, worker_id: s.workers[i]!.worker_id, by: 'li' }));
    }),
  );

it('L13 a certificate issued twice at once is one number, one serial, one promise to tell her', async () => {
  await published();
  for (const i of [0, 1, 2]) {
    const done = await twice(i, i * 11 + 3);
    const { worker_id } = s.workers[i]!;
    const made = done.flatMap((one) => (isRefusal(one) ? [] : [one.number]));
    expect(done.filter(isRefusal)).toMatchObject([{ refused: 'certificate_issued' }]);
    expect((await row(i))?.certificate).toBe(made[0]);
    const told = await table.query({
      pk: keys.notice(worker_id, '').pk,
      prefix: 'NOTICE#certificate-',
      consistent: true,
    });
    expect(told.items.map((item) => item.notice_id)).toEqual([`certificate-${made[0]}`]);
  }
  const all = await certificatesOfClass(world, s.c.class_id);
  expect(all.map((one) => one.number.replace(/^.*(\d{4})[A-Z].{8}$/, '$1'))).toEqual(['0001', '0002', '0003']);
  expect((await readAssessment(world, s.c.class_id))?.issued).toBe(3);
  // Revoked by two at once, it is revoked once.
  const { number } = all[0]!;
  const revoked = await Promise.all(
    [5, 6].map((seed) => {
      const at = office(seed);
      return run(at, () => revokeCertificate(at, { number, by: 'li', reason: '名字写错' }));
    }),
  );
  expect(revoked.filter(isRefusal)).toMatchObject([{ refused: 'certificate_revoked' }]);
});

it('control: without score, serial and the one for this trade as conditions there would be two', async () => {
  await published();
  const free = (change: Change): Change =>
    /^her score|^the next number|^the only one|^trade and level/.test(change.why)
      ? { ...change, when: undefined }
      : change;
  // Both have looked before either writes.
  let looked = 0;
  const both = { ready: () => {} };
  const ready = new Promise<void>((resolve) => {
    both.ready = resolve;
  });
  const careless: typeof issueCertificate = async (at, command) => {
    const made: Planned<any> = await issueCertificate(at, command);
    if (++looked === 2) both.ready();
    await ready;
    return isRefusal(made) ? made : { ...made, changes: made.changes.map(free) };
  };
  const at = { ...world, sleep: async () => {} };
  const command = { class_id: s.c.class_id, worker_id: s.workers[0]!.worker_id, by: 'li' };
  const done = await Promise.all([0, 1].map(() => carryOut(at, () => careless(at, command))));
  expect(new Set(done.map((one) => (isRefusal(one) ? one.refused : one.number))).size).toBe(2);
  expect(done.some(isRefusal)).toBe(false);
});
