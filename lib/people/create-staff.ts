import { instant } from '../platform/clock';
import { isRefusal, type Refusal, refuse } from '../platform/refusal';
import type { World } from '../platform/world';
import type { Planned } from '../store/commit';
import { keys } from '../store/keys';
import { findOrganisation, organisationKey } from './find-organisation';
import { readIdNumber } from './id-number';
import { maskPhone, readPhone, readWrittenName } from './read';
import { dutyChanges } from './staff-items';
import { mayServe } from './staff-rules';
import type { Duty, OrgRefusal, PeopleRefusal, Staff } from './types';

export interface CreateStaff {
  /** The county whose administration enters her; the organisation must be its own. */
  home_region: string;
  org_id: string;
  name: string;
  duties: Duty[];
  /** In full, as given: only its keyed fingerprint is kept. */
  id_number?: string;
  /** Only its mask is kept. */
  phone?: string;
}

/**
 * Enter someone who works for an organisation; bound to no account yet. The same person may serve in two, and is
 * recognised by her ID number's fingerprint (L12). Refuses `org_unknown`, `org_inactive`, `duty_not_of_org`,
 * `duty_needs_id_number`, `name_format`, `phone_format`, and what is wrong with an ID number.
 */
export async function createStaff(world: World, command: CreateStaff): Promise<Planned<{ staff: Staff }>> {
  const org = await findOrganisation(world, command.org_id, { consistent: true });
  const org_key = organisationKey(command.org_id);
  if (!org || !org_key || org.home_region !== command.home_region) return refuse<OrgRefusal>('org_unknown');
  const person = readPerson(world, command);
  if (isRefusal(person)) return person;
  const duties = [...new Set(command.duties)];
  const refused = mayServe(org, duties, person.person_hash !== undefined);
  if (refused) return refused;
  const now = instant(world.now());
  const staff: Staff = {
    staff_id: world.id('staff'),
    rev: 1,
    name: person.name ?? '',
    org_id: org.org_id,
    org_name: org.name,
    org_kind: org.kind,
    home_region: org.home_region,
    region: org.region,
    duties,
    ...person,
    active: true,
    created_at: now,
    updated_at: now,
  };
  return {
    changes: [
      {
        kind: 'put',
        key: keys.staff(staff.staff_id),
        item: { ...staff },
        when: [{ attr: 'pk', op: 'absent' }],
        why: 'a new staff member',
      },
      {
        kind: 'put',
        key: keys.staffOf(org.org_id, staff.staff_id),
        item: { staff_id: staff.staff_id },
        why: 'listed with her organisation',
      },
      ...dutyChanges(staff, [], duties),
      {
        kind: 'check',
        key: org_key,
        // Its name and area were copied; a closed organisation takes nobody on.
        when: [{ attr: 'rev', op: '=', value: org.rev }],
        why: 'the organisation is as it was read',
      },
    ],
    value: { staff },
  };
}

/** What was given about the person, checked; of her numbers only what may be kept. */
export function readPerson(
  world: Pick<World, 'vault'>,
  given: { name?: string; id_number?: string; phone?: string },
): Partial<Pick<Staff, 'name' | 'person_hash' | 'phone_masked'>> | Refusal<PeopleRefusal> {
  const name = given.name === undefined ? undefined : readWrittenName(given.name);
  if (isRefusal(name)) return name;
  const number = given.id_number === undefined ? undefined : readIdNumber(given.id_number);
  if (isRefusal(number)) return number;
  const phone = given.phone === undefined ? undefined : readPhone(given.phone);
  if (isRefusal(phone)) return phone;
  return {
    ...(name && { name }),
    ...(number && { person_hash: world.vault.fingerprint('id_number', number.id_number) }),
    ...(phone && { phone_masked: maskPhone(phone) }),
  };
}
