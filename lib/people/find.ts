import type { World } from '../platform/world';
import { keys } from '../store/keys';
import { workerOf } from './items';
import type { Worker } from './types';

/** The worker, or nothing when there is none or she was erased. */
export async function findWorker(
  world: World,
  worker_id: string,
  how?: { consistent?: boolean },
): Promise<Worker | undefined> {
  return workerOf(await world.table.get(keys.profile(worker_id), how));
}
