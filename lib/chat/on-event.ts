/** Following, scanning, unfollowing. */
import { unlink } from '../people/unlink';
import { isRefusal } from '../platform/refusal';
import { FORGOTTEN } from './conversation';
import { sceneDoor } from './doors';
import { enter } from './enter';
import { later } from './need';
import * as say from './say/common';
import { scanWhileHanded } from './say/human';
import { leftThread } from './threads';
import type { Step, TurnContext } from './types';

export async function onEvent(context: TurnContext): Promise<Step> {
  const { event } = context.message;
  switch (event?.name) {
    case 'unfollow':
      return unfollowed(context);
    case 'follow':
      return followed(context, event.key);
    case 'scan':
      return scanned(context, event.key);
    default:
      return { flow: context.conversation.flow };
  }
}

/** WeChat requires her account data gone: unlinked, and the conversation emptied. Enrolments stay hers. */
async function unfollowed(context: TurnContext): Promise<Step> {
  const { chat, worker_id, thread, staff } = context.conversation;
  const planned = worker_id ? await unlink(context.world, { worker_id }) : undefined;
  const changes = planned && !isRefusal(planned) ? planned.changes : [];
  const closed = thread ? [leftThread(context.world, thread)] : [];
  // Whoever follows again, maybe on a phone that changed hands, binds by a new code.
  // What she wished by this account holds its address, whether or not she registered since.
  const wishes = await (await later()).chatLeft(context.world, chat);
  const unbound = staff ? await (await later()).officeUnfollowed(context.world, chat, staff.staff_id) : [];
  return { changes: [...changes, ...closed, ...wishes, ...unbound], conversation: FORGOTTEN };
}

async function followed(context: TurnContext, key: string | undefined): Promise<Step> {
  const { world, conversation } = context;
  const door = sceneDoor(key ?? '');
  if (door) return enter(context, door.flow, door.given);
  const class_id = classIn(key);
  if (class_id) return greeted(await enter(context, 'browse', { class_id }), world.account.name);
  const back = conversation.rev > 0 && !conversation.following;
  return { reply: back ? say.welcomeBack(world.account.name) : say.greeting(world.account.name) };
}

function greeted(step: Step, account: string): Step {
  return step.reply
    ? { ...step, reply: { ...step.reply, text: `${say.shortGreeting(account)}\n${step.reply.text}` } }
    : step;
}

async function scanned(context: TurnContext, key: string | undefined): Promise<Step> {
  const class_id = classIn(key);
  if (context.conversation.thread) return { reply: scanWhileHanded() };
  const door = sceneDoor(key ?? '');
  if (door) return enter(context, door.flow, door.given);
  if (class_id) return enter(context, 'browse', { class_id });
  return { reply: say.hello(context.conversation.name) };
}

/** `class:A17`; other scenes (a station's) greet for now. */
function classIn(key: string | undefined): string | undefined {
  return key?.match(/^(?:qrscene_)?class:([A-Za-z]\d{1,6})$/)?.[1]?.toUpperCase();
}
