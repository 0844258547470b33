import { staffOf } from '../../people/items';
import { underEachNumber } from '../../people/staff-rules';
import { type Refusal, refuse } from '../../platform/refusal';
import type { World } from '../../platform/world';
import { keys } from '../../store/keys';
import type { Member } from '../types';

/**
 * Nobody's word stands for herself (D20, L11): a teacher, officer or supervisor who learns in the class is marked by
 * others, or signs in by code. Known by every ID number she ever had; who gave none, by name. `by` is a staff id; who
 * signed the token of an API call is no member of the staff. Refuses `own_mark` {name}.
 */
export async function notHerself(
  world: World,
  by: string,
  marked: Pick<Member, 'worker_id' | 'name'>[],
): Promise<Refusal<'own_mark'> | undefined> {
  const staff = marked.length > 0 ? staffOf(await world.table.get(keys.staff(by), { consistent: true })) : undefined;
  if (!staff) return undefined;
  const numbers = underEachNumber(staff).flatMap(({ person_hash }) => person_hash ?? []);
  const rows = await world.table.getMany(numbers.map(keys.idNumber), { consistent: true });
  const own = new Set(rows.flatMap((row) => row?.worker_id ?? []));
  const herself = marked.find(
    ({ worker_id, name }) => own.has(worker_id) || (numbers.length === 0 && name === staff.name),
  );
  return herself && refuse('own_mark', { name: herself.name });
}
