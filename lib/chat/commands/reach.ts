/** Who of a class a message does not reach: those the office registered and who have not come by WeChat yet. */
import type { Member } from '../../classes/types';
import { workerOf } from '../../people/items';
import { keys } from '../../store/keys';
import type { AtWork } from './types';

/** Members without an account to write to, in the order of the roster. */
export async function outOfReach(context: AtWork, members: Member[]): Promise<Member[]> {
  const rows = await context.world.table.getMany(members.map((one) => keys.profile(one.worker_id)));
  return members.filter((_, i) => !workerOf(rows[i])?.chat);
}
