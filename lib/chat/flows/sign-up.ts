/** 报名: from consent to the confirm page. Whoever is registered is asked nothing but "this class?". */
import { checkEnrol } from '../../classes/check-enrol';
import { readClass } from '../../classes/read';
import type { EnrolPerson } from '../../classes/rules';
import { isRefusal } from '../../platform/refusal';
import { spokenMoment } from '../../platform/spoken';
import { placeByRegion } from '../../policy/place';
import { personOf, policyNow, whoIs } from '../people';
import { placeOf } from '../render';
import * as common from '../say/common';
import * as say from '../say/sign-up';
import type { Flow, FlowState, Step, TurnContext, Understanding } from '../types';
import { begin, finish, pick, refused, SILENT, show, withAnswer, withoutAnswer } from './flow';
import { again } from './hand-over';
import { complete, shiftPage, waived } from './sign-up-finish';
import { changePage, confirmAllPage, confirmClassPage, type HeldPage, lineNamed, linePage } from './sign-up-pages';
import { heldBy, nextSlot, SLOTS, type Slot, slotNamed } from './sign-up-slots';
import { ELSEWHERE } from './site-answer';

const VERSION = 1;
/** What belongs to her rather than to the class: kept when she leaves and comes back. */
const HERS = [...SLOTS.flatMap(heldBy)];

/** Known at the start: `class_id`; without one she only registers. */
async function start(context: TurnContext, given: Record<string, string>): Promise<Step> {
  const worker = await whoIs(context);
  const { class_id, waived } = given;
  if (!class_id && worker) return finish(say.already, ['browse', 'my_classes', 'profile']);
  const before = worker ? {} : filledBefore(context);
  const state = begin('sign_up', VERSION, { ...before, ...siteKnown(context, before) });
  const step = await open(
    context,
    class_id ? { ...state, slots: { ...state.slots, class_id, ...(waived && { waived }) } } : state,
    worker && personOf(worker),
  );
  return { ...step, conversation: { ...step.conversation, ...usedUp(context) } };
}

/** Look at the class, then ask what is still missing. */
async function open(context: TurnContext, state: FlowState, person: EnrolPerson | undefined): Promise<Step> {
  const { class_id } = state.slots;
  if (!class_id) return next(context, state);
  const found = await checkEnrol(context.world, { class_id, worker: person, ...waived(state) });
  if (isRefusal(found) && found.refused === 'shift_clash') return shiftPage(found, class_id);
  if (isRefusal(found)) return refused(found);
  const { training_class, agenda, seats_left, line } = found;
  const slots: Record<string, string> = { ...state.slots, title: training_class.title, when: training_class.starts_at };
  delete slots.line;
  if (seats_left === 0 && line >= training_class.waiting_max)
    return refused({
      refused: 'waiting_full',
      facts: { title: training_class.title, waiting_max: training_class.waiting_max },
    });
  if (seats_left === 0) slots.line = String(line);
  if (!person) return next(context, { ...state, slots });
  if (seats_left === 0) return linePage({ ...state, slots });
  return confirmClassPage({ ...state, slots, held: { training_class, agenda, person } satisfies HeldPage });
}

/** The first question without an answer, or the confirm page. */
function next(context: TurnContext, state: FlowState): Step {
  const slot = nextSlot(state);
  if (slot) return show(state, slot.name, slot.page(context, state));
  return confirmAllPage(state);
}

async function answer(context: TurnContext, state: FlowState, said: Understanding): Promise<Step | undefined> {
  if (said.intent === 'where_when' && state.slots.class_id) return whereAndWhen(context, state, state.slots.class_id);
  const slot = slotNamed(state.asking);
  // 名字写错了, said while the phone is asked: what she filled in before is put right first.
  const wrong = said.number === undefined ? slotNamed(lineNamed(said.text)) : undefined;
  if (wrong && wrong !== slot && wrong.fills.every((key) => state.slots[key] !== undefined) && !state.held)
    return corrected(context, state, wrong);
  if (slot) return fill(context, state, said, slot);
  if (state.asking === 'change' || (state.asking === 'confirm' && !state.held)) {
    const step = correction(context, state, said);
    if (step) return step;
  }
  const chosen = pick(state, said);
  if (chosen === 'yes')
    return complete(context, state, state.asking === 'line' || state.slots.line !== undefined ? 'line' : 'seat');
  if (chosen === 'no')
    return state.asking === 'line' ? { go: { flow: 'browse', given: {} } } : { reply: common.dropped('', false) };
  // 报名 on the confirm page is a yes to what stands there.
  if (!chosen && said.intent === 'enrol' && !said.class_id && said.trades.length === 0 && state.asking === 'confirm')
    return complete(context, state, state.slots.line !== undefined ? 'line' : 'seat');
  return undefined;
}

/** 几点上课, 怎么去, on the way: about the class she is signing up for; then the question once more. */
async function whereAndWhen(context: TurnContext, state: FlowState, class_id: string): Promise<Step> {
  const [c, asked] = await Promise.all([readClass(context.world, class_id), ask(context, state)]);
  if (!c || !asked.reply) return asked;
  const text = `${spokenMoment(c.starts_at)}开课\n${placeOf(c)}\n${asked.reply.text}`;
  return { ...asked, reply: { ...asked.reply, text } };
}

/** On the page to confirm what she filled in: which line is wrong, or not at all. */
function correction(context: TurnContext, state: FlowState, said: Understanding): Step | undefined {
  const chosen = pick(state, said);
  const wrong = slotNamed(chosen);
  if (wrong) return next(context, withoutAnswer(state, wrong.name, heldBy(wrong)));
  if (state.asking === 'change') return chosen === 'no' ? confirmAllPage(state) : undefined;
  // 不 and 不对 say that something is wrong, not that she gives up.
  if (chosen === 'change' || (said.intent === 'no' && said.number === undefined)) return changePage(state);
  if (chosen !== 'no') return undefined;
  const paused = { ...state, at_ms: context.now_ms, left: true };
  return { reply: common.dropped(signUp.summary(state), true), conversation: { paused } };
}

/** A line that is wrong: asked again, unless the right one was said with it (电话错了，是138…). */
async function corrected(context: TurnContext, state: FlowState, wrong: Slot): Promise<Step> {
  const without = withoutAnswer(state, wrong.name, heldBy(wrong));
  const { message } = context;
  const text =
    wrong.name === 'name' ? (/^.*(?<!不)[是叫成为](.+)$/u.exec(message.text ?? '')?.[1] ?? '') : message.text;
  const there = { ...context, message: { ...message, text } };
  const read = SAID_AT_ONCE.has(wrong.name) ? await wrong.read(there, without, SILENT) : undefined;
  return next(context, read && 'set' in read ? withAnswer(without, wrong.name, read.set) : without);
}

const SAID_AT_ONCE = new Set(['name', 'id_number', 'phone']);

async function fill(
  context: TurnContext,
  state: FlowState,
  said: Understanding,
  slot: Slot,
): Promise<Step | undefined> {
  const read = await slot.read(context, state, said);
  if (!read) return undefined;
  if ('refusal' in read) return refused(read.refusal);
  if ('end' in read) return finish(say.notAgreed, ['browse', 'human']);
  if ('wrong' in read) return again(context, state, slot.page(context, state), read.wrong);
  return next(context, withAnswer(state, slot.name, read.set));
}

async function ask(context: TurnContext, state: FlowState): Promise<Step> {
  const slot = slotNamed(state.asking);
  if (slot) return show(state, slot.name, slot.page(context, state));
  if (state.asking === 'change') return changePage(state);
  // Confirm pages are drawn from what is now, not from what was when she left.
  const worker = await whoIs(context);
  return open(context, state, worker && personOf(worker));
}

async function back(context: TurnContext, state: FlowState): Promise<Step | undefined> {
  if (state.asking === 'change') return confirmAllPage(state);
  const last = slotNamed(state.history.at(-1));
  if (!last) return undefined;
  return next(context, withoutAnswer(state, last.name, heldBy(last)));
}

/** What she filled in before she left, or before she chose another class. */
function filledBefore(context: TurnContext): Record<string, string> {
  const { flow, paused } = context.conversation;
  const left = [flow, paused].find((one) => one?.name === 'sign_up');
  return Object.fromEntries(Object.entries(left?.slots ?? {}).filter(([key]) => HERS.includes(key)));
}

function usedUp(context: TurnContext): { paused?: undefined } {
  return context.conversation.paused?.name === 'sign_up' ? { paused: undefined } : {};
}

/** Where she works is not asked when she has said so already; the confirm page shows it. */
function siteKnown(context: TurnContext, before: Record<string, string>): Record<string, string> {
  const { site } = context.conversation;
  if (!site || site === ELSEWHERE || before.site_region) return {};
  const place = placeByRegion(policyNow(context), site);
  return place ? { site_region: place.region, site_text: place.name } : {};
}

/** Of someone registered only the class is asked, not whether all is right. */
const questionOf = (state: FlowState): string =>
  state.asking === 'confirm' && state.held ? 'sure' : (state.asking ?? '');

export const signUp: Flow = {
  name: 'sign_up',
  version: VERSION,
  summary: (state) => (state.slots.title ? `报名“${state.slots.title}”` : '登记'),
  start,
  answer,
  ask,
  back,
  help: (state) => say.HELP[questionOf(state)] ?? say.HELP.confirm!,
  hint: (state, tries) => (say.HINTS[questionOf(state)] ?? say.HINTS.confirm!)[Math.min(tries, 2) - 1] as string,
  keeps: (state) => state.asking !== 'consent' && (state.slots.consent !== undefined || state.asking === 'confirm'),
};
