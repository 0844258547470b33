/** H1 线上培训: a class part of which is online, from the timetable to the report and the exam: its hours are counted, and only of who was there. */
import { trainingReport } from '../../lib/classes/after/training-report';
import { enterScores } from '../../lib/classes/assessment/enter-scores';
import { encodeMark } from '../../lib/classes/attendance/items';
import { attendanceOf } from '../../lib/classes/attendance/read';
import { draftClass } from '../../lib/classes/draft-class';
import { answerOnline } from '../../lib/classes/online/answer-online';
import { momentOf } from '../../lib/classes/online/moment';
import { publishClass } from '../../lib/classes/publish-class';
import { readLessons } from '../../lib/classes/read';
import { HOUR_MS, MINUTE_MS, millis } from '../../lib/platform/clock';
import { keys } from '../../lib/store/keys';
import { organisation, staffOf, tryPlan } from '../assessment/scene';
import { county, members, parties, threeLessons } from '../delivery/things';
import { FUKANG, must, openClass, run } from '../support/town';

const QUESTIONS = [{ ask: '电线着火先做什么？', choices: ['断电', '泼水'], answer: 1 }];

it('H1 B12 who answered has her online hours, who did not has none: in attendance, in the report, before the exam', async () => {
  const at = await county();
  const { world } = at;
  await openClass(world);
  const of = await parties(world);
  const lessons = threeLessons(of);
  Object.assign(lessons[0]!, { questions: QUESTIONS });
  const draft = { ...FUKANG, capacity: 10, lessons, institution_id: of.institution.org_id };
  const { class_id } = (await must(world, () => draftClass(world, draft))).training_class;
  const c = (await must(world, () => publishClass(world, { class_id, by: 'li', quietly: true }))).training_class;
  const [online, practice, workplace] = (await readLessons(world, c)) as [any, any, any];
  const [there, away] = await members(world, c, 1, 2);
  // The schedule asks at a moment of its own; one of them answers.
  for (const moment of ['2025-07-23T19:30:00+08:00', '2025-07-24T08:00:00+08:00', '2025-07-24T09:00:00+08:00']) {
    world.clock.set(moment);
    await at.minute();
  }
  world.clock.ms = Math.ceil(momentOf(world, online, 10) / MINUTE_MS) * MINUTE_MS;
  await at.minute();
  const answer = { class_id, n: 1, worker_id: there!.worker_id, choice: 2, sent_ms: world.now() };
  await must(world, () => answerOnline(world, answer));
  // Both practise.
  for (const { worker_id } of [there!, away!]) {
    const mark = (lesson: any, how: 'code' | 'workplace') => encodeMark({ how, at_ms: millis(lesson.starts_at) });
    const set = { n2: mark(practice, 'code'), n3: mark(workplace, 'workplace') };
    await world.table.write([{ kind: 'update', key: keys.attendance(class_id, worker_id), set, why: 'test' }]);
  }
  const supervised = { signed_off: { at: workplace.ends_at, by: of.supervisor.staff_id, present: 2 } };
  const key = keys.lesson(class_id, c.timetable_rev, 3);
  await world.table.write([{ kind: 'update', key, set: supervised, why: 'test' }]);
  world.clock.ms = millis(c.ends_at) + HOUR_MS;

  const { people = [], units_held } = (await attendanceOf(world, class_id)) ?? {};
  const hers = (worker_id: string) => people.find((one) => one.worker_id === worker_id)!;
  expect(units_held).toBe(8);
  expect(hers(there!.worker_id)).toMatchObject({ percent: 100, by_kind: { online: 2, practice: 3, workplace: 3 } });
  expect(hers(away!.worker_id)).toMatchObject({ percent: 75, by_kind: { online: 0, practice: 3, workplace: 3 } });

  const report = await trainingReport(world, {
    home_region: '530128',
    from: '2025-07-24',
    to: '2025-07-24',
    by: 'site',
  });
  expect(report).toMatchObject({
    total: {
      theory: { value: 2, unit: '课时' },
      online: { value: 2, unit: '课时' },
      practice: { value: 6 },
      workplace: { value: 3 },
      class_ids: [class_id],
    },
  });

  // Without her online hours she is under the programme's 80 percent.
  const evaluator = await organisation(world, 'evaluator', '乌鲁木齐评价中心');
  const assessor = await staffOf(world, evaluator);
  const scene = {
    world,
    c,
    institution: of.institution,
    evaluator,
    assessors: [assessor],
    teacher: of.teacher,
    workers: [],
  };
  expect(await tryPlan(scene)).toMatchObject({ state: 'planned' });
  const by = { assessor_id: assessor.staff_id, by: assessor.staff_id };
  const scores = [there!, away!].map(({ worker_id }) => ({ worker_id, theory: 80, practice: 80 }));
  expect(await run(world, () => enterScores(world, { class_id, ...by, scores }))).toMatchObject({
    entered: [{ worker_id: there!.worker_id }],
    left_out: [{ worker_id: away!.worker_id, refusal: { refused: 'not_assessable', facts: { percent: 75 } } }],
  });
});
