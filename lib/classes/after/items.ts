/** What is kept after a class, as stored under it. */
import type { World } from '../../platform/world';
import { keys } from '../../store/keys';
import type { Change, Item } from '../../store/table';
import { readRows } from '../assessment/items';
import { bare } from '../items';
import type { Attempt, Contract, FollowUp, Review } from './types';

/** Attempts kept of one person in one class; older ones fall out. */
export const ATTEMPTS_MAX = 40;

export const followUpOf = (item: Item): FollowUp => bare<FollowUp>(item);
export const contractOf = (item: Item): Contract => bare<Contract>(item);

export async function readFollowUp(world: World, class_id: string, worker_id: string): Promise<FollowUp | undefined> {
  const item = await world.table.get(keys.followUp(class_id, worker_id), { consistent: true });
  return item && followUpOf(item);
}

export async function readFollowUps(world: World, class_id: string): Promise<FollowUp[]> {
  // Not the row FOLLOWUPS beside them.
  return (await readRows(world, class_id, 'FOLLOW#')).map(followUpOf);
}

export async function readContracts(world: World, class_id: string): Promise<Contract[]> {
  return (await readRows(world, class_id, 'CONTRACT#')).map(contractOf);
}

export async function readReview(world: World, class_id: string): Promise<Review | undefined> {
  const item = await world.table.get(keys.review(class_id), { consistent: true });
  return item && bare<Review>(item);
}

/** The next state of a follow-up, one attempt longer. */
export function withAttempt(before: FollowUp, attempt: Attempt): FollowUp {
  return { ...before, attempts: [...before.attempts, attempt].slice(-ATTEMPTS_MAX), rev: before.rev + 1 };
}

/** Written unless it changed since it was read. */
export function putFollowUp(after: FollowUp, before: FollowUp | undefined): Change {
  return {
    kind: 'put',
    key: keys.followUp(after.class_id, after.worker_id),
    item: { ...after },
    when: before ? [{ attr: 'rev', op: '=', value: before.rev }] : [{ attr: 'pk', op: 'absent' }],
    why: 'what is known of her is as it was read',
  };
}
