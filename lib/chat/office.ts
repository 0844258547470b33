/**
 * The office someone holds, as the conversation of her account carries it: taken away, changed, given back in the same
 * transaction as her own row, so that she cannot say another word in an office she has left.
 */
import { unbind } from '../people/binding';
import { type EditStaff, editStaff } from '../people/edit-staff';
import { type LeaveStaff, leaveStaff } from '../people/leave-staff';
import { listStaffOf } from '../people/list-staff';
import { accountsOf, badgeOf } from '../people/staff-rules';
import type { Organisation, Staff } from '../people/types';
import { isRefusal, type Refusal } from '../platform/refusal';
import type { World } from '../platform/world';
import { carryOut, type Planned } from '../store/commit';
import { keys } from '../store/keys';
import type { Change } from '../store/table';
import { conversationChange, conversationOf } from './conversation';
import type { FlowName, FlowState, OnDuty } from './types';

/** Flows that only someone at work is in. */
const AT_WORK: readonly FlowName[] = ['command', 'visit'];

/** As `leaveStaff`, and her account hears no more commands from the same transaction on. */
export async function leaveOffice(world: World, command: LeaveStaff): Promise<Planned<{ staff: Staff }>> {
  const planned = await leaveStaff(world, command);
  if (isRefusal(planned)) return planned;
  const { staff, accounts } = planned.value;
  return { changes: [...planned.changes, ...(await badgeTaken(world, accounts, staff.staff_id))], value: { staff } };
}

/** As `unbind`, for an account that was lost. Refuses `staff_unknown`. */
export async function unbindOffice(world: World, command: { staff_id: string }): Promise<Planned<{ staff: Staff }>> {
  const planned = await unbind(world, command);
  if (isRefusal(planned)) return planned;
  const { staff, accounts } = planned.value;
  return { changes: [...planned.changes, ...(await badgeTaken(world, accounts, staff.staff_id))], value: { staff } };
}

/** As `editStaff`; her account knows her new name and duties at once. */
export async function editOffice(world: World, command: EditStaff): Promise<Planned<{ staff: Staff }>> {
  const planned = await editStaff(world, command);
  if (isRefusal(planned)) return planned;
  const { staff } = planned.value;
  const told = await badgeChanged(world, accountsOf(staff), staff.staff_id, badgeOf(staff));
  return { changes: [...planned.changes, ...told], value: { staff } };
}

/**
 * What staff carry of their organisation follows it: a closed one's people lose their office, a renamed one's go by its
 * new name. One by one, and may be broken off and done again; the organisation itself is written before, and takes
 * nobody on while closed. Refuses `busy`.
 */
export async function followOrganisation(
  world: World,
  org: Organisation,
  why: { by: string; reason: string },
): Promise<{ followed: number } | Refusal> {
  let followed = 0;
  for (const { staff_id, org_name, region } of await listStaffOf(world, org.org_id)) {
    if (org.active && org_name === org.name && region === org.region) continue;
    const done = await carryOut(world, () =>
      org.active ? editOffice(world, { staff_id }) : leaveOffice(world, { staff_id, ...why }),
    );
    if (!isRefusal(done)) followed++;
    else if (done.refused !== 'staff_left') return done;
  }
  return { followed };
}

const badgeTaken = (world: World, accounts: string[], staff_id: string) =>
  badgeChanged(world, accounts, staff_id, undefined);

async function badgeChanged(
  world: World,
  accounts: string[],
  staff_id: string,
  badge: OnDuty | undefined,
): Promise<Change[]> {
  return (await Promise.all(accounts.map((account) => badgeOn(world, account, staff_id, badge)))).flat();
}

async function badgeOn(world: World, account: string, staff_id: string, badge: OnDuty | undefined): Promise<Change[]> {
  const item = await world.table.get(keys.conversation(account), { consistent: true });
  if (item?.staff?.staff_id !== staff_id) return [];
  const talk = conversationOf(account, item);
  if (badge) return [conversationChange(talk, { ...talk, staff: badge })];
  // What was said at work, and what would have been done next, is no longer hers to see.
  const gone = { staff: undefined, hat: undefined, undo: undefined, last_reply: undefined, last_pushed: undefined };
  const { flow, paused } = talk;
  return [conversationChange(talk, { ...talk, ...gone, flow: notAtWork(flow), paused: notAtWork(paused) })];
}

const notAtWork = (flow: FlowState | undefined): FlowState | undefined =>
  flow && AT_WORK.includes(flow.name) ? undefined : flow;

/** She unfollowed: the account speaks for nobody any more; following again needs a new code. For the turn's own transaction. */
export async function officeUnfollowed(world: World, chat: string, staff_id: string): Promise<Change[]> {
  const planned = await unbind(world, { staff_id, chat });
  return isRefusal(planned) ? [] : planned.changes;
}
