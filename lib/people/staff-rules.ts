/** Who may act where, who is who. Pure. */
import { type Refusal, refuse } from '../platform/refusal';
import { reaches } from '../platform/region';
import type { Duty, Organisation, OrgKind, OrgRefusal, Staff } from './types';

/**
 * What each kind of organisation's people may do. An assessor never belongs to whoever trains, nor a teacher to whoever
 * assesses (考培分离, 评培分离: L12); one person may still hold an office in each, and is then recognised. Nor does one
 * organisation mix a duty for an area with one for the whole county: an inspector of a station would see beyond it (L15).
 */
export const DUTIES_OF: Record<OrgKind, readonly Duty[]> = {
  station: ['station', 'teacher'],
  institution: ['teacher'],
  employer: ['supervisor', 'teacher'],
  evaluator: ['assessor'],
  village: ['village_officer'],
  office: ['office', 'inspector'],
};

/** Duties for which it must be known who the person is, across organisations (L12, D11). */
export const NEEDS_ID_NUMBER: readonly Duty[] = ['teacher', 'assessor', 'inspector'];

/** Where something takes place, and whose it is: a class, or a place alone. */
export interface Place {
  /** 务工地. */
  host_region: string;
  /** 户籍地; absent for a place alone. */
  home_region?: string;
  institution_id?: string;
  evaluator_id?: string;
}

type Where = Pick<Staff, 'org_id' | 'home_region' | 'region' | 'duties'>;

/**
 * Is it this staff member's business (L15: own area only)? A station and a supervisor look after a host region and all
 * below it; the office, inspectors and village officers after what is their own county's; teachers and assessors after
 * the classes their organisation trains or assesses. With several duties, any of them is enough. Refuses `area_not_yours`.
 */
export function inArea(staff: Where, place: Place): Refusal<'area_not_yours'> | undefined {
  return staff.duties.some((duty) => reachesBy(duty, staff, place)) ? undefined : refuse('area_not_yours');
}

function reachesBy(duty: Duty, staff: Where, place: Place): boolean {
  switch (duty) {
    case 'station':
    case 'supervisor':
      return reaches(staff.region, place.host_region);
    case 'teacher':
      return place.institution_id === staff.org_id;
    case 'assessor':
      return place.evaluator_id === staff.org_id;
    case 'office':
    case 'inspector':
    case 'village_officer':
      // A place alone belongs to no county: the county's people work everywhere.
      return place.home_region === undefined || reaches(staff.home_region, place.home_region);
  }
}

/** Duties that see all of a county's programme, wherever it takes place. */
const OF_THE_COUNTY: readonly Duty[] = ['office', 'inspector', 'village_officer'];
export const seesTheCounty = ({ duties }: Pick<Staff, 'duties'>): boolean =>
  duties.some((duty) => OF_THE_COUNTY.includes(duty));

/**
 * May her office be held on an account of this county? What a conversation shows someone who sees a county is the
 * account's own county: it must be hers (L15). Whoever goes by a place or an organisation is held to that everywhere.
 */
export const mayHoldHere = (staff: Pick<Staff, 'home_region' | 'duties'>, home_region: string): boolean =>
  !seesTheCounty(staff) || reaches(staff.home_region, home_region);

/** A person as far as telling her apart goes. */
export type Person = Pick<Staff, 'staff_id' | 'person_hash'> & { name?: string };

/** The same person, whichever office each row stands for: by ID number where both gave one, otherwise by her name (L12, D11). */
export function samePerson(a: Person, b: Person): boolean {
  if (a.staff_id === b.staff_id) return true;
  if (a.person_hash !== undefined && b.person_hash !== undefined) return a.person_hash === b.person_hash;
  return a.name !== undefined && b.name !== undefined && plainName(a.name) === plainName(b.name);
}

/** Someone once for each ID number she was ever recorded under: a number put right does not undo what she did. */
export const underEachNumber = <P extends Pick<Staff, 'person_hash' | 'former_hashes'>>(one: P): P[] => [
  one,
  ...(one.former_hashes ?? []).map((person_hash) => ({ ...one, person_hash })),
];

/**
 * May someone have these duties in this organisation? Refuses `org_inactive`, `duty_not_of_org` {duty, kind},
 * `duty_needs_id_number` {duty}.
 */
export function mayServe(
  org: Pick<Organisation, 'kind' | 'active'>,
  duties: readonly Duty[],
  identified: boolean,
): Refusal<OrgRefusal> | undefined {
  if (!org.active) return refuse('org_inactive');
  const foreign = duties.find((duty) => !DUTIES_OF[org.kind].includes(duty));
  if (foreign) return refuse('duty_not_of_org', { duty: foreign, kind: org.kind });
  const unknown = identified ? undefined : duties.find((duty) => NEEDS_ID_NUMBER.includes(duty));
  return unknown && refuse('duty_needs_id_number', { duty: unknown });
}

export type EverKnown = Person & Pick<Staff, 'former_hashes'>;

/** The same person by any number either was ever recorded under. */
export const everSamePerson = (a: EverKnown, b: EverKnown): boolean =>
  underEachNumber(a).some((one) => underEachNumber(b).some((other) => samePerson(one, other)));

/** An organisation as far as telling it apart goes. */
export type Body = Pick<Organisation, 'org_id' | 'credit_code'> & { name?: string };

/**
 * One legal body, under two records or kinds: by 统一社会信用代码 where both gave one, otherwise by its name (L12: who trains
 * does not assess).
 */
export function sameOrganisation(a: Body, b: Body): boolean {
  if (a.org_id === b.org_id) return true;
  if (a.credit_code !== undefined && b.credit_code !== undefined) return a.credit_code === b.credit_code;
  return a.name !== undefined && b.name !== undefined && plainName(a.name) === plainName(b.name);
}

/** Spaces, brackets and dots do not make another name. */
const plainName = (name: string): string => name.normalize('NFKC').replace(/[^\p{L}\p{N}]/gu, '');

/** Which of her two accounts this is: that with the public account, or that with the resident gateway. */
export function slotOf(chat: string): 'chat' | 'gateway_chat' {
  return chat.startsWith('wechaty:') ? 'gateway_chat' : 'chat';
}

type Accounts = Pick<Staff, 'chat' | 'gateway_chat'>;
/** Every account that speaks for her, that with the public account first. */
export const accountsOf = ({ chat, gateway_chat }: Accounts): string[] =>
  [chat, gateway_chat].flatMap((account) => account ?? []);

/** Where news reaches her: through the public account first. */
export const reachedAt = (staff: Accounts): string | undefined => accountsOf(staff)[0];

/** What the conversation of a bound account carries of the office. */
export function badgeOf({ staff_id, name, org_id, org_name, region, duties }: Staff) {
  return { staff_id, name, org_id, org_name, region, duties };
}
