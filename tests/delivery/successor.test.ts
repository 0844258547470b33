/** L11: the supervisor left before she signed. Somebody of the same employer signs; nobody else is named afterwards. */
import { draftClass } from '../../lib/classes/draft-class';
import { editLesson } from '../../lib/classes/edit-lesson';
import { publishClass } from '../../lib/classes/publish-class';
import { readLesson } from '../../lib/classes/read';
import { readiness } from '../../lib/classes/readiness';
import type { TrainingClass } from '../../lib/classes/types';
import { leaveStaff } from '../../lib/people/leave-staff';
import type { Organisation, Staff } from '../../lib/people/types';
import { isRefusal } from '../../lib/platform/refusal';
import { keys } from '../../lib/store/keys';
import { boundAs, newOrganisation, newStaff } from '../people/office';
import { FUKANG, must, openClass, run } from '../support/town';
import { type County, county, members, type Parties, parties, threeLessons } from './things';

let at: County;
let of: Parties;
let c: TrainingClass;
beforeEach(async () => {
  at = await county();
  await openClass(at.world);
  of = await parties(at.world);
  const lessons = threeLessons(of);
  const { class_id } = (await must(at.world, () => draftClass(at.world, { ...FUKANG, capacity: 10, lessons })))
    .training_class;
  c = (await must(at.world, () => publishClass(at.world, { class_id, by: 'li', quietly: true }))).training_class;
  await members(at.world, c, 1, 2);
  at.world.clock.set('2025-07-26T11:15:00+08:00');
  await at.minute();
});

const supervisor = (name: string, org: Organisation = of.employer): Promise<Staff> =>
  newStaff(at.world, org, { name, duties: ['supervisor'] });
const edit = (set: object, n = 3) =>
  run(at.world, () => editLesson(at.world, { class_id: c.class_id, n, by: 'li', ...set }));
const leaves = () =>
  must(at.world, () => leaveStaff(at.world, { staff_id: of.supervisor.staff_id, by: 'li', reason: '回老家了' }));
const unsigned = async () => {
  const done = await readiness(at.world, c.class_id);
  if (!('lacks' in done)) throw new Error(done.refused);
  return done.lacks.some(({ code }) => code === 'practice_unsigned');
};

it('L11 another of the same employer is told at once, signs, and the class is no longer stuck; the audit says instead of whom', async () => {
  await leaves();
  const sun = await supervisor('孙师傅');
  const phone = await boundAs(at.world, sun, 'sun');
  expect(await unsigned()).toBe(true);
  expect(await edit({ supervisor_id: sun.staff_id })).toMatchObject({ lesson: { supervisor_id: sun.staff_id } });
  await at.minute();
  expect(at.sent.filter(({ address }) => address === 'osun').at(-1)?.push.text).toContain('请签字');
  await phone.say(`签字 ${c.class_id} 3 全到`);
  expect((await phone.say('1')).reply?.text).toContain('签好了');
  expect(await unsigned()).toBe(false);
  const { items } = await at.world.table.query({ pk: 'AUDIT#2025-07-26', prefix: '' });
  expect(items).toContainEqual(
    expect.objectContaining({ what: 'succeed_supervisor', lesson: 3, was: of.supervisor.staff_id, to: sun.staff_id }),
  );
  // Signed, it is closed to everybody, though who signed has left, too.
  await must(at.world, () => leaveStaff(at.world, { staff_id: sun.staff_id, by: 'li', reason: '回老家了' }));
  expect(await edit({ supervisor_id: (await supervisor('周师傅')).staff_id })).toMatchObject({
    refused: 'lesson_begun',
  });
});

it('L11 not while she serves, not from elsewhere, and nothing besides', async () => {
  const sun = await supervisor('孙师傅');
  expect(await edit({ supervisor_id: sun.staff_id })).toMatchObject({ refused: 'lesson_begun' });
  await leaves();
  const other = await newOrganisation(at.world, { kind: 'employer', name: '别家工厂', region: '652302' });
  const elsewhere = await supervisor('钱师傅', other);
  expect(await edit({ supervisor_id: elsewhere.staff_id })).toMatchObject({ refused: 'supervisor_elsewhere' });
  expect(await edit({ supervisor_id: of.teacher.staff_id })).toMatchObject({ refused: 'duty_missing' });
  expect(await edit({ supervisor_id: sun.staff_id, content: '别的' })).toMatchObject({ refused: 'lesson_begun' });
  expect(await edit({ supervisor_id: sun.staff_id }, 2)).toMatchObject({ refused: 'lesson_begun' });
  expect(await readLesson(at.world, c, 3)).toMatchObject({ supervisor_id: of.supervisor.staff_id });
  // Control: she of the same employer, and nothing else, is taken.
  expect(await edit({ supervisor_id: sun.staff_id })).toMatchObject({ lesson: { supervisor_id: sun.staff_id } });
});

it('L11 what she signed a moment before she left stands: nobody takes her place in it then', async () => {
  const sun = await supervisor('孙师傅');
  await leaves();
  const plan = await editLesson(at.world, { class_id: c.class_id, n: 3, by: 'li', supervisor_id: sun.staff_id });
  if (isRefusal(plan)) throw new Error(plan.refused);
  const { timetable_rev } = plan.value.lesson;
  const signed = (set: object) =>
    at.world.table.write([{ kind: 'update', key: keys.lesson(c.class_id, timetable_rev, 3), ...set, why: 'test' }]);
  await signed({ set: { signed_off: { at: '2025-07-26T11:16:00+08:00', by: of.supervisor.staff_id, present: 2 } } });
  await expect(at.world.table.write(plan.changes)).rejects.toThrow();
  // Control: unsigned, it is written.
  await signed({ remove: ['signed_off'] });
  await at.world.table.write(plan.changes);
  expect(await readLesson(at.world, c, 3)).toMatchObject({ supervisor_id: sun.staff_id });
});
