/** A gateway's server in memory: the deployed handler, the table in memory, and a `fetch` that leads to it. */
import '../../support/quiet';
import type { Delivery } from '../../../lib/channels/types';
import { sendByGateway } from '../../../lib/channels/wechaty/outbox-sender';
import { signedHeaders } from '../../../lib/gateway/sign';
import type { Leased, Leases } from '../../../lib/gateway/types';
import { useWorld } from '../../../lib/platform/deployed-world';
import { keys } from '../../../lib/store/keys';
import { memoryTable } from '../../../lib/store/memory';
import type { Item, Table } from '../../../lib/store/table';
import { eventOf } from '../../api/support';
import { must } from '../../support/must';
import { type TestWorld, testWorld } from '../../support/world';

export const ACCOUNT = 'putuo';

export interface Server {
  world: TestWorld;
  secret: string;
  /** As the resident process's `fetch`. */
  fetch: typeof fetch;
  call(path: string, body: object, how?: Partial<Caller>): Promise<{ status: number; body: any }>;
  /** Something is to be told her, by this account unless another is named. */
  push(to: string, id: string, text?: string, account?: string): Promise<Delivery>;
  /** Rows of the outbox that wait. */
  waiting(): Promise<Item[]>;
  leases(): Promise<Leases>;
  lease(items_max?: number, replies_only?: boolean): Promise<Leased[]>;
}

interface Caller {
  account: string;
  secret: string;
  timestamp_s: number;
  headers: Record<string, string>;
}

export async function server(table: Table = memoryTable()): Promise<Server> {
  const world = testWorld(table);
  useWorld(world);
  const { createAccount } = await import('../../../lib/gateway/accounts');
  const { handler } = await import('../../../handlers/gateway');
  const made = await must(world, () =>
    createAccount(world, { account: ACCOUNT, name: '普陀站', home_region: '530128' }),
  );
  const reach = async (path: string, headers: Record<string, string>, raw: string) => {
    const event = eventOf({ method: 'POST', path }, { raw, headers });
    const result: any = await handler(event, { awsRequestId: 'r', getRemainingTimeInMillis: () => 9000 } as any);
    return new Response(result.body, { status: result.statusCode, headers: result.headers });
  };
  const call: Server['call'] = async (path, body, how = {}) => {
    const { account = ACCOUNT, secret = made.secret, timestamp_s = Math.floor(world.now() / 1000) } = how;
    const raw = JSON.stringify(body);
    const headers = {
      ...signedHeaders(secret, { method: 'POST', path, account, timestamp_s, body: raw }),
      ...how.headers,
    };
    const response = await reach(path, headers, raw);
    return { status: response.status, body: await response.json() };
  };
  return {
    world,
    secret: made.secret,
    call,
    fetch: (async (url: string, init: { headers: Record<string, string>; body: string }) =>
      reach(new URL(url).pathname, init.headers, init.body)) as unknown as typeof fetch,
    push: (to, id, text = id, account = ACCOUNT) =>
      sendByGateway(world, `${account}.${to}`, {
        id,
        text,
        template: { name: 'general', fields: { title: '通知', note: '好' } },
      }),
    async waiting() {
      return (await table.query({ pk: `OUTBOX#${ACCOUNT}`, prefix: 'SEND#' })).items;
    },
    async leases() {
      return (await table.get(keys.gatewayLeases(ACCOUNT))) as unknown as Leases;
    },
    async lease(items_max = 10, replies_only) {
      const { body } = await call('/v1/gateway/lease', { items_max, ...(replies_only && { replies_only }) });
      return body.items;
    },
  };
}

let n = 0;
/** A message as the resident process posts it. */
export const said = (text: string, contact = 'wxid_a', more: object = {}) => ({
  id: `m${++n}`,
  contact,
  sent_ms: Date.parse('2025-07-10T09:59:00+08:00'),
  kind: 'text',
  text,
  ...more,
});
