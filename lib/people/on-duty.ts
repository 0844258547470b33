/** Whoever acts for an organisation by chat still holds her office, on this very account. */
import { type Refusal, refuse } from '../platform/refusal';
import type { World } from '../platform/world';
import { keys } from '../store/keys';
import type { Change } from '../store/table';
import { findStaff } from './find-staff';
import { slotOf } from './staff-rules';
import type { Staff } from './types';

export { inArea } from './staff-rules';

export interface OnDutyContext {
  world: Pick<World, 'table'>;
  conversation: { chat: string; staff?: { staff_id: string } };
}

/**
 * The staff member as she is now (read consistently), and the condition under which whatever she does is written: she
 * still serves, on this account. It goes into the transaction of the deed, so that someone who leaves a moment before
 * cannot act a moment after. Refuses `not_on_duty` (nobody bound here) and `staff_left`. Costs 2 WCU.
 */
export async function onDutyCheck(
  context: OnDutyContext,
): Promise<{ staff: Staff; check: Change } | Refusal<'staff_left' | 'not_on_duty'>> {
  const { chat, staff: bound } = context.conversation;
  if (!bound) return refuse('not_on_duty');
  const staff = await findStaff(context.world, bound.staff_id, { consistent: true });
  if (!staff?.active) return refuse('staff_left');
  if (staff[slotOf(chat)] !== chat) return refuse('not_on_duty');
  return { staff, check: stillOnDuty(staff.staff_id, chat) };
}

/** She serves, and this is her account. Fails without a refusal: whoever planned looks again and finds it. */
export function stillOnDuty(staff_id: string, chat: string): Change {
  return {
    kind: 'check',
    key: keys.staff(staff_id),
    when: [
      { attr: 'active', op: '=', value: true },
      { attr: slotOf(chat), op: '=', value: chat },
    ],
    why: 'she still serves, on this account',
  };
}
