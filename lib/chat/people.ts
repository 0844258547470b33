/** Who is talking, as the rooms want to know her. */
import type { EnrolPerson } from '../classes/rules';
import { findWorker } from '../people/find';
import type { Worker } from '../people/types';
import { dayOf } from '../platform/clock';
import type { Policy } from '../policy/types';
import type { TurnContext } from './types';

/** Her record, while she has one. An erased worker is nobody. */
export async function whoIs(context: TurnContext): Promise<Worker | undefined> {
  const { worker_id } = context.conversation;
  return worker_id ? findWorker(context.world, worker_id, { consistent: true }) : undefined;
}

export function personOf(worker: Worker): EnrolPerson {
  const { worker_id, name, sex, birth_day, id_number_masked, phone_masked, groups } = worker;
  return { worker_id, name, sex, birth_day, id_number_masked, phone_masked, ...(groups && { groups }) };
}

/** The rules of the account's county today. */
export function policyNow(context: Pick<TurnContext, 'world' | 'now_ms'>): Policy {
  return context.world.policies.of(context.world.account.home_region, dayOf(context.now_ms));
}
