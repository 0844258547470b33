import { findWorker } from '../../people/find';
import { staffOf } from '../../people/items';
import { sameName } from '../../people/read';
import { accountsOf, underEachNumber } from '../../people/staff-rules';
import type { Staff } from '../../people/types';
import { type Refusal, refuse } from '../../platform/refusal';
import type { World } from '../../platform/world';
import { keys } from '../../store/keys';
import type { Member } from '../types';

type Marked = Pick<Member, 'worker_id' | 'name' | 'phone_masked'>;

/**
 * Nobody's word stands for herself (D20, L11): a teacher, officer or supervisor who learns in the class is marked by
 * others, or signs in by code. Known by every ID number she ever had; who gave none, by her name together with her phone or
 * account (`isNamesake`). `by` is a staff id; who signed the token of an API call is no member of the staff. Refuses
 * `own_mark` {name, by_name?}.
 */
export async function notHerself(world: World, by: string, marked: Marked[]): Promise<Refusal<'own_mark'> | undefined> {
  const staff = marked.length > 0 ? staffOf(await world.table.get(keys.staff(by), { consistent: true })) : undefined;
  if (!staff) return undefined;
  const numbers = underEachNumber(staff).flatMap(({ person_hash }) => person_hash ?? []);
  if (numbers.length === 0) {
    for (const one of marked.filter(({ name }) => sameName(name, staff.name)))
      if (!(await isNamesake(world, staff, one))) return refuse('own_mark', { name: one.name, by_name: 1 });
    return undefined;
  }
  const rows = await world.table.getMany(numbers.map(keys.idNumber), { consistent: true });
  const own = new Set(rows.flatMap((row) => row?.worker_id ?? []));
  const herself = marked.find(({ worker_id }) => own.has(worker_id));
  return herself && refuse('own_mark', { name: herself.name });
}

/** Another person of her name: another phone, and an account that is not hers. Where no phone of hers is known, the name must do. */
async function isNamesake(world: World, staff: Staff, one: Marked): Promise<boolean> {
  if (!staff.phone_masked || staff.phone_masked === one.phone_masked) return false;
  const worker = await findWorker(world, one.worker_id);
  return !(worker?.chat && accountsOf(staff).includes(worker.chat));
}
