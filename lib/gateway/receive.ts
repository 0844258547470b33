import type { Message } from '../channels/types';
import { plainText } from '../channels/wechaty/text';
import { turn } from '../chat/turn';
import { type Refusal, refuse } from '../platform/refusal';
import type { World } from '../platform/world';
import { keys } from '../store/keys';
import { outboxChanges, outboxId } from './outbox';

/** One message as the resident process posts it. */
export interface Posted extends Pick<Message, 'kind' | 'text' | 'location' | 'group'> {
  /** WeChat's own id of the message, or what stands for it. */
  id: string;
  /** Who said it, in characters a key may hold. */
  contact: string;
  sent_ms: number;
  event?: { name: 'follow' };
}

export interface Received {
  /** `answered`: an answer waits in the outbox, or was fetched already. `silent`: there is none. */
  outcome: 'answered' | 'silent';
}

/**
 * One message from a chat or a group: one turn, whose answer is put in the account's outbox in the turn's own
 * transaction. So a message is done and answered or neither, whatever is killed when; posted again it has no second
 * effect and no second answer. Refuses `busy`: post it again.
 */
export async function receive(world: World, account: string, posted: Posted): Promise<Received | Refusal<'busy'>> {
  const { id: message_id, contact, sent_ms, kind, text, location, group, event } = posted;
  const id = outboxId('reply', account, contact, message_id);
  if (await world.table.get(keys.outboxed(account, id), { consistent: true })) return { outcome: 'answered' };
  const message: Message = {
    channel: 'wechaty',
    address: `${account}.${contact}`,
    id: message_id,
    // A phone's clock may be ahead; what it says must not make later messages look old.
    sent_ms: Math.min(sent_ms, world.now()),
    kind: event ? 'event' : kind,
    ...(text !== undefined && { text }),
    ...(location && { location }),
    ...(group && { group }),
    ...(event && { event }),
  };
  const answered = await turn(world, message, (reply, order) =>
    outboxChanges(
      account,
      {
        id,
        to: contact,
        ...(group && { group: group.id }),
        text: plainText(reply),
        priority: 0,
        at_ms: world.now(),
      },
      order,
    ),
  );
  if (answered.busy) return refuse('busy');
  return { outcome: answered.reply ? 'answered' : 'silent' };
}
