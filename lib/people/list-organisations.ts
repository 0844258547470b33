import type { World } from '../platform/world';
import { keys } from '../store/keys';
import { organisationOf } from './items';
import type { Organisation } from './types';

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
