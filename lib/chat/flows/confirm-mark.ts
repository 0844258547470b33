/** Was she there, as the officer's list says? One tap on the push. */
import { confirmMark } from '../../classes/attendance/confirm-mark';
import { type HerClass, herClassesSince } from '../../classes/attendance/hers';
import { seenMark } from '../../classes/attendance/sign-in';
import type { Lesson } from '../../classes/types';
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
  const { class_id, lesson, answer: tapped } = given;
  if (class_id && lesson && tapped)
    return said(context, begin('confirm_mark', VERSION, { class_id, lesson }), tapped === '到课');
  const waiting = await waitingFor(context, worker_id);
  const [one] = waiting;
  if (!one) return finish(say.NOTHING_TO_CONFIRM, ['my_classes', 'human']);
  // 没去, typed, answers the only list that waits for her word; of several each is asked by name.
  return given.said && waiting.length === 1 ? said(context, about(one), !given.said.includes('没')) : askOf(one);
}

interface Waiting {
  her: HerClass;
  lesson: Lesson;
}

/** Lessons for which an officer's list waits for her word. */
async function waitingFor({ world, now_ms }: TurnContext, worker_id: string): Promise<Waiting[]> {
  const hers = await herClassesSince(world, worker_id, addDays(dayOf(now_ms), -LATELY_DAYS), now_ms);
  return hers.flatMap((her) =>
    her.lessons.flatMap((lesson) => (seenMark(world, her, lesson)?.how === 'list' ? [{ her, lesson }] : [])),
  );
}

const about = ({ her, lesson }: Waiting): FlowState =>
  begin('confirm_mark', VERSION, { class_id: her.training_class.class_id, lesson: String(lesson.n) });

const askOf = (one: Waiting, lead = ''): Step =>
  asked(about(one), lead + say.askConfirmOf(one.her.training_class, one.lesson));

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
  if (!chosen) return undefined;
  const step = await said(context, state, chosen === 'yes');
  if (!step.changes) return step;
  // Lesson by lesson, until none is left.
  const { class_id, lesson } = state.slots;
  const [next] = (await waitingFor(context, context.conversation.worker_id ?? '')).filter(
    (one) => one.her.training_class.class_id !== class_id || String(one.lesson.n) !== lesson,
  );
  return next ? { ...step, ...askOf(next, `${step.reply?.text}\n`) } : step;
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
