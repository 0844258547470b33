import type { World } from '../platform/world';
import { keys } from '../store/keys';
import { organisationOf } from './items';
import type { Organisation, OrgKind } from './types';

type Next = Record<string, string> | undefined;

/** One page of organisations of every kind, whose home region begins with `region_prefix`, in the order of their ids. */
export async function organisationsPage(
  world: Pick<World, 'table'>,
  wish: { region_prefix: string; limit?: number; after?: Next },
): Promise<{ organisations: Organisation[]; next: Next }> {
  const { pk } = keys.organisation('', '');
  const page = await world.table.query({ pk, prefix: wish.region_prefix, limit: wish.limit, after: wish.after });
  return { organisations: page.items.flatMap((item) => organisationOf(item) ?? []), next: page.next };
}

/** All organisations of a kind that are open in a county (some tens). */
export async function listOrganisations(
  world: Pick<World, 'table'>,
  home_region: string,
  kind: OrgKind,
): Promise<Organisation[]> {
  const found: Organisation[] = [];
  let after: Next;
  do {
    const page = await organisationsPage(world, { region_prefix: home_region, after });
    found.push(...page.organisations.filter((org) => org.kind === kind && org.active));
    after = page.next;
  } while (after);
  return found;
}
