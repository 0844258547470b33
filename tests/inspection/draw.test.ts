/** D11: inspectors are drawn by chance from those without a tie; an auditor can make the draw again. */
import fc from 'fast-check';
import { draftClass } from '../../lib/classes/draft-class';
import { editLesson } from '../../lib/classes/edit-lesson';
import { enrol } from '../../lib/classes/enrol';
import { drawInspection } from '../../lib/classes/inspection/draw-inspection';
import { readInspections } from '../../lib/classes/inspection/items';
import { type Around, draw, onePerPerson, tiesOf } from '../../lib/classes/inspection/rules';
import { leaveStaff } from '../../lib/people/leave-staff';
import type { Staff } from '../../lib/people/types';
import { newId } from '../../lib/platform/ids';
import { keys } from '../../lib/store/keys';
import { boundAs, newOrganisation, newStaff } from '../people/office';
import { FUKANG, must, newWorker, run } from '../support/town';
import { syntheticIdNumber } from '../support/world';
import { type Scene, scene } from './things';

let s: Scene;
beforeEach(async () => {
  s = await scene();
});
const drawNow = (set: object = {}) =>
  run(s.world, () => drawInspection(s.world, { class_id: s.c.class_id, by: 'officer-1', ...set }));

it('D11 draws two of those without a tie, keeps candidates, exclusions and seed, and tells the drawn', async () => {
  const free = [await s.inspector(11, '钱一'), await s.inspector(12, '钱二'), await s.inspector(13, '钱三')];
  await boundAs(s.world, free[0]!, 'qian1');
  await boundAs(s.world, free[1]!, 'qian2');
  await boundAs(s.world, free[2]!, 'qian3');
  const done = await drawNow();
  if ('refused' in done) throw new Error(done.refused);
  const { inspection } = done;
  expect(inspection.candidates).toEqual(free.map(({ staff_id }) => staff_id).sort());
  expect(inspection.inspectors.map(({ staff_id }) => staff_id)).toEqual(
    draw(inspection.candidates, inspection.seed, 2),
  );
  await s.minute();
  const told = s.sent.filter(({ push }) => push.text.includes('抽到你去巡查'));
  expect(told).toHaveLength(2);
  expect(told[0]!.push).toMatchObject({ choices: [{ send: `巡查 ${s.c.class_id}` }] });
});

it('D11 nobody with a tie is drawn: institution, evaluator, teacher, learner, who draws', async () => {
  const { world, of, c } = s;
  // The same person also teaches: found by the ID number, though the office employs her as inspector.
  const teacher = await s.inspector(901, '王老师二');
  await must(world, () => editLesson(world, { class_id: c.class_id, n: 1, teacher_id: of.teacher.staff_id }));
  // Employed by the institution as a teacher of other classes.
  const colleague = await s.inspector(902, '李同事');
  await newStaff(world, of.institution, { name: '李同事', duties: ['teacher'], id_number: syntheticIdNumber(902) });
  const assessor = await s.inspector(903, '周考评');
  await newStaff(world, of.evaluator, { name: '周考评', duties: ['assessor'], id_number: syntheticIdNumber(903) });
  const elsewhere = await s.inspector(
    905,
    '郑科长',
    await newOrganisation(world, { kind: 'office', name: '州人社局', region: '530100' }),
  );
  const learner = await s.inspector(7, '工人甲');
  await must(world, async () => enrol(world, { class_id: c.class_id, worker: await newWorker(world, 7), by: 'chat' }));
  const drew = await s.inspector(906, '冯科长');
  const free = await s.inspector(907, '陈巡查');
  const done = await drawNow({ staff: drew });
  if ('refused' in done) throw new Error(done.refused);
  const { inspection } = done;
  expect(Object.fromEntries(inspection.excluded.map(({ staff_id, ties }) => [staff_id, ties]))).toEqual({
    [teacher.staff_id]: ['institution', 'teacher'],
    [colleague.staff_id]: ['institution'],
    [assessor.staff_id]: ['evaluator'],
    [learner.staff_id]: ['enrolled'],
    [drew.staff_id]: ['drew'],
  });
  expect(inspection.inspectors.map(({ staff_id }) => staff_id).sort()).toEqual(
    [elsewhere.staff_id, free.staff_id].sort(),
  );
});

it('D11 the tie is what keeps an inspector of the institution out (control: without the filter she is drawn)', async () => {
  const { world, of } = s;
  const hers = await s.inspector(21, '内部人');
  await newStaff(world, of.institution, { name: '内部人', duties: ['teacher'], id_number: syntheticIdNumber(21) });
  const free = await s.inspector(22, '外部人');
  expect(await drawNow()).toMatchObject({ refused: 'too_few_inspectors', facts: { found: 1, wanted: 2 } });
  expect(draw([hers.staff_id, free.staff_id], 'any', 2)).toContain(hers.staff_id);
  expect(await readInspections(world, s.c.class_id)).toEqual([]);
});

it('D11 one person in two offices is one inspector; who left is none', async () => {
  await s.inspector(31, '钱一');
  await s.inspector(31, '钱一', await newOrganisation(s.world, { kind: 'office', name: '州人社局', region: '530100' }));
  expect(await drawNow()).toMatchObject({ refused: 'too_few_inspectors', facts: { found: 1 } });
  const left = await s.inspector(32, '钱二');
  await must(s.world, () => leaveStaff(s.world, { staff_id: left.staff_id, by: 'li', reason: '调走' }));
  expect(await drawNow()).toMatchObject({ refused: 'too_few_inspectors', facts: { found: 1 } });
  await s.inspector(33, '钱三');
  expect(await drawNow()).toMatchObject({ inspection: { state: 'drawn' } });
});

it('D11 another draw while one is open needs a reason, and the first stays on record', async () => {
  for (const n of [41, 42, 43, 44]) await s.inspector(n, `钱${'一二三四'[n - 41]}`);
  await drawNow();
  expect(await drawNow()).toMatchObject({ refused: 'inspection_open' });
  expect(await drawNow({ reason: '钱一住院' })).toMatchObject({ inspection: { state: 'drawn' } });
  const all = await readInspections(s.world, s.c.class_id, { consistent: true });
  expect(all.map(({ inspection }) => inspection.state).sort()).toEqual(['drawn', 'dropped']);
  expect(all.find(({ inspection }) => inspection.state === 'dropped')?.inspection).toMatchObject({
    dropped: { by: 'officer-1', reason: '钱一住院' },
    seed: expect.any(String),
  });
});

it('D11 two draws at once are one (control: without the count of draws both stand, and one may choose)', async () => {
  for (const n of [61, 62, 63, 64]) await s.inspector(n, `钱${'一二三四'[n - 61]}`);
  const planned = () => drawInspection(s.world, { class_id: s.c.class_id, by: 'li' });
  const [a, b] = await Promise.all([planned(), planned()]);
  if ('refused' in a || 'refused' in b) throw new Error('refused');
  await s.world.table.write(a.changes);
  await expect(s.world.table.write(b.changes)).rejects.toThrow('condition failed');
  expect(await drawNow()).toMatchObject({ refused: 'inspection_open' });
  await s.world.table.write(b.changes.filter((one) => one.key.sk !== 'DRAWS'));
  expect(await readInspections(s.world, s.c.class_id, { consistent: true })).toHaveLength(2);
});

it('D11 the draw is fair: over 4,000 seeds as they are made nobody of five is drawn much more or less than 1,600 times', async () => {
  const five = [];
  for (const n of [71, 72, 73, 74, 75]) five.push((await s.inspector(n, `钱${'一二三四五'[n - 71]}`)).staff_id);
  const planned = await drawInspection(s.world, { class_id: s.c.class_id, by: 'li' });
  if ('refused' in planned) throw new Error(planned.refused);
  const { seed, candidates, inspectors } = planned.value.inspection;
  expect([...candidates].sort()).toEqual([...five].sort());
  expect(inspectors.map(({ staff_id }) => staff_id)).toEqual(draw(candidates, seed, 2));
  const times = new Map(five.map((id) => [id, 0]));
  for (let i = 0; i < 4000; i++) for (const id of draw(candidates, newId('seed'), 2)) times.set(id, times.get(id)! + 1);
  // Six standard deviations of a binomial with p = 0.4: by chance once in a hundred million runs.
  for (const n of times.values()) expect(Math.abs(n - 1600)).toBeLessThan(6 * Math.sqrt(4000 * 0.4 * 0.6));
});

it('D11 nobody is drawn for a class that is over, nor for one that was never published', async () => {
  for (const n of [45, 46]) await s.inspector(n, '钱五');
  s.world.clock.ms = Date.parse(s.c.ends_at) - 1000;
  expect(await drawNow()).toMatchObject({ inspection: { state: 'drawn' } });
  s.world.clock.pass(1000);
  expect(await drawNow({ reason: '再查一次' })).toMatchObject({ refused: 'class_not_running' });
  const draft = await must(s.world, () => draftClass(s.world, { ...FUKANG, first_day: '2025-09-01' }));
  expect(await drawNow({ class_id: draft.training_class.class_id })).toMatchObject({ refused: 'class_not_published' });
  expect(await drawNow({ class_id: 'Z99' })).toMatchObject({ refused: 'class_unknown' });
});

it('D11 an inspector who leaves between the draw and its writing is not told to go', async () => {
  const free = [await s.inspector(51, '钱一'), await s.inspector(52, '钱二')];
  const planned = await drawInspection(s.world, { class_id: s.c.class_id, by: 'li' });
  if ('refused' in planned) throw new Error(planned.refused);
  await must(s.world, () => leaveStaff(s.world, { staff_id: free[0]!.staff_id, by: 'li', reason: '调走' }));
  await expect(s.world.table.write(planned.changes)).rejects.toThrow('condition failed');
  // Control: without the check it would be written.
  await s.world.table.write(planned.changes.filter((one) => one.kind !== 'check'));
  expect(await s.world.table.get(keys.inspection(s.c.class_id, planned.value.inspection.inspection_id))).toBeDefined();
});

describe('the draw itself', () => {
  const ids = fc.uniqueArray(fc.stringMatching(/^staff_[0-9a-z]{4,8}$/), { minLength: 2, maxLength: 12 });

  it('D11 can be made again, whatever the order of the candidates, and draws nobody twice', () => {
    fc.assert(
      fc.property(ids, fc.string(), (candidates, seed) => {
        const drawn = draw(candidates, seed, 2);
        expect(draw([...candidates].reverse(), seed, 2)).toEqual(drawn);
        expect(new Set(drawn).size).toBe(2);
        expect(candidates).toEqual(expect.arrayContaining(drawn));
      }),
    );
  });

  it('D11 favours nobody: of 10,000 draws of two from five each is in 40 in a hundred', () => {
    const five = ['a', 'b', 'c', 'd', 'e'];
    const times = new Map(five.map((id) => [id, 0]));
    for (let i = 0; i < 10_000; i++)
      for (const id of draw(five, `seed ${i}`, 2)) times.set(id, (times.get(id) ?? 0) + 1);
    // Four standard deviations of a binomial with p = 0.4.
    for (const n of times.values()) expect(Math.abs(n - 4000)).toBeLessThan(4 * Math.sqrt(10_000 * 0.4 * 0.6));
  });

  it('D11 finds a tie by organisation or by person, and none where there is none', () => {
    const staff = { staff_id: 's', org_id: 'o', org_kind: 'office', region: '530128', person_hash: 'h' } as Staff;
    const around: Around = {
      training_class: { institution_id: 'i', evaluator_id: 'e', host_region: '652302' },
      employers: ['f'],
      people: {},
      teachers: [],
      assessors: [],
      enrolled: [],
      stations: [],
    };
    expect(tiesOf(staff, around)).toEqual([]);
    expect(tiesOf({ ...staff, org_id: 'f' }, around)).toEqual(['employer']);
    // Whoever runs the class has a tie to it; a station elsewhere has not.
    expect(tiesOf({ ...staff, org_kind: 'station', region: '652302' }, around)).toEqual(['station']);
    expect(tiesOf({ ...staff, org_kind: 'station', region: '340210' }, around)).toEqual([]);
    expect(tiesOf({ ...staff, person_hash: undefined }, around)).toEqual(['unidentified']);
    expect(tiesOf(staff, { ...around, assessors: [{ staff_id: 'x', person_hash: 'h' }] })).toEqual(['assessor']);
    expect(tiesOf(staff, { ...around, people: { f: [{ staff_id: 'x', person_hash: 'h' }] } })).toEqual(['employer']);
    expect(onePerPerson([staff, { ...staff, staff_id: 't' }])).toHaveLength(1);
  });
});

it('D11 who also serves at the station of the place has a tie, by ID number, and by name where the station never gave it', async () => {
  const { world } = s;
  const station = await newOrganisation(world, { name: '阜康工作站', region: '652302' });
  const far = await newOrganisation(world, { name: '普陀工作站' });
  const known = await s.inspector(51, '孙站长');
  await newStaff(world, station, { name: '孙大站长', id_number: syntheticIdNumber(51) });
  const named = await s.inspector(52, '吴站员');
  await newStaff(world, station, { name: '吴站员' });
  // The same name with another number is somebody else; and so is who serves elsewhere.
  const alike = await s.inspector(53, '郑同名');
  await newStaff(world, station, { name: '郑同名', id_number: syntheticIdNumber(54) });
  const elsewhere = await s.inspector(55, '冯远方');
  await newStaff(world, far, { name: '冯远方', id_number: syntheticIdNumber(55) });
  const done = await drawNow();
  if ('refused' in done) throw new Error(done.refused);
  expect(Object.fromEntries(done.inspection.excluded.map(({ staff_id, ties }) => [staff_id, ties]))).toEqual({
    [known.staff_id]: ['station'],
    [named.staff_id]: ['station'],
  });
  expect(done.inspection.candidates).toEqual([alike.staff_id, elsewhere.staff_id].sort());
});
