/** 我的资料: seen, and corrected a line at a time. */
import { correct } from '../../people/correct';
import { maskPhone, readEmployer, readPhone } from '../../people/read';
import { isRefusal } from '../../platform/refusal';
import { whoIs } from '../people';
import { CHOOSE_HINTS } from '../say/common';
import * as say from '../say/profile';
import { phoneWrong } from '../say/refusals';
import { ASK_SITE } from '../say/site';
import type { Flow, FlowState, Step, TurnContext, Understanding } from '../types';
import { begin, finish, pick, refused, show, withAnswer } from './flow';
import { again } from './hand-over';
import { placeOptions, readPlace } from './site-answer';

const VERSION = 1;

/** 我换号了，138…: the number is read from her words, and shown before it is kept. */
async function start(context: TurnContext): Promise<Step> {
  const state = begin('profile', VERSION);
  const text = context.message.text ?? '';
  const phone = readPhone(text);
  const worker = isRefusal(phone) ? undefined : await whoIs(context);
  if (!isRefusal(phone) && worker) {
    const sealed = await context.world.vault.seal(worker.worker_id, worker.data_key, 'phone', phone);
    return surePage({ ...state, slots: { phone_sealed: sealed, phone_masked: maskPhone(phone) } });
  }
  const step = await overview(context, state);
  return step.reply && BY_OFFICE.test(text)
    ? { ...step, reply: { ...step.reply, text: `${say.BY_OFFICE}\n${step.reply.text}` } }
    : step;
}

/** 名字写错了: not for her to change, as certificates and subsidies hang on it. */
const BY_OFFICE = /(?:名字|姓名|身份证).*(?:改|错|不对|换)|[改换].*(?:名字|姓名|身份证)/u;

const surePage = (state: FlowState): Step =>
  show(state, 'sure', { text: say.surePhone(state.slots.phone_masked ?? ''), options: say.SURE_LABELS });

async function sure(context: TurnContext, state: FlowState, chosen: string | undefined): Promise<Step | undefined> {
  if (chosen === 'no') return overview(context, begin('profile', VERSION));
  const worker = chosen === 'yes' ? await whoIs(context) : undefined;
  if (!worker) return chosen ? overview(context, state) : undefined;
  const { worker_id, data_key } = worker;
  const phone = await context.world.vault.open(worker_id, data_key, 'phone', state.slots.phone_sealed ?? '');
  return keep(context, { phone }, (kept) => say.phoneKept(kept.phone_masked));
}

async function overview(context: TurnContext, state: FlowState): Promise<Step> {
  const worker = await whoIs(context);
  if (!worker) {
    // In the middle of signing up for a class she goes on with that.
    const { flow, paused } = context.conversation;
    const class_id = [flow, paused].find((one) => one?.name === 'sign_up')?.slots.class_id;
    return { go: { flow: 'sign_up', given: class_id ? { class_id } : {} } };
  }
  return show(state, 'which', { text: say.details(worker), options: say.PROFILE_LABELS });
}

function question(context: TurnContext, state: FlowState, asking: string): Step {
  const page =
    asking === 'phone'
      ? { text: say.NEW_PHONE }
      : asking === 'employer'
        ? { text: say.NEW_EMPLOYER }
        : { text: ASK_SITE, options: placeOptions(context) };
  return show({ ...state, history: ['which'] }, asking, page);
}

async function answer(context: TurnContext, state: FlowState, said: Understanding): Promise<Step | undefined> {
  switch (state.asking) {
    case 'phone':
      return newPhone(context, state);
    case 'sure':
      return sure(context, state, pick(state, said));
    case 'employer':
      return newEmployer(context, state, said);
    case 'site':
      return newSite(context, state, said);
    default:
      return chosenLine(context, state, pick(state, said));
  }
}

function chosenLine(context: TurnContext, state: FlowState, chosen: string | undefined): Step | undefined {
  if (chosen === 'topics' || chosen === 'erase') return { go: { flow: chosen, given: {} } };
  return chosen ? question(context, state, chosen) : undefined;
}

async function newPhone(context: TurnContext, state: FlowState): Promise<Step | undefined> {
  const text = context.message.text ?? '';
  const phone = readPhone(text);
  if (isRefusal(phone))
    return /\d{5}/.test(text.normalize('NFKC')) ? again(context, state, { text: '' }, phoneWrong(phone)) : undefined;
  return keep(context, { phone }, (worker) => say.phoneKept(worker.phone_masked));
}

async function newEmployer(context: TurnContext, state: FlowState, said: Understanding): Promise<Step | undefined> {
  if (said.intent || said.number !== undefined) return undefined;
  const employer = readEmployer(context.message.text ?? '');
  if (isRefusal(employer)) return again(context, state, { text: '' }, say.EMPLOYER_WRONG);
  return keep(context, { employer }, () => say.employerKept(employer));
}

async function newSite(context: TurnContext, state: FlowState, said: Understanding): Promise<Step | undefined> {
  const place = readPlace(context, said, pick(state, said));
  if (!place || place === 'far') return undefined;
  const site_text = context.message.location?.label ?? place.name;
  const step = await keep(context, { site_region: place.region, site_text }, () => say.siteKept(site_text));
  return { ...step, conversation: { ...step.conversation, site: place.region } };
}

type Kept = { phone?: string; employer?: string; site_region?: string; site_text?: string };
async function keep(
  context: TurnContext,
  kept: Kept,
  text: (worker: { phone_masked: string }) => string,
): Promise<Step> {
  const { worker_id = '' } = context.conversation;
  const planned = await correct(context.world, { worker_id, ...kept });
  if (isRefusal(planned)) return refused(planned);
  return finish(text(planned.value), ['profile', 'my_classes'], { changes: planned.changes });
}

export const profile: Flow = {
  name: 'profile',
  version: VERSION,
  summary: () => '改我的资料',
  start,
  answer,
  ask: async (context, state) => {
    if (state.asking === 'sure') return surePage(state);
    return state.asking && state.asking !== 'which' ? question(context, state, state.asking) : overview(context, state);
  },
  back: async (context, state) =>
    state.asking === 'which' ? undefined : overview(context, withAnswer(state, 'which', {})),
  help: () => say.HELP,
  hint: (state, tries) => (say.HINTS[state.asking ?? ''] ?? CHOOSE_HINTS)[Math.min(tries, 2) - 1] as string,
  keeps: (state) => state.asking !== 'which',
};
