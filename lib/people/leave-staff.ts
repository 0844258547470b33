import { dayOf, instant } from '../platform/clock';
import { refuse } from '../platform/refusal';
import type { World } from '../platform/world';
import type { Planned } from '../store/commit';
import { keys } from '../store/keys';
import { findStaff } from './find-staff';
import { dutyChanges, staffChange } from './staff-items';
import { accountsOf } from './staff-rules';
import type { OrgRefusal, Staff } from './types';

export interface LeaveStaff {
  staff_id: string;
  by: string;
  reason: string;
}

/**
 * She no longer works there: from this transaction on she is on no list of duty, bound to no account, and no code may
 * bind her. The row stays, for what she did is kept under her id. `accounts` are those she was bound to; their
 * conversations go into the same transaction (chat/office.ts). Refuses `staff_unknown`, `staff_left`.
 */
export async function leaveStaff(
  world: World,
  command: LeaveStaff,
): Promise<Planned<{ staff: Staff; accounts: string[] }>> {
  const before = await findStaff(world, command.staff_id, { consistent: true });
  if (!before) return refuse<OrgRefusal>('staff_unknown');
  if (!before.active) return refuse<OrgRefusal>('staff_left');
  const at = world.now();
  const { chat: _chat, gateway_chat: _gateway, bound_at: _bound, binding_hash: _code, ...kept } = before;
  const now = instant(at);
  const staff: Staff = { ...kept, active: false, left_at: now, rev: before.rev + 1, updated_at: now };
  return {
    changes: [
      staffChange(before, staff, 'she left'),
      ...dutyChanges(staff, before.duties, []),
      {
        kind: 'put',
        key: keys.audit(dayOf(at), world.id('left')),
        item: { what: 'staff_left', ...command, at: now },
        why: 'who took her office, and why',
      },
    ],
    value: { staff, accounts: accountsOf(before) },
  };
}
