import { dayOf, instant } from '../platform/clock';
import { refuse } from '../platform/refusal';
import type { World } from '../platform/world';
import type { Planned } from '../store/commit';
import { keys } from '../store/keys';
import { findWorker } from './find';
import { unnamed } from './unnamed';

export interface Revealed {
  id_number: string;
  phone: string;
}

/**
 * A worker's ID number and phone in full, for a caller whose duty needs them. The reading is audited in
 * the same step: without a record of who read it and why there is no number. Her name is left out of the reason. Refuses `worker_unknown`.
 */
export async function reveal(
  world: World,
  command: { worker_id: string; reader: string; reason: string },
): Promise<Planned<Revealed>> {
  const worker = await findWorker(world, command.worker_id);
  if (!worker) return refuse('worker_unknown');
  const open = (field: string, sealed: string) => world.vault.open(worker.worker_id, worker.data_key, field, sealed);
  const at = world.now();
  return {
    changes: [
      {
        kind: 'put',
        key: keys.audit(dayOf(at), world.id('read')),
        item: {
          what: 'reveal',
          worker_id: worker.worker_id,
          reader: command.reader,
          reason: unnamed(command.reason, worker.name),
          at: instant(at),
        },
        why: 'who read a number, and why',
      },
    ],
    value: {
      id_number: await open('id_number', worker.id_number_sealed),
      phone: await open('phone', worker.phone_sealed),
    },
  };
}
