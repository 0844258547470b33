/**
 * A conversation ↔ its row (`CHAT#channel:address STATE`).
 *
 * Top-level attributes are those other rooms read or indexes list: `worker_id name site topics_off trades
 * thread staff following heard_ms`, and `audience` (= `site`, only while she follows the account and wants news).
 * `seen_from_ms span in_minute misses rev` keep order; what a turn only needs itself
 * (`seen flow paused last_reply last_pushed thread_noted`) is in `packed` (pack.ts). Every write adds one to `rev` and is conditioned on it,
 * so whoever else changes this row must do the same.
 */
import { createHash } from 'node:crypto';
import type { Message } from '../channels/types';
import { DAY_MS } from '../platform/clock';
import { keys } from '../store/keys';
import type { Change, Item } from '../store/table';
import { pack, unpack } from './pack';
import type { Conversation } from './types';

/** Marks of messages kept; none is forgotten while the channel may still deliver its message again, up to a bound the rate limit sets. */
const SEEN_KEPT = 8;
const SEEN_MAX = 48;
const REDELIVERED_WITHIN_S = 30;
/** How long a silent conversation is kept. */
const KEPT_MS = 400 * DAY_MS;
/** A registration left unfinished holds sealed personal data nobody may use: it goes sooner. */
const UNFINISHED_KEPT_MS = 30 * DAY_MS;

export const chatOf = (message: Pick<Message, 'channel' | 'address'>): string =>
  `${message.channel}:${message.address}`;

/** A conversation nobody has had yet. */
export function newConversation(chat: string): Conversation {
  return { chat, rev: 0, misses: 0, seen: [], seen_from_ms: 0, span: 0, in_minute: 0, heard_ms: 0, following: true };
}

/** What was stored, as a conversation; a fresh one when there is none. */
export function conversationOf(chat: string, item: Item | undefined): Conversation {
  if (!item) return newConversation(chat);
  const { pk: _pk, sk: _sk, packed, audience: _audience, expires_at_s: _expires, ...kept } = item;
  return { ...newConversation(chat), ...kept, ...(packed && unpack<Partial<Conversation>>(packed)) };
}

/** Write `after` in place of `before`; fails when anyone wrote the row since `before` was read. */
export function conversationChange(before: Conversation, after: Conversation): Change {
  return {
    kind: 'put',
    key: keys.conversation(before.chat),
    item: itemOf({ ...after, rev: before.rev + 1 }),
    when: before.rev === 0 ? [{ attr: 'pk', op: 'absent' }] : [{ attr: 'rev', op: '=', value: before.rev }],
    why: 'conversation',
  };
}

function itemOf(c: Conversation): Record<string, unknown> {
  const {
    chat: _chat,
    misses,
    seen,
    topics_off,
    trades,
    flow,
    paused,
    last_reply,
    last_pushed,
    thread_noted,
    undo,
    ...rest
  } = c;
  const packed = { seen, flow, paused, last_reply, last_pushed, thread_noted, undo };
  const listed = c.site && c.following && !topics_off?.includes('news');
  return {
    ...rest,
    ...(misses > 0 && { misses }),
    ...(topics_off?.length && { topics_off }),
    ...(trades?.length && { trades }),
    ...(listed && { audience: c.site }),
    packed: pack(packed),
    expires_at_s: Math.floor((c.heard_ms + (unfinished(c) ? UNFINISHED_KEPT_MS : KEPT_MS)) / 1000),
  };
}

function unfinished(c: Conversation): boolean {
  return !c.worker_id && [c.flow, c.paused].some((flow) => flow?.slots.data_key !== undefined);
}

/** The mark a message leaves: the second it was sent (so that marks age), and a hash of its id. */
export function markOf(message: Pick<Message, 'id' | 'sent_ms'>): string {
  const second = Math.floor(message.sent_ms / 1000)
    .toString(36)
    .padStart(6, '0');
  return second + createHash('sha256').update(message.id).digest('base64url').slice(0, 6);
}

const secondOf = (mark: string): number => Number.parseInt(mark.slice(0, 6), 36);

/** `last`: the message just answered. `old`: answered before it, or too old to tell. `new`: neither. */
export function recognise(c: Conversation, message: Pick<Message, 'id' | 'sent_ms'>): 'new' | 'last' | 'old' {
  const at = c.seen.indexOf(markOf(message));
  if (at === 0) return 'last';
  return at > 0 || message.sent_ms < c.seen_from_ms ? 'old' : 'new';
}

/**
 * Remember a message, the last answered first. When one is forgotten, everything sent in its second or
 * before counts as seen from then on: exactly once comes before a late straggler.
 */
export function remember(
  c: Conversation,
  message: Pick<Message, 'id' | 'sent_ms'>,
): Pick<Conversation, 'seen' | 'seen_from_ms'> {
  let seen = [markOf(message), ...c.seen];
  let { seen_from_ms } = c;
  const newest_s = Math.max(...seen.map(secondOf));
  while (seen.length > SEEN_KEPT) {
    const oldest = seen.slice(1).reduce((a, b) => (secondOf(b) <= secondOf(a) ? b : a));
    const may_come_again = newest_s - secondOf(oldest) < REDELIVERED_WITHIN_S;
    if (may_come_again && seen.length <= SEEN_MAX) break;
    seen = seen.filter((mark) => mark !== oldest);
    seen_from_ms = Math.max(seen_from_ms, (secondOf(oldest) + 1) * 1000);
  }
  return { seen, seen_from_ms };
}

/** Laid over a conversation when she unfollows or is erased: nothing stays that says who she is or what she said. */
export const FORGOTTEN: Partial<Conversation> = {
  worker_id: undefined,
  name: undefined,
  site: undefined,
  topics_off: undefined,
  trades: undefined,
  paused: undefined,
  thread: undefined,
  thread_noted: undefined,
  staff: undefined,
  hat: undefined,
  group: undefined,
  undo: undefined,
  surveyed: undefined,
  misses: 0,
};
