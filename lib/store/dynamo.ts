/** The table in DynamoDB (or an engine that speaks like it). The only file that calls the SDK for data. */
import { isDeepStrictEqual } from 'node:util';
import {
  BatchGetItemCommand,
  DeleteItemCommand,
  type DeleteItemCommandInput,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { attribute, withoutUndefined } from './evaluate';
import { Aliases, conditionText, updateText, written } from './expressions';
import {
  type Change,
  ConditionFailed,
  Conflict,
  type Item,
  type Key,
  type QueryRequest,
  type Table,
  Unavailable,
} from './table';

export interface DynamoOptions {
  table: string;
  client: Pick<DynamoDBClient, 'send'>;
  /** Called with what each request consumed, when given; capacity tests read it. */
  meter?: (use: { operation: string; read: number; write: number }) => void;
}

type Note = (operation: string, kind: 'read' | 'write', used: { CapacityUnits?: number }[] | undefined) => void;

const BATCH_GET_MAX = 100;
const MARSHALL = { removeUndefinedValues: true } as const;

/** A client with time limits that leave room for an answer within WeChat's five seconds. */
export function dynamoClient(how: { region?: string; endpoint?: string } = {}): DynamoDBClient {
  const client = new DynamoDBClient({
    ...(how.region && { region: how.region }),
    ...(how.endpoint && { endpoint: how.endpoint, credentials: { accessKeyId: 'local', secretAccessKey: 'local' } }),
    maxAttempts: 3,
    // Without the last word a request past its time is only warned about, and hangs on.
    requestHandler: {
      connectionTimeout: 500,
      requestTimeout: 1500,
      throwOnRequestTimeout: true,
      httpAgent: { maxSockets: 50, keepAlive: true },
    },
  });
  // It would copy every request and answer for a log nobody keeps (with personal data in it, were it kept):
  // a tenth of the SDK's CPU.
  client.middlewareStack.remove('loggerMiddleware');
  return client;
}

/** The table behind a client. Throws what `Table` promises: `ConditionFailed`, `Conflict`, `Unavailable`; anything else is a mistake of ours. */
export function dynamoTable({ table, client, meter }: DynamoOptions): Table {
  const metered = meter ? { ReturnConsumedCapacity: 'INDEXES' as const } : {};
  const note: Note = (operation, kind, used) => {
    if (!meter) return;
    const units = (used ?? []).reduce((sum, one) => sum + (one.CapacityUnits ?? 0), 0);
    meter({ operation, read: kind === 'read' ? units : 0, write: kind === 'write' ? units : 0 });
  };
  const send = async (command: any): Promise<any> => {
    try {
      return await client.send(command);
    } catch (error) {
      throw translated(error);
    }
  };

  /** Tokens of single writes whose outcome is not known. */
  const unsure = new Set<string>();
  /**
   * One change needs no transaction: the same condition at half the capacity. Such a request carries no
   * token, so after a repeat a failed condition may be our own doing: then the row as found decides.
   */
  const writeOne = async (change: Change, command: any, token: string | undefined): Promise<void> => {
    try {
      const out: any = await client.send(command);
      note('write', 'write', out.ConsumedCapacity && [out.ConsumedCapacity]);
    } catch (error: any) {
      if (error?.name !== 'ConditionalCheckFailedException') {
        const passing = translated(error);
        if (token && passing instanceof Unavailable) remember(unsure, token);
        throw passing;
      }
      const found = error.Item && (unmarshall(error.Item) as Item);
      const repeated = error.$metadata?.attempts > 1 || (token !== undefined && unsure.has(token));
      if (repeated && standsAs(change, found)) return;
      throw new ConditionFailed([{ change, ...(found && { found }) }]);
    }
  };

  return {
    ...reading(table, send, note, metered),

    async write(changes, how) {
      const [only] = changes;
      const single = changes.length === 1 && only && singleCommand(table, only, metered);
      if (single) return writeOne(only, single, how?.token);
      const items = changes.map((change) => transactItem(table, change));
      // Without a token the SDK makes one, so that its own retries are safe too.
      const token = how?.token ? { ClientRequestToken: how.token } : {};
      try {
        const out = await client.send(new TransactWriteItemsCommand({ TransactItems: items, ...token, ...metered }));
        note('write', 'write', out.ConsumedCapacity);
      } catch (error) {
        throw writeError(error, changes);
      }
    },
  };
}

/** The three ways to read, over one `send` that translates errors and one `note` that meters. */
function reading(
  table: string,
  send: (command: any) => Promise<any>,
  note: Note,
  metered: object,
): Omit<Table, 'write'> {
  return {
    async get(key, how) {
      const out = await send(
        new GetItemCommand({
          TableName: table,
          Key: marshall({ pk: key.pk, sk: key.sk }),
          ConsistentRead: how?.consistent ?? false,
          ...metered,
        }),
      );
      note('get', 'read', out.ConsumedCapacity && [out.ConsumedCapacity]);
      return out.Item && (unmarshall(out.Item) as Item);
    },

    async getMany(wanted, how) {
      const found = new Map<string, Item>();
      const unique = [...new Map(wanted.map((key) => [`${key.pk}\n${key.sk}`, key])).values()];
      for (let i = 0; i < unique.length; i += BATCH_GET_MAX) {
        let rest: any = {
          [table]: {
            Keys: unique.slice(i, i + BATCH_GET_MAX).map((key) => marshall({ pk: key.pk, sk: key.sk })),
            ConsistentRead: how?.consistent ?? false,
          },
        };
        for (let round = 0; rest?.[table]; round++) {
          if (round > 5) throw new Unavailable('batch read kept coming back unprocessed');
          const out = await send(new BatchGetItemCommand({ RequestItems: rest, ...metered }));
          note('getMany', 'read', out.ConsumedCapacity);
          for (const raw of out.Responses?.[table] ?? []) {
            const item = unmarshall(raw) as Item;
            found.set(`${item.pk}\n${item.sk}`, item);
          }
          rest = out.UnprocessedKeys;
        }
      }
      return wanted.map((key) => found.get(`${key.pk}\n${key.sk}`));
    },

    async query(request) {
      const out = await send(new QueryCommand({ TableName: table, ...queryInput(request), ...metered }));
      note('query', 'read', out.ConsumedCapacity && [out.ConsumedCapacity]);
      return {
        items: (out.Items ?? []).map((raw: any) => unmarshall(raw) as Item),
        ...(out.LastEvaluatedKey && { next: unmarshall(out.LastEvaluatedKey) as Record<string, string> }),
      };
    },
  };
}

function queryInput(request: QueryRequest) {
  const to = new Aliases();
  const [hash, range] =
    request.index === 'due'
      ? ['due_shard', 'due_at']
      : request.index === 'audience'
        ? ['audience', 'pk']
        : ['pk', 'sk'];
  const terms = [`${to.name(hash)} = ${to.value(request.pk)}`];
  if (request.prefix) terms.push(`begins_with(${to.name(range)}, ${to.value(request.prefix)})`);
  else if (request.from !== undefined && request.to !== undefined)
    terms.push(`${to.name(range)} BETWEEN ${to.value(request.from)} AND ${to.value(request.to)}`);
  else if (request.from !== undefined) terms.push(`${to.name(range)} >= ${to.value(request.from)}`);
  else if (request.to !== undefined) terms.push(`${to.name(range)} <= ${to.value(request.to)}`);
  return {
    KeyConditionExpression: terms.join(' AND '),
    ExpressionAttributeNames: to.names,
    ExpressionAttributeValues: marshall(to.values),
    ScanIndexForward: !request.newest_first,
    ...(request.index && { IndexName: request.index }),
    ...(request.limit && { Limit: request.limit }),
    ...(request.after && { ExclusiveStartKey: marshall(request.after) }),
    ...(request.consistent && !request.index && { ConsistentRead: true }),
  };
}

function transactItem(table: string, change: Change): TransactWriteItem {
  const to = new Aliases();
  const condition = change.when?.length ? { ConditionExpression: conditionText(change.when, to) } : {};
  const update = change.kind === 'update' ? updateText(change, to) : undefined;
  const aliased = {
    ...(Object.keys(to.names).length > 0 && { ExpressionAttributeNames: to.names }),
    ...(Object.keys(to.values).length > 0 && { ExpressionAttributeValues: marshall(to.values, MARSHALL) }),
  };
  const common = {
    TableName: table,
    ...condition,
    ...aliased,
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
  };
  const key = marshall({ pk: change.key.pk, sk: change.key.sk });
  switch (change.kind) {
    case 'put':
      return { Put: { ...common, Item: marshall({ ...change.item, ...change.key }, MARSHALL) } };
    case 'update':
      if (update) return { Update: { ...common, Key: key, UpdateExpression: update } };
      // Nothing left to write once what is undefined is left out: its conditions still count.
      if (change.when?.length)
        return { ConditionCheck: { ...common, Key: key, ConditionExpression: condition.ConditionExpression! } };
      throw new Error(`an update of nothing: ${change.why}`);
    case 'delete':
      return { Delete: { ...common, Key: key } };
    case 'check':
      return { ConditionCheck: { ...common, Key: key, ConditionExpression: condition.ConditionExpression! } };
  }
}

/** A write of its own for one change that may be repeated without harm; additions may not, checks cannot. */
function singleCommand(table: string, change: Change, metered: object) {
  if (change.kind === 'update' && Object.keys(change.add ?? {}).length > 0) return undefined;
  const { Put, Update, Delete } = transactItem(table, change);
  if (Put) return new PutItemCommand({ ...Put, ...metered });
  if (Update) return new UpdateItemCommand({ ...Update, ...metered } as UpdateItemCommandInput);
  return Delete && new DeleteItemCommand({ ...Delete, ...metered } as DeleteItemCommandInput);
}

/** Is the row what this change would have made of it? */
function standsAs(change: Change, found: Item | undefined): boolean {
  if (change.kind === 'delete') return found === undefined;
  if (!found || change.kind === 'check') return false;
  if (change.kind === 'put') return isDeepStrictEqual(found, withoutUndefined({ ...change.item, ...change.key }));
  const as_set = written(change).every(([path, value]) =>
    isDeepStrictEqual(attribute(found, path), withoutUndefined(value)),
  );
  return as_set && (change.remove ?? []).every((path) => attribute(found, path) === undefined);
}

const UNSURE_MAX = 1000;
function remember(tokens: Set<string>, token: string): void {
  tokens.add(token);
  if (tokens.size > UNSURE_MAX) tokens.delete(tokens.values().next().value as string);
}

/** Several reasons may come at once: a failed condition says more than a conflict, so it wins. */
function writeError(error: any, changes: Change[]): unknown {
  if (error?.name !== 'TransactionCanceledException') return translated(error);
  const reasons: { Code?: string; Item?: any }[] = error.CancellationReasons ?? [];
  const failed = reasons.flatMap((reason, i) =>
    reason.Code === 'ConditionalCheckFailed' && changes[i]
      ? [{ change: changes[i], ...(reason.Item && { found: unmarshall(reason.Item) as Item }) }]
      : [],
  );
  if (failed.length > 0) return new ConditionFailed(failed);
  if (reasons.some((reason) => reason.Code === 'TransactionConflict')) return new Conflict('transaction conflict');
  if (reasons.some((reason) => /Throttl|ProvisionedThroughput/.test(reason.Code ?? '')))
    return new Unavailable('throttled');
  return error;
}

const PASSING = new Set([
  'ProvisionedThroughputExceededException',
  'ThrottlingException',
  'RequestLimitExceeded',
  'InternalServerError',
  'ServiceUnavailable',
  'TimeoutError',
  'AbortError',
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'ENOTFOUND',
]);

function translated(error: any): unknown {
  if (error?.name === 'TransactionConflictException' || error?.name === 'TransactionInProgressException')
    return new Conflict(error.name);
  if (PASSING.has(error?.name) || PASSING.has(error?.code) || error?.$metadata?.httpStatusCode >= 500)
    return new Unavailable(String(error.name ?? error.code));
  return error;
}

export type { Key };
