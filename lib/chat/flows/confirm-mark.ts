/** Was she there, as the officer's list says? One tap on the push. */
import { confirmMark } from '../../classes/attendance/confirm-mark';
import { herClassesSince } from '../../classes/attendance/hers';
import { seenMark } from '../../classes/attendance/sign-in';
import { addDays, dayOf } from '../../platform/clock';
import { isRefusal } from '../../platform/refusal';
import * as say from '../say/sign-in';
import type { Flow, FlowState, Step, TurnContext, Understanding } from '../types';
import { begin, finish, pick, show } from './flow';

const VERSION = 1;

/** How far back a list is looked for when she names no lesson: the policy's days to confirm are fewer. */
const LATELY_DAYS = 10;

/** Known at the start: `answer` (到课, 没到), `class_id`, `lesson`; or only what she `said` (去了, 没去). */
async function start(context: TurnContext, given: Record<string, string>): Promise<Step> {
  const { worker_id } = context.conversation;
  if (!worker_id) return finish(say.NOT_REGISTERED, ['browse', 'profile']);
  if (given.said !== undefined) return typed(context, worker_id, !given.said.includes('没'));
  const { class_id = '', lesson = '' } = given;
  const state = begin('confirm_mark', VERSION, { class_id, lesson });
  if (given.answer !== '到课' && given.answer !== '没到') return ask(context, state);
  return said(context, state, given.answer === '到课');
}

/** 没去, typed: it answers the list that waits for her word. Where several do, she is asked lesson by lesson; where none does, nothing is done. */
async function typed(context: TurnContext, worker_id: string, there: boolean): Promise<Step> {
  const { world, now_ms } = context;
  const hers = await herClassesSince(world, worker_id, addDays(dayOf(now_ms), -LATELY_DAYS), now_ms);
  const waiting = hers.flatMap((her) =>
    her.lessons.flatMap((lesson) => (seenMark(world, her, lesson)?.how === 'list' ? [{ her, lesson }] : [])),
  );
  const [one] = waiting;
  if (!one) return finish(say.NOTHING_TO_CONFIRM, ['my_classes', 'human']);
  const state = begin('confirm_mark', VERSION, {
    class_id: one.her.training_class.class_id,
    lesson: String(one.lesson.n),
  });
  return waiting.length === 1
    ? said(context, state, there)
    : asked(state, say.askConfirmOf(one.her.training_class, one.lesson));
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
  return asked(state, say.askConfirm(class_id, lesson));
}

function asked(state: FlowState, text: string): Step {
  const options: [string, string][] = [
    ['yes', '去了'],
    ['no', '没去'],
  ];
  return show(state, 'there', { text, options });
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
