/** Rows of the gateway ↔ what the rules know. */
import { keys } from '../store/keys';
import type { Change, Item, Table } from '../store/table';
import { nothingHeld, type Remembered, type Waiting } from './rules';
import type { Leases } from './types';

/** Rows looked at in one lease: what lies behind them waits until those before are through. */
const LOOK_AT_MAX = 300;
const READ = 100;

export async function loadLeases(table: Table, account: string): Promise<Leases> {
  const item = await table.get(keys.gatewayLeases(account), { consistent: true });
  return item ? { rev: item.rev, held: item.held, totals: item.totals } : nothingHeld();
}

/** All leases and totals in one write, on the condition that nobody wrote them since they were read. */
export function leasesChange(account: string, before: Leases, after: Leases): Change {
  return {
    kind: 'put',
    key: keys.gatewayLeases(account),
    item: { ...after, rev: before.rev + 1 },
    when: before.rev === 0 ? [{ attr: 'pk', op: 'absent' }] : [{ attr: 'rev', op: '=', value: before.rev }],
    why: 'leases of a gateway account',
  };
}

/** What waits, replies first, oldest first; read page by page until the caller has enough. Consistent: what was acked is gone. */
export async function* waitingOf(table: Table, account: string): AsyncGenerator<Waiting[]> {
  const { pk } = keys.outbox(account, 0, 0, '');
  let after: Record<string, string> | undefined;
  for (let seen = 0; seen < LOOK_AT_MAX; seen += READ) {
    const page = await table.query({ pk, prefix: 'SEND#', limit: READ, after, consistent: true });
    yield page.items.map(waitingIn);
    if (!page.next) return;
    after = page.next;
  }
}

function waitingIn(item: Item): Waiting {
  const { pk: _pk, expires_at_s: _expires, ...waiting } = item;
  return waiting as unknown as Waiting;
}

export function rememberedOf(item: Item | undefined): Remembered | undefined {
  return item && { sk: item.sk_of, state: item.state, sent_by: item.sent_by, reason: item.reason };
}

/** What became of an item; the item itself goes when it is settled. */
export function rememberedChange(account: string, id: string, after: Remembered): Change {
  return {
    kind: 'update',
    key: keys.outboxed(account, id),
    set: { state: after.state, sent_by: after.sent_by, reason: after.reason },
    when: [{ attr: 'pk', op: 'exists' }],
    why: 'what became of a thing to send',
  };
}

export function goneChange(account: string, sk: string): Change {
  const { pk } = keys.outbox(account, 0, 0, '');
  return { kind: 'delete', key: { pk, sk }, why: 'it is settled' };
}
