/**
 * What a command remembers between two messages, in the conversation's flow: what is known, what would be done, and how
 * it got there. Where a number that names a person is in it (an ID card, a phone), all of it is sealed.
 */
import { hasLongNumber } from '../../platform/long-number';
import type { Deed, FlowState, Reply, Step, TurnContext } from '../types';
import type { Args } from './types';

export interface Kept {
  args?: Args;
  /** What the page would do. */
  deed?: Deed;
  /** What a page with others behind it was made from, where nothing on it can be changed. */
  shown?: Args;
  /** What was said, while it is asked which command was meant. */
  said?: string;
  /** What was known before each answer, for 返回. */
  trail?: Args[];
}

const VERSION = 1;
const TRAIL_MAX = 5;
const FIELD = 'command';

/** The state of a command that waits for an answer. */
export async function keep(
  context: TurnContext,
  command: string,
  asking: string,
  kept: Kept,
  more: { options?: string[]; page?: number; free?: boolean; typed?: boolean; rewrites?: string } = {},
): Promise<FlowState> {
  const plain = JSON.stringify({ ...kept, ...(kept.trail && { trail: kept.trail.slice(-TRAIL_MAX) }) });
  const slots: Record<string, string> = {
    command,
    ...(more.page && { page: String(more.page) }),
    ...(more.free && { free: '1' }),
    ...(more.typed && { typed: '1' }),
    ...(more.rewrites && { rewrites: more.rewrites }),
  };
  if (hasLongNumber(plain)) {
    const { vault } = context.world;
    slots.data_key = await vault.newKey(personOf(context));
    slots.held = await vault.seal(personOf(context), slots.data_key, FIELD, plain);
  } else slots.held = plain;
  return {
    name: 'command',
    version: VERSION,
    slots,
    asking,
    tries: 0,
    history: [],
    options: more.options,
    at_ms: context.now_ms,
  };
}

/** Not done, or not understood. A number alone, typed after it, chose from a page she expected: it begins nothing (begin.ts). */
export async function failed(context: TurnContext, reply: Reply): Promise<Step> {
  // What she has in hand in private is not touched by what goes wrong in a group.
  if (context.message.group) return { reply };
  return { reply, flow: await keep(context, '', FAILED, {}) };
}
export const FAILED = 'failed';

/** What was kept; nothing when it cannot be read any more. */
export async function keptIn(context: TurnContext, flow: FlowState): Promise<Kept> {
  const { held, data_key } = flow.slots;
  if (!held) return {};
  const plain = data_key ? await context.world.vault.open(personOf(context), data_key, FIELD, held) : held;
  return JSON.parse(plain) as Kept;
}

const personOf = (context: TurnContext): string => `chat:${context.conversation.chat}`;
