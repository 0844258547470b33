/** Whose business a place is (L15), who is the same person or body (L12), who may have which duty. */
import { creditCheckCharacter, isCreditCode } from '../../lib/people/credit-code';
import {
  DUTIES_OF,
  inArea,
  mayServe,
  NEEDS_ID_NUMBER,
  sameOrganisation,
  samePerson,
} from '../../lib/people/staff-rules';
import type { Duty, OrgKind } from '../../lib/people/types';

const staff = (duties: Duty[], set: object = {}) => ({
  org_id: 'org_a',
  home_region: '530128',
  region: '310107',
  duties,
  ...set,
});
const PUTUO = { host_region: '310107', home_region: '530128' };
const FUKANG = { host_region: '652302', home_region: '530128' };

it.each<[string, Duty, object, object, boolean]>([
  ['a station, what happens in its district', 'station', {}, PUTUO, true],
  ['not what happens elsewhere, though it is its own county’s', 'station', {}, FUKANG, false],
  ['a station for a whole prefecture, every district of it', 'station', { region: '652300' }, FUKANG, true],
  ['but not the prefecture beside it', 'station', { region: '652800' }, FUKANG, false],
  ['a station, a place alone', 'station', {}, { host_region: '310107' }, true],
  ['a station, another place alone', 'station', {}, { host_region: '310108' }, false],
  ['the office, its county’s classes anywhere', 'office', { region: '530128' }, FUKANG, true],
  ['not another county’s', 'office', { region: '530128' }, { ...FUKANG, home_region: '530129' }, false],
  ['an inspector, the same', 'inspector', {}, FUKANG, true],
  ['an inspector, not another county’s', 'inspector', {}, { ...FUKANG, home_region: '410926' }, false],
  ['a village officer, her county’s', 'village_officer', { region: '530128' }, FUKANG, true],
  ['a teacher, what her institution trains', 'teacher', {}, { ...FUKANG, institution_id: 'org_a' }, true],
  ['not what another trains, next door', 'teacher', {}, { ...PUTUO, institution_id: 'org_b' }, false],
  ['nor what nobody trains yet', 'teacher', {}, PUTUO, false],
  ['an assessor, what her agency assesses', 'assessor', {}, { ...FUKANG, evaluator_id: 'org_a' }, true],
  ['not what it trains', 'assessor', {}, { ...PUTUO, institution_id: 'org_a' }, false],
  ['a supervisor, her firm’s district', 'supervisor', {}, PUTUO, true],
  ['not elsewhere', 'supervisor', {}, FUKANG, false],
])('L15 %s', (_, duty, set, place, mine) => {
  expect(inArea(staff([duty], set), place as typeof PUTUO)?.refused).toBe(mine ? undefined : 'area_not_yours');
});

it('L15 with two duties, one is enough; with none, nothing is hers', () => {
  expect(inArea(staff(['teacher', 'station']), PUTUO)).toBeUndefined();
  expect(inArea(staff([]), PUTUO)?.refused).toBe('area_not_yours');
});

it('L12 one person is recognised in two organisations, two strangers are not', () => {
  const teacher = { staff_id: 'staff_1', person_hash: 'x' };
  expect(samePerson(teacher, { staff_id: 'staff_2', person_hash: 'x' })).toBe(true);
  expect(samePerson(teacher, teacher)).toBe(true);
  expect(samePerson(teacher, { staff_id: 'staff_2', person_hash: 'y' })).toBe(false);
  // Two of whom neither gave a number must not pass for one.
  expect(samePerson({ staff_id: 'staff_1' }, { staff_id: 'staff_2' })).toBe(false);
  // Where one of the two never gave the number, her name tells; a number on both sides puts a chance likeness right.
  const named = { ...teacher, name: '马 老师' };
  expect(samePerson(named, { staff_id: 'staff_2', name: '马老师' })).toBe(true);
  expect(samePerson(named, { staff_id: 'staff_2', name: '马老师', person_hash: 'y' })).toBe(false);
});

it('L12 one legal body under two records is recognised by its code', () => {
  const school = { org_id: 'org_a', credit_code: '91530100MA6NXXXX1A' };
  expect(sameOrganisation(school, { org_id: 'org_b', credit_code: '91530100MA6NXXXX1A' })).toBe(true);
  expect(sameOrganisation(school, { org_id: 'org_b' })).toBe(false);
  expect(sameOrganisation({ org_id: 'org_a' }, { org_id: 'org_b' })).toBe(false);
});

it('L12 whoever trains does not assess: no organisation has both duties', () => {
  for (const duties of Object.values(DUTIES_OF))
    expect(duties.includes('teacher') && duties.includes('assessor')).toBe(false);
});

const KIND_OF: Partial<Record<Duty, OrgKind>> = { teacher: 'institution', assessor: 'evaluator', inspector: 'office' };

it('L15 no organisation mixes duties for an area with duties for the county', () => {
  const wide: Duty[] = ['office', 'inspector', 'village_officer'];
  for (const [kind, duties] of Object.entries(DUTIES_OF))
    expect([kind, new Set(duties.map((duty) => wide.includes(duty))).size]).toEqual([kind, 1]);
  // Were it allowed, the narrower duty would be worth nothing (control).
  expect(inArea(staff(['station', 'inspector']), FUKANG)).toBeUndefined();
});

it('refuses a duty that is not of such an organisation, or that needs an ID number', () => {
  const org = { kind: 'evaluator', active: true } as const;
  expect(mayServe(org, ['assessor'], true)).toBeUndefined();
  expect(mayServe(org, ['teacher'], true)).toMatchObject({ refused: 'duty_not_of_org', facts: { duty: 'teacher' } });
  for (const duty of NEEDS_ID_NUMBER) {
    const kind = KIND_OF[duty] ?? 'station';
    expect(mayServe({ kind, active: true }, [duty], false)?.refused).toBe('duty_needs_id_number');
    expect(mayServe({ kind, active: true }, [duty], true)).toBeUndefined();
  }
  expect(mayServe({ ...org, active: false }, ['assessor'], true)?.refused).toBe('org_inactive');
});

it('knows a 统一社会信用代码 by its last character (GB 32100-2015)', () => {
  const head = '12530128431234567';
  const code = head + creditCheckCharacter(head);
  expect(isCreditCode(code)).toBe(true);
  // The example most often given.
  expect(isCreditCode('91350100M000100Y43')).toBe(true);
  for (const wrong of ['91350100M000100Y44', '91350100M000100Y4', '91350100I000100Y43', `${code.toLowerCase()}x`, ''])
    expect([wrong, isCreditCode(wrong)]).toEqual([wrong, false]);
  const swapped = `${code.slice(0, 8)}${code[9]}${code[8]}${code.slice(10)}`;
  expect(isCreditCode(swapped)).toBe(code[8] === code[9]);
});
