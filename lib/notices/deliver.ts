import type { Delivery, Sender } from '../channels/types';
import { findWorker } from '../people/find';
import { instant, MINUTE_MS, millis } from '../platform/clock';
import { type MetricName, measure } from '../platform/metrics';
import type { World } from '../platform/world';
import { seeThrough } from '../store/commit';
import { dueShard, keys } from '../store/keys';
import { type Change, ConditionFailed, type Item, type Key } from '../store/table';
import { addressIn } from './address';
import { afterQuiet, isQuiet } from './quiet';
import type { Notice } from './types';
import { noticeOf } from './write';

/** While one deliverer has a notice, no other sends it; long enough for every call to WeChat to time out. */
export const LEASE_MS = MINUTE_MS;
export const ATTEMPTS_MAX = 12;
const RETRY_BASE_MS = 30_000;
const RETRY_MAX_MS = 30 * MINUTE_MS;

export type Delivered = 'sent' | 'later' | 'dropped' | 'elsewhere';

/**
 * Deliver one promised notice: claim it, send it, say how it went. Killed after claiming, the lease
 * runs out and the schedule sends it again; the push carries the notice's id, by which WeChat drops a
 * double template. Not now in quiet hours (unless urgent), never after it has become worthless, and
 * not at all when she turned the topic off.
 */
export async function deliver(world: World, sender: Sender, key: Key): Promise<Delivered> {
  const item = await world.table.get(key, { consistent: true });
  if (item?.state !== 'pending') return 'elsewhere';
  const notice = noticeOf(item);
  const now = instant(world.now());
  if ((item.lease_until && item.lease_until > now) || (notice.not_before && notice.not_before > now))
    return 'elsewhere';
  if (notice.expires_at && notice.expires_at <= now) return settle(world, item, 'expired');
  // Its deliverers died one after the other, or the channel threw each time: it would be tried for ever.
  if (notice.attempts >= ATTEMPTS_MAX) return giveUp(world, item);
  const home = world.account.home_region;
  const quiet = world.policies.of(home, now.slice(0, 10)).notices.quiet.value;
  if (!notice.urgent && isQuiet(world.now(), quiet)) return putOff(world, item, afterQuiet(world.now(), quiet));

  const address = await addressOf(world, notice);
  if (!address) return settle(world, item, 'undeliverable', 'no_address');
  if (address.topics_off.includes(notice.topic)) return settle(world, item, 'unwanted');
  if (!(await claim(world, item))) return 'elsewhere';
  const push = {
    id: `${key.pk}/${key.sk}`,
    text: notice.text,
    choices: notice.choices,
    template: notice.template,
    last_heard_ms: address.heard_ms,
  };
  const delivery = await sender.send(address.address, push, address.channel);
  return afterwards(world, item, notice, delivery);
}

async function afterwards(world: World, item: Item, notice: Notice, delivery: Delivery): Promise<Delivered> {
  count(delivery);
  if (delivery.outcome === 'sent') return settle(world, item, 'sent', delivery.via);
  if (delivery.outcome === 'undeliverable') return settle(world, item, 'undeliverable', delivery.reason);
  if (notice.attempts + 1 >= ATTEMPTS_MAX) return settle(world, item, 'undeliverable', delivery.reason);
  const wait_ms = Math.max(delivery.retry_after_ms, Math.min(RETRY_MAX_MS, RETRY_BASE_MS * 2 ** notice.attempts));
  return putOff(world, item, world.now() + wait_ms, delivery.reason);
}

function giveUp(world: World, item: Item): Promise<Delivered> {
  measure('delivery_error');
  return settle(world, item, 'undeliverable', 'gave_up');
}

/** Figures the alarms watch: what cannot reach her is hers to decide, what WeChat refuses us is ours to mend. */
function count(delivery: Delivery): void {
  measure(figureOf(delivery));
}

function figureOf(delivery: Delivery): MetricName {
  if (delivery.outcome === 'sent') return 'notice_sent';
  if (delivery.outcome === 'later') return 'notice_later';
  const ours = delivery.reason === 'no_permission' || delivery.reason === 'rejected';
  return ours ? 'delivery_error' : 'notice_undeliverable';
}

async function addressOf(world: World, notice: Notice) {
  const chat = notice.chat ?? (notice.worker_id && (await findWorker(world, notice.worker_id))?.chat);
  if (!chat) return undefined;
  const talk = await world.table.get(keys.conversation(chat));
  if (!talk || talk.following === false) return undefined;
  return {
    ...addressIn(chat),
    topics_off: [...(talk.topics_off ?? [])] as string[],
    heard_ms: (talk.heard_ms ?? 0) as number,
  };
}

/** One deliverer at a time: the lease is taken on the row as it was read. */
async function claim(world: World, item: Item): Promise<boolean> {
  const until = instant(world.now() + LEASE_MS);
  // A fresh notice falls due after the lease anyway: then the index stays as it is, which halves the write.
  const due = item.due_at >= until ? {} : { due_shard: dueShard(item), due_at: until };
  const change: Change = {
    kind: 'update',
    key: { pk: item.pk, sk: item.sk },
    set: { lease_until: until, ...due },
    add: { attempts: 1 },
    when: [
      { attr: 'state', op: '=', value: 'pending' },
      { attr: 'attempts', op: '=', value: item.attempts },
    ],
    why: 'notice claimed',
  };
  try {
    await world.table.write([change]);
    return true;
  } catch (error) {
    if (error instanceof ConditionFailed) return false;
    throw error;
  }
}

async function settle(world: World, item: Item, state: Notice['state'], how?: string): Promise<Delivered> {
  await record(world, {
    kind: 'update',
    key: { pk: item.pk, sk: item.sk },
    set: { state, how, settled_at: instant(world.now()) },
    remove: ['due_shard', 'due_at', 'lease_until'],
    when: [{ attr: 'state', op: '=', value: 'pending' }],
    why: `notice ${state}`,
    refusal: 'settled_elsewhere',
  });
  return state === 'sent' ? 'sent' : 'dropped';
}

async function putOff(world: World, item: Item, until_ms: number, how?: string): Promise<Delivered> {
  const until = instant(Math.max(until_ms, millis(instant(world.now())) + 1000));
  await record(world, {
    kind: 'update',
    key: { pk: item.pk, sk: item.sk },
    set: { not_before: until, due_shard: dueShard(item), due_at: until, how },
    remove: ['lease_until'],
    when: [{ attr: 'state', op: '=', value: 'pending' }],
    why: 'notice put off',
    refusal: 'settled_elsewhere',
  });
  return 'later';
}

async function record(world: World, change: Change): Promise<void> {
  await seeThrough(world, async () => ({ changes: [change], value: undefined }));
}
