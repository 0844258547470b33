/** Pushes to people who talk to us through the gateway: put where its resident process fetches them. */
import { findAccount } from '../../gateway/accounts';
import { outboxChanges, outboxId } from '../../gateway/outbox';
import { isRefusal } from '../../platform/refusal';
import type { World } from '../../platform/world';
import { carryOut } from '../../store/commit';
import { Unavailable } from '../../store/table';
import type { Delivery, Push, Sender } from '../types';
import { plainText } from './text';

const AGAIN_MS = 5_000;

/**
 * Put in the outbox is handed over: there it is sent in its turn, tried again, and counted. The push's id is the
 * item's, so a push that is repeated is not sent twice.
 */
export async function sendByGateway(world: World, address: string, push: Push): Promise<Delivery> {
  const [account, to] = partsOf(address);
  if (!account || !to) return { outcome: 'undeliverable', reason: 'rejected', detail: 'no address of the gateway' };
  try {
    if (!(await findAccount(world, account))?.active)
      return { outcome: 'undeliverable', reason: 'no_permission', detail: 'the gateway account is closed' };
    const id = outboxId('push', push.id);
    const item = { id, to, text: plainText(push), priority: 1 as const, at_ms: world.now() };
    const put = await carryOut(world, async () => ({ changes: outboxChanges(account, item), value: undefined }));
    if (isRefusal(put) && put.refused === 'busy')
      return { outcome: 'later', retry_after_ms: AGAIN_MS, reason: 'the outbox was busy' };
    return { outcome: 'sent', via: 'gateway' };
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    return { outcome: 'later', retry_after_ms: AGAIN_MS, reason: 'the table was out of reach' };
  }
}

/** `putuo.wxid_abc` → the account, and the contact as the gateway wrote it. */
function partsOf(address: string): [string?, string?] {
  const dot = address.indexOf('.');
  return dot > 0 ? [address.slice(0, dot), address.slice(dot + 1)] : [];
}

/** Each push over the channel its person is on. */
export function routedSender(wechat: Sender, world: World): Sender {
  return {
    ...wechat,
    send: (address, push, channel) =>
      channel === 'wechaty' ? sendByGateway(world, address, push) : wechat.send(address, push, channel),
  };
}
