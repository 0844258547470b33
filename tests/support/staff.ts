/** Someone at work, for tests of commands: her staff row and a conversation that knows her. Binding as in life: tests/people/office.ts. */
import { conversationChange, newConversation } from '../../lib/chat/conversation';
import type { Duty, OrgKind, Staff } from '../../lib/people/types';
import { instant } from '../../lib/platform/clock';
import { keys } from '../../lib/store/keys';
import type { TestWorld } from './world';

export interface AtWorkAs {
  region: string;
  duties: Duty[];
  name?: string;
  org?: string;
  org_name?: string;
  kind?: OrgKind;
}

export async function putOnDuty(world: TestWorld, who: string, as: AtWorkAs): Promise<Staff> {
  const chat = `wechat:o${who}`;
  const now = instant(world.now());
  const staff: Staff = {
    staff_id: `s_${who}`,
    rev: 1,
    name: as.name ?? '李梅',
    org_id: as.org ?? 'o_station',
    org_name: as.org_name ?? '阜康工作站',
    org_kind: as.kind ?? 'station',
    home_region: world.account.home_region,
    region: as.region,
    duties: as.duties,
    chat,
    bound_at: now,
    active: true,
    created_at: now,
    updated_at: now,
  };
  const { staff_id, name, org_id, org_name, region, duties } = staff;
  const before = newConversation(chat);
  await world.table.write([
    { kind: 'put', key: keys.staff(staff_id), item: { ...staff }, why: 'a staff member' },
    conversationChange(before, {
      ...before,
      heard_ms: world.now(),
      staff: { staff_id, name, org_id, org_name, region, duties },
    }),
  ]);
  return staff;
}

/** She left: her row says so; what her conversation still believes is left as it is. */
export async function leaves(world: TestWorld, who: string): Promise<void> {
  await world.table.write([
    {
      kind: 'update',
      key: keys.staff(`s_${who}`),
      set: { active: false },
      when: [{ attr: 'pk', op: 'exists' }],
      why: 'she left',
    },
  ]);
}
