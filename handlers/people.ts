/** Workers (务工人员), by API: masked always, in full only by an audited reveal. */
import { forgetWorker } from '../lib/chat/forget';
import { peopleRoutes as routes } from '../lib/people/api';
import { findWorker } from '../lib/people/find';
import { reveal } from '../lib/people/reveal';
import type { Worker } from '../lib/people/types';
import { deployedWorld } from '../lib/platform/deployed-world';
import { api } from '../lib/platform/http';
import { doOnce } from '../lib/platform/idempotency';
import { isRefusal, refuse } from '../lib/platform/refusal';

/** Named one by one: what is sealed, hashed, or her address on a channel stays inside. */
function shown(worker: Worker) {
  const { worker_id, name, sex, birth_day, id_number_masked, phone_masked } = worker;
  const { home_region, site_region, site_text, employer, groups, chat, consent, created_at, updated_at } = worker;
  const about = { worker_id, name, sex, birth_day, id_number_masked, phone_masked };
  const where = { home_region, site_region, site_text, employer, groups: groups ?? [], reachable: !!chat };
  return { ...about, ...where, consent, created_at, updated_at };
}

export const handler = api({
  routes,
  world: deployedWorld,
  regions: { worker: async (world, { worker_id }) => (await findWorker(world, worker_id))?.home_region },
  operations: {
    read_worker: async ({ world, params }) => {
      const worker = await findWorker(world, params.worker_id);
      return worker ? { body: shown(worker), rev: worker.rev } : refuse('worker_unknown');
    },

    reveal_worker: ({ world, params, body, caller }) =>
      doOnce(
        { world },
        () => reveal(world, { ...params, reader: caller.subject, reason: body.reason }),
        (numbers) => ({
          body: { ...params, id_number: numbers.id_number, phone: numbers.phone },
        }),
      ),

    erase_worker: async ({ world, params, query, caller }) => {
      const done = await forgetWorker(world, { ...params, by: caller.subject, reason: query.reason });
      return isRefusal(done) ? done : { body: { ...params, erased: true, ...done } };
    },
  },
});
