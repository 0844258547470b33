import { enrolledByOffice } from '../notices/say';
import { noticeChange } from '../notices/write';
import { findWorker } from '../people/find';
import { isRefusal, refuse } from '../platform/refusal';
import type { World } from '../platform/world';
import type { Planned } from '../store/commit';
import { type Enrolled, enrol } from './enrol';

/**
 * The office enrols someone who asked for it, with its reason: the same rules and the same conditions
 * as by chat, and she is told. `waive_shift`: why she can come although her shifts say no (L5), kept with her seat. Refuses `worker_unknown` or any `EnrolRefusal`.
 */
export async function enrolByOffice(
  world: World,
  command: { class_id: string; worker_id: string; by: string; reason: string; order?: number; waive_shift?: string },
): Promise<Planned<Enrolled>> {
  const worker = await findWorker(world, command.worker_id, { consistent: true });
  if (!worker) return refuse('worker_unknown');
  const { class_id, by, reason, order, waive_shift } = command;
  const waiver = waive_shift ? { by, reason: waive_shift } : undefined;
  const planned = await enrol(world, { class_id, worker, by, reason, order, waiver });
  if (isRefusal(planned)) return planned;
  const told = noticeChange(world, {
    notice_id: `enrolled-${command.class_id}-${world.now()}`,
    worker_id: worker.worker_id,
    kind: 'enrolled_by_office',
    topic: 'service',
    ...enrolledByOffice(planned.value.training_class),
  });
  return { changes: [...planned.changes, told], value: planned.value };
}
