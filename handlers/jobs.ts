/** Schedules. `due` each minute: whatever falls due (notices put off, offers that ran out, reminders, broadcasts under way). */
import { deployedSender } from '../lib/channels/deployed-sender';
import { due } from '../lib/notices/due';
import { flushMetrics } from '../lib/platform/metrics';

export async function handler(event: { job?: string } = {}): Promise<{ job: string; handled: number; failed: number }> {
  const job = event.job ?? 'due';
  if (job !== 'due') throw new Error(`no such job: ${job}`);
  try {
    const { world, sender } = await deployedSender();
    const done = await due(world, sender);
    // Everything else was handled; failing now is what the alarm on this function sees.
    if (done.failed > 0) throw new Error(`${done.failed} rows that fell due could not be handled`);
    return { job, ...done };
  } finally {
    flushMetrics();
  }
}
