/** Nothing was made of it: ask what she might have meant, hint, and after three misses call a person. */

import { aside } from './enter';
import { FLOWS } from './flows';
import { handOver, MISSES_MAX } from './flows/hand-over';
import { later } from './need';
import { repeat } from './on-media';
import { withChoices } from './render';
import * as say from './say/common';
import type { IntentName, Step, TurnContext } from './types';

/** Questions whose answers are about her: what is said there is never kept for labelling. */
const PERSONAL = new Set(['name', 'id_number', 'phone', 'site', 'employer', 'erase']);

/** Her own name, as registered or as filled in so far. */
function namesHeld({ conversation: { name, flow, paused } }: TurnContext): string[] {
  return [name, flow?.slots.name, paused?.slots.name].filter((one) => one !== undefined);
}

/** 你是想…？ What she was in the middle of waits until she has said. */
export function didYouMean(context: TurnContext, maybe: IntentName[]): Step | undefined {
  const labels = maybe.flatMap((wish) => say.WISHES[wish] ?? []);
  if (labels.length === 0) return undefined;
  const { flow } = context.conversation;
  const none = flow ? say.CARRY_ON : say.NONE_OF_THESE;
  return {
    reply: withChoices(say.DID_YOU_MEAN, [...labels, none]),
    ...(flow && { conversation: { paused: aside(context, flow, true) } }),
  };
}

export async function missed(context: TurnContext): Promise<Step> {
  const { flow, misses } = context.conversation;
  const told = await (await later()).askedOfClass(context);
  if (told) return repeat(context, told);
  return flow ? missedIn(context) : missedAtTop(context, misses + 1);
}

async function missedAtTop(context: TurnContext, misses: number): Promise<Step> {
  const text = context.message.text ?? '';
  const kept = (await later()).phraseChange(context.world, text, namesHeld(context));
  if (misses < MISSES_MAX) return { reply: say.miss(misses), changes: kept, conversation: { misses } };
  const step = handOver(context, 'misses', { text });
  return { ...step, changes: [...(step.changes ?? []), ...kept] };
}

async function missedIn(context: TurnContext): Promise<Step> {
  const state = context.conversation.flow!;
  const flow = FLOWS[state.name];
  const text = PERSONAL.has(state.asking ?? '') ? undefined : context.message.text;
  const kept = text === undefined ? [] : (await later()).phraseChange(context.world, text, namesHeld(context));
  const tries = state.tries + 1;
  if (tries >= MISSES_MAX) {
    const step = handOver(context, 'misses', { about: flow.summary(state), keep: { ...state, tries: 0 }, text });
    return { ...step, changes: [...(step.changes ?? []), ...kept] };
  }
  const asked = await flow.ask(context, state);
  if (!asked.flow) return asked;
  return {
    ...asked,
    reply: { ...asked.reply, text: `${flow.hint(state, tries)}\n${asked.reply?.text ?? ''}` },
    flow: { ...asked.flow, tries },
    changes: [...(asked.changes ?? []), ...kept],
  };
}
