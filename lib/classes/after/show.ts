/** What is known of someone after a class, as the API shows it. Pure. */
import type { FollowUp } from './types';

export function followUpShown({ class_id, worker_id, name, phone_masked, answers, attempts }: FollowUp) {
  return { class_id, worker_id, name, phone_masked, answers, attempts };
}
