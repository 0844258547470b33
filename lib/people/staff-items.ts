/** The rows of a staff member besides her own: where her organisation lists her, and one for each duty. */
import { keys } from '../store/keys';
import type { Change } from '../store/table';
import type { Duty, Staff } from './types';

type Listed = Pick<Staff, 'staff_id' | 'org_id' | 'home_region'>;

/** Put on the duties gained and off those lost, in the transaction that changes them. */
export function dutyChanges(staff: Listed, was: readonly Duty[], is: readonly Duty[]): Change[] {
  const { staff_id, org_id, home_region } = staff;
  const gained = is.filter((duty) => !was.includes(duty));
  const lost = was.filter((duty) => !is.includes(duty));
  return [
    ...gained.map(
      (duty): Change => ({
        kind: 'put',
        key: keys.onDuty(home_region, duty, staff_id),
        item: { staff_id, org_id, duty },
        why: `listed as ${duty}`,
      }),
    ),
    ...lost.map(
      (duty): Change => ({
        kind: 'delete',
        key: keys.onDuty(home_region, duty, staff_id),
        why: `no longer listed as ${duty}`,
      }),
    ),
  ];
}

/** Write the row as it is to be, unless somebody wrote it since it was read. */
export function staffChange(before: Staff, after: Staff, why: string): Change {
  return {
    kind: 'put',
    key: keys.staff(before.staff_id),
    item: { ...after },
    when: [{ attr: 'rev', op: '=', value: before.rev }],
    why,
  };
}
