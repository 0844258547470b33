/**
 * 找人: workers by name or by the end of a phone, listed by the region they work in, so that a station looks among its
 * own people only (L15). Two small rows a person, kept by the stream when her record changes; what is found is held
 * against the record itself, so a row that lags behind finds nobody wrong. Nothing here that a roster does not show.
 */
import type { World } from '../platform/world';
import { carryOut } from '../store/commit';
import { keys } from '../store/keys';
import type { Change, Item, Key } from '../store/table';
import { workerOf } from './items';
import type { Worker } from './types';

/** More people of one name than a screen can tell apart are not listed. */
const FOUND_MAX = 30;

export type Looked = { name: string } | { tail: string };

/** Where someone is listed; nowhere once erased. */
function placesOf(worker: Worker | undefined): Key[] {
  if (!worker?.site_region) return [];
  const { site_region, name, phone_masked, worker_id } = worker;
  const tail = /\d{4}$/.exec(phone_masked ?? '')?.[0];
  return [
    keys.findable(site_region, 'NAME', name, worker_id),
    ...(tail ? [keys.findable(site_region, 'TAIL', tail, worker_id)] : []),
  ];
}

const idOf = ({ pk, sk }: Key): string => `${pk} ${sk}`;

/** Follows her record: listed where she now is, no longer where she was. Safe to do twice. */
export async function listPerson(world: World, now_is: Item, was?: Item): Promise<void> {
  const { pk, sk } = now_is;
  const now = placesOf(workerOf(await world.table.get({ pk, sk }, { consistent: true })));
  const before = placesOf(workerOf(was));
  const kept = new Set(now.map(idOf));
  const had = new Set(before.map(idOf));
  const worker_id = pk.slice('WORKER#'.length);
  const changes: Change[] = [
    ...now
      .filter((one) => !had.has(idOf(one)))
      .map((one): Change => ({ kind: 'put', key: one, item: { worker_id }, why: 'to be found' })),
    ...before
      .filter((one) => !kept.has(idOf(one)))
      .map((one): Change => ({ kind: 'delete', key: one, why: 'not found here any more' })),
  ];
  if (changes.length > 0) await carryOut(world, async () => ({ changes, value: undefined }));
}

/** Those in these regions whose name begins so, or whose phone ends so: their records as they are now, at most FOUND_MAX. */
export async function findPeople(world: World, regions: string[], looked: Looked): Promise<Worker[]> {
  const prefix = 'name' in looked ? `NAME#${looked.name}` : `TAIL#${looked.tail}#`;
  const ids = new Set<string>();
  for (const region of regions) {
    const { pk } = keys.findable(region, 'NAME', '', '');
    const { items } = await world.table.query({ pk, prefix, limit: FOUND_MAX });
    for (const item of items) ids.add(item.worker_id);
  }
  const rows = await world.table.getMany([...ids].slice(0, FOUND_MAX).map(keys.profile));
  return rows.flatMap((row) => {
    const worker = workerOf(row);
    return worker && regions.includes(worker.site_region) && fits(worker, looked) ? [worker] : [];
  });
}

function fits(worker: Worker, looked: Looked): boolean {
  return 'name' in looked ? worker.name.startsWith(looked.name) : worker.phone_masked.endsWith(looked.tail);
}
