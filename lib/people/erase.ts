import { instant } from '../platform/clock';
import type { World } from '../platform/world';
import type { Plan, Planned } from '../store/commit';
import { keys } from '../store/keys';
import type { Change, Item } from '../store/table';
import { workerForgotten, workerForgottenFirst } from '../wishes/forget';
import { ERASED_NAME, recordChanges, recordsErased } from './erase-records';
import { findWorker } from './find';
import type { Worker } from './types';

export { ERASED_NAME };

/**
 * Erase a worker (删除我的信息; PIPL Art. 47). Her data key goes, so every sealed field of hers can
 * no longer be read (a recovery to an earlier point brings the key back for 35 days: docs/deploy.md says what to do
 * then); name and masks go from her profile, and from the rosters and waiting lists of the classes
 * she is or was on (the row stays under her pseudonymous id, as the record of public money requires). Her wishes and
 * survey answers go whole, those said for her by her phone before she registered among them; what they were counted in
 * names nobody. Why an officer enrolled or withdrew her is free text about her, and goes.
 * Withdrawing her from classes to come is the caller's, before this.
 */
export async function erase(world: World, command: { worker_id: string }): Promise<Planned<{ classes: string[] }>> {
  const worker = await findWorker(world, command.worker_id, { consistent: true });
  if (!worker) return { changes: [], value: { classes: [] } };
  const classes = await classesOf(world, worker);
  const members = await world.table.getMany(
    classes.map((class_id) => keys.member(class_id, worker.worker_id)),
    { consistent: true },
  );
  // Who never had a seat may still stand in line of a class that went ahead without her.
  const lines = await Promise.all(
    classes.filter((_, i) => !members[i]).map((class_id) => inLine(world, class_id, worker.worker_id)),
  );
  const rows = [...members, ...lines.flat()];
  const changes: Change[] = [
    {
      kind: 'put',
      key: keys.profile(worker.worker_id),
      item: { worker_id: worker.worker_id, erased_at: instant(world.now()) },
      when: [{ attr: 'rev', op: '=', value: worker.rev }],
      why: 'her profile and key erased',
    },
    { kind: 'delete', key: keys.agenda(worker.worker_id), why: 'her agenda erased' },
    { kind: 'delete', key: keys.idNumber(worker.id_number_hash), why: 'her ID number is no longer known' },
    ...(await workerForgotten(world, { ...worker, phone_hash: await herPhone(world, worker) })),
    // Nothing by now, unless it was written a moment ago.
    ...(await recordChanges(world, worker, classes)),
  ];
  for (const row of rows) {
    if (!row) continue;
    changes.push({
      kind: 'update',
      key: { pk: row.pk, sk: row.sk },
      set: { name: ERASED_NAME, ...(row.waiver && { waiver: { ...row.waiver, reason: ERASED_NAME } }) },
      remove: ['id_number_masked', 'phone_masked', 'sex', 'reason', 'left_reason'],
      when: [{ attr: 'pk', op: 'exists' }],
      why: 'her name gone from a roster or a waiting list',
    });
  }
  return { changes, value: { classes } };
}

/** Under what hash an officer may have spoken for her before she registered by chat herself. Nothing where it cannot be read: erasing must not fail for it. */
async function herPhone(world: World, worker: Worker): Promise<string | undefined> {
  if (worker.phone_hash) return worker.phone_hash;
  try {
    const phone = await world.vault.open(worker.worker_id, worker.data_key, 'phone', worker.phone_sealed);
    return world.vault.fingerprint('phone', phone);
  } catch (error) {
    if ((error as Error).name === 'Unreadable') return undefined;
    throw error;
  }
}

/**
 * The names on everything else, and wishes and answers beyond a few, one transaction after the other before `erase`: broken off, she is still found and it is
 * taken up again. Nothing for someone unknown.
 */
export async function recordsGone(world: World, worker_id: string): Promise<(() => Promise<Plan<undefined>>)[]> {
  const worker = await findWorker(world, worker_id, { consistent: true });
  if (!worker) return [];
  const [classes, phone_hash] = await Promise.all([classesOf(world, worker), herPhone(world, worker)]);
  const [records, wishes] = await Promise.all([
    recordsErased(world, worker, classes),
    workerForgottenFirst(world, { ...worker, phone_hash }),
  ]);
  return [...records, ...wishes];
}

/** A class she left and came back to stands in both. */
async function classesOf(world: World, { worker_id }: Worker): Promise<string[]> {
  const agenda = await world.table.get(keys.agenda(worker_id), { consistent: true });
  return [...new Set([...Object.keys(agenda?.classes ?? {}), ...(agenda?.past ?? [])])];
}

async function inLine(world: World, class_id: string, worker_id: string): Promise<Item[]> {
  const { pk } = keys.lineHead(class_id);
  const found: Item[] = [];
  let after: Record<string, string> | undefined;
  do {
    const page = await world.table.query({ pk, prefix: 'LINE#', after });
    found.push(...page.items.filter((item) => item.worker_id === worker_id));
    after = page.next;
  } while (after);
  return found;
}
