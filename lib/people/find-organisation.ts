import type { World } from '../platform/world';
import { keys } from '../store/keys';
import type { Key } from '../store/table';
import { organisationOf } from './items';
import type { Organisation } from './types';

/**
 * A new organisation's id: its county (never changed) and sixteen unguessable characters, so that an id alone, as it
 * stands in a class or a token, is enough to find it in one read.
 */
export function newOrgId(world: Pick<World, 'id'>, home_region: string): string {
  return `org_${home_region}${world.id('org').slice('org_'.length)}`;
}

/** Where an organisation is stored; `undefined` for what can be no organisation's id. */
export function organisationKey(org_id: string): Key | undefined {
  const home_region = /^org_(\d{6})[0-9a-z]+$/.exec(org_id)?.[1];
  return home_region === undefined ? undefined : keys.organisation(home_region, org_id);
}

/** The organisation, open or closed, or nothing. */
export async function findOrganisation(
  world: Pick<World, 'table'>,
  org_id: string,
  how?: { consistent?: boolean },
): Promise<Organisation | undefined> {
  const key = organisationKey(org_id);
  return key && organisationOf(await world.table.get(key, how));
}
