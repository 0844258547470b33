import { dayOf, instant } from '../platform/clock';
import { isRefusal, refuse } from '../platform/refusal';
import type { World } from '../platform/world';
import type { Planned } from '../store/commit';
import { keys } from '../store/keys';
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
  /** Who asks for it. */
  by?: string;
}

/**
 * Change what is known of a staff member and what she may do; the account she is bound to is told of it in the same
 * transaction (chat/office.ts). Another name or ID number than before goes into the audit, and a number that was put right
 * still counts for what she did under it: nobody becomes somebody else to examine whom she taught (L12). Refuses `staff_unknown`, `staff_left`, `stale`, and as `createStaff`.
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
    ...formerly(before, person.person_hash),
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
    changes: [
      staffChange(before, staff, 'a staff member edited'),
      ...dutyChanges(staff, before.duties, duties),
      ...audited(world, before, staff, command.by),
      check,
    ],
    value: { staff },
  };
}

/** All of them: with a limit, the first could be pushed out by so many more. */
function formerly({ person_hash, former_hashes = [] }: Staff, now_hash: string | undefined) {
  if (!person_hash || !now_hash || person_hash === now_hash) return {};
  return { former_hashes: [...new Set([...former_hashes, person_hash])] };
}

/** Who she is was changed: the name as it was, and that the number is another one. */
function audited(world: World, before: Staff, after: Staff, by: string | undefined): Change[] {
  const renamed = before.name !== after.name;
  const renumbered = before.person_hash !== after.person_hash;
  if (!renamed && !renumbered) return [];
  const at = world.now();
  return [
    {
      kind: 'put',
      key: keys.audit(dayOf(at), world.id('staff')),
      item: {
        ...{ what: 'staff_identity', staff_id: before.staff_id, at: instant(at) },
        ...(by && { by }),
        ...(renamed && { name_was: before.name }),
        ...(renumbered && { id_number: before.person_hash ? 'changed' : 'given' }),
      },
      why: 'who said that she is somebody else',
    },
  ];
}
