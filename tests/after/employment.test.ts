/** Reports of what became of them, with the documents' own figures: B13 B20 L24. */
import { addContract } from '../../lib/classes/after/contracts';
import { employmentFigures, employmentReport, notEmployed } from '../../lib/classes/after/employment-report';
import { readContracts } from '../../lib/classes/after/items';
import { employmentRate } from '../../lib/classes/after/rules';
import type { TrainingClass } from '../../lib/classes/types';
import { keys } from '../../lib/store/keys';
import { memoryTable } from '../../lib/store/memory';
import type { Change } from '../../lib/store/table';
import { heldClass } from '../assessment/scene';
import { must, run } from '../support/town';
import { type TestWorld, testWorld } from '../support/world';
import { crowd, HOME, stored as storedClass, writeAll, YEAR } from './stored';

let world: TestWorld;
beforeEach(() => {
  world = testWorld(memoryTable());
});

const write = (changes: Change[]) => writeAll(world, changes);
const stored = (people: string[], set?: Partial<TrainingClass>) => storedClass(world, people, set);

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

  it('B20 the classes that ended in the period are counted, whenever they began', async () => {
    await stored(['w_1'], { starts_at: '2015-12-28T09:00:00+08:00', ends_at: '2016-01-05T17:00:00+08:00' });
    await stored(['w_2', 'w_3'], { starts_at: '2016-12-28T09:00:00+08:00', ends_at: '2017-01-05T17:00:00+08:00' });
    expect(await employmentReport(world, YEAR)).toMatchObject({ persons: { value: 1 }, classes: [{ persons: 1 }] });
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

it('L24 who is out of work is listed with the help she asked for and every attempt to reach her', async () => {
  const class_id = await stored(['w_1', 'w_2', 'w_3']);
  const at = '2016-04-10T10:00:00+08:00';
  const put = (worker_id: string, item: object): Change => ({
    kind: 'put',
    key: keys.followUp(class_id, worker_id),
    item: { class_id, worker_id, rev: 1, answers: {}, attempts: [], ...item },
    why: 'test',
  });
  const called = (outcome: string) => ({ at, month: 1, how: 'phone', by: 'x', outcome });
  await write([
    put('w_1', { answers: { 1: { at, working: false, guidance: 'startup' } }, attempts: [called('answered')] }),
    put('w_2', { attempts: [called('no_answer'), called('wrong_number')] }),
    put('w_3', { answers: { 1: { at, working: true, guidance: 'job' } }, attempts: [called('answered')] }),
  ]);
  const list = await notEmployed(world, YEAR);
  expect(list).toMatchObject({
    more: false,
    people: [
      { worker_id: 'w_1', why: 'not_working', guidance: 'startup', attempts: 1 },
      { worker_id: 'w_2', why: 'not_reached', attempts: 2, last_attempt_at: at },
    ],
  });
});

it('L24 every attempt counts, from whichever of her classes it was made; she is listed once', async () => {
  const classes = [await stored(['w_1']), await stored(['w_1'])];
  const called = (month: number) => ({ at: `2016-0${month}-10T10:00:00+08:00`, month: 1, how: 'phone', by: 'x' });
  for (const [i, class_id] of classes.entries()) {
    const attempts = [{ ...called(5 - i), outcome: 'no_answer' }];
    const item = { class_id, worker_id: 'w_1', rev: 1, answers: {}, attempts };
    await write([{ kind: 'put', key: keys.followUp(class_id, 'w_1'), item, why: 'test' }]);
  }
  const list = await notEmployed(world, YEAR);
  expect(list).toMatchObject({ people: [{ worker_id: 'w_1', attempts: 2, last_attempt_at: called(5).at }] });
  expect('people' in list && list.people).toHaveLength(1);
});

it('B13 30余 contracts after a class are traced to it and to each person', async () => {
  const s = await heldClass(world, 34, { capacity: 40 });
  // Two of them signed nothing.
  const signing = s.workers.slice(0, 32);
  world.clock.set('2025-08-10T09:00:00+08:00');
  for (const { worker_id } of signing)
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
  expect(signed.sort()).toEqual(signing.map(({ worker_id }) => worker_id).sort());
  const wrong = { kind: 'order' as const, party: '合作社', by: 'li' };
  const { worker_id } = s.workers[0]!;
  const about = { class_id: s.c.class_id, worker_id };
  expect(await run(world, () => addContract(world, { ...about, ...wrong, signed_on: '2025-07-01' }))).toMatchObject({
    refused: 'contract_early',
  });
  // Not signed yet, it is no contract; tomorrow it may be one.
  const tomorrow = { ...about, ...wrong, signed_on: '2025-08-11' };
  expect(await run(world, () => addContract(world, tomorrow))).toMatchObject({
    refused: 'contract_future',
    facts: { today: '2025-08-10' },
  });
  world.clock.set('2025-08-11T00:00:00+08:00');
  expect(await run(world, () => addContract(world, tomorrow))).toMatchObject({ signed_on: '2025-08-11' });
  expect(
    await run(world, () => addContract(world, { ...about, ...wrong, worker_id: 'w_none', signed_on: '2025-08-10' })),
  ).toMatchObject({ refused: 'not_followed' });
});
