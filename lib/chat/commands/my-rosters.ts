/** Who stands on the rosters of her classes, members and those who wait, wherever they work. */
import { roster, waitingList } from '../../classes/roster';
import type { Member, TrainingClass } from '../../classes/types';
import { workerOf } from '../../people/items';
import { keys } from '../../store/keys';
import { myClasses } from './area';
import { isCalled } from './read-people';
import type { AtWork } from './types';

/** Someone as a 名单 shows her, and where she stands. */
export interface Listed {
  worker_id: string;
  name: string;
  phone_masked: string;
  /** Of her record, for a whole phone to be held against; never shown. */
  phone_hash?: string;
  places: { c: TrainingClass; waiting: boolean }[];
}

type Row = Pick<Member, 'worker_id' | 'name' | 'phone_masked'>;
type Looked = { worker_id: string } | { name?: string; tail?: string };

/** Members by name (whole, else what it holds), by the end of the phone, by the number on the roster. */
export function inMembers<R extends Row>(members: R[], name?: string, tail?: string, number?: number): R[] {
  if (number !== undefined) return number > 0 ? members.slice(number - 1, number) : [];
  const by_tail = (one: R) => !tail || one.phone_masked.endsWith(tail);
  const whole = members.filter((one) => by_tail(one) && (!name || isCalled(one.name, name)));
  const same = whole.filter((one) => one.name === name);
  const exact = same.length > 0 ? same : whole;
  return exact.length > 0 || !name ? exact : members.filter((one) => by_tail(one) && one.name.includes(name));
}

/** Each person once, with all her places in classes of hers. Two queries a class: only where nobody of the area was found. */
export async function onMyRosters(context: AtWork, looked: Looked): Promise<Listed[]> {
  const { world } = context;
  const classes = await myClasses(context);
  const read = await Promise.all(
    classes.map(({ class_id }) => Promise.all([roster(world, class_id), waitingList(world, class_id)])),
  );
  const people = new Map<string, Listed>();
  classes.forEach((c, i) => {
    const [members, line] = read[i] as [Member[], Row[]];
    for (const one of [...members, ...line]) {
      const { worker_id, name, phone_masked } = one;
      const listed = people.get(worker_id) ?? { worker_id, name, phone_masked, places: [] };
      people.set(worker_id, listed);
      listed.places.push({ c, waiting: !members.some((member) => member.worker_id === worker_id) });
    }
  });
  const all = [...people.values()];
  if ('worker_id' in looked) return all.filter((one) => one.worker_id === looked.worker_id);
  const { name, tail } = looked;
  const found = inMembers(all, name, tail);
  // Held against their records: a name put right is no longer the one asked for.
  const records = await world.table.getMany(found.map((one) => keys.profile(one.worker_id)));
  return found.flatMap((one, i) => {
    const record = workerOf(records[i]);
    const { phone_hash } = record ?? {};
    return record && inMembers([record], name, tail).length > 0 ? [{ ...one, ...(phone_hash && { phone_hash }) }] : [];
  });
}
