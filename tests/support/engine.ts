/** A fresh table on the engine the run started. */
import { randomBytes } from 'node:crypto';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createTable } from '../../lib/local/create-table';
import { dynamoClient, dynamoTable } from '../../lib/store/dynamo';
import type { Table } from '../../lib/store/table';

export interface TestTable {
  table: Table;
  client: DynamoDBClient;
  name: string;
  /** What was consumed since the last `reset`. */
  used: { read: number; write: number; trips: number; reset(): void };
}

interface Http {
  updateHttpClientConfig(limit: string, ms: number): void;
  /** Empty before the first request. */
  httpHandlerConfigs(): { requestTimeout?: number };
}
/** How a client speaks HTTP. */
export const httpOf = (client: DynamoDBClient) => client.config.requestHandler as unknown as Http;

export async function freshTable(how: { stream?: boolean } = {}): Promise<TestTable> {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  const client = dynamoClient({ region: 'cn-north-1', endpoint: process.env.TEST_DYNAMODB_ENDPOINT });
  // The limits of a turn are not those of a busy machine.
  for (const limit of ['connectionTimeout', 'requestTimeout']) httpOf(client).updateHttpClientConfig(limit, 20_000);
  const name = `t${randomBytes(6).toString('hex')}`;
  await createTable(client, name, { stream: how.stream ?? false });
  const used = {
    read: 0,
    write: 0,
    trips: 0,
    reset() {
      used.read = used.write = used.trips = 0;
    },
  };
  const table = dynamoTable({
    table: name,
    client,
    meter: (use) => {
      used.read += use.read;
      used.write += use.write;
      used.trips += 1;
    },
  });
  return { table, client, name, used };
}
