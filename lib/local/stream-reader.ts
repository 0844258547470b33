/** Reads a table's stream through the public DynamoDB Streams API, from a remembered place on. */
import {
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type _Record as StreamRecord,
} from '@aws-sdk/client-dynamodb-streams';

export type { StreamRecord };

/** The last record dealt with. `shard` alone means: everything in it, from the start. */
export interface Place {
  stream: string;
  shard: string;
  sequence?: string;
}

export interface StreamReader {
  /** The next records, oldest first, at most `max`; an empty list when there are none now. */
  read(max: number): Promise<{ shard: string; records: StreamRecord[] }>;
}

/** A place in another stream (a new table, a new data file) counts for nothing: then from the oldest record on. */
export function streamReader(client: DynamoDBStreamsClient, stream: string, from: Place | undefined): StreamReader {
  let at: Place | undefined = from?.stream === stream ? from : undefined;
  let iterator: string | undefined;

  const shards = async () => {
    const all = [];
    let after: string | undefined;
    do {
      const { StreamDescription } = await client.send(
        new DescribeStreamCommand({ StreamArn: stream, ...(after && { ExclusiveStartShardId: after }) }),
      );
      all.push(...(StreamDescription?.Shards ?? []).flatMap((shard) => shard.ShardId ?? []));
      after = StreamDescription?.LastEvaluatedShardId;
    } while (after);
    // Ids begin with the time the shard was opened, so that parents sort before their children.
    return all.sort();
  };

  const open = async () => {
    const known = await shards();
    if (!at || !known.includes(at.shard)) {
      const oldest = known.find((shard) => !at || shard > at.shard) ?? known[0];
      if (!oldest) throw new Error('the stream has no shard');
      at = { stream, shard: oldest };
    }
    const { ShardIterator } = await client.send(
      new GetShardIteratorCommand({
        StreamArn: stream,
        ShardId: at.shard,
        ...(at.sequence
          ? { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: at.sequence }
          : { ShardIteratorType: 'TRIM_HORIZON' }),
      }),
    );
    return ShardIterator;
  };

  return {
    async read(max) {
      try {
        iterator ??= await open();
        const { Records = [], NextShardIterator } = await client.send(
          new GetRecordsCommand({ ShardIterator: iterator, Limit: max }),
        );
        const shard = at!.shard;
        const last = Records.at(-1)?.dynamodb?.SequenceNumber;
        if (last) at = { stream, shard, sequence: last };
        iterator = NextShardIterator;
        // A closed shard: go on in the one after it, once there is one.
        if (!iterator && Records.length === 0) {
          const next = (await shards()).find((id) => id > shard);
          if (next) at = { stream, shard: next };
        }
        return { shard, records: Records };
      } catch (error) {
        iterator = undefined;
        if ((error as Error).name === 'TrimmedDataAccessException') at = at && { stream, shard: at.shard };
        throw error;
      }
    },
  };
}

/** A record as Lambda hands it to a function: bytes in base 64, times in seconds. */
export function lambdaRecord(record: StreamRecord, stream: string): any {
  const { ApproximateCreationDateTime, Keys, NewImage, OldImage, ...rest } = record.dynamodb ?? {};
  return {
    eventID: record.eventID,
    eventName: record.eventName,
    eventVersion: record.eventVersion ?? '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: record.awsRegion,
    dynamodb: {
      ...rest,
      ...(ApproximateCreationDateTime && { ApproximateCreationDateTime: ApproximateCreationDateTime.getTime() / 1000 }),
      ...(Keys && { Keys: wire(Keys) }),
      ...(NewImage && { NewImage: wire(NewImage) }),
      ...(OldImage && { OldImage: wire(OldImage) }),
    },
    eventSourceARN: stream,
  };
}

function wire(value: any): any {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(wire);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, wire(inner)]));
}
