/**
 * In a group others read along: nothing about a person is answered there (design: `Message.group`). Workers are asked to
 * talk alone; staff may use the commands that name nobody (commands/names.ts: `open`). A page asked for in private is
 * never answered by a number said in the group, nor the other way round.
 */
import { doorOf } from './doors';
import * as say from './say/group';
import type { Conversation, Step, TurnContext } from './types';

/** 撤销 shows what was done, to whom. */
const UNDO = /^\s*(?:撤销|撤消|撤回|undo)/iu;

/** Decide on what was said in a group. `atWork` is the commands' engine. */
export async function inGroup(context: TurnContext, atWork: (context: TurnContext) => Promise<Step>): Promise<Step> {
  const { conversation, message } = context;
  const group = message.group?.id;
  const text = message.text?.trim() ?? '';
  if (!conversation.staff || conversation.hat === 'worker') return byTheWay(conversation, say.alone());
  if (message.kind !== 'text' || text === '') return byTheWay(conversation, say.onlyWords());
  const here = conversation.group === group && conversation.flow?.name === 'command';
  const undo = conversation.undo?.group === group ? conversation.undo : undefined;
  const personal = !/^\d+$/.test(text) && (doorOf(text, false) !== undefined || (!undo && UNDO.test(text)));
  if (personal) return byTheWay(conversation, say.alone());
  const there = { ...conversation, undo, ...(!here && { flow: undefined }) };
  const step = await atWork({ ...context, conversation: there });
  if (step.go) return byTheWay(conversation, say.alone());
  // A page of this group; otherwise what she had in hand in private stays as it was.
  const done = step.conversation?.undo;
  if (step.flow || here)
    return { ...step, conversation: { ...step.conversation, ...(done && { undo: { ...done, group } }), group } };
  return { ...step, flow: conversation.flow, aside: true };
}

/** What was on her own screen stays, numbers and all. */
function byTheWay({ flow, misses }: Conversation, reply: Step['reply']): Step {
  return { reply, flow, aside: true, conversation: { misses } };
}
