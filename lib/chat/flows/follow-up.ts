/** 回访 at 1, 3 and 6 months: in work, where, as what, for how much, and what help is wanted. */
import { answerFollowUp, loadFollowed } from '../../classes/after/follow-up';
import { monthNow } from '../../classes/after/months';
import { readWage } from '../../classes/after/read-wage';
import { told } from '../../classes/after/rules';
import type { FollowUp, FollowUpAnswer, Guidance, Post } from '../../classes/after/types';
import { policyOf } from '../../classes/load';
import { readAgenda, readClass } from '../../classes/read';
import { readEmployer } from '../../people/read';
import { instant } from '../../platform/clock';
import { isRefusal } from '../../platform/refusal';
import * as say from '../say/follow-up';
import type { Flow, FlowState, Step, TurnContext, Understanding } from '../types';
import { begin, finish, pick, show, withAnswer, withoutAnswer } from './flow';

const VERSION = 1;
/** Her last classes looked at. */
const CLASSES_MAX = 8;
const ORDER = ['working', 'same_job', 'employer', 'post_before', 'wage_before', 'post', 'wage_after', 'guidance'];

/** Known at the start: `class_id`, `month`. */
async function start(context: TurnContext, given: Record<string, string>): Promise<Step> {
  const { worker_id } = context.conversation;
  if (!worker_id) return finish(say.NOT_REGISTERED, ['browse', 'profile']);
  const due = given.class_id && given.month ? undefined : await dueNow(context, worker_id, given.class_id);
  const { class_id = due?.class_id ?? '', month = String(due?.month ?? 1) } = given;
  if (!class_id) return finish(say.NOTHING_DUE, ['my_classes', 'browse']);
  const about = { class_id, worker_id, month: Number(month), by: 'chat' };
  const loaded = await loadFollowed(context.world, about);
  if (isRefusal(loaded)) return finish(say.refusedAnswer(loaded), ['my_classes', 'human']);
  const title = loaded.training_class.title;
  return next(begin('follow_up', VERSION, { class_id, month, title, ...knownBefore(loaded.before) }));
}

/** Her last class whose month has come; the one she names, where she names one. */
async function dueNow({ world, now_ms }: TurnContext, worker_id: string, named?: string) {
  const agenda = await readAgenda(world, worker_id);
  const ids = named ? [named] : [...agenda.past, ...Object.keys(agenda.classes)].slice(-CLASSES_MAX).reverse();
  const classes = await Promise.all([...new Set(ids)].map((class_id) => readClass(world, class_id)));
  for (const c of classes) {
    if (c?.status !== 'published') continue;
    const month = monthNow(c.ends_at, policyOf(world, c).assessment, instant(now_ms));
    if (month !== undefined) return { class_id: c.class_id, month };
  }
  return undefined;
}

/** What was before the class was asked once, and is not asked again at three and six months. */
function knownBefore(before: FollowUp | undefined): Record<string, string> {
  const [post, wage] = [told(before, 'post_before'), told(before, 'wage_before_fen')];
  return { ...(post && { post_before: post }), ...(wage !== undefined && { wage_before: String(wage) }) };
}

/** The first question that matters and has no answer; nothing when all are answered. */
function questionOf(slots: Record<string, string>): string | undefined {
  return ORDER.find((slot) => slots[slot] === undefined && matters(slot, slots));
}

function matters(slot: string, slots: Record<string, string>): boolean {
  if (slot === 'working' || slot === 'guidance') return true;
  if (slots.working !== 'yes') return false;
  return slot !== 'employer' || slots.same_job === 'no';
}

function next(state: FlowState): Step {
  const slot = questionOf(state.slots) ?? 'guidance';
  const question = say.QUESTIONS[slot]!;
  return show(state, slot, { text: question.text, ...(question.options && { options: question.options }) });
}

async function answer(context: TurnContext, state: FlowState, said: Understanding): Promise<Step | undefined> {
  const slot = state.asking ?? 'working';
  const value = valueSaid(context, state, slot, said);
  if (value === undefined) return undefined;
  // 还在原来厂里 answers both: in work, and where.
  const stays = slot === 'working' && value === 'yes' && SAME.test(context.message.text ?? '');
  const where: Record<string, string> = stays ? { same_job: 'yes' } : {};
  const after = withAnswer(state, slot, { [slot]: value, ...where });
  return questionOf(after.slots) ? next(after) : kept(context, after);
}

function valueSaid(context: TurnContext, state: FlowState, slot: string, said: Understanding): string | undefined {
  const text = context.message.text ?? '';
  // A wage typed as a bare number is no choice of the page's one line.
  const amount = slot.startsWith('wage') ? readWage(text) : undefined;
  if (typeof amount === 'number') return String(amount);
  const chosen =
    pick(state, said) ?? (state.options?.includes('skip') && RATHER_NOT.test(said.text) ? 'skip' : undefined);
  if (chosen) return chosen;
  if (slot !== 'employer' || said.intent) return byWord(slot, said);
  const employer = readEmployer(text);
  return typeof employer === 'string' ? employer : undefined;
}

/** 保密, 忘了: no name of an employer, and no miss. */
const RATHER_NOT =
  /^(?:我|就)*(?:不想说|不说|不告诉|不方便|保密|跳过|忘了|忘记|不记得|记不|说不准|不固定|没有|没工资|不填|无$)/u;
const POST_WORDS: [RegExp, string][] = [
  [/自己|老板|开店|单干/u, 'self'],
  [/组长|班长|工头|领班/u, 'foreman'],
  [/打杂|小工|杂工|力工/u, 'general'],
  [/师傅|技术/u, 'skilled'],
];
const SAME = /没换|没有换|(?:还|一直|仍)在原|原来|老地方|还是那/u;
/** What is said instead of pressed, the first that fits; a denial before what it denies. */
const SPOKEN: Record<string, [RegExp, string][]> = {
  working: [
    [/没上班|没活|没工作|没就业|没找到|找不到|没得|没干|在家|待业|失业/u, 'no'],
    [/上班|上着班|有活|有工作|在干|在厂|打工|零工|还在/u, 'yes'],
  ],
  same_job: [
    [/不在|不是|离开|走了/u, 'no'],
    [SAME, 'yes'],
    [/换|新厂|跳槽/u, 'no'],
    [/还在|是的?$/u, 'yes'],
  ],
  post: POST_WORDS,
  post_before: POST_WORDS,
  guidance: [
    [/不用|不要|不需要|没有|算了/u, 'none'],
    [/找.{0,3}(?:工作|活)|帮我?找|介绍|推荐/u, 'job'],
    [/创业|开店|自己干|单干/u, 'startup'],
  ],
};

/** 普工, 技工 said instead of pressed; a trade by its name (焊工) is a skilled job. */
function byWord(slot: string, said: Understanding): string | undefined {
  const spoken = SPOKEN[slot]?.find(([words]) => words.test(said.text))?.[1];
  if (spoken) return spoken;

  const label = (options: [string, string][] | undefined) =>
    options?.find(([, words]) => said.text.includes(words))?.[0];
  const skilled = slot.startsWith('post') && said.trades.length > 0 && said.number === undefined;
  return label(say.QUESTIONS[slot]?.options) ?? (skilled ? 'skilled' : undefined);
}

async function kept(context: TurnContext, state: FlowState): Promise<Step> {
  const { class_id = '', month = '1' } = state.slots;
  const planned = await answerFollowUp(context.world, {
    class_id,
    worker_id: context.conversation.worker_id ?? '',
    month: Number(month),
    by: 'chat',
    how: 'chat',
    answer: answersOf(state.slots),
  });
  if (isRefusal(planned)) return finish(say.refusedAnswer(planned), ['my_classes', 'human']);
  return finish(say.thanks(state.slots), ['my_classes', 'browse'], { changes: planned.changes });
}

function answersOf(slots: Record<string, string>): Omit<FollowUpAnswer, 'at' | 'by'> {
  const given = (slot: string) => (slots[slot] === undefined || slots[slot] === 'skip' ? undefined : slots[slot]);
  const [post_before, post] = [given('post_before') as Post | undefined, given('post') as Post | undefined];
  const [before, after] = [given('wage_before'), given('wage_after')];
  const guidance = slots.guidance === 'none' ? undefined : (given('guidance') as Guidance | undefined);
  const employer = given('employer');
  return {
    working: slots.working === 'yes',
    ...(slots.same_job && { same_job: slots.same_job === 'yes' }),
    ...(employer && { employer }),
    ...(post_before && { post_before }),
    ...(post && { post }),
    ...(before && { wage_before_fen: Number(before) }),
    ...(after && { wage_after_fen: Number(after) }),
    ...(guidance && { guidance }),
  };
}

export const followUp: Flow = {
  name: 'follow_up',
  version: VERSION,
  summary: (state) => `说“${state.slots.title ?? '培训'}”之后的情况`,
  start,
  answer,
  ask: async (_context, state) => next(state),
  back: async (_context, state) => {
    const last = state.history[state.history.length - 1];
    return last ? next(withoutAnswer(state, last, [last])) : undefined;
  },
  help: () => say.HELP,
  hint: ({ asking }, tries) =>
    (asking?.startsWith('wage') ? say.WAGE_HINTS : say.HINTS)[Math.min(tries, 2) - 1] as string,
  keeps: (state) => state.history.length > 0,
};
