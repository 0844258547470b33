/** Who of a class a message does not reach: those the office registered and who have not come by WeChat yet. */
import type { Member } from '../../classes/types';
import { ERASED_NAME } from '../../people/erase-records';
import { workerOf } from '../../people/items';
import { keys } from '../../store/keys';
import type { AtWork } from './types';

/** Nobody can be told, or asked for, who is erased; she keeps her place on the list. */
export const isKnown = ({ name }: Member): boolean => name !== ERASED_NAME;

/** Members without an account to write to, in the order of the roster. */
export async function outOfReach(context: AtWork, members: Member[]): Promise<Member[]> {
  const rows = await context.world.table.getMany(members.map((one) => keys.profile(one.worker_id)));
  return members.filter((_, i) => !workerOf(rows[i])?.chat);
}
