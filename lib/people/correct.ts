import { instant } from '../platform/clock';
import { refuse } from '../platform/refusal';
import type { World } from '../platform/world';
import type { Planned } from '../store/commit';
import { keys } from '../store/keys';
import { findWorker } from './find';
import { maskPhone } from './read';
import type { Worker } from './types';

export interface Correction {
  worker_id: string;
  /** Eleven digits, already read by `readPhone`. */
  phone?: string;
  site_region?: string;
  site_text?: string;
  employer?: string;
}

/**
 * Correct a worker's phone, place of work or employer (her right under the PIPL, Art. 46). Rosters
 * show the masked phone as it was at sign-up until the office prints a new one. Refuses `worker_unknown`.
 */
export async function correct(world: World, command: Correction): Promise<Planned<Worker>> {
  const worker = await findWorker(world, command.worker_id, { consistent: true });
  if (!worker) return refuse('worker_unknown');
  const set: Partial<Worker> = { rev: worker.rev + 1, updated_at: instant(world.now()) };
  if (command.phone) {
    set.phone_sealed = await world.vault.seal(worker.worker_id, worker.data_key, 'phone', command.phone);
    set.phone_masked = maskPhone(command.phone);
    set.phone_hash = world.vault.fingerprint('phone', command.phone);
  }
  if (command.site_region) set.site_region = command.site_region;
  if (command.site_text) set.site_text = command.site_text;
  if (command.employer) set.employer = command.employer;
  return {
    changes: [
      {
        kind: 'update',
        key: keys.profile(worker.worker_id),
        set,
        when: [{ attr: 'rev', op: '=', value: worker.rev }],
        why: 'her details corrected',
      },
    ],
    value: { ...worker, ...set },
  };
}
