/** While a person has the conversation: what she says goes there; 结束 brings her back. */

import { DAY_MS } from '../platform/clock';
import type { Change } from '../store/table';
import { doorOf, sceneDoor } from './doors';
import { enter } from './enter';
import { normalise } from './normalise';
import { onEvent } from './on-event';
import * as say from './say/human';
import { leftThread, saidInThread } from './threads';
import type { Message, Step, TurnContext } from './types';

const END = new Set(['结束', '结束了', '结束对话', '结束人工', '退出人工']);
/** After so long without a word she is told again how to get back. */
const NOTED_FOR_MS = DAY_MS / 2;

/** What cannot wait till the talk is over: signing in, and saying whether the list is right. */
const AT_CLASS = new Set<string>(['sign_in', 'confirm_mark']);

export async function inThread(context: TurnContext): Promise<Step> {
  const { conversation, message, world } = context;
  const door = message.event ? sceneDoor(message.event.key ?? '') : doorOf(message.text ?? '', true);
  if (door?.flow === 'bind') return bound(context, await enter(context, door.flow, door.given));
  const class_work = door ?? (message.event ? undefined : doorOf(message.text ?? '', false));
  if (class_work && AT_CLASS.has(class_work.flow)) {
    // A number may be meant for the office: only what signs her in, or answers the list, is none of its business.
    const { flow, changes = [], ...step } = await enter(context, class_work.flow, class_work.given);
    // No code of hers: the talk goes on, and bare digits are part of it. The try counts, or codes could be guessed here.
    if (flow?.asking === 'code') return door ? { ...step, changes } : told(context, changes);
    if (changes.length > 0) return bound(context, { ...step, flow, changes });
  }
  if (message.event) return onEvent(context);
  const thread = conversation.thread as string;
  const said = normalise(message.text ?? '');
  if (END.has(said))
    return {
      reply: say.back(),
      changes: [leftThread(world, thread)],
      conversation: { thread: undefined, thread_noted: undefined },
    };
  if (said === '人工') return { reply: say.already(), changes: saidInThread(world, thread, inWords(message)) };
  return told(context);
}

/** Handed on to the office. Acknowledged once; a bot that answers every line stands between two people. */
function told({ conversation, message, world, now_ms }: TurnContext, also: Change[] = []): Step {
  const changes = [...also, ...saidInThread(world, conversation.thread as string, inWords(message))];
  if (conversation.thread_noted && now_ms - conversation.heard_ms < NOTED_FOR_MS) return { changes };
  return { reply: say.noted(), changes, conversation: { thread_noted: true } };
}

/** The code the office gave her, perhaps in this very talk, is no word to the office: it is used, and the talk is over. */
function bound({ conversation, world }: TurnContext, step: Step): Step {
  if (!step.flow) return step;
  const over = { thread: undefined, thread_noted: undefined };
  const changes = [...(step.changes ?? []), leftThread(world, conversation.thread as string)];
  return { ...step, changes, conversation: { ...step.conversation, ...over } };
}

const KINDS: Partial<Record<Message['kind'], string>> = {
  image: '[图片]',
  voice: '[语音]',
  video: '[视频]',
  sticker: '[表情]',
  link: '[链接]',
  location: '[位置]',
};

function inWords(message: Message): string {
  return message.text ?? message.location?.label ?? KINDS[message.kind] ?? '[消息]';
}
