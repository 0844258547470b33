/** The contract on the real engine, and what DynamoDB raises that the engine does not. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dynamoClient, dynamoTable } from '../../lib/store/dynamo';
import { ConditionFailed, Conflict, Unavailable } from '../../lib/store/table';
import { freshTable } from '../support/engine';
import { contract } from './contract';

contract(async () => (await freshTable()).table);

const at = { pk: 'A', sk: 'X' };
const changes = [
  { kind: 'put' as const, key: at, item: {}, why: 'a thing', when: [{ attr: 'pk', op: 'absent' as const }] },
];
const raising = (error: object) =>
  dynamoTable({
    table: 't',
    client: { send: async () => Promise.reject(Object.assign(new Error('raised'), error)) } as any,
  });
const cancelled = (...codes: string[]) =>
  raising({ name: 'TransactionCanceledException', CancellationReasons: codes.map((Code) => ({ Code })) });

describe('errors', () => {
  test.each([
    ['a conflict', cancelled('TransactionConflict'), Conflict],
    ['a failed condition', cancelled('ConditionalCheckFailed'), ConditionFailed],
    ['a throttled item', cancelled('ThrottlingError'), Unavailable],
    ['a throttled partition', cancelled('ProvisionedThroughputExceeded'), Unavailable],
    ['a throttled request', raising({ name: 'ThrottlingException' }), Unavailable],
    ['its own earlier try under way', raising({ name: 'TransactionInProgressException' }), Conflict],
    ['a timeout', raising({ name: 'TimeoutError' }), Unavailable],
    ['a broken connection', raising({ code: 'ECONNRESET' }), Unavailable],
    ['a server error by any name', raising({ name: 'Odd', $metadata: { httpStatusCode: 503 } }), Unavailable],
  ])('%s', async (_, table, kind) => {
    await expect(table.write(changes)).rejects.toBeInstanceOf(kind);
  });

  test('a failed condition says more than a conflict beside it', async () => {
    await expect(
      cancelled('ConditionalCheckFailed', 'TransactionConflict').write([
        ...changes,
        { ...changes[0]!, key: { pk: 'B', sk: 'X' } },
      ]),
    ).rejects.toBeInstanceOf(ConditionFailed);
  });

  test('what is our own mistake stays what it is', async () => {
    await expect(raising({ name: 'ValidationException' }).write(changes)).rejects.toMatchObject({
      name: 'ValidationException',
    });
    await expect(cancelled('ValidationError').write(changes)).rejects.toMatchObject({
      name: 'TransactionCanceledException',
    });
  });

  test('a batch read that stays unprocessed gives up', async () => {
    const table = dynamoTable({
      table: 't',
      client: { send: async () => ({ UnprocessedKeys: { t: { Keys: [] } } }) } as any,
    });
    await expect(table.getMany([at])).rejects.toBeInstanceOf(Unavailable);
  });
});

test("a table that never answers is given up within WeChat's five seconds", async () => {
  let tries = 0;
  const silent = createServer(() => {
    tries++;
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => silent.once('listening', resolve));
  const client = dynamoClient({
    region: 'cn-north-1',
    endpoint: `http://127.0.0.1:${(silent.address() as AddressInfo).port}`,
  });
  const began_ms = Date.now();
  try {
    await expect(dynamoTable({ table: 't', client }).get(at)).rejects.toBeInstanceOf(Unavailable);
    expect(Date.now() - began_ms).toBeLessThan(4_900);
    expect(tries).toBeGreaterThan(0);
  } finally {
    client.destroy();
    silent.closeAllConnections();
    silent.close();
  }
});
