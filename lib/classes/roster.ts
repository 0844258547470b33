import type { World } from '../platform/world';
import { keys } from '../store/keys';
import { inLineOf, memberOf } from './items';
import type { InLine, Member } from './types';

/** 花名册: everyone enrolled (masked), by name of arrival; with `everyone`, also those who left. One query for a class of 50. */
export async function roster(world: World, class_id: string, how: { everyone?: boolean } = {}): Promise<Member[]> {
  const members: Member[] = [];
  let after: Record<string, string> | undefined;
  do {
    const page = await world.table.query({ pk: keys.class(class_id).pk, prefix: 'MEMBER#', after });
    members.push(...page.items.map(memberOf));
    after = page.next;
  } while (after);
  const wanted = how.everyone ? members : members.filter((member) => member.status === 'enrolled');
  return wanted.sort((a, b) => (a.at === b.at ? (a.worker_id < b.worker_id ? -1 : 1) : a.at < b.at ? -1 : 1));
}

/** The waiting list in order. */
export async function waitingList(world: World, class_id: string): Promise<InLine[]> {
  const { items } = await world.table.query({ pk: keys.class(class_id).pk, prefix: 'LINE#' });
  return items.map(inLineOf);
}
