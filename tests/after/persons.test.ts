/** B15 B20: persons and person-times of people who come back, as the rooms really write them. */
import { employmentReport } from '../../lib/classes/after/employment-report';
import { answerFollowUp } from '../../lib/classes/after/follow-up';
import { trainingReport } from '../../lib/classes/after/training-report';
import { enterScores } from '../../lib/classes/assessment/enter-scores';
import { publishResults } from '../../lib/classes/assessment/publish';
import { issueCertificate } from '../../lib/classes/certificates/issue';
import { enrol } from '../../lib/classes/enrol';
import { withdraw } from '../../lib/classes/withdraw';
import { instant } from '../../lib/platform/clock';
import { memoryTable } from '../../lib/store/memory';
import { heldClass, planned, present, type Scene, someone } from '../assessment/scene';
import { must, openClass, recordingSender, settle, tapped } from '../support/town';
import { type TestWorld, testWorld } from '../support/world';

let world: TestWorld;
let written: ReturnType<typeof tapped>['written'];
beforeEach(() => {
  const tap = tapped(memoryTable());
  written = tap.written;
  world = testWorld(tap.table);
});
const PERIOD = { home_region: '530128', from: '2025-07-01', to: '2025-12-31' };
const total = async () => {
  const report = await trainingReport(world, { ...PERIOD, by: 'trade' });
  if ('refused' in report) throw new Error(report.refused);
  const { sessions, persons, person_times } = report.total;
  return [sessions.value, persons.value, person_times.value];
};
async function examined(s: Scene, class_id: string, marks: [string, number][]) {
  await planned({ ...s, c: { ...s.c, class_id } });
  const { staff_id } = s.assessors[0]!;
  const scores = marks.map(([worker_id, theory]) => ({ worker_id, theory, practice: 80 }));
  await must(world, () => enterScores(world, { class_id, assessor_id: staff_id, by: staff_id, scores }));
  await must(world, () => publishResults(world, { class_id, by: 'li' }));
  await settle(world, recordingSender().sender, written);
}

it('B15 who left and came back is one person, once in this class', async () => {
  const c = await openClass(world, { units: 8, capacity: 5 });
  const worker = await someone(world, 9100);
  const about = { class_id: c.class_id, worker_id: worker.worker_id };
  const come = () => must(world, () => enrol(world, { class_id: c.class_id, worker, by: 'chat' }));
  await come();
  await must(world, () => withdraw(world, { ...about, by: 'chat' }));
  expect(await total()).toEqual([0, 0, 0]);
  await come();
  expect(await total()).toEqual([1, 1, 1]);
});

it('B15 B20 L13 who failed and sat again in the next class: one person, two person-times, one certificate', async () => {
  const first = await heldClass(world, 2);
  const [her, other] = first.workers as [Scene['workers'][0], Scene['workers'][0]];
  await examined(first, first.c.class_id, [
    [her.worker_id, 30],
    [other.worker_id, 80],
  ]);
  const second = await heldClass(world, 0, { first_day: '2025-09-01' });
  world.clock.set('2025-08-25T09:00:00+08:00');
  await must(world, () => enrol(world, { class_id: second.c.class_id, worker: her, by: 'chat' }));
  await present(world, second.c, her);
  const told = (class_id: string, month: number, working: boolean) =>
    must(world, () =>
      answerFollowUp(world, { class_id, worker_id: her.worker_id, month, by: 'x', how: 'phone', answer: { working } }),
    );
  await told(first.c.class_id, 1, false);
  expect(await total()).toEqual([2, 2, 3]);
  world.clock.set(instant(Date.parse(second.c.ends_at) + 3_600_000));
  await examined(second, second.c.class_id, [[her.worker_id, 80]]);
  const { worker_id } = her;
  const { number } = await must(world, () =>
    issueCertificate(world, { class_id: second.c.class_id, worker_id, by: 'li' }),
  );
  expect(number).toContain(second.c.class_id);
  // Her last word counts, whichever class it was asked for.
  world.clock.set('2025-10-01T09:00:00+08:00');
  await told(second.c.class_id, 1, true);
  expect(await employmentReport(world, PERIOD)).toMatchObject({
    persons: { value: 2 },
    employed: { value: 1 },
    answered: { value: 1 },
    rate: { value: 50 },
    classes: expect.arrayContaining([
      expect.objectContaining({ class_id: first.c.class_id, persons: 2, employed: 0, percent: 0 }),
      expect.objectContaining({ class_id: second.c.class_id, persons: 1, employed: 1, percent: 100 }),
    ]),
  });
});

it('B15 B20 a class nobody came to was not held: no session, no hours; and divides nothing', async () => {
  await openClass(world, { units: 8 });
  expect(await total()).toEqual([0, 0, 0]);
  expect(await employmentReport(world, PERIOD)).toMatchObject({
    persons: { value: 0 },
    rate: { value: 0 },
    classes: [{ persons: 0, percent: 0, wage_change_fen: 0 }],
  });
});
