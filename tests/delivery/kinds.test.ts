/** Theory and practice, institution and evaluation agency, mode and site of a class. */
import { type DraftCommand, draftClass } from '../../lib/classes/draft-class';
import { editClass } from '../../lib/classes/edit-class';
import { editLesson } from '../../lib/classes/edit-lesson';
import { kindsAllowed } from '../../lib/classes/kinds';
import { moveClass } from '../../lib/classes/move-class';
import { readLessons } from '../../lib/classes/read';
import { editOrganisation } from '../../lib/people/edit-organisation';
import { isRefusal } from '../../lib/platform/refusal';
import { newOrganisation } from '../people/office';
import { FUKANG, must, openClass, run } from '../support/town';
import { type County, county, parties, threeLessons } from './things';

let at: County;
beforeEach(async () => {
  at = await county();
  await openClass(at.world);
});
const drafted = async (set: Partial<DraftCommand>) => {
  const done = await run(at.world, () => draftClass(at.world, { ...FUKANG, ...set }));
  return done;
};
const draft = async (set: Partial<DraftCommand>) => must(at.world, () => draftClass(at.world, { ...FUKANG, ...set }));

it('B12 a generated timetable holds theory first, then practice, by the policy’s share', async () => {
  const { training_class: c, lessons } = await draft({ units: 60 });
  const kinds = lessons.map(({ kind }) => kind);
  expect(kinds.indexOf('practice')).toBe(kinds.lastIndexOf('theory') + 1);
  expect(c).toMatchObject({ theory_units: 24, practice_units: 36 });
  const units = (of: string) => lessons.reduce((sum, lesson) => sum + (lesson.kind === of ? lesson.units : 0), 0);
  expect([units('theory'), units('practice')]).toEqual([24, 36]);
});

it('B12 so much theory as is wished, to the unit: the lesson in which it ends is cut in two', async () => {
  const { training_class: c, lessons } = await draft({ units: 24, theory_units: 7 });
  expect(c).toMatchObject({ units: 24, theory_units: 7, practice_units: 17 });
  const [, second, third] = lessons;
  expect([second, third]).toMatchObject([
    { n: 2, kind: 'theory', units: 2, ends_at: third!.starts_at },
    { n: 3, kind: 'practice', units: 1 },
  ]);
});

it('refuses too little practice, with the rule; and practice online, theory at the workplace', async () => {
  expect(await drafted({ units: 24, theory_units: 12 })).toMatchObject({
    refused: 'practice_share',
    facts: { percent: 50, percent_min: 60 },
    rule: { clause: expect.any(String) },
  });
  const of = await parties(at.world);
  const [theory, practice, workplace] = threeLessons(of);
  expect(await drafted({ lessons: [theory!, { ...practice!, mode: 'online' }, workplace!] })).toMatchObject({
    refused: 'practice_online',
  });
  expect(await drafted({ lessons: [{ ...theory!, mode: 'workplace' }, practice!, workplace!] })).toMatchObject({
    refused: 'workplace_theory',
  });
  // Control: the same lessons as they should be.
  const { lessons } = await draft({ lessons: [theory!, practice!, workplace!] });
  expect(lessons[0]).toMatchObject({ teacher_name: '王老师', content: '安全用电', mode: 'online' });
});

it('L12 whoever trains does not assess: not the same organisation, nor one with the same credit code', async () => {
  const of = await parties(at.world);
  const { org_id: institution_id } = of.institution;
  expect(await drafted({ institution_id, evaluator_id: institution_id })).toMatchObject({
    refused: 'same_organisation',
  });
  const credit_code = '91530128MA6K00000X';
  const school = await newOrganisation(at.world, { kind: 'institution', name: '一校', region: '530128', credit_code });
  const agency = await newOrganisation(at.world, { kind: 'evaluator', name: '一中心', region: '530128', credit_code });
  expect(await drafted({ institution_id: school.org_id, evaluator_id: agency.org_id })).toMatchObject({
    refused: 'same_organisation',
  });
  expect(await drafted({ institution_id: of.evaluator.org_id })).toMatchObject({ refused: 'org_kind_wrong' });
  expect(await drafted({ institution_id: 'org_530128nothing' })).toMatchObject({ refused: 'org_unknown' });
  const { training_class: c } = await draft({ institution_id, evaluator_id: of.evaluator.org_id });
  expect(c).toMatchObject({ institution_name: '禄劝职校', evaluator_name: '昆明评价中心' });
  expect(
    await run(at.world, () => editClass(at.world, { class_id: c.class_id, evaluator_id: institution_id, by: 'li' })),
  ).toMatchObject({ refused: 'same_organisation' });
  await must(at.world, () => editOrganisation(at.world, { org_id: institution_id, active: false } as never));
  expect(await drafted({ institution_id })).toMatchObject({ refused: 'org_inactive' });
  // A class that has it already can still be edited otherwise.
  await must(at.world, () => editClass(at.world, { class_id: c.class_id, title: '电工二班', by: 'li' }));
});

it('H13 B14 keeps mode, site, 定期 or 灵活, and the fence; a fence can be taken away', async () => {
  const fence = { latitude: 44.16, longitude: 87.95, radius_m: 300 };
  const { training_class: c } = await draft({ mode: 'entrusted', site_type: 'base', flexible: true, fence });
  expect(c).toMatchObject({ mode: 'entrusted', site_type: 'base', flexible: true, fence });
  const edited = await must(at.world, () =>
    editClass(at.world, { class_id: c.class_id, mode: 'apprenticeship', site_type: 'village', fence: null, by: 'li' }),
  );
  expect(edited.training_class).toMatchObject({ mode: 'apprenticeship', site_type: 'village', flexible: true });
  expect(edited.training_class.fence).toBeUndefined();
});

it('D20 a fence is no wider than the policy’s metres: from home one would be inside (control: as wide it is taken)', async () => {
  const fence = (radius_m: number) => ({ latitude: 44.16, longitude: 87.95, radius_m });
  const { training_class: c } = await draft({ fence: fence(500) });
  expect(await drafted({ fence: fence(501) })).toMatchObject({
    refused: 'fence_outside_policy',
    facts: { radius_m: 501, max: 500 },
    rule: { clause: expect.any(String) },
  });
  const edit = (radius_m: number) =>
    run(at.world, () => editClass(at.world, { class_id: c.class_id, fence: fence(radius_m), by: 'li' }));
  expect(await edit(50_000)).toMatchObject({ refused: 'fence_outside_policy' });
  expect(await edit(200)).toMatchObject({ training_class: { fence: { radius_m: 200 } } });
});

it('a teacher and a supervisor serve and have that duty', async () => {
  const of = await parties(at.world);
  const [theory, practice, workplace] = threeLessons(of);
  const supervisor_id = of.teacher.staff_id;
  expect(await drafted({ lessons: [theory!, practice!, { ...workplace!, supervisor_id }] })).toMatchObject({
    refused: 'duty_missing',
    facts: { duty: 'supervisor' },
  });
  expect(await drafted({ lessons: [{ ...theory!, teacher_id: 'staff_nobody' }, practice!] })).toMatchObject({
    refused: 'staff_unknown',
  });
});

it('edits a lesson until it begins, and never below the share of practice', async () => {
  const of = await parties(at.world);
  const { training_class: c } = await draft({ units: 16 });
  const edit = (n: number, set: object) =>
    run(at.world, () => editLesson(at.world, { class_id: c.class_id, n, ...set }));
  const done = await edit(1, { content: '绪论', teacher_id: of.teacher.staff_id, link: 'https://a.example/1' });
  expect(isRefusal(done)).toBe(false);
  expect((await readLessons(at.world, c))[0]).toMatchObject({ content: '绪论', teacher_name: '王老师', n: 1 });
  expect(await edit(4, { kind: 'theory' })).toMatchObject({ refused: 'practice_share' });
  expect(await edit(4, { mode: 'online' })).toMatchObject({ refused: 'practice_online' });
  at.world.clock.set('2025-07-24T08:00:00+08:00');
  expect(await edit(1, { content: '晚了' })).toMatchObject({ refused: 'lesson_begun' });
});

it('moving a class to another place or day keeps what its lessons are about', async () => {
  const of = await parties(at.world);
  const { training_class: c } = await draft({ lessons: threeLessons(of) });
  const moved = await must(at.world, () => moveClass(at.world, { class_id: c.class_id, address: '新校区', by: 'li' }));
  expect(moved.lessons[0]).toMatchObject({ n: 1, mode: 'online', link: 'https://class.example/a', kind: 'theory' });
  const lessons = threeLessons(of).map((one) => ({
    starts_at: one.starts_at.replace('2025-07', '2025-08'),
    ends_at: one.ends_at.replace('2025-07', '2025-08'),
    units: one.units,
    kind: one.kind,
  }));
  const later = await must(at.world, () => moveClass(at.world, { class_id: c.class_id, lessons, by: 'li' }));
  expect(later.lessons[2]).toMatchObject({ mode: 'workplace', supervisor_id: of.supervisor.staff_id });
  expect(later.training_class).toMatchObject({ units: 8, practice_units: 6 });
});

it('the share is judged on what is given (control: without the rule anything passes)', () => {
  const policy = at.world.policies.of('530128', '2025-07-24');
  const lessons = [{ n: 1, starts_at: '', ends_at: '', units: 4, place: '', kind: 'theory' as const }];
  expect(kindsAllowed(lessons, policy)).toMatchObject({ refused: 'practice_share' });
  const none = {
    ...policy,
    delivery: { ...policy.delivery, practice_percent_min: { ...policy.delivery.practice_percent_min, value: 0 } },
  };
  expect(kindsAllowed(lessons, none)).toBeUndefined();
});
