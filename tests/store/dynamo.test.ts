/** The contract on the real engine, and what DynamoDB raises that the engine does not. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dynamoClient, dynamoTable } from '../../lib/store/dynamo';
import { type Change, ConditionFailed, Conflict, Unavailable } from '../../lib/store/table';
import { freshTable, httpOf } from '../support/engine';
import { contract } from './contract';

contract(async () => (await freshTable()).table);

const at = { pk: 'A', sk: 'X' };
const changes = [at, { pk: 'B', sk: 'X' }].map((key) => ({
  kind: 'put' as const,
  key,
  item: {},
  why: 'a thing',
  when: [{ attr: 'pk', op: 'absent' as const }],
}));
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
    const table = cancelled('ConditionalCheckFailed', 'TransactionConflict');
    await expect(table.write(changes)).rejects.toBeInstanceOf(ConditionFailed);
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
  const { port } = silent.address() as AddressInfo;
  const client = dynamoClient({ region: 'cn-north-1', endpoint: `http://127.0.0.1:${port}` });
  // A fifth of its patience here; the whole of it is reckoned below.
  httpOf(client).updateHttpClientConfig('requestTimeout', 300);
  try {
    await expect(dynamoTable({ table: 't', client }).get(at)).rejects.toBeInstanceOf(Unavailable);
    expect(tries).toBe(3);
    expect(await client.config.maxAttempts()).toBe(3);
  } finally {
    client.destroy();
    silent.closeAllConnections();
    silent.close();
  }
  const untouched = dynamoClient({ region: 'cn-north-1', endpoint: 'http://127.0.0.1:1' });
  await expect(dynamoTable({ table: 't', client: untouched }).get(at)).rejects.toThrow('ECONNREFUSED');
  // Between the tries the SDK rests up to 100 and 200 ms.
  expect(3 * httpOf(untouched).httpHandlerConfigs().requestTimeout! + 300).toBeLessThan(4_900);
  untouched.destroy();
});

describe('one change alone goes without a transaction', () => {
  const rev = (n: number) => [{ attr: 'rev', op: '=' as const, value: n }];
  const put: Change = { kind: 'put', key: at, item: { rev: 2, text: 'x', gone: undefined }, when: rev(1), why: 'next' };
  const set: Change = {
    kind: 'update',
    key: at,
    set: { rev: 2, 'map.a': 1 },
    remove: ['old'],
    when: rev(1),
    why: 'next',
  };
  const away: Change = { kind: 'delete', key: at, when: rev(1), why: 'away' };
  const add: Change = { kind: 'update', key: at, add: { rev: 1 }, when: rev(1), why: 'one more' };
  const BEFORE = { rev: 1, map: {}, old: 1 };

  /** The first answer never comes, though the write was done. */
  async function unheardOnce() {
    const made = await freshTable();
    await made.table.write([{ kind: 'put', key: at, item: BEFORE, why: 'before' }]);
    const sent: string[] = [];
    const client = {
      async send(command: any) {
        const writing = !/^Get/.test(command.constructor.name);
        if (writing) sent.push(command.constructor.name);
        const out = await made.client.send(command);
        if (writing && sent.length === 1) throw Object.assign(new Error('no answer'), { name: 'TimeoutError' });
        return out;
      },
    };
    return { ...made, sent, table: dynamoTable({ table: made.name, client: client as any }) };
  }

  test.each([
    ['put', put, 'PutItemCommand'],
    ['update', set, 'UpdateItemCommand'],
    ['delete', away, 'DeleteItemCommand'],
    ['addition, which needs the token of a transaction', add, 'TransactWriteItemsCommand'],
  ] as [string, Change, string][])(
    '%s: repeated after no answer, it succeeds and is done once',
    async (_, change, command) => {
      const { table, sent } = await unheardOnce();
      await expect(table.write([change], { token: 'one' })).rejects.toBeInstanceOf(Unavailable);
      await table.write([change], { token: 'one' });
      expect(sent).toEqual([command, command]);
      expect((await table.get(at, { consistent: true }))?.rev).toBe(change.kind === 'delete' ? undefined : 2);
    },
  );

  test.each([
    ['put', put],
    ['update', set],
    ['delete', away],
  ] as [string, Change][])(
    '%s: a first try whose condition fails is no repeat, whatever the row says',
    async (_, change) => {
      const { table } = await freshTable();
      if (change.kind !== 'delete')
        await table.write([{ kind: 'put', key: at, item: { rev: 2, text: 'x', map: { a: 1 } }, why: 'somebody else' }]);
      await expect(table.write([change], { token: 'one' })).rejects.toBeInstanceOf(ConditionFailed);
    },
  );

  test("and after a repeat, a row that somebody else wrote is still somebody else's", async () => {
    const { table, client, name } = await unheardOnce();
    await expect(table.write([put], { token: 'one' })).rejects.toBeInstanceOf(Unavailable);
    await dynamoTable({ table: name, client }).write([
      { kind: 'put', key: at, item: { rev: 3 }, why: 'somebody else' },
    ]);
    await expect(table.write([put], { token: 'one' })).rejects.toBeInstanceOf(ConditionFailed);
  });
});
