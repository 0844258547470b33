/** A person takes over (人工); and asking again after a miss, until one must. */
import type { Reply } from '../../channels/types';
import * as say from '../say/human';
import { openThread, type Thread } from '../threads';
import type { FlowState, Step, TurnContext } from '../types';
import { type Page, replyOf } from './flow';

/** Misses on one question before a person is called. */
export const MISSES_MAX = 3;

const LINES: Record<Thread['why'], () => Reply> = {
  asked: say.handedOver,
  misses: say.handedOverMisses,
  id_number_taken: say.handedOverTaken,
  refusal: say.handedOver,
};

/** Open a thread; what she was doing is kept, and offered again when she comes back. */
export function handOver(
  context: TurnContext,
  why: Thread['why'],
  how: { about?: string; keep?: FlowState; text?: string } = {},
): Step {
  const { chat, worker_id } = context.conversation;
  const opened = openThread(
    context.world,
    { chat, ...(worker_id && { worker_id }) },
    { why, about: how.about, text: how.text },
  );
  return {
    reply: LINES[why](),
    changes: opened.changes,
    conversation: {
      thread: opened.thread_id,
      thread_noted: undefined,
      ...(how.keep && { paused: { ...how.keep, at_ms: context.now_ms } }),
    },
  };
}

/** The same question again, with what was wrong or another hint; the third time a person. */
export function again(context: TurnContext, state: FlowState, page: Page, text: string, about?: string): Step {
  const tries = state.tries + 1;
  if (tries >= MISSES_MAX) return handOver(context, 'misses', { about, keep: { ...state, tries: 0 } });
  return {
    reply: { ...replyOf(page), text },
    flow: { ...state, tries, options: page.options?.map(([token]) => token) },
  };
}
