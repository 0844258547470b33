/** What an account is to send: a row per thing, in order, and a row by its id so that nothing goes in twice. */
import { createHash } from 'node:crypto';
import { DAY_MS } from '../platform/clock';
import { keys } from '../store/keys';
import type { Change } from '../store/table';
import type { OutboxItem } from './types';

/** Rows that nobody fetched go by themselves; what became of a thing is known for a month. */
const ITEM_KEPT_MS = 7 * DAY_MS;
const FATE_KEPT_MS = 30 * DAY_MS;

/** The id of a thing to send, from the occasion: the same occasion is the same id. */
export function outboxId(kind: 'reply' | 'push', ...occasion: string[]): string {
  const hash = createHash('sha256').update(occasion.join('\n')).digest('base64url').slice(0, 22);
  return `${kind === 'reply' ? 'r' : 'p'}_${hash}`;
}

/**
 * Put something where it is fetched from. `order` decides between two of the same millisecond. Fails with
 * `outboxed_before` when this id was ever put in. 2 rows, 4 WCU up to 1 KB of text.
 */
export function outboxChanges(account: string, item: OutboxItem, order = 0): Change[] {
  const key = keys.outbox(account, item.priority, item.at_ms, `${String(order).padStart(9, '0')}-${item.id}`);
  return [
    {
      kind: 'put',
      key: keys.outboxed(account, item.id),
      item: { sk_of: key.sk, state: 'waiting', expires_at_s: Math.floor((item.at_ms + FATE_KEPT_MS) / 1000) },
      when: [{ attr: 'pk', op: 'absent' }],
      why: 'it is put in once',
      refusal: 'outboxed_before',
    },
    {
      kind: 'put',
      key,
      item: { ...item, expires_at_s: Math.floor((item.at_ms + ITEM_KEPT_MS) / 1000) },
      why: 'a thing to send',
    },
  ];
}
