import { instant } from '../platform/clock';
import { isRefusal, refuse } from '../platform/refusal';
import type { World } from '../platform/world';
import type { Planned } from '../store/commit';
import type { Change } from '../store/table';
import { readPerson } from './create-staff';
import { findOrganisation, organisationKey } from './find-organisation';
import { findStaff } from './find-staff';
import { dutyChanges, staffChange } from './staff-items';
import { mayServe } from './staff-rules';
import type { Duty, OrgRefusal, Staff } from './types';

export interface EditStaff {
  staff_id: string;
  /** The revision last read. */
  rev?: number;
  name?: string;
  duties?: Duty[];
  id_number?: string;
  phone?: string;
}

/**
 * Change what is known of a staff member and what she may do; the account she is bound to is told of it in the same
 * transaction (chat/office.ts). Refuses `staff_unknown`, `staff_left`, `stale`, and as `createStaff`.
 */
export async function editStaff(world: World, command: EditStaff): Promise<Planned<{ staff: Staff }>> {
  const before = await findStaff(world, command.staff_id, { consistent: true });
  if (!before) return refuse<OrgRefusal>('staff_unknown');
  if (!before.active) return refuse<OrgRefusal>('staff_left');
  if (command.rev !== undefined && command.rev !== before.rev) return refuse('stale');
  const org = await findOrganisation(world, before.org_id, { consistent: true });
  if (!org) return refuse<OrgRefusal>('org_unknown');
  const person = readPerson(world, command);
  if (isRefusal(person)) return person;
  const duties = command.duties ? [...new Set(command.duties)] : before.duties;
  const staff: Staff = {
    ...before,
    ...person,
    // A rename that did not reach her yet reaches her now.
    org_name: org.name,
    region: org.region,
    duties,
    rev: before.rev + 1,
    updated_at: instant(world.now()),
  };
  const refused = mayServe(org, duties, staff.person_hash !== undefined);
  if (refused) return refused;
  const check: Change = {
    kind: 'check',
    key: organisationKey(org.org_id) as Change['key'],
    when: [{ attr: 'rev', op: '=', value: org.rev }],
    why: 'the organisation is as it was read',
  };
  return {
    changes: [staffChange(before, staff, 'a staff member edited'), ...dutyChanges(staff, before.duties, duties), check],
    value: { staff },
  };
}
