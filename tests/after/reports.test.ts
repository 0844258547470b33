import { REPORT_CLASSES_MAX } from '../../lib/classes/after/period';
import { type ClassFacts, figures, trainingReport } from '../../lib/classes/after/training-report';
import type { Lesson, TrainingClass } from '../../lib/classes/types';
import { keys } from '../../lib/store/keys';
import { memoryTable } from '../../lib/store/memory';
import type { Change } from '../../lib/store/table';
import { type TestWorld, testWorld } from '../support/world';
import { crowd, HOME, stored as storedClass, writeAll, YEAR } from './stored';

let world: TestWorld;
beforeEach(() => {
  world = testWorld(memoryTable());
});

const write = (changes: Change[]) => writeAll(world, changes);
const stored = (people: string[], set?: Partial<TrainingClass>, lessons?: Partial<Lesson>[]) =>
  storedClass(world, people, set, lessons);

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
let n = 0;
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

it('B12 practice sites: hours of an 实训基地 apart from a school’s, counted from the timetable in force', async () => {
  const lessons: Partial<Lesson>[] = [
    { kind: 'theory', mode: 'on_site', units: 6, starts_at: '2016-03-01T09:00:00+08:00' },
    { kind: 'practice', mode: 'on_site', units: 10, starts_at: '2016-03-02T09:00:00+08:00' },
  ];
  const base = await stored(crowd(4), { site_type: 'base' }, lessons);
  await stored(crowd(5, 10), { site_type: 'school' }, lessons.slice(0, 1));
  // An earlier timetable of the same class was not held.
  const old = { class_id: base, timetable_rev: 0, n: 1, ...lessons[1] };
  await write([{ kind: 'put', key: keys.lesson(base, 0, 1), item: old, why: 'test' }]);
  expect(await trainingReport(world, { ...YEAR, by: 'site' })).toMatchObject({
    rows: [
      { name: '学校', theory: { value: 6 }, practice: { value: 0 } },
      { name: '实训基地', theory: { value: 6 }, practice: { value: 10, unit: '课时' }, class_ids: [base] },
    ],
    total: { theory: { value: 12 }, practice: { value: 10 } },
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
