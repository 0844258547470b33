/** Organisations and their staff: entered, changed, left; and that whoever left acts no more. */
import { editOffice, followOrganisation, leaveOffice } from '../../lib/chat/office';
import { createOrganisation } from '../../lib/people/create-organisation';
import { createStaff } from '../../lib/people/create-staff';
import { editOrganisation } from '../../lib/people/edit-organisation';
import { findOrganisation } from '../../lib/people/find-organisation';
import { findStaff } from '../../lib/people/find-staff';
import { organisationsPage } from '../../lib/people/list-organisations';
import { listOnDuty, listStaffOf } from '../../lib/people/list-staff';
import { onDutyCheck } from '../../lib/people/on-duty';
import { samePerson } from '../../lib/people/staff-rules';
import type { OrgKind } from '../../lib/people/types';
import { isRefusal } from '../../lib/platform/refusal';
import { keys } from '../../lib/store/keys';
import type { Change } from '../../lib/store/table';
import { freshTable } from '../support/engine';
import { syntheticIdNumber, type TestWorld, testWorld } from '../support/world';
import { boundAs, HOME, must, newOrganisation, newStaff, PUTUO, run } from './office';

let world: TestWorld;
/** The county's organisations of a kind. */
const organisationsOf = async (kind: OrgKind) =>
  (await organisationsPage(world, { region_prefix: HOME })).organisations.filter((org) => org.kind === kind);
beforeEach(async () => {
  world = testWorld((await freshTable()).table);
});

const why = { by: 'officer-1', reason: '调走了' };

describe('an organisation', () => {
  it('is found by its id alone, and listed by kind in its county', async () => {
    const station = await newOrganisation(world);
    const school = await newOrganisation(world, { kind: 'institution', name: '禄劝职校', region: HOME });
    await newOrganisation(world, { kind: 'institution', name: '台前职校', home_region: '410927', region: '410927' });
    expect(await findOrganisation(world, school.org_id)).toEqual(school);
    expect(await findOrganisation(world, 'org_530128nothere')).toBeUndefined();
    expect(await findOrganisation(world, 'nonsense')).toBeUndefined();
    expect(await organisationsOf('station')).toEqual([station]);
    expect(await organisationsOf('institution')).toEqual([school]);
  });

  it('has its name alone, among its kind and county; a rename frees the old one', async () => {
    const first = await newOrganisation(world);
    const again = { kind: 'station', name: '普陀工作站', home_region: HOME, region: PUTUO } as const;
    const create = (set: object = {}) => run(world, () => createOrganisation(world, { ...again, ...set }));
    expect(await create()).toMatchObject({ refused: 'org_name_taken' });
    expect(isRefusal(await create({ kind: 'employer' }))).toBe(false);
    expect(isRefusal(await create({ home_region: '410927' }))).toBe(false);
    await must(world, () => editOrganisation(world, { org_id: first.org_id, rev: 1, name: '普陀劳务工作站' }));
    expect(isRefusal(await create())).toBe(false);
    const back = () => editOrganisation(world, { org_id: first.org_id, name: '普陀工作站' });
    expect(await run(world, back)).toMatchObject({ refused: 'org_name_taken' });
  });

  it('entered twice at once is entered once; without the claim on its name it would be there twice (control)', async () => {
    const command = { kind: 'village', name: '翠华村', home_region: HOME, region: HOME } as const;
    const both = await Promise.all([1, 2].map(() => run(world, () => createOrganisation(world, command))));
    expect(both.filter(isRefusal)).toHaveLength(1);
    const careless = async () => {
      const planned = await createOrganisation(world, { ...command, name: '汤郎村' });
      return isRefusal(planned) ? planned : { ...planned, changes: planned.changes.filter((c) => !c.refusal) };
    };
    await Promise.all([must(world, careless), must(world, careless)]);
    const names = (await organisationsOf('village')).map((org) => org.name);
    expect(names.sort()).toEqual(['汤郎村', '汤郎村', '翠华村']);
  });

  it('is not changed on what was read long ago', async () => {
    const { org_id } = await newOrganisation(world);
    await must(world, () => editOrganisation(world, { org_id, rev: 1, contact: '李站长' }));
    expect(await run(world, () => editOrganisation(world, { org_id, rev: 1, contact: '王站长' }))).toMatchObject({
      refused: 'stale',
    });
    expect(await run(world, () => editOrganisation(world, { org_id, kind: 'village' }))).toMatchObject({
      refused: 'org_unknown',
    });
  });

  it('closed: its people lose their office at once and nobody new comes; broken off, it is taken up again', async () => {
    const org = await newOrganisation(world);
    const [mei, hua] = [await newStaff(world, org), await newStaff(world, org, { name: '张华' })];
    const one = await boundAs(world, mei, 'mei');
    const { organisation } = await must(world, () => editOrganisation(world, { org_id: org.org_id, active: false }));
    // Before anything follows: nobody is taken on.
    const join = () => createStaff(world, { home_region: HOME, org_id: org.org_id, name: '王五', duties: ['station'] });
    expect(await run(world, join)).toMatchObject({ refused: 'org_inactive' });
    expect(await followOrganisation(world, organisation, why)).toEqual({ followed: 2 });
    expect(await followOrganisation(world, organisation, why)).toEqual({ followed: 0 });
    for (const { staff_id } of [mei, hua]) expect((await findStaff(world, staff_id))?.active).toBe(false);
    expect((await world.table.get(keys.conversation(one.chat)))?.staff).toBeUndefined();
    expect(await listOnDuty(world, HOME, 'station')).toEqual([]);
  });

  it('renamed or moved: its people go by the new name and area, in their conversation too', async () => {
    const org = await newOrganisation(world);
    const mei = await newStaff(world, org);
    const one = await boundAs(world, mei, 'mei');
    const set = { name: '静安工作站', region: '310106' };
    const { organisation } = await must(world, () => editOrganisation(world, { org_id: org.org_id, ...set }));
    await followOrganisation(world, organisation, why);
    expect(await findStaff(world, mei.staff_id)).toMatchObject({ org_name: '静安工作站', region: '310106' });
    const talk = await world.table.get(keys.conversation(one.chat));
    expect(talk?.staff).toMatchObject({ org_name: '静安工作站', region: '310106' });
  });
});

describe('a staff member', () => {
  it('is kept without her numbers: a fingerprint and a mask', async () => {
    const org = await newOrganisation(world, { kind: 'institution', name: '禄劝职校' });
    const id_number = syntheticIdNumber(7);
    const phone = '13800000007';
    const staff = await newStaff(world, org, { duties: ['teacher'], id_number, phone });
    const row = JSON.stringify(await world.table.get(keys.staff(staff.staff_id)));
    for (const number of [id_number, id_number.slice(6, 14), phone]) expect(row).not.toContain(number);
    expect(staff).toMatchObject({ phone_masked: '138****0007', region: PUTUO, org_name: '禄劝职校' });
    expect(staff.person_hash).toHaveLength(22);
  });

  it('L12 may serve in two organisations, and is recognised', async () => {
    const school = await newOrganisation(world, { kind: 'institution', name: '禄劝职校' });
    const agency = await newOrganisation(world, { kind: 'evaluator', name: '昆明评价中心' });
    const id_number = syntheticIdNumber(8);
    const teacher = await newStaff(world, school, { duties: ['teacher'], id_number });
    const assessor = await newStaff(world, agency, { duties: ['assessor'], id_number: ` ${id_number} ` });
    const other = await newStaff(world, agency, { duties: ['assessor'], id_number: syntheticIdNumber(9) });
    expect(samePerson(teacher, assessor)).toBe(true);
    expect(samePerson(teacher, other)).toBe(false);
  });

  it.each([
    ['a teacher without an ID number', { duties: ['teacher'] }, 'duty_needs_id_number'],
    ['a wrong ID number', { duties: ['teacher'], id_number: '530128199001010014' }, 'id_number_checksum'],
    ['an assessor at a school', { duties: ['assessor'], id_number: syntheticIdNumber(1) }, 'duty_not_of_org'],
    ['a number for a name', { name: '13800000001' }, 'name_format'],
    ['half a phone', { duties: ['teacher'], id_number: syntheticIdNumber(1), phone: '138000' }, 'phone_format'],
    ['an organisation that is not there', { org_id: 'org_530128none' }, 'org_unknown'],
    ['one of another county', { home_region: '410927' }, 'org_unknown'],
  ])('refuses %s', async (_, set, refused) => {
    const org = await newOrganisation(world, { kind: 'institution', name: '禄劝职校' });
    const command = { home_region: HOME, org_id: org.org_id, name: '王五', duties: ['teacher'], ...set } as never;
    expect(await run(world, () => createStaff(world, command))).toMatchObject({ refused });
  });

  it('D11 is listed by duty in her county, and by organisation', async () => {
    const office = await newOrganisation(world, { kind: 'office', name: '禄劝人社局', region: HOME });
    const inspectors = [];
    for (const n of [1, 2, 3])
      inspectors.push(
        await newStaff(world, office, {
          name: `巡查${'甲乙丙'[n - 1]}`,
          duties: ['office', 'inspector'],
          id_number: syntheticIdNumber(n),
        }),
      );
    const ids = (list: { staff_id: string }[]) => list.map((one) => one.staff_id).sort();
    expect(ids(await listOnDuty(world, HOME, 'inspector'))).toEqual(ids(inspectors));
    expect(ids(await listStaffOf(world, office.org_id))).toEqual(ids(inspectors));
    expect(await listOnDuty(world, HOME, 'teacher')).toEqual([]);
    expect(await listOnDuty(world, '410927', 'inspector')).toEqual([]);
    const [first, second] = inspectors;
    await must(world, () => leaveOffice(world, { staff_id: first!.staff_id, ...why }));
    await must(world, () => editOffice(world, { staff_id: second!.staff_id, duties: ['office'] }));
    expect(ids(await listOnDuty(world, HOME, 'inspector'))).toEqual(ids(inspectors.slice(2)));
    expect(await listStaffOf(world, office.org_id)).toHaveLength(2);
  });

  it('is changed together with what her conversation carries', async () => {
    const org = await newOrganisation(world);
    const mei = await newStaff(world, org);
    const one = await boundAs(world, mei, 'mei');
    const edit = { staff_id: mei.staff_id, name: '李小梅', duties: ['station', 'teacher'] as const };
    const bare = () => editOffice(world, { ...edit, duties: [...edit.duties] });
    expect(await run(world, bare)).toMatchObject({ refused: 'duty_needs_id_number' });
    await must(world, () => editOffice(world, { ...edit, duties: [...edit.duties], id_number: syntheticIdNumber(5) }));
    expect((await world.table.get(keys.conversation(one.chat)))?.staff).toMatchObject({
      name: '李小梅',
      duties: ['station', 'teacher'],
    });
  });
});

describe('leaving', () => {
  it('takes office, account and lists in one transaction, and says who did it and why', async () => {
    const org = await newOrganisation(world);
    const mei = await newStaff(world, org);
    const one = await boundAs(world, mei, 'mei');
    const before = await world.table.get(keys.conversation(one.chat));
    const planned = await leaveOffice(world, { staff_id: mei.staff_id, ...why });
    if (isRefusal(planned)) throw new Error(planned.refused);
    const touched = planned.changes.map((change) => change.key.pk.split('#')[0]).sort();
    expect(touched).toEqual(['AUDIT', 'CHAT', 'DUTY', 'STAFF']);
    await world.table.write(planned.changes);
    const staff = await findStaff(world, mei.staff_id);
    expect(staff).toMatchObject({ active: false, left_at: staff?.updated_at });
    expect(staff).not.toHaveProperty('chat');
    const talk = await world.table.get(keys.conversation(one.chat));
    expect(talk).toMatchObject({ rev: (before?.rev ?? 0) + 1 });
    expect(talk).not.toHaveProperty('staff');
    const audit = await world.table.query({ pk: keys.audit('2025-07-10', '').pk, prefix: '' });
    expect(audit.items).toMatchObject([{ what: 'staff_left', staff_id: mei.staff_id, ...why }]);
    expect(await run(world, () => leaveOffice(world, { staff_id: mei.staff_id, ...why }))).toMatchObject({
      refused: 'staff_left',
    });
  });

  it('her next word is answered as anybody’s', async () => {
    const mei = await newStaff(world, await newOrganisation(world));
    const one = await boundAs(world, mei, 'mei');
    await must(world, () => leaveOffice(world, { staff_id: mei.staff_id, ...why }));
    const { reply } = await one.say('找培训班');
    expect(reply?.text).not.toContain('普陀工作站');
    expect(reply?.choices?.length).toBeGreaterThan(0);
  });

  it('while she is in the middle of a turn: whichever comes first, she is out of office after both', async () => {
    for (let round = 0; round < 8; round++) {
      const mei = await newStaff(world, await newOrganisation(world, { name: `站${round}` }));
      const one = await boundAs(world, mei, `mei${round}`);
      await Promise.all([
        one.say('菜单'),
        must(world, () => leaveOffice(world, { staff_id: mei.staff_id, ...why })),
        one.say('帮助'),
      ]);
      expect(await world.table.get(keys.conversation(one.chat))).not.toHaveProperty('staff');
      expect(await findStaff(world, mei.staff_id)).not.toHaveProperty('chat');
    }
  });

  it('L15 a deed planned before she left is not written after; without the check it would be (control)', async () => {
    const mei = await newStaff(world, await newOrganisation(world));
    const { chat } = await boundAs(world, mei, 'mei');
    const conversation = { chat, staff: { staff_id: mei.staff_id } };
    const on_duty = await onDutyCheck({ world, conversation });
    if (isRefusal(on_duty)) throw new Error(on_duty.refused);
    expect(on_duty.staff.staff_id).toBe(mei.staff_id);
    const deed: Change = { kind: 'put', key: { pk: 'TEST', sk: 'DEED' }, item: { done: true }, why: 'her deed' };
    await must(world, () => leaveOffice(world, { staff_id: mei.staff_id, ...why }));
    await expect(world.table.write([deed, on_duty.check])).rejects.toThrow('condition failed');
    expect(await world.table.get(deed.key)).toBeUndefined();
    await world.table.write([deed]);
    expect(await world.table.get(deed.key)).toMatchObject({ done: true });
    expect(await onDutyCheck({ world, conversation })).toMatchObject({ refused: 'staff_left' });
    expect(await onDutyCheck({ world, conversation: { chat } })).toMatchObject({ refused: 'not_on_duty' });
  });

  it('L15 nor one from an account she is no longer bound to', async () => {
    const mei = await newStaff(world, await newOrganisation(world));
    const { chat } = await boundAs(world, mei, 'mei');
    const elsewhere = { chat: 'wechat:oother', staff: { staff_id: mei.staff_id } };
    expect(await onDutyCheck({ world, conversation: elsewhere })).toMatchObject({ refused: 'not_on_duty' });
    expect(isRefusal(await onDutyCheck({ world, conversation: { ...elsewhere, chat } }))).toBe(false);
  });
});
