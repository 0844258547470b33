/** What an attacker with an office would try: examine herself, publish twice, give two agencies' word, mark who is gone. */
import { addContract } from '../../lib/classes/after/contracts';
import { appeal } from '../../lib/classes/assessment/appeal';
import { enterScores } from '../../lib/classes/assessment/enter-scores';
import { publishResults } from '../../lib/classes/assessment/publish';
import { keptApart } from '../../lib/classes/assessment/rules';
import { issueCertificate } from '../../lib/classes/certificates/issue';
import { isRefusal } from '../../lib/platform/refusal';
import { keys } from '../../lib/store/keys';
import type { Table } from '../../lib/store/table';
import { talker } from '../chat/talk';
import { chance } from '../support/chance';
import { freshTable } from '../support/engine';
import { flaky } from '../support/faults';
import { must, run } from '../support/town';
import { type TestWorld, testWorld } from '../support/world';
import { heldClass, planned, type Scene, tryPlan } from './scene';

let table: Table;
let world: TestWorld;
let s: Scene;
beforeEach(async () => {
  table = (await freshTable()).table;
  world = testWorld(table);
  s = await heldClass(world, 2);
});
const her = (i: number) => s.workers[i]!.worker_id;
const enter = (...who: number[]) => {
  const by = s.assessors[0]!.staff_id;
  const scores = who.map((i) => ({ worker_id: her(i), theory: i === 0 ? 80 : 30, practice: 80 }));
  return enterScores(world, { class_id: s.c.class_id, assessor_id: by, by, scores });
};
const publish = (at: TestWorld = world) => publishResults(at, { class_id: s.c.class_id, by: 'li' });
/** Her record at the agency bears this number. */
const assessorIs = (person_hash: string) =>
  world.table.write([
    {
      ...{ kind: 'update', key: keys.staff(s.assessors[0]!.staff_id), set: { person_hash }, add: { rev: 1 } },
      why: 'test',
    },
  ]);
const markedBy = (assessor_hash: string) =>
  world.table.write([{ kind: 'update', key: keys.score(s.c.class_id, her(0)), set: { assessor_hash }, why: 'test' }]);

it('L12 nobody examines a class she learns in: not when planned, marked, published or certified', async () => {
  const own = s.assessors[0]!.person_hash!;
  const { id_number_hash } = s.workers[1]!;
  await assessorIs(id_number_hash);
  expect(await tryPlan(s)).toMatchObject({ refused: 'assessor_is_learner', facts: { name: '王考官' } });
  await assessorIs(own);
  await planned(s);
  await assessorIs(id_number_hash);
  expect(await run(world, () => enter(0))).toMatchObject({ refused: 'assessor_is_learner' });
  await assessorIs(own);
  await must(world, () => enter(0, 1));
  await markedBy(id_number_hash);
  expect(await run(world, () => publish())).toMatchObject({ refused: 'assessor_is_learner' });
  await markedBy(own);
  await must(world, () => publish());
  await markedBy(id_number_hash);
  const issue = () => issueCertificate(world, { class_id: s.c.class_id, worker_id: her(0), by: 'li' });
  expect(await run(world, issue)).toMatchObject({ refused: 'assessor_is_learner' });
  await markedBy(own);
  expect(await run(world, issue)).toMatchObject({ state: 'valid' });
});

it('L12 control: who left the class, or never was in it, may examine it; without the roster she would pass', async () => {
  await assessorIs(s.workers[1]!.id_number_hash);
  const row = keys.member(s.c.class_id, her(1));
  await world.table.write([{ kind: 'update', key: row, set: { status: 'withdrawn' }, why: 'she left' }]);
  expect(await tryPlan(s)).toMatchObject({ state: 'planned' });
  const assessors = [{ staff_id: 'a', name: '王', org_id: 'e', person_hash: 'h' }];
  const sides = { institution: { org_id: 'i' }, evaluator: { org_id: 'e' }, assessors, teachers: [] };
  const others = { institution_people: [], inspectors: [] };
  expect(keptApart({ ...sides, ...others, learners: [] })).toBeUndefined();
  expect(keptApart({ ...sides, ...others, learners: [{ staff_id: 'w', person_hash: 'h' }] })).toMatchObject({
    refused: 'assessor_is_learner',
  });
});

it('L13 a class without a level ends in no 职业技能等级证书; with one it may', async () => {
  const level = (set: string) =>
    world.table.write([
      { kind: 'update', key: keys.class(s.c.class_id), set: { level: set }, add: { rev: 1 }, why: 'test' },
    ]);
  await level('none');
  expect(await tryPlan(s, { kind: 'skill_level' })).toMatchObject({ refused: 'kind_without_level' });
  expect(await tryPlan(s)).toMatchObject({ kind: 'training' });
  await level('5');
  expect(await tryPlan(s, { kind: 'skill_level' })).toMatchObject({ kind: 'skill_level' });
});

it('published by two at once, with writes lost and unheard, the results go out once', async () => {
  await planned(s);
  await must(world, () => enter(0, 1));
  const rates = { conflict: 0.2, unheard: 0.2, lost: 0.1, throttle: 0.1 };
  const both = [3, 4].map((seed) => {
    const { write } = flaky(table, { chance: chance(seed), rates, pause: async () => {} });
    const at: TestWorld = { ...world, sleep: async () => {}, table: { ...table, write } };
    return run(at, () => publish(at));
  });
  const done = await Promise.all(both);
  expect(done.filter(isRefusal)).toMatchObject([{ refused: 'results_published' }]);
});

it('who had her data erased is neither waited for, nor appealed for, nor given a contract', async () => {
  await planned(s);
  const gone = { kind: 'update' as const, set: { name: '已删除' }, why: 'erased' };
  await must(world, () => enter(0));
  await world.table.write([{ ...gone, key: keys.member(s.c.class_id, her(1)) }]);
  expect(await run(world, () => publish())).toMatchObject({ passed: 1, failed: 0 });
  const about = { class_id: s.c.class_id, worker_id: her(1) };
  const signed = { kind: 'order' as const, party: '合作社', signed_on: s.c.ends_at.slice(0, 10), by: 'li' };
  expect(await run(world, () => addContract(world, { ...about, ...signed }))).toMatchObject({
    refused: 'not_followed',
  });
  await world.table.write([
    { ...gone, key: keys.score(s.c.class_id, her(0)), set: { ...gone.set, outcome: 'failed' } },
  ]);
  const asked = { class_id: s.c.class_id, worker_id: her(0), said: '她说的' };
  expect(await run(world, () => appeal(world, asked))).toMatchObject({ refused: 'score_unknown' });
});

it('L13 who was not admitted hears that when she asks, not that her results are still to come', async () => {
  await world.table.write([{ kind: 'delete', key: keys.attendance(s.c.class_id, her(1)), why: 'never there' }]);
  await planned(s);
  const chat = talker(world, her(1));
  const asked = async () => (await chat.say('我的成绩')).reply?.text ?? '';
  expect(await asked()).toMatch(/考试，在.*出勤0%，要到80%/su);
  await must(world, () => enter(0));
  await must(world, () => publish());
  expect(await asked()).toMatch(/没有参加考试.*出勤0%，要到80%/su);
  await world.table.write([
    { kind: 'update', key: keys.member(s.c.class_id, her(1)), set: { status: 'withdrawn' }, why: 'she left' },
  ]);
  expect(await asked()).not.toContain('没有参加考试');
});
