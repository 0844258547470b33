/** What someone was told goes with the rest of her. */
import type { World } from '../platform/world';
import { keys } from '../store/keys';
import type { Change, Item } from '../store/table';
import type { NoticeKind } from './types';

/** Sent to an account for the office its owner holds: the organisation's, not hers. */
const FOR_STAFF: readonly NoticeKind[] = ['sign_off_due', 'inspection', 'numbers_opened', 'class_moved'];

/** All notices of a worker, by her id: the changes that delete them. */
export async function workerNoticesGone(world: World, worker_id: string): Promise<Change[]> {
  return gone(await under(world, worker_id));
}

/**
 * Those under a chat address: answers of a person, news, whatever came before its owner registered; at most `max`. What
 * was sent for an office stays, and like the rest runs out by itself after 90 days.
 */
export async function chatNoticesGone(world: World, chat: string, max = Number.POSITIVE_INFINITY): Promise<Change[]> {
  const rows = await under(world, chat);
  return gone(rows.filter((row) => !FOR_STAFF.includes(row.kind)).slice(0, max));
}

const gone = (rows: Item[]): Change[] =>
  rows.map(({ pk, sk }) => ({ kind: 'delete', key: { pk, sk }, why: 'what she was told' }));

async function under(world: World, whose: string): Promise<Item[]> {
  const { pk } = keys.notice(whose, '');
  const rows: Item[] = [];
  let after: Record<string, string> | undefined;
  do {
    const page = await world.table.query({ pk, prefix: 'NOTICE#', consistent: true, after });
    rows.push(...page.items);
    after = page.next;
  } while (after);
  return rows;
}
