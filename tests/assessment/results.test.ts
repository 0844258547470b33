/** Scores, their publication, appeals: what is entered, who passes, who is told, who may appeal. */

import { appeal, decideAppeal } from '../../lib/classes/assessment/appeal';
import { type EnterCommand, enterScores, SCORES_MAX } from '../../lib/classes/assessment/enter-scores';
import { readScores } from '../../lib/classes/assessment/items';
import { planAssessment } from '../../lib/classes/assessment/plan';
import { publishResults } from '../../lib/classes/assessment/publish';
import { outcomeOf } from '../../lib/classes/assessment/rules';
import { takeBackScores } from '../../lib/classes/assessment/take-back';
import { readAgenda } from '../../lib/classes/read';
import { HOUR_MS, instant } from '../../lib/platform/clock';
import { isRefusal } from '../../lib/platform/refusal';
import { carryOut } from '../../lib/store/commit';
import { keys } from '../../lib/store/keys';
import { memoryTable } from '../../lib/store/memory';
import { freshTable } from '../support/engine';
import { minute, must, recordingSender, run, settle, tapped } from '../support/town';
import { type TestWorld, testWorld } from '../support/world';
import { heldClass, planned, present, type Scene, staffOf } from './scene';

let world: TestWorld;
let written: ReturnType<typeof tapped>['written'];
let post: ReturnType<typeof recordingSender>;
let s: Scene;
beforeEach(async () => {
  const tap = tapped((await freshTable()).table, memoryTable());
  written = tap.written;
  world = testWorld(tap.table);
  post = recordingSender();
  s = await heldClass(world, 3);
  written.length = 0;
});

const marks = (...all: [number, number][]) =>
  all.map(([theory, practice], i) => ({ worker_id: s.workers[i]!.worker_id, theory, practice }));
const enter = (scores: EnterCommand['scores'], set: Partial<EnterCommand> = {}) =>
  enterScores(world, {
    class_id: s.c.class_id,
    assessor_id: s.assessors[0]!.staff_id,
    by: s.assessors[0]!.staff_id,
    scores,
    ...set,
  });
const publish = () => publishResults(world, { class_id: s.c.class_id, by: 'li' });
const told = (i: number) =>
  post.sent.filter((one) => one.address === `o${s.workers[i]!.worker_id}`).map((one) => one.push.text);

describe('scores', () => {
  it('passes who has the mark in both parts, and in neither part less', () => {
    expect(outcomeOf({ theory: 60, practice: 60 }, 60)).toBe('passed');
    expect(outcomeOf({ theory: 100, practice: 59 }, 60)).toBe('failed');
    expect(outcomeOf({ theory: 59, practice: 100 }, 60)).toBe('failed');
    expect(outcomeOf({ absent: true }, 60)).toBe('absent');
  });

  it('enters the good rows and says of each other one why not', async () => {
    await planned(s);
    await world.table.write([
      { kind: 'delete', key: keys.attendance(s.c.class_id, s.workers[2]!.worker_id), why: 'she was never there' },
    ]);
    const { entered, left_out } = await must(world, () =>
      enter([...marks([85, 90], [101, 50], [70, 70]), { worker_id: 'w_nobody', theory: 1, practice: 1 }]),
    );
    expect(entered).toMatchObject([{ worker_id: s.workers[0]!.worker_id, outcome: 'passed' }]);
    expect(left_out.map((one) => one.refusal)).toMatchObject([
      { refused: 'marks_invalid' },
      { refused: 'not_assessable', facts: { percent: 0, percent_min: 80 }, rule: { clause: expect.any(String) } },
      { refused: 'not_enrolled' },
    ]);
    expect(await readScores(world, s.c.class_id)).toHaveLength(1);
  });

  it('an exam is not before the last lesson, scores not before the exam, and only its assessors enter them', async () => {
    const at = (when: string) => ({
      class_id: s.c.class_id,
      evaluator_id: s.evaluator.org_id,
      assessor_ids: [s.assessors[0]!.staff_id],
      at: when,
      by: 'li',
    });
    expect(await run(world, () => planAssessment(world, at('2025-07-24T10:00:00+08:00')))).toMatchObject({
      refused: 'assessment_before_end',
    });
    await planned(s, { at: instant(world.now() + HOUR_MS) });
    expect(await run(world, () => enter(marks([80, 80])))).toMatchObject({ refused: 'assessment_not_yet' });
    world.clock.pass(HOUR_MS);
    const other = { assessor_id: s.assessors[1]!.staff_id };
    expect(await run(world, () => enter(marks([80, 80]), other))).toMatchObject({ refused: 'assessor_not_planned' });
    expect(await run(world, () => enter(marks([80, 80])))).toMatchObject({ entered: [{}] });
    expect(await run(world, () => planAssessment(world, at(instant(world.now()))))).toMatchObject({
      refused: 'assessment_planned',
    });
  });

  it('H3 an exam in a closed area is refused', async () => {
    const gate = {
      gate_id: 'g1',
      region: '652300',
      what: 'assessment',
      from: '2025-07-01',
      reason: '疫情',
      reopened: [],
    };
    const item = { ...gate, rev: 1, home_region: '530128', by: 'li', created_at: instant(world.now()) };
    await world.table.write([{ kind: 'put', key: keys.gate('652300', 'g1'), item, why: 'test' }]);
    const refused = await run(world, () =>
      planAssessment(world, {
        class_id: s.c.class_id,
        evaluator_id: s.evaluator.org_id,
        assessor_ids: [s.assessors[0]!.staff_id],
        at: instant(world.now()),
        by: 'li',
      }),
    );
    expect(refused).toMatchObject({ refused: 'area_closed', facts: { reason: '疫情' } });
    // Closed to practice alone it is open to exams; closed to exams since, nothing is marked there either.
    const closes = (what: string) =>
      world.table.write([{ kind: 'update', key: keys.gate('652300', 'g1'), set: { what }, why: 'test' }]);
    await closes('practice');
    await planned(s);
    await closes('assessment');
    expect(await run(world, () => enter(marks([80, 80])))).toMatchObject({ refused: 'area_closed' });
    await closes('practice');
    expect(await run(world, () => enter(marks([80, 80])))).toMatchObject({ entered: [{}] });
  });

  it('are taken back as they were, until the results are out', async () => {
    await planned(s);
    await must(world, () => enter(marks([50, 50])));
    const { entered, before } = await must(world, () => enter(marks([85, 90], [70, 70])));
    const scores = entered.map((score, i) => ({ worker_id: score.worker_id, rev: score.rev, before: before[i] }));
    const back = () => takeBackScores(world, { class_id: s.c.class_id, scores });
    expect(await run(world, back)).toMatchObject({ taken_back: 2 });
    expect(await readScores(world, s.c.class_id)).toMatchObject([{ theory: 50, practice: 50, outcome: 'failed' }]);
    expect(await run(world, back)).toMatchObject({ refused: 'stale' });
    await must(world, () => enter(marks([85, 90], [70, 70], [30, 30])));
    await must(world, publish);
    expect(await run(world, back)).toMatchObject({ refused: 'results_published' });
    expect(await run(world, () => enter(marks([99, 99])))).toMatchObject({ refused: 'results_published' });
  });

  it(`takes at most ${SCORES_MAX} rows at a time`, async () => {
    await planned(s);
    const rows = Array.from({ length: SCORES_MAX + 1 }, (_, i) => ({ worker_id: `w_${i}`, theory: 1, practice: 1 }));
    expect(await run(world, () => enter(rows))).toMatchObject({ refused: 'too_many_scores' });
  });

  it('a score written while the results are being published is seen: publishing looks again', async () => {
    await planned(s);
    await must(world, () => enter(marks([85, 90], [70, 70], [20, 20])));
    let plans = 0;
    const done = await carryOut(world, async () => {
      const made = await publish();
      if (plans++ === 0)
        await must(world, () => enter([{ worker_id: s.workers[2]!.worker_id, theory: 60, practice: 60 }]));
      return made;
    });
    expect([done, plans]).toMatchObject([{ passed: 3, failed: 0 }, 2]);
  });

  it('control: were publishing not bound to the scores it read, it would count a mark that is no more', async () => {
    await planned(s);
    await must(world, () => enter(marks([85, 90], [70, 70], [20, 20])));
    let plans = 0;
    const done = await carryOut(world, async () => {
      const made = await publish();
      if (plans++ === 0)
        await must(world, () => enter([{ worker_id: s.workers[2]!.worker_id, theory: 60, practice: 60 }]));
      if (isRefusal(made)) return made;
      const changes = made.changes.map((one) => ({
        ...one,
        when: one.when?.filter((c) => !('attr' in c && c.attr === 'scores')),
      }));
      return { ...made, changes };
    });
    expect([done, plans]).toMatchObject([{ passed: 2, failed: 1 }, 1]);
  });
});

describe('results', () => {
  const out = async () => {
    await planned(s);
    await must(world, () => enter(marks([85, 90], [50, 90])));
    expect(await run(world, publish)).toMatchObject({ refused: 'scores_missing', facts: { count: 1 } });
    await must(world, () => enter([{ worker_id: s.workers[2]!.worker_id, absent: true }]));
    const value = await must(world, publish);
    await settle(world, post.sender, written);
    return value;
  };

  it('wait for everyone who may be examined, then reach each with her own', async () => {
    expect(await out()).toMatchObject({ passed: 1, failed: 1, absent: 1, not_assessable: 0 });
    expect(told(0)).toMatchObject([expect.stringContaining('考过了')]);
    expect(told(1)).toMatchObject([expect.stringMatching(/理论50分，实操90分，没有合格.*申诉/su)]);
    expect(told(2)).toMatchObject([expect.stringContaining('缺考')]);
    await minute(world, post.sender, written);
    expect(post.sent).toHaveLength(3);
    expect(await run(world, publish)).toMatchObject({ refused: 'results_published' });
  });

  it('a pass is trade and level done; a seat held without one is not', async () => {
    await out();
    const done = async (i: number) => (await readAgenda(world, s.workers[i]!.worker_id)).done;
    expect([await done(0), await done(1), await done(2)]).toEqual([['electrician:5'], [], []]);
  });

  it('an appeal: once, in time, not of a pass; decided by somebody else, with the reason told', async () => {
    await out();
    post.sent.length = 0;
    const { class_id } = s.c;
    const ask = (i: number) => appeal(world, { class_id, worker_id: s.workers[i]!.worker_id, said: '实操扣错了' });
    expect(await run(world, () => ask(0))).toMatchObject({ refused: 'appeal_not_needed' });
    expect(await run(world, () => ask(1))).toMatchObject({ appeal: { state: 'open' } });
    expect(await run(world, () => ask(1))).toMatchObject({ refused: 'appeal_done' });
    const decide = (assessor_id: string, set: object = {}) =>
      run(world, () =>
        decideAppeal(world, {
          class_id,
          worker_id: s.workers[1]!.worker_id,
          assessor_id,
          by: assessor_id,
          reason: '漏算一题',
          ...set,
        }),
      );
    expect(await decide(s.assessors[0]!.staff_id)).toMatchObject({ refused: 'appeal_same_assessor' });
    expect(await decide(s.teacher.staff_id)).toMatchObject({ refused: 'assessor_unknown' });
    expect(await decide(s.assessors[1]!.staff_id, { theory: 62 })).toMatchObject({ refused: 'marks_invalid' });
    expect(await decide(s.assessors[1]!.staff_id, { theory: 62, practice: 90 })).toMatchObject({
      outcome: 'passed',
      appeal: { state: 'changed', before: { theory: 50, practice: 90, outcome: 'failed' } },
    });
    expect(await decide(s.assessors[1]!.staff_id)).toMatchObject({ refused: 'appeal_none' });
    await settle(world, post.sender, written);
    expect(told(1)).toMatchObject([expect.stringMatching(/理论62分，实操90分，合格了.*漏算一题/su)]);
    expect((await readAgenda(world, s.workers[1]!.worker_id)).done).toEqual(['electrician:5']);
    world.clock.pass(6 * 24 * HOUR_MS);
    expect(await run(world, () => ask(2))).toMatchObject({ refused: 'appeal_over' });
  });

  it('the same person under another record does not decide an appeal against herself', async () => {
    await out();
    const { class_id } = s.c;
    const worker_id = s.workers[1]!.worker_id;
    await must(world, () => appeal(world, { class_id, worker_id }));
    const twin = await staffOf(world, s.evaluator, { name: '同一人' });
    const { person_hash } = s.assessors[0]!;
    await world.table.write([
      { kind: 'update', key: keys.staff(twin.staff_id), set: { person_hash, rev: 2 }, why: 'test' },
    ]);
    const command = {
      class_id,
      worker_id,
      assessor_id: twin.staff_id,
      by: 'x',
      theory: 90,
      practice: 90,
      reason: '我说了算',
    };
    expect(await run(world, () => decideAppeal(world, command))).toMatchObject({ refused: 'appeal_same_assessor' });
  });

  it('nobody who attended too little is waited for', async () => {
    await planned(s);
    await must(world, () => enter(marks([85, 90], [85, 90])));
    await world.table.write([
      { kind: 'delete', key: keys.attendance(s.c.class_id, s.workers[2]!.worker_id), why: 'she was never there' },
    ]);
    expect(await run(world, publish)).toMatchObject({ passed: 2, not_assessable: 1 });
    await present(world, s.c, s.workers[2]!);
  });
});
