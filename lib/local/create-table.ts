/** Creates the table as functions/table.yml describes it, so that what runs here is what is deployed. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { CreateTableCommand, type DynamoDBClient, ResourceInUseException } from '@aws-sdk/client-dynamodb';
import { parse } from 'yaml';

const FILE = path.join(__dirname, '../../functions/table.yml');

/** `stream: false` for tests that write much: the engine reads all earlier stream records at each write. */
export async function createTable(client: DynamoDBClient, name: string, how: { stream: boolean }): Promise<void> {
  const described = parse(readFileSync(FILE, 'utf8')).Resources.Table.Properties;
  try {
    await client.send(
      new CreateTableCommand({
        TableName: name,
        BillingMode: described.BillingMode,
        AttributeDefinitions: described.AttributeDefinitions,
        KeySchema: described.KeySchema,
        GlobalSecondaryIndexes: described.GlobalSecondaryIndexes,
        ...(how.stream && { StreamSpecification: { StreamEnabled: true, ...described.StreamSpecification } }),
      }),
    );
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
  }
}
