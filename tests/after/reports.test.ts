/** Reports, with the documents' own figures: B12 B13 B14 B15 B20 H13 L23. */
import { addContract } from '../../lib/classes/after/contracts';
import { employmentFigures, employmentReport, notEmployed } from '../../lib/classes/after/employment-report';
import { readContracts } from '../../lib/classes/after/items';
import { REPORT_CLASSES_MAX } from '../../lib/classes/after/period';
import { employmentRate } from '../../lib/classes/after/rules';
import { type ClassFacts, figures, trainingReport } from '../../lib/classes/after/training-report';
import type { Lesson, TrainingClass } from '../../lib/classes/types';
import { keys } from '../../lib/store/keys';
import { memoryTable } from '../../lib/store/memory';
import type { Change } from '../../lib/store/table';
import { heldClass } from '../assessment/scene';
import { must, run } from '../support/town';
import { type TestWorld, testWorld } from '../support/world';

const HOME = '530128';
const YEAR = { home_region: HOME, from: '2016-01-01', to: '2016-12-31' };

let world: TestWorld;
beforeEach(() => {
  world = testWorld(memoryTable());
});

async function write(changes: Change[]): Promise<void> {
  for (let i = 0; i < changes.length; i += 100) await world.table.write(changes.slice(i, i + 100));
}

let n = 0;
/** A class of 2016 as it is stored, with so many on its roster. */
async function stored(
  people: string[],
  set: Partial<TrainingClass> = {},
  lessons: Partial<Lesson>[] = [],
): Promise<string> {
  const class_id = `B${100 + ++n}`;
  const c = {
    class_id,
    rev: 1,
    timetable_rev: 1,
    status: 'published',
    title: class_id,
    trade_id: 'electrician',
    trade_name: '电工',
    level: '5',
    home_region: HOME,
    host_region: '420626',
    starts_at: '2016-03-01T09:00:00+08:00',
    ends_at: '2016-03-10T17:00:00+08:00',
    ...set,
  };
  const put = (key: { pk: string; sk: string }, item: object): Change => ({
    kind: 'put',
    key,
    item: { ...item },
    why: 'test',
  });
  await write([
    put(keys.class(class_id), c),
    put(keys.classListing(HOME, class_id), { class_id }),
    ...people.map((worker_id) =>
      put(keys.member(class_id, worker_id), {
        class_id,
        worker_id,
        name: '张三',
        phone_masked: '138****0001',
        status: 'enrolled',
        at: '2016-02-01T09:00:00+08:00',
      }),
    ),
    ...lessons.map((lesson, i) =>
      put(keys.lesson(class_id, 1, i + 1), { class_id, timetable_rev: 1, n: i + 1, ...lesson }),
    ),
  ]);
  return class_id;
}

const crowd = (many: number, from = 0) => Array.from({ length: many }, (_, i) => `w_${from + i}`);
/** So many people in so many classes of one trade. */
async function taught(trade_id: string, trade_name: string, classes: number, many: number, from: number) {
  const people = crowd(many, from);
  const size = Math.ceil(many / classes);
  for (let i = 0; i < classes; i++) await stored(people.slice(i * size, (i + 1) * size), { trade_id, trade_name });
}

describe('B15 sessions and persons by trade', () => {
  it('B15 电商3期182人, 育婴3期131人, 文秘168人, 驾驶876人: sessions, persons and person-times apart', async () => {
    await taught('e_commerce', '电商创业', 3, 182, 0);
    await taught('infant_carer', '育婴员', 3, 131, 1000);
    await taught('office_clerk', '办公文秘', 4, 168, 2000);
    await taught('driver', '汽车驾驶', 18, 876, 3000);
    const report = await trainingReport(world, { ...YEAR, by: 'trade' });
    if ('refused' in report) throw new Error(report.refused);
    const shown = report.rows.map((row) => [row.name, row.sessions, row.persons, row.class_ids.length]);
    expect(shown).toEqual([
      ['汽车驾驶', { value: 18, unit: '期' }, { value: 876, unit: '人' }, 18],
      ['电商创业', { value: 3, unit: '期' }, { value: 182, unit: '人' }, 3],
      ['办公文秘', { value: 4, unit: '期' }, { value: 168, unit: '人' }, 4],
      ['育婴员', { value: 3, unit: '期' }, { value: 131, unit: '人' }, 3],
    ]);
    expect(report.total).toMatchObject({ sessions: { value: 28 }, persons: { value: 1357 } });
  });

  it('B15 one who came to three classes is one person and three person-times', async () => {
    for (let i = 0; i < 3; i++) await stored(['w_1', `w_${10 + i}`]);
    const report = await trainingReport(world, { ...YEAR, by: 'trade' });
    expect(report).toMatchObject({ total: { persons: { value: 4 }, person_times: { value: 6, unit: '人次' } } });
  });

  it('B15 who left, drafts, cancelled classes and other periods are not counted', async () => {
    const class_id = await stored(['w_1', 'w_2']);
    await write([{ kind: 'update', key: keys.member(class_id, 'w_2'), set: { status: 'withdrawn' }, why: 'test' }]);
    await stored(['w_3'], { status: 'cancelled' });
    await stored(['w_4'], { status: 'draft' });
    await stored(['w_5'], { starts_at: '2017-01-01T09:00:00+08:00' });
    const report = await trainingReport(world, { ...YEAR, by: 'trade' });
    expect(report).toMatchObject({ total: { sessions: { value: 1 }, persons: { value: 1 }, class_ids: [class_id] } });
  });

  it(`B15 more than ${REPORT_CLASSES_MAX} classes are asked for in parts; a period ends after it begins`, async () => {
    const changes = crowd(REPORT_CLASSES_MAX + 1).flatMap((id): Change[] => {
      const class_id = id.replace('w_', 'C');
      const item = { class_id, status: 'published', starts_at: '2016-05-01T09:00:00+08:00' };
      return [
        { kind: 'put', key: keys.class(class_id), item, why: 'test' },
        { kind: 'put', key: keys.classListing(HOME, class_id), item: { class_id }, why: 'test' },
      ];
    });
    await write(changes);
    expect(await trainingReport(world, { ...YEAR, by: 'trade' })).toMatchObject({ refused: 'report_too_large' });
    expect(await trainingReport(world, { ...YEAR, to: '2015-01-01', by: 'trade' })).toMatchObject({
      refused: 'period_order',
    });
  });
});

const DATES = { starts_at: '2025-07-24T09:00:00+08:00', ends_at: '2025-08-07T17:00:00+08:00' };
const facts = (set: Partial<TrainingClass>, many: number, lessons: ClassFacts['lessons'] = []): ClassFacts => ({
  training_class: { class_id: `A${++n}`, trade_id: 'x', trade_name: 'x', ...DATES, ...set } as TrainingClass,
  lessons,
  worker_ids: crowd(many, n * 1000),
});

it('L1 the Fukang classes: two trades, 149 people, 7月24日 to 8月7日 are 15 days', async () => {
  const set = { ...DATES, host_region: '652302' };
  await stored(crowd(80), set);
  await stored(crowd(69, 100), { ...set, trade_id: 'conveyor', trade_name: '输送操作工' });
  const asked = { home_region: HOME, from: '2025-07-01', to: '2025-08-31' };
  const report = await trainingReport(world, { ...asked, by: 'trade' });
  expect(report).toMatchObject({
    rows: [{ name: '电工' }, { name: '输送操作工' }],
    total: { sessions: { value: 2 }, persons: { value: 149, unit: '人' }, days: { value: 15, unit: '天' } },
  });
  const by_place = await trainingReport(world, { ...asked, by: 'place' });
  expect(by_place).toMatchObject({ rows: [{ key: '652302', persons: { value: 149 } }] });
});

it('B12 hours by kind: theory and practice, online and workplace shown apart', () => {
  const one = facts({}, 3, [
    { kind: 'theory', mode: 'on_site', units: 8 },
    { kind: 'theory', mode: 'online', units: 4 },
    { kind: 'practice', mode: 'on_site', units: 16 },
    { kind: 'practice', mode: 'workplace', units: 12 },
    { units: 2 },
  ]);
  expect(figures([one], 'trade').total).toMatchObject({
    theory: { value: 12, unit: '课时' },
    practice: { value: 30 },
    online: { value: 4 },
    workplace: { value: 12 },
  });
});

it('B14 the share held in villages, fixed and flexible apart, each open to its classes', () => {
  const village = facts({ site_type: 'village', flexible: true }, 30);
  const school = facts({ site_type: 'school' }, 60);
  const report = figures([village, school], 'site');
  expect(report.in_village).toMatchObject({
    sessions: { value: 1 },
    person_times: { value: 30 },
    percent: { value: 33.3, unit: '%' },
    class_ids: [village.training_class.class_id],
  });
  expect([report.flexible.sessions.value, report.fixed.sessions.value]).toEqual([1, 1]);
  expect(report.rows.map((row) => row.name)).toEqual(['学校', '村里']);
});

it('H13 by mode: sent, entrusted, apprenticeship, and what nobody recorded', () => {
  const report = figures([facts({ mode: 'sent' }, 5), facts({ mode: 'apprenticeship' }, 3), facts({}, 1)], 'mode');
  expect(report.rows.map((row) => [row.key, row.name, row.persons.value])).toEqual([
    ['sent', '送培训', 5],
    ['apprenticeship', '学徒制', 3],
    ['none', '没有登记', 1],
  ]);
});

describe('B20 the employment rate states its denominator', () => {
  it('B20 3832 of 5322 are 72 percent; one less is not shown as 72', () => {
    expect(employmentRate(3832, 5322)).toEqual({ employed: 3832, persons: 5322, percent: 72 });
    expect(employmentRate(3831, 5322).percent).toBe(71.9);
    expect(employmentRate(0, 0).percent).toBe(0);
  });

  it('B20 from the rows: 5322 trained in 107 classes, 3832 in work; who was not reached counts as not employed', async () => {
    const people = crowd(5322);
    const put = (class_id: string, worker_id: string, working: boolean): Change => ({
      kind: 'put',
      key: keys.followUp(class_id, worker_id),
      item: { class_id, worker_id, rev: 1, answers: { 1: { at: '2016-04-10T10:00:00+08:00', working } }, attempts: [] },
      why: 'test',
    });
    for (let i = 0; i < people.length; i += 50) {
      const some = people.slice(i, i + 50);
      const class_id = await stored(some);
      await write(
        some.flatMap((id, k) =>
          i + k < 3832 ? [put(class_id, id, true)] : i + k < 4500 ? [put(class_id, id, false)] : [],
        ),
      );
    }
    const report = await employmentReport(world, YEAR);
    expect(report).toMatchObject({
      persons: { value: 5322, unit: '人' },
      employed: { value: 3832, unit: '人' },
      answered: { value: 4500 },
      rate: { value: 72, unit: '%' },
      denominator: expect.stringContaining('没联系上的也算在内'),
    });
    const list = await notEmployed(world, YEAR);
    expect(list).toMatchObject({ more: true, people: expect.any(Array) });
    if (!('refused' in list))
      expect(new Set(list.people.map((one) => one.why))).toEqual(new Set(['not_working', 'not_reached']));
  });

  it('B20 someone in two classes counts once, by her last word', () => {
    const member = { worker_id: 'w_1', name: '张三', phone_masked: '1' };
    const row = (at: string, working: boolean) =>
      ({ worker_id: 'w_1', answers: { 1: { at, by: 'x', working } }, attempts: [] }) as any;
    const c = (class_id: string) => ({ class_id, title: class_id }) as TrainingClass;
    const report = employmentFigures([
      { training_class: c('A1'), members: [member], follow_ups: [row('2016-05-01', true)], contracts: 0 },
      { training_class: c('A2'), members: [member], follow_ups: [row('2016-08-01', false)], contracts: 0 },
    ]);
    expect([report.persons.value, report.employed.value]).toEqual([1, 0]);
  });
});

it('L23 wage and post before and after, by class, of those who told both', () => {
  const row = (worker_id: string, set: object) =>
    ({ worker_id, answers: { 1: { at: '2016-05-01', by: 'x', working: true, ...set } }, attempts: [] }) as any;
  const rows = [
    row('w_1', { wage_before_fen: 400_000, wage_after_fen: 650_000, post_before: 'general', post: 'skilled' }),
    row('w_2', { wage_before_fen: 500_000, wage_after_fen: 550_000, post_before: 'general', post: 'general' }),
    row('w_3', { wage_after_fen: 900_000 }),
  ];
  const members = ['w_1', 'w_2', 'w_3'].map((worker_id) => ({ worker_id, name: '张三', phone_masked: '1' }));
  const training_class = { class_id: 'A1', title: 'A1' } as TrainingClass;
  const { classes } = employmentFigures([{ training_class, members, follow_ups: rows, contracts: 0 }]);
  expect(classes).toMatchObject([
    {
      wage_told: 2,
      wage_before_fen: 450_000,
      wage_after_fen: 600_000,
      wage_change_fen: 150_000,
      post_told: 2,
      post_risen: 1,
    },
  ]);
});

it('B13 30余 contracts after a class are traced to it and to each person', async () => {
  const s = await heldClass(world, 32, { capacity: 40 });
  for (const { worker_id } of s.workers)
    await must(world, () =>
      addContract(world, {
        class_id: s.c.class_id,
        worker_id,
        kind: 'cooperation',
        party: '圭翠园核桃专业合作社',
        signed_on: '2025-08-10',
        by: 'li',
      }),
    );
  const report = await employmentReport(world, { home_region: HOME, from: '2025-07-01', to: '2025-08-31' });
  expect(report).toMatchObject({
    contracts: { value: 32, unit: '份' },
    classes: [{ class_id: s.c.class_id, contracts: 32 }],
  });
  // And each of them opens down to its own person.
  const signed = (await readContracts(world, s.c.class_id)).map((contract) => contract.worker_id);
  expect(signed.sort()).toEqual(s.workers.map(({ worker_id }) => worker_id).sort());
  const wrong = { kind: 'order' as const, party: '合作社', by: 'li' };
  const { worker_id } = s.workers[0]!;
  const about = { class_id: s.c.class_id, worker_id };
  expect(await run(world, () => addContract(world, { ...about, ...wrong, signed_on: '2025-07-01' }))).toMatchObject({
    refused: 'contract_early',
  });
  expect(
    await run(world, () => addContract(world, { ...about, ...wrong, worker_id: 'w_none', signed_on: '2025-08-10' })),
  ).toMatchObject({ refused: 'not_followed' });
});
