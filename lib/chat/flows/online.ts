/** 在线 (L10): she answers an online lesson's question, and so was there. One tap on the push. */
import { type AnsweredOnline, answerOnline } from '../../classes/online/answer-online';
import { isRefusal } from '../../platform/refusal';
import * as say from '../say/online';
import type { Flow, FlowState, Step, TurnContext, Understanding } from '../types';
import { begin, finish, pick, show } from './flow';

const VERSION = 1;

/** Known at the start: `class_id`, `lesson`, and what she chose. */
async function start(context: TurnContext, given: Record<string, string>): Promise<Step> {
  if (!context.conversation.worker_id) return finish(say.NOT_REGISTERED, ['browse', 'profile']);
  const { class_id = '', lesson = '', choice } = given;
  return chosen(context, begin('online', VERSION, { class_id, lesson }), choice);
}

async function chosen(context: TurnContext, state: FlowState, choice?: string): Promise<Step> {
  const planned = await answerOnline(context.world, {
    class_id: state.slots.class_id ?? '',
    n: Number(state.slots.lesson),
    worker_id: context.conversation.worker_id ?? '',
    ...(choice && { choice: Number(choice) }),
    sent_ms: context.message.sent_ms,
  });
  if (isRefusal(planned)) return finish(say.refusedOnline(planned), ['my_classes', 'human']);
  const { value, changes } = planned;
  if (value.right === undefined) return page(state, value);
  const answer = value.question.choices[value.question.answer - 1] ?? '';
  return { reply: { text: say.noted(value.training_class, value.lesson, value.right, answer) }, changes };
}

function page(state: FlowState, { training_class, lesson, question }: AnsweredOnline): Step {
  const options = question.choices.map((label, i): [string, string] => [String(i + 1), label]);
  return show(state, 'choice', { text: say.question(training_class, lesson, question.ask), options });
}

async function answer(context: TurnContext, state: FlowState, said: Understanding): Promise<Step | undefined> {
  const token = pick(state, said);
  return token ? chosen(context, state, token) : undefined;
}

export const onlineFlow: Flow = {
  name: 'online',
  version: VERSION,
  summary: () => '网课答题',
  start,
  answer,
  ask: (context, state) => chosen(context, state),
  back: async () => undefined,
  help: () => say.HELP,
  hint: (_state, tries) => say.HINTS[Math.min(Math.max(tries, 1), 2) - 1] as string,
  keeps: () => false,
};
