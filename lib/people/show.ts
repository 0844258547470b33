/** Organisations and staff as the API shows them, named one by one: what is hashed, or an address, stays inside. Pure. */
import type { Organisation, Staff } from './types';

export function organisationShown(org: Organisation) {
  const { org_id, rev, kind, name, home_region, region, credit_code, contact, active, created_at, updated_at } = org;
  return { org_id, rev, kind, name, home_region, region, credit_code, contact, active, created_at, updated_at };
}

export function staffShown(staff: Staff) {
  const { staff_id, rev, name, org_id, org_name, org_kind, home_region, region, duties } = staff;
  const { person_hash, phone_masked, chat, gateway_chat, bound_at, active, left_at, created_at, updated_at } = staff;
  const office = { staff_id, rev, name, org_id, org_name, org_kind, home_region, region, duties };
  const bound = { bound: chat !== undefined, bound_gateway: gateway_chat !== undefined, bound_at };
  return {
    ...office,
    identified: person_hash !== undefined,
    phone_masked,
    ...bound,
    active,
    left_at,
    created_at,
    updated_at,
  };
}

/** Answers that are one of them; the revision becomes the ETag. */
export const oneOrganisation = ({ organisation }: { organisation: Organisation }) => ({
  body: organisationShown(organisation),
  rev: organisation.rev,
});
export const oneStaff = ({ staff }: { staff: Staff }) => ({ body: staffShown(staff), rev: staff.rev });
