import type { World } from '../platform/world';
import { keys } from '../store/keys';
import type { QueryRequest } from '../store/table';
import { staffOf } from './items';
import type { Duty, Staff } from './types';

type Next = Record<string, string> | undefined;
type Hands = Pick<World, 'table'>;

/**
 * Where staff are listed: by organisation (those who left as well), or by duty in a county (only who serves; without a
 * duty, all duties one after the other).
 */
export function listingOf(by: { org_id: string } | { home_region: string; duty?: Duty }): {
  pk: string;
  prefix: string;
} {
  const { pk, sk } = 'org_id' in by ? keys.staffOf(by.org_id, '') : keys.onDuty(by.home_region, by.duty ?? '', '');
  return { pk, prefix: 'org_id' in by || by.duty ? sk : '' };
}

/**
 * One page of a listing, each as she is now: it holds ids alone, so that nothing in it grows old. Where all duties are
 * listed, someone with several comes once, with the first of them.
 */
export async function staffPage(
  world: Hands,
  request: Pick<QueryRequest, 'pk' | 'prefix' | 'limit' | 'after' | 'consistent'>,
): Promise<{ staff: Staff[]; next: Next }> {
  const page = await world.table.query(request);
  const rows = await world.table.getMany(
    page.items.map((item) => keys.staff(item.staff_id)),
    { consistent: request.consistent },
  );
  const staff = rows.flatMap((row, i) => {
    const one = staffOf(row);
    const again = request.prefix === '' && one && page.items[i]?.duty !== [...one.duties].sort()[0];
    return one && !again ? [one] : [];
  });
  return { staff, next: page.next };
}

/** Everybody who has this duty in the county now: inspectors are drawn from here (D11). */
export function listOnDuty(world: Hands, home_region: string, duty: Duty): Promise<Staff[]> {
  return everyone(world, listingOf({ home_region, duty }));
}

/** Everybody who serves in the organisation now. */
export function listStaffOf(world: Hands, org_id: string): Promise<Staff[]> {
  return everyone(world, listingOf({ org_id }));
}

async function everyone(world: Hands, listing: { pk: string; prefix: string }): Promise<Staff[]> {
  const found: Staff[] = [];
  let after: Next;
  do {
    const page = await staffPage(world, { ...listing, after, consistent: true });
    found.push(...page.staff.filter((one) => one.active));
    after = page.next;
  } while (after);
  return found;
}
