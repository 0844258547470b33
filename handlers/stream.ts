/** The table's stream: what follows from rows that were written. A failed record and all after it are delivered again. */
import { deployedSender } from '../lib/channels/deployed-sender';
import { followUp } from '../lib/notices/follow-up';
import { log } from '../lib/platform/log';
import { flushMetrics } from '../lib/platform/metrics';
import { readRecord } from '../lib/store/stream-record';

interface StreamEvent {
  Records: { dynamodb?: { NewImage?: Record<string, any>; OldImage?: Record<string, any>; SequenceNumber?: string } }[];
}

export async function handler(event: StreamEvent): Promise<{ batchItemFailures: { itemIdentifier: string }[] }> {
  try {
    const { world, sender } = await deployedSender();
    for (const record of event.Records) {
      const { is, was } = readRecord(record);
      if (!is) continue;
      try {
        await followUp(world, sender, is, was);
      } catch (error) {
        log.error('a record could not be followed up', { key: is.sk, error: error as Error });
        // Order matters within a row: stop here, and have this one and the rest again.
        return { batchItemFailures: [{ itemIdentifier: record.dynamodb?.SequenceNumber ?? '' }] };
      }
    }
    return { batchItemFailures: [] };
  } finally {
    flushMetrics();
  }
}
