import { instant } from '../platform/clock';
import type { World } from '../platform/world';
import type { Planned } from '../store/commit';
import { keys } from '../store/keys';
import type { Change } from '../store/table';
import { newOrgId } from './find-organisation';
import type { Organisation, OrgKind } from './types';

export interface CreateOrganisation {
  kind: OrgKind;
  name: string;
  home_region: string;
  /** A station's or employer's host region; everyone else's own. */
  region: string;
  credit_code?: string;
  contact?: string;
}

/** Enter an organisation. Refuses `org_name_taken` when the county has one of this kind by this name. */
export async function createOrganisation(
  world: World,
  command: CreateOrganisation,
): Promise<Planned<{ organisation: Organisation }>> {
  const now = instant(world.now());
  const { credit_code, contact, ...given } = command;
  const organisation: Organisation = {
    ...given,
    org_id: newOrgId(world, command.home_region),
    rev: 1,
    ...(credit_code && { credit_code }),
    ...(contact && { contact }),
    active: true,
    created_at: now,
    updated_at: now,
  };
  const { home_region, org_id } = organisation;
  return {
    changes: [
      nameClaim(organisation),
      {
        kind: 'put',
        key: keys.organisation(home_region, org_id),
        item: { ...organisation },
        when: [{ attr: 'pk', op: 'absent' }],
        why: 'a new organisation',
      },
    ],
    value: { organisation },
  };
}

/** A name stands for one organisation of a kind: two offices entering the same one at once end up with one. */
export function nameClaim(org: Pick<Organisation, 'home_region' | 'kind' | 'name' | 'org_id'>): Change {
  return {
    kind: 'put',
    key: keys.organisationName(org.home_region, org.kind, org.name),
    item: { org_id: org.org_id },
    when: [{ attr: 'pk', op: 'absent' }],
    refusal: 'org_name_taken',
    why: 'one organisation by this name',
  };
}
