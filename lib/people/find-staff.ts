import type { World } from '../platform/world';
import { keys } from '../store/keys';
import { staffOf } from './items';
import type { Staff } from './types';

/** The staff member, also one who has left; nothing when there never was one. */
export async function findStaff(
  world: Pick<World, 'table'>,
  staff_id: string,
  how?: { consistent?: boolean },
): Promise<Staff | undefined> {
  return staffOf(await world.table.get(keys.staff(staff_id), how));
}
