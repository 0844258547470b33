/** D11, D20: what is missing before a class may go on to a claim, each with its rule; nothing more once all is there. */

import { markChange } from '../../lib/classes/attendance/items';
import { markList } from '../../lib/classes/attendance/roll-call';
import { newMark } from '../../lib/classes/attendance/rules';
import { editClass } from '../../lib/classes/edit-class';
import { enrol } from '../../lib/classes/enrol';
import { closeArea } from '../../lib/classes/gates/close-area';
import { drawInspection } from '../../lib/classes/inspection/draw-inspection';
import { readInspections } from '../../lib/classes/inspection/items';
import { keepPicture } from '../../lib/classes/inspection/picture';
import { addPicture, finishVisit, reportVisit } from '../../lib/classes/inspection/visit';
import { readLessons } from '../../lib/classes/read';
import { lacksOf, type Proof, readiness } from '../../lib/classes/readiness';
import { plainPicture } from '../../lib/local/wechat-simulator/media';
import type { Worker } from '../../lib/people/types';
import { DAY_MS, instant, millis } from '../../lib/platform/clock';
import { keys } from '../../lib/store/keys';
import { must, newWorker } from '../support/town';
import { type Scene, scene } from './things';

let s: Scene;
let workers: Worker[];

beforeEach(async () => {
  s = await scene();
  workers = [];
  for (const n of [1, 2, 3, 4, 5]) {
    const worker = await newWorker(s.world, n);
    await must(s.world, () => enrol(s.world, { class_id: s.c.class_id, worker, by: 'chat' }));
    workers.push(worker);
  }
});

/** Those of the numbers signed in to every lesson (or only these lessons). */
async function present(who: number[], only?: number[]) {
  for (const lesson of await readLessons(s.world, s.c)) {
    if (only && !only.includes(lesson.n)) continue;
    for (const i of who) {
      const mark = newMark(lesson, { how: 'code', at_ms: millis(lesson.starts_at) });
      await s.world.table.write([markChange(s.c.class_id, workers[i]!.worker_id, lesson.n, mark, undefined, 'test')]);
    }
  }
}

interface Inspected {
  finish?: boolean;
  keep?: boolean;
  teacher?: boolean;
  at?: string;
  /** So many of the two report. */
  only?: number;
}
async function inspected(how: Inspected = {}) {
  const { world, c } = s;
  if ((await readInspections(world, c.class_id)).length === 0)
    for (const [n, name] of [
      [11, '钱一'],
      [12, '钱二'],
    ] as const)
      await s.inspector(n, name);
  const { inspection } = await must(world, () => drawInspection(world, { class_id: c.class_id, by: 'li' }));
  world.clock.set(how.at ?? '2025-07-24T09:00:00+08:00');
  const { inspection_id, class_id } = inspection;
  for (const { staff_id, name } of inspection.inspectors.slice(0, how.only)) {
    await must(world, () =>
      reportVisit(world, {
        ...{ class_id, staff_id, name, visited_at: instant(world.now()), heads: 5 },
        teacher_there: how.teacher ?? true,
        as_timetable: true,
      }),
    );
    await must(world, () => addPicture(world, { class_id, inspection_id, staff_id, media: { id: 'm' } }));
    const n = inspection.inspectors.findIndex((one) => one.staff_id === staff_id) * 100 + 1;
    if (how.keep !== false)
      await must(world, () =>
        keepPicture(world, { class_id, inspection_id, staff_id, n }, plainPicture(`media-${n}`), 'image/png'),
      );
    if (how.finish !== false) await must(world, () => finishVisit(world, { class_id, inspection_id, staff_id }));
  }
}

async function assessed(state = 'published') {
  await s.world.table.write([
    { kind: 'put', key: keys.assessment(s.c.class_id), item: { class_id: s.c.class_id, state }, why: 'assessed' },
  ]);
}

async function judged() {
  const done = await readiness(s.world, s.c.class_id);
  if (!('lacks' in done)) throw new Error(done.refused);
  return done;
}
/** Of a class of which nothing else is known. */
const proofOf = (set: Partial<Proof>): Proof => ({
  training_class: s.c,
  lessons: [],
  attendance: { people: [], days: [] } as never,
  inspections: [],
  gates: [],
  now_ms: s.world.now(),
  ...set,
});
const codes = async (blocks?: boolean) =>
  (await judged()).lacks.filter((lack) => blocks === undefined || lack.blocks === blocks).map(({ code }) => code);
const ended = () => s.world.clock.set('2025-07-27T09:00:00+08:00');

it('D11 D20 a class with everything is ready; what is shown besides does not stop it', async () => {
  await inspected();
  await present([0, 1, 2, 3]);
  await assessed();
  ended();
  expect(await judged()).toMatchObject({
    ready: true,
    lacks: [{ code: 'people_below', blocks: false, facts: { people: 1 } }],
  });
});

it('D11 a class without a visit cannot go on to a claim, by the rule (control: with one it can)', async () => {
  await present([0, 1, 2, 3, 4]);
  await assessed();
  ended();
  expect(await judged()).toMatchObject({
    ready: false,
    lacks: [
      {
        code: 'inspection_missing',
        blocks: true,
        facts: { visits_min: 1, done: 0 },
        rule: { clause: expect.any(String) },
      },
    ],
  });
});

it('D11 a visit that is not handed in, or whose pictures never came, is none', async () => {
  await inspected({ finish: false });
  await present([0, 1, 2, 3, 4]);
  await assessed();
  ended();
  expect(await codes()).toEqual(['inspection_unfinished']);
});

it('D11 pictures that are not kept are missing; a teacher who was not there is noted', async () => {
  await inspected({ keep: false, teacher: false });
  await present([0, 1, 2, 3, 4]);
  await assessed();
  ended();
  expect(await codes(true)).toEqual(['pictures_missing']);
  expect(await codes(false)).toEqual(['teacher_absent']);
});

it('D11 a second inspection makes up for one whose pictures never came', async () => {
  await inspected({ keep: false });
  await present([0, 1, 2, 3, 4]);
  await assessed();
  await inspected();
  ended();
  expect(await codes(true)).toEqual([]);
  expect(await codes(false)).toEqual(['pictures_missing']);
});

it('D11 a visit reported while nothing was taught is noted', async () => {
  await inspected({ at: '2025-07-24T22:00:00+08:00' });
  await present([0, 1, 2, 3, 4]);
  await assessed();
  ended();
  expect(await codes(true)).toEqual([]);
  expect(await codes(false)).toEqual(['visit_between_lessons']);
});

it('D11 one inspector cannot report for both', async () => {
  await inspected({ only: 1 });
  await present([0, 1, 2, 3, 4]);
  await assessed();
  ended();
  expect(await codes(true)).toEqual(['inspection_unfinished']);
});

it('D20 a class-day below the policy’s share stops it, and says which day and by what rule', async () => {
  await inspected();
  await present([0, 1, 2, 3, 4], [1, 2, 5, 6]);
  await present([0, 1], [3, 4]);
  await assessed();
  ended();
  const { lacks, ready } = await judged();
  expect(ready).toBe(false);
  expect(lacks).toContainEqual({
    code: 'class_day_low',
    blocks: true,
    facts: { day: '2025-07-25', percent: 40, percent_min: 80 },
    rule: expect.objectContaining({ clause: expect.any(String) }),
  });
});

it('D20 marks on the officer’s word alone wait until she has confirmed, or her days are over', async () => {
  await inspected();
  await present([0, 1, 2, 3, 4], [1, 2, 3, 4, 5]);
  s.world.clock.set('2025-07-26T15:00:00+08:00');
  await must(s.world, () => markList(s.world, { class_id: s.c.class_id, lesson: 6, at_ms: s.world.now(), by: 's_li' }));
  await assessed();
  ended();
  expect(await codes(true)).toEqual(['marks_unconfirmed']);
  s.world.clock.pass(7 * DAY_MS);
  expect(await codes(true)).toEqual([]);
});

it('D20 hours short, still running, not assessed, results not out, nobody named to train or assess', async () => {
  await inspected();
  expect(await codes(true)).toEqual(['class_not_ended', 'hours_short', 'assessment_missing']);
  await present([0, 1, 2, 3, 4]);
  ended();
  expect(await codes(true)).toEqual(['assessment_missing']);
  await assessed('planned');
  expect(await codes(true)).toEqual(['results_missing']);
  await s.world.table.write([
    {
      kind: 'update',
      key: keys.class(s.c.class_id),
      remove: ['institution_id', 'evaluator_id'],
      why: 'an old class',
    },
  ]);
  expect(await codes(true)).toEqual(['institution_missing', 'evaluator_missing', 'results_missing']);
});

it('D20 held with less practice than the programme asks for stops it (control: as it was planned it does not)', async () => {
  const lessons = await readLessons(s.world, s.c);
  ended();
  const judge = (of: typeof lessons) =>
    lacksOf(proofOf({ lessons: of }), s.world.policies.of('530128', '2025-07-24')).filter(
      ({ code }) => code === 'practice_share',
    );
  expect(judge(lessons)).toEqual([]);
  expect(judge(lessons.map((lesson) => ({ ...lesson, kind: 'theory' as const })))).toMatchObject([
    { blocks: true, facts: { percent: 0, percent_min: 60 }, rule: { clause: expect.any(String) } },
  ]);
});

it('H3 D20 practice held while the area was closed stops it', async () => {
  await inspected();
  await present([0, 1, 2, 3, 4]);
  await assessed();
  ended();
  expect((await judged()).ready).toBe(true);
  await must(s.world, () =>
    closeArea(s.world, {
      home_region: '530128',
      region: '652302',
      what: 'practice',
      from: '2025-07-26',
      reason: '疫情防控',
      by: 'li',
    }),
  );
  expect(await codes(true)).toEqual(['held_while_closed']);
});

it('H3 D20 an area closed at noon does not spoil the morning (control: closed before the lesson, or for a day past, it does)', async () => {
  const close = async (at: string) => {
    s.world.clock.set(at);
    const area = { home_region: '530128', region: '652302', what: 'practice' as const, from: '2025-07-26' };
    return (await must(s.world, () => closeArea(s.world, { ...area, reason: '疫情防控', by: 'li' }))).gate;
  };
  const lessons = (await readLessons(s.world, s.c)).filter(({ starts_at }) => starts_at < '2025-07-26T12:00');
  ended();
  const policy = s.world.policies.of('530128', '2025-07-24');
  const shut = (gate: Proof['gates'][number]) =>
    lacksOf(proofOf({ lessons, gates: [gate], now_ms: millis('2025-07-27T09:00:00+08:00') }), policy).some(
      ({ code }) => code === 'held_while_closed',
    );
  expect(shut(await close('2025-07-26T12:10:00+08:00'))).toBe(false);
  expect(shut(await close('2025-07-26T07:00:00+08:00'))).toBe(true);
  expect(shut(await close('2025-07-27T08:00:00+08:00'))).toBe(true);
});

it('the judgement is pure: the same proof, the same lacks; an empty class lacks its visit', async () => {
  const policy = s.world.policies.of('530128', '2025-07-24');
  const proof = proofOf({});
  const first = lacksOf(proof, policy);
  expect(lacksOf(proof, policy)).toEqual(first);
  expect(first.map(({ code }) => code)).toContain('inspection_missing');
  // Control: a programme that asks for no visit has none missing.
  const none = structuredClone(policy);
  none.delivery.inspection.value.visits_min = 0;
  expect(lacksOf(proof, none).map(({ code }) => code)).not.toContain('inspection_missing');
  expect(
    (await must(s.world, () => editClass(s.world, { class_id: s.c.class_id, title: '电工一班', by: 'li' })))
      .training_class.title,
  ).toBe('电工一班');
});
