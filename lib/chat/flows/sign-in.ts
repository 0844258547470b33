/** 签到: the code of the lesson, then her location where the class has a fence. */

import { type HerClass, herClassesToday } from '../../classes/attendance/hers';
import { locate } from '../../classes/attendance/locate';
import { FIRM } from '../../classes/attendance/rules';
import { openLessons, opensAt, seenMark, signIn } from '../../classes/attendance/sign-in';
import type { Lesson } from '../../classes/types';
import { dayOf, instant } from '../../platform/clock';
import { isRefusal, type Refusal, refuse } from '../../platform/refusal';
import { inDigits } from '../doors';
import * as say from '../say/sign-in';
import type { Flow, FlowState, IntentName, Step, TurnContext, Understanding } from '../types';
import { begin, finish, show } from './flow';

const VERSION = 1;

/** Known at the start: `code` typed or scanned; with a scan also `class_id` and `lesson`. */
async function start(context: TurnContext, given: Record<string, string>): Promise<Step> {
  if (!context.conversation.worker_id) return finish(say.NOT_REGISTERED, ['browse', 'profile']);
  const { code, class_id, lesson } = given;
  const state = begin('sign_in', VERSION, class_id ? { class_id } : {});
  return code ? tried(context, state, { code, class_id, lesson, scanned: lesson !== undefined }) : ask(context, state);
}

/** Which lesson takes sign-ins now, and where its code is to be seen. */
async function ask(context: TurnContext, state: FlowState): Promise<Step> {
  const { world, conversation, now_ms } = context;
  if (state.asking === 'where') return { ...show(state, 'where', { text: say.HELP_WHERE }) };
  const hers = await herClassesToday(world, conversation.worker_id ?? '', now_ms);
  const wanted = state.slots.class_id;
  const among = wanted ? hers.filter(({ training_class }) => training_class.class_id === wanted) : hers;
  const open = openLessons(world, among, undefined, now_ms);
  if (isRefusal(open)) return (open.refused !== 'sign_in_not_open' && doneBefore(context, among)) || refused(open);
  const left = open.filter(({ her, lesson }) => !isFirm(context, her, lesson));
  const [next, ...more] = left;
  if (!next) return doneBefore(context, among) ?? refused(refuse('sign_in_none'));
  const { her, lesson } = next;
  // The only one it can be: her answer then reads that class alone.
  const only: Record<string, string> =
    more.length > 0 ? {} : { class_id: her.training_class.class_id, lesson: String(lesson.n) };
  return show({ ...state, slots: { ...state.slots, ...only } }, 'code', {
    text: say.sendCode(her.training_class, lesson),
  });
}

/** She has signed in: the code is not asked for again. */
const isFirm = ({ world }: TurnContext, her: HerClass, lesson: Lesson): boolean => {
  const mark = seenMark(world, her, lesson);
  return mark !== undefined && FIRM.has(mark.how);
};

/** 签到 after she has signed in: the latest lesson of today that has begun to take sign-ins says when. */
function doneBefore(context: TurnContext, hers: HerClass[]): Step | undefined {
  const today = dayOf(context.now_ms);
  const held = hers.flatMap((her) =>
    her.lessons.flatMap((lesson) => (lesson.starts_at.startsWith(today) ? [{ her, lesson }] : [])),
  );
  // Nothing is left to sign only when every lesson begun has her mark.
  const begun = held.filter(({ lesson }) => lesson.starts_at <= instant(context.now_ms));
  if (begun.some(({ her, lesson }) => !isFirm(context, her, lesson))) return undefined;
  const last = held.filter(({ her, lesson }) => isFirm(context, her, lesson)).at(-1);
  const mark = last && seenMark(context.world, last.her, last.lesson);
  return last && mark && ends(say.already(last.her.training_class, last.lesson, instant(mark.at_ms)));
}

async function tried(
  context: TurnContext,
  state: FlowState,
  given: { code: string; class_id?: string; lesson?: string; scanned?: boolean },
): Promise<Step> {
  const { world, conversation, message } = context;
  const planned = await signIn(world, {
    worker_id: conversation.worker_id ?? '',
    code: given.code,
    ...(given.class_id && given.lesson && { class_id: given.class_id, lesson: Number(given.lesson) }),
    ...(given.scanned && { scanned: true }),
    sent_ms: message.sent_ms,
    near: conversation.site,
  });
  const done = async (): Promise<Step | undefined> =>
    doneBefore(context, await herClassesToday(world, conversation.worker_id ?? '', context.now_ms));
  // The code she signed in with, sent once more; or any, after the time for it.
  if (isRefusal(planned))
    return (['code_old', 'sign_in_closed'].includes(planned.refused) && (await done())) || refused(planned);
  const { changes, value } = planned;
  switch (value.kind) {
    case 'signed':
      return ends(say.signed(value.training_class, value.lesson, value.late_min), { changes });
    case 'already':
      return ends(say.already(value.training_class, value.lesson, instant(value.mark.at_ms)), { changes });
    case 'where': {
      const { class_id } = value.training_class;
      const slots = { class_id, lesson: String(value.lesson.n), at_ms: String(value.at_ms) };
      return { ...show({ ...state, slots }, 'where', { text: say.whereAreYou(value.training_class) }), changes };
    }
    case 'wrong':
      return value.left > 0
        ? { ...show(state, 'code', { text: say.wrong(value.left) }), changes }
        : ends(say.wrong(0), { changes });
  }
}

/** One line, and nothing to choose: she has put the phone away again. */
const ends = (text: string, rest: Omit<Step, 'reply' | 'flow'> = {}): Step => ({ reply: { text }, ...rest });

const NEXT: Record<string, IntentName[]> = {
  sign_in_none: ['my_classes', 'browse'],
  code_not_yours: ['my_classes', 'human'],
  class_cancelled: ['my_classes', 'browse'],
};

function refused(refusal: Refusal): Step {
  const opens: Record<string, string> = refusal.refused === 'sign_in_not_open' ? { opens_at: opensAt(refusal) } : {};
  const text = say.refusedSignIn({ ...refusal, facts: { ...refusal.facts, ...opens } });
  const next = NEXT[refusal.refused];
  return next ? finish(text, next) : ends(text);
}

async function answer(context: TurnContext, state: FlowState, said: Understanding): Promise<Step | undefined> {
  const { message } = context;
  if (state.asking === 'where') {
    if (message.kind === 'location' && message.location) return located(context, state, message.location);
    return codeIn(said.text)
      ? tried(context, begin('sign_in', VERSION), { code: codeIn(said.text) as string })
      : undefined;
  }
  // Where she is comes after the code; it is no new place of work.
  if (message.kind === 'location') return { ...show(state, 'code', { text: say.CODE_FIRST }) };
  const words = message.text ?? '';
  const code = codeIn(said.text) ?? codeIn(words);
  if (!code && NOT_NOW.test(words)) return ends(say.NOT_NOW);
  if (!code && NO_CODE.test(words)) return { ...show(state, 'code', { text: say.HINTS[1] as string }) };
  // The list she was asked about meanwhile.
  const not_there = /^(?:.*错了?[\s,，]*)?我?(?:今天|今晚)?(?:没去|没来|没到)/u.test(words);
  if (!code && not_there) return { go: { flow: 'confirm_mark', given: { said: '没去' } } };
  return code ? tried(context, state, { ...state.slots, code }) : undefined;
}

/** 不签了; 还在路上: there is nothing to answer yet. */
const NOT_NOW = /不(?:想)?签|还没到|路上|堵车|快到|马上到/u;
const NO_CODE = /没(?:有|得)?(?:看到|给)?码|没给|看不到|看不见|看不清|没电|没显示/u;

/** Four digits and no more, with or without words around them: 码是3847, 三八四七. A phone number costs no try. */
const codeIn = (text: string): string | undefined =>
  /(?<!\d)(\d{4})(?!\d)/.exec(text)?.[1] ?? /^码?是?(\d{4})(?!\d)/u.exec(inDigits(text))?.[1];

async function located(
  context: TurnContext,
  state: FlowState,
  location: { latitude: number; longitude: number },
): Promise<Step> {
  const { class_id = '', lesson, at_ms } = state.slots;
  const planned = await locate(context.world, {
    worker_id: context.conversation.worker_id ?? '',
    class_id,
    lesson: Number(lesson),
    at_ms: Number(at_ms),
    location,
  });
  if (isRefusal(planned)) return refused(planned);
  const { changes, value } = planned;
  if (value.kind === 'far') return ends(say.far(value.away_m, value.radius_m), { changes });
  if (value.kind === 'already')
    return ends(say.already(value.training_class, value.lesson, instant(value.mark.at_ms)), { changes });
  if (value.kind !== 'signed') return ends(say.wrong(0), { changes });
  return ends(say.signed(value.training_class, value.lesson, value.late_min), { changes });
}

export const signInFlow: Flow = {
  name: 'sign_in',
  version: VERSION,
  summary: () => '签到',
  start,
  answer,
  ask,
  back: async () => undefined,
  help: (state) => (state.asking === 'where' ? say.HELP_WHERE : say.HELP_CODE),
  hint: (state, tries) => (state.asking === 'where' ? say.WHERE_HINTS : say.HINTS)[Math.min(tries, 2) - 1] as string,
  // A code is good for a minute: nothing to come back to.
  keeps: () => false,
};
