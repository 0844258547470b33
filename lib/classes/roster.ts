import type { World } from '../platform/world';
import { keys } from '../store/keys';
import { inLineOf, memberOf } from './items';
import type { InLine, Member } from './types';

/** 花名册: everyone enrolled (masked), in order of arrival and of the list; with `everyone`, also those who left. One query for a class of 50. */
export async function roster(world: World, class_id: string, how: { everyone?: boolean } = {}): Promise<Member[]> {
  const members: Member[] = [];
  let after: Record<string, string> | undefined;
  do {
    const page = await world.table.query({ pk: keys.class(class_id).pk, prefix: 'MEMBER#', after });
    members.push(...page.items.map(memberOf));
    after = page.next;
  } while (after);
  const wanted = how.everyone ? members : members.filter((member) => member.status === 'enrolled');
  return wanted.sort(inOrder);
}

/** By arrival; those of one second as they stood on the list they came from. */
export function inOrder(a: Member, b: Member): number {
  if (a.at !== b.at) return a.at < b.at ? -1 : 1;
  const before = (a.order ?? 0) - (b.order ?? 0);
  return before !== 0 ? before : a.worker_id < b.worker_id ? -1 : 1;
}

/** 候补名单: the waiting list in order, masked; offered rows among them. */
export async function waitingList(world: World, class_id: string): Promise<InLine[]> {
  const rows: InLine[] = [];
  let after: Record<string, string> | undefined;
  do {
    const page = await world.table.query({ pk: keys.class(class_id).pk, prefix: 'LINE#', after });
    rows.push(...page.items.map(inLineOf));
    after = page.next;
  } while (after);
  return rows;
}
