/** What the routes about organisations and staff answer with; lists hold only what is the caller's to see. */
import type { Caller } from '../platform/auth';
import { gather, type Page } from '../platform/paging';
import { type Refusal, refuse } from '../platform/refusal';
import { isWithin, reaches, type Where } from '../platform/region';
import type { World } from '../platform/world';
import { findOrganisation } from './find-organisation';
import { organisationsPage } from './list-organisations';
import { listingOf, staffPage } from './list-staff';
import { oneOrganisation, organisationShown, staffShown } from './show';
import type { Duty, Organisation, OrgKind, OrgRefusal, Staff } from './types';

interface Asking {
  world: World;
  caller: Caller;
  /** What every home region shown begins with, for the administration. */
  within: string;
}
type Paging = { limit: number; cursor?: string };

/** An organisation, and whoever works there, is the business of its county, of the stations of its area, and its own. */
export const whereIs = (one: Organisation | Staff | undefined): Where | undefined =>
  one && { home_region: one.home_region, host_region: one.region, orgs: [one.org_id] };

const isMine = (caller: Caller, one: Organisation | Staff): boolean => isWithin(caller, whereIs(one) as Where);

/** Organisations of a kind, in pages. Whoever is not of the administration looks through its county's for her own. */
export function organisationsAnswer(
  { world, caller, within }: Asking,
  kind: OrgKind,
  query: Paging & { home_region?: string; region?: string },
): Promise<{ body: Page<ReturnType<typeof organisationShown>> } | Refusal> {
  const prefix = ofOffice(caller) ? within : world.account.home_region;
  return gather({ ...query, pk: 'ORGS', prefix }, async (limit, after) => {
    const { organisations, next } = await organisationsPage(world, { region_prefix: prefix, limit, after });
    const wanted = organisations.filter(
      (org) =>
        org.kind === kind && isMine(caller, org) && (query.region === undefined || reaches(query.region, org.region)),
    );
    return { wanted: wanted.map(organisationShown), next };
  });
}

/** One organisation of this kind. Refuses `org_unknown`, also for one of another kind. */
export async function organisationAnswer(world: World, org_id: string, kind: OrgKind) {
  const organisation = await findOrganisation(world, org_id);
  return organisation?.kind === kind ? oneOrganisation({ organisation }) : refuse<OrgRefusal>('org_unknown');
}

/** Staff of an organisation, or of a duty in the county, in pages. */
export function staffAnswer(
  { world, caller, within }: Asking,
  query: Paging & { home_region?: string; org_id?: string; duty?: Duty; everyone?: 'true' | 'false' },
): Promise<{ body: Page<ReturnType<typeof staffShown>> } | Refusal> {
  const { org_id, duty, everyone } = query;
  const home_region = query.home_region ?? world.account.home_region;
  const listing = org_id ? listingOf({ org_id }) : listingOf({ home_region, duty });
  return gather({ ...query, ...listing }, async (limit, after) => {
    const { staff, next } = await staffPage(world, { ...listing, limit, after });
    const wanted = staff.filter(
      (one) =>
        isMine(caller, one) &&
        (!ofOffice(caller) || one.home_region.startsWith(within)) &&
        (one.active || everyone === 'true') &&
        (duty === undefined || one.duties.includes(duty)),
    );
    return { wanted: wanted.map(staffShown), next };
  });
}

const ofOffice = ({ role }: Caller): boolean => !['station', 'institution', 'employer', 'evaluator'].includes(role);
