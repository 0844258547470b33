import { instant } from '../platform/clock';
import { refuse } from '../platform/refusal';
import type { World } from '../platform/world';
import type { Planned } from '../store/commit';
import { keys } from '../store/keys';
import type { Change } from '../store/table';
import { nameClaim } from './create-organisation';
import { findOrganisation } from './find-organisation';
import type { Organisation, OrgKind, OrgRefusal } from './types';

export interface EditOrganisation {
  org_id: string;
  /** Of this kind it must be, where the caller named one. */
  kind?: OrgKind;
  /** The revision last read. */
  rev?: number;
  name?: string;
  region?: string;
  credit_code?: string;
  contact?: string;
  /** Closed or opened again. */
  active?: boolean;
}

/**
 * Change an organisation, close it or open it again. What its staff carry of it (name, area, their office) follows
 * staff by staff afterwards: `followOrganisation`. Refuses `org_unknown`, `stale`, `org_name_taken`.
 */
export async function editOrganisation(
  world: World,
  command: EditOrganisation,
): Promise<Planned<{ organisation: Organisation }>> {
  const before = await findOrganisation(world, command.org_id, { consistent: true });
  if (!before || (command.kind && command.kind !== before.kind)) return refuse<OrgRefusal>('org_unknown');
  if (command.rev !== undefined && command.rev !== before.rev) return refuse('stale');
  const { org_id: _id, kind: _kind, rev: _rev, ...given } = command;
  const set = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const organisation: Organisation = { ...before, ...set, rev: before.rev + 1, updated_at: instant(world.now()) };
  const changes: Change[] = [
    {
      kind: 'put',
      key: keys.organisation(before.home_region, before.org_id),
      item: { ...organisation },
      when: [{ attr: 'rev', op: '=', value: before.rev }],
      why: 'an organisation edited',
    },
  ];
  if (organisation.name !== before.name) {
    const { home_region, kind, name } = before;
    changes.push(nameClaim(organisation), {
      kind: 'delete',
      key: keys.organisationName(home_region, kind, name),
      why: 'its old name is free',
    });
  }
  return { changes, value: { organisation } };
}
