/** D20, L11: nobody's word stands for herself; a make-up is of the same kind, and not where practice is closed (H3). */
import '../support/quiet';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { refusedText } from '../../lib/chat/commands/say/refusals';
import { correctMark } from '../../lib/classes/attendance/correct-mark';
import { makeUp } from '../../lib/classes/attendance/make-up';
import { closeArea } from '../../lib/classes/gates/close-area';
import { reopenArea } from '../../lib/classes/gates/reopen-area';
import { signOff } from '../../lib/classes/workplace/sign-off';
import { editStaff } from '../../lib/people/edit-staff';
import type { Staff } from '../../lib/people/types';
import { isRefusal } from '../../lib/platform/refusal';
import { keys } from '../../lib/store/keys';
import { newOrganisation, newStaff } from '../people/office';
import { must, run } from '../support/town';
import { syntheticIdNumber } from '../support/world';
import { doList, how } from './marks';
import { type Room, room, setLesson } from './room';

let r: Room;
beforeEach(async () => {
  r = await room();
});
const of = (who: number) => ({ class_id: r.c.class_id, worker_id: r.workers[who]!.worker_id });
/** A teacher who is the first worker of the class, by ID number; or somebody else. */
async function teacher(set: { n?: number; name?: string } = {}): Promise<Staff> {
  const name = set.name ?? '王老师';
  const school = await newOrganisation(r.world, { kind: 'institution', name: `${name}的学校`, region: '530128' });
  return newStaff(r.world, school, { name, duties: ['teacher'], id_number: syntheticIdNumber(set.n ?? 1) });
}
const refused = async (plan: () => Promise<unknown>): Promise<string> => {
  const done = await plan();
  return isRefusal(done) ? done.refused : 'done';
};

describe('herself', () => {
  const correct = (by: string, to: 'present' | 'absent' = 'present', who = 0) =>
    run(r.world, () => correctMark(r.world, { ...of(who), lesson: 1, to, reason: '她来了', by }));
  const make = (by: string, who = 0) =>
    run(r.world, () => makeUp(r.world, { ...of(who), lesson: 1, at: { day: '2025-07-26' }, by }));

  it('D20 an officer who learns in the class lists, corrects and makes up for others, not for herself', async () => {
    const { staff_id: by } = await teacher();
    r.atLesson(1, 1);
    const all = await doList(r, { by });
    expect(all).toMatchObject({ refused: 'own_mark', facts: { name: '工人1' } });
    expect(refusedText(all as never)).toContain('自己的考勤不能自己记');
    expect(await refused(() => doList(r, { by, but: [of(0).worker_id] }))).toBe('done');
    expect(await Promise.all([how(r, 0), how(r, 1)])).toEqual([undefined, 'list']);
    r.atLesson(4, 24 * 60);
    r.world.clock.set('2025-07-26T20:00:00+08:00');
    expect(await refused(() => make(by))).toBe('own_mark');
    expect(await refused(() => correct(by))).toBe('own_mark');
    // That she was not there she may say herself.
    expect(await refused(() => correct(by, 'absent'))).toBe('done');
    // Control: another teacher may.
    const other = await teacher({ n: 900, name: '李老师' });
    expect(await refused(() => make(other.staff_id))).toBe('done');
  });

  it('D20 another number put right on paper makes her nobody else', async () => {
    const { staff_id: by } = await teacher();
    await must(r.world, () => editStaff(r.world, { staff_id: by, id_number: syntheticIdNumber(77), by: 'admin-1' }));
    r.atLesson(1, 1);
    expect(await refused(() => doList(r, { by }))).toBe('own_mark');
  });

  it('L11 a supervisor who learns there signs for the others; who gave no number is known by name', async () => {
    const factory = await newOrganisation(r.world, { kind: 'employer', name: '阜康棉纺厂', region: '652302' });
    const { staff_id } = await newStaff(r.world, factory, { name: '赵师傅', duties: ['supervisor'] });
    const name = { set: { name: '工人1' }, why: 'the name she has on the roster' };
    await r.world.table.write([{ kind: 'update', key: keys.staff(staff_id), ...name }]);
    await setLesson(r, 2, { kind: 'practice', mode: 'workplace', supervisor_id: staff_id });
    r.atLesson(3);
    const sign = (...who: number[]) =>
      refused(() =>
        run(r.world, () =>
          signOff(r.world, {
            class_id: r.c.class_id,
            n: 2,
            present: who.map((i) => of(i).worker_id),
            by: staff_id,
            at_ms: r.world.now(),
          }),
        ),
      );
    expect(await sign(0, 1, 2)).toBe('own_mark');
    expect(await sign(1, 2)).toBe('done');
  });

  it.each([
    ['another phone and account: a namesake, whom she may mark', { phone_masked: '139****0009' }, 'done'],
    ['her phone', { phone_masked: '138****0001' }, 'own_mark'],
    ['another phone, and her account', { phone_masked: '139****0009', gateway_chat: 'hers' }, 'own_mark'],
    ['no phone to tell by', {}, 'own_mark'],
  ])('D20 an officer without a number, of the name of a learner: %s', async (_what, set, is) => {
    const station = await newOrganisation(r.world, { name: '阜康工作站', region: '652302' });
    const { staff_id: by } = await newStaff(r.world, station, { name: '王芳' });
    const { name, chat } = r.workers[0]!;
    const known = { name, ...set, ...('gateway_chat' in set && { gateway_chat: chat }) };
    await r.world.table.write([{ kind: 'update', key: keys.staff(by), set: known, why: 'test' }]);
    r.atLesson(1, 1);
    const done = await doList(r, { by });
    expect(isRefusal(done) ? done.refused : 'done').toBe(is);
    if (isRefusal(done)) expect(refusedText(done)).toContain('登记你的身份证号');
  });
});

describe('what is made up, and where', () => {
  const make = (at: { lesson: number } | { day: string }) =>
    refused(() => run(r.world, () => makeUp(r.world, { ...of(0), lesson: 1, at, by: 's_teacher' })));
  const later = () => r.lessons.find((one) => one.n > 1 && one.units >= r.lessons[0]!.units)!.n;

  it('D20 practice is not made up at a theory lesson, nor theory at practice (control: of one kind it is)', async () => {
    const n = later();
    await setLesson(r, 1, { kind: 'practice' });
    await setLesson(r, n, { kind: 'theory' });
    r.atLesson(n, 24 * 60);
    expect(await make({ lesson: n })).toBe('make_up_other_kind');
    await setLesson(r, 1, { kind: 'theory' });
    await setLesson(r, n, { kind: 'practice' });
    expect(await make({ lesson: n })).toBe('make_up_other_kind');
    await setLesson(r, n, { kind: 'theory' });
    expect(await make({ lesson: n })).toBe('done');
  });

  it('H3 no practice is made up on a day on which it was closed; theory is, and practice after it', async () => {
    const area = { home_region: '530128', region: '652302', what: 'practice' as const, reason: '疫情防控', by: 'li' };
    const { gate } = await must(r.world, () => closeArea(r.world, { ...area, from: '2025-07-25' }));
    r.world.clock.set('2025-07-28T20:00:00+08:00');
    await setLesson(r, 1, { kind: 'practice' });
    expect(await make({ day: '2025-07-26' })).toBe('area_closed');
    const again = { gate_id: gate.gate_id, from: '2025-07-28', reason: '可控', by: 'li' };
    await must(r.world, () => reopenArea(r.world, again));
    expect(await make({ day: '2025-07-26' })).toBe('area_closed');
    expect(await make({ day: '2025-07-28' })).toBe('done');
    r = await room();
    await must(r.world, () => closeArea(r.world, { ...area, from: '2025-07-25' }));
    r.world.clock.set('2025-07-28T20:00:00+08:00');
    await setLesson(r, 1, { kind: 'theory' });
    expect(await make({ day: '2025-07-26' })).toBe('done');
  });
});
