/** Was she there, as the officer's list says? One tap on the push. */
import { confirmMark } from '../../classes/attendance/confirm-mark';
import { isRefusal } from '../../platform/refusal';
import * as say from '../say/sign-in';
import type { Flow, FlowState, Step, TurnContext, Understanding } from '../types';
import { begin, finish, pick, show } from './flow';

const VERSION = 1;

/** Known at the start: `answer` (到课, 没到), `class_id`, `lesson`. */
async function start(context: TurnContext, given: Record<string, string>): Promise<Step> {
  const { worker_id } = context.conversation;
  if (!worker_id) return finish(say.NOT_REGISTERED, ['browse', 'profile']);
  const { class_id = '', lesson = '' } = given;
  const state = begin('confirm_mark', VERSION, { class_id, lesson });
  if (given.answer !== '到课' && given.answer !== '没到') return ask(context, state);
  return said(context, state, given.answer === '到课');
}

async function said(context: TurnContext, { slots }: FlowState, there: boolean): Promise<Step> {
  const planned = await confirmMark(context.world, {
    class_id: slots.class_id ?? '',
    worker_id: context.conversation.worker_id ?? '',
    lesson: Number(slots.lesson),
    there,
  });
  if (isRefusal(planned)) return finish(say.refusedSignIn(planned), ['my_classes', 'human']);
  const { training_class, lesson, before } = planned.value;
  return {
    reply: { text: say.confirmed(training_class, lesson, there, before === true) },
    changes: planned.changes,
  };
}

async function ask(_context: TurnContext, state: FlowState): Promise<Step> {
  const { class_id = '', lesson = '' } = state.slots;
  const options: [string, string][] = [
    ['yes', '去了'],
    ['no', '没去'],
  ];
  return show(state, 'there', { text: say.askConfirm(class_id, lesson), options });
}

async function answer(context: TurnContext, state: FlowState, heard: Understanding): Promise<Step | undefined> {
  const chosen = pick(state, heard);
  return chosen ? said(context, state, chosen === 'yes') : undefined;
}

export const confirmMarkFlow: Flow = {
  name: 'confirm_mark',
  version: VERSION,
  summary: () => '核对点名',
  start,
  answer,
  ask,
  back: async () => undefined,
  help: () => '老师点名记你到了。真去了回“1”，没去回“2”。',
  hint: () => '去了回“1”，没去回“2”。',
  keeps: () => true,
};
