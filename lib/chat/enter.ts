/** Into a flow, out of it, and back to one that was set aside. */
import { FLOWS } from './flows';
import { tradeMeant } from './flows/flow';
import { need } from './need';
import * as say from './say/common';
import type { FlowName, FlowState, IntentName, Step, TurnContext, Understanding } from './types';

/** Where a wish leads, and with what is known already. */
export function wayTo(
  intent: IntentName,
  said: Understanding,
): { flow: FlowName; given: Record<string, string> } | undefined {
  const class_id: Record<string, string> = said.class_id ? { class_id: said.class_id } : {};
  const trade = tradeMeant(said);
  const narrowed: Record<string, string> = {
    ...(trade && { trade }),
    ...(said.patterns[0] && { pattern: said.patterns[0] }),
    ...(said.region && { region: said.region }),
  };
  switch (intent) {
    case 'browse':
      return { flow: 'browse', given: { ...class_id, ...narrowed } };
    case 'enrol':
      return said.class_id ? { flow: 'sign_up', given: class_id } : { flow: 'browse', given: narrowed };
    case 'withdraw':
      return { flow: 'my_classes', given: { ...class_id, leave: '1' } };
    case 'my_classes':
    case 'where_when':
      return { flow: 'my_classes', given: class_id };
    case 'accept_offer':
      return { flow: 'offer', given: { ...class_id, answer: 'take' } };
    case 'decline_offer':
      return { flow: 'offer', given: { ...class_id, answer: 'decline' } };
    case 'stop':
    case 'unsubscribe':
      return { flow: 'topics', given: {} };
    case 'profile':
    case 'erase':
      return { flow: intent, given: {} };
    case 'site':
      return { flow: 'site', given: said.region ? { region: said.region } : {} };
    case 'wish':
      return { flow: 'wish', given: narrowed };
    case 'sign_in':
    case 'leave':
    case 'attendance':
    case 'results':
      return { flow: intent, given: class_id };
    default:
      return undefined;
  }
}

/** Enter a flow. What she was in the middle of is set aside, and she is told how to get back to it. */
export async function enter(context: TurnContext, flow: FlowName, given: Record<string, string>): Promise<Step> {
  await need(flow);
  const step = await goneOn(context, await FLOWS[flow].start(context, given));
  const { flow: left } = context.conversation;
  if (!left || left.name === step.flow?.name || !FLOWS[left.name].keeps(left)) return step;
  const reply = step.reply && {
    ...step.reply,
    text: `${step.reply.text}\n${say.putAside(FLOWS[left.name].summary(left))}`,
  };
  return { ...step, reply, conversation: { ...step.conversation, paused: aside(context, left) } };
}

/** A step that goes on in another flow, followed to its end. */
export async function goneOn(context: TurnContext, step: Step): Promise<Step> {
  if (!step.go) return step;
  const { go, changes = [], conversation } = step;
  await need(go.flow);
  const there = { ...context, conversation: { ...context.conversation, ...conversation } };
  const next = await goneOn(there, await FLOWS[go.flow].start(there, go.given));
  return {
    ...next,
    changes: [...changes, ...(next.changes ?? [])],
    conversation: { ...conversation, ...next.conversation },
  };
}

export function aside(context: TurnContext, state: FlowState, left = false): FlowState {
  return { ...state, at_ms: context.now_ms, ...(left && { left: true }) };
}

/** 取消: out of the flow; what she filled in is kept, where that is worth anything. */
export function leave(context: TurnContext): Step {
  const { flow } = context.conversation;
  if (!flow) return { reply: say.nothingToCancel() };
  const kept = FLOWS[flow.name].keeps(flow);
  const reply = say.dropped(FLOWS[flow.name].summary(flow), kept);
  return { reply, ...(kept && { conversation: { paused: aside(context, flow, true) } }) };
}

/** 返回: one step back, or out to the menu. */
export async function stepBack(context: TurnContext): Promise<Step> {
  const { flow } = context.conversation;
  if (!flow) return { reply: say.nothingBefore() };
  return (await FLOWS[flow.name].back(context, flow)) ?? { reply: say.menu() };
}

/** 继续: the flow set aside, asked again where it stood. */
export async function carryOn(context: TurnContext): Promise<Step> {
  const { paused } = context.conversation;
  if (!paused) return { reply: say.nothingToResume() };
  const { left: _left, ...state } = paused;
  const step = await goneOn(context, await FLOWS[paused.name].ask(context, state));
  return { ...step, conversation: { ...step.conversation, paused: undefined } };
}

/** 重新开始: the same flow from its beginning, nothing remembered but the class or the survey. */
export async function startAgain(context: TurnContext): Promise<Step> {
  const { paused } = context.conversation;
  if (!paused) return { reply: say.nothingToResume() };
  const { class_id, survey_id } = paused.slots;
  const there = { ...context, conversation: { ...context.conversation, paused: undefined, flow: undefined } };
  const step = await goneOn(
    there,
    await FLOWS[paused.name].start(there, { ...(class_id && { class_id }), ...(survey_id && { survey_id }) }),
  );
  return { ...step, conversation: { ...step.conversation, paused: undefined } };
}

/** Something else is done: is what was set aside to be gone on with? Offered once. */
export function withReminder(context: TurnContext, step: Step): Step {
  const { paused, thread } = context.conversation;
  // Not between two people who are talking.
  if (thread && !(step.conversation && 'thread' in step.conversation)) return step;
  const still = step.conversation && 'paused' in step.conversation ? step.conversation.paused : paused;
  if (!paused || still !== paused || paused.left || step.flow || !step.reply || step.conversation?.thread) return step;
  const choices = step.reply.choices ?? [];
  const carry_on = { send: String(choices.length + 1), label: say.CARRY_ON };
  return {
    ...step,
    reply: {
      text: `${step.reply.text}\n${say.stillOpen(FLOWS[paused.name].summary(paused))}`,
      choices: [...choices, carry_on],
    },
    conversation: { ...step.conversation, paused: { ...paused, left: true } },
  };
}
