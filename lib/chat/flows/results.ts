/** 成绩和证书: her results, one appeal, her certificates. */
import { appeal } from '../../classes/assessment/appeal';
import { shortfall, shortfallOnceOver } from '../../classes/assessment/attended';
import { loadExam } from '../../classes/assessment/enter-scores';
import { readScore } from '../../classes/assessment/items';
import { anyOut, mayAppeal, outOf, sittingOf } from '../../classes/assessment/rules';
import type { Assessment, Score } from '../../classes/assessment/types';
import { certificatesOfWorker } from '../../classes/certificates/items';
import { certificateLink, verifyUrl } from '../../classes/certificates/link';
import { readAgenda } from '../../classes/read';
import type { TrainingClass } from '../../classes/types';
import { maskLongNumbers } from '../../platform/long-number';
import { isRefusal, type Refusal } from '../../platform/refusal';
import * as say from '../say/results';
import type { Flow, FlowState, Step, TurnContext, Understanding } from '../types';
import { begin, finish, inWords, pick, show } from './flow';

const VERSION = 1;
/** Her last classes looked at, and what is said of them in one message. */
const CLASSES_MAX = 8;
const SHOWN_MAX = 3;
const SAID_MAX = 200;
const REASON_MIN = 8;

interface Looked {
  c: TrainingClass;
  a: Assessment;
  score?: Score;
}
interface Result extends Looked {
  score: Score;
  /** What stands between her marks and a certificate, as it is now. */
  short?: Refusal;
}

/** Known at the start: `class_id` begins its appeal (the push's choice). */
async function start(context: TurnContext, given: Record<string, string>): Promise<Step> {
  const { worker_id } = context.conversation;
  if (RESIT.test(context.message.text ?? '')) return resit(await start(without(context), given));
  if (!worker_id) return finish(say.NOT_REGISTERED, ['browse', 'profile']);
  const state = begin('results', VERSION);
  if (given.class_id) return appealPage(context, state, given.class_id);
  const [{ results, left_out, to_come }, certificates] = await Promise.all([
    herResults(context, worker_id),
    certificatesOfWorker(context.world, worker_id),
  ]);
  if (results.length + left_out.length + to_come.length + certificates.length === 0)
    return finish(say.NOTHING, ['my_classes', 'browse']);
  const text = [
    ...to_come,
    ...results.slice(0, SHOWN_MAX).map(({ c, score, short }) => say.result(c, score, short)),
    ...left_out,
    ...certificates
      .slice(0, SHOWN_MAX)
      .map((one) =>
        say.certificate(one, verifyUrl(context.world, one.number), certificateLink(context.world, one.number)),
      ),
  ].join('\n\n');
  const open = results.filter(({ a, score }) => !mayAppeal(a, score, context.now_ms));
  if (open.length === 0) return finish(text, ['my_classes', 'browse']);
  const options = open.map(({ c }): [string, string] => [`a:${c.class_id}`, say.appealLabel(c)]);
  return show(state, 'list', { text, options });
}

/** 补考: what her results are, and whom to ask. */
const RESIT = /补考|重考|再考|重新考/u;
const without = (context: TurnContext): TurnContext => ({ ...context, message: { ...context.message, text: '' } });
const resit = (step: Step): Step =>
  step.reply ? { ...step, reply: { ...step.reply, text: `${say.RESIT}\n${step.reply.text}` } } : step;

/** Results that are out, of the classes she was in lately. */
async function herResults({ world }: TurnContext, worker_id: string) {
  const agenda = await readAgenda(world, worker_id);
  const ids = [...new Set([...agenda.past, ...Object.keys(agenda.classes)])].slice(-CLASSES_MAX).reverse();
  const found = (await Promise.all(ids.map((class_id) => lookedAt(world, class_id, worker_id)))).flatMap(
    (one) => one ?? [],
  );
  const out = found.filter(hasScore).filter((one) => outOf(one.a, one.score));
  const open = found.filter(({ a, score }) => a.state === 'planned' && sittingOf(score ?? a) === sittingOf(a));
  const without_score = found.filter((one) => !one.score && one.a.state === 'published').slice(0, SHOWN_MAX);
  const [to_come, results, left_out] = await Promise.all([
    Promise.all(open.slice(0, SHOWN_MAX).map((one) => examined(world, one, worker_id))),
    Promise.all(out.map((one, i) => (i < SHOWN_MAX ? withShortfall(world, one, worker_id) : one))),
    Promise.all(without_score.map(({ c }) => notExamined(world, c, worker_id))),
  ]);
  return {
    results,
    left_out: left_out.flatMap((text) => text ?? []),
    to_come: to_come.flatMap((text) => text ?? []),
  };
}

/** When and where her exam is, or that it is over; what she lacks for it. Nothing for a class she left. */
async function examined(world: TurnContext['world'], { c, a }: Looked, worker_id: string) {
  const short = await shortfallOnceOver(world, c, worker_id);
  if (short?.refused === 'not_enrolled') return undefined;
  // A second sitting is for those admitted since.
  return short && anyOut(a) ? say.notExamined(c, short) : say.exam(c, a, world.now(), short);
}

const hasScore = (one: Looked): one is Result => one.score !== undefined;

/** The others have their results: why she has none. Nothing for a class she left. */
async function notExamined(world: TurnContext['world'], c: TrainingClass, worker_id: string) {
  const short = await shortfall(world, c, worker_id);
  return short?.refused === 'not_enrolled' ? undefined : say.notExamined(c, short);
}

/** A pass is looked at as it stands, until the certificate says it. */
async function withShortfall(world: TurnContext['world'], one: Result, worker_id: string): Promise<Result> {
  if (one.score.outcome !== 'passed' || one.score.certificate) return one;
  return { ...one, short: await shortfall(world, one.c, worker_id) };
}

async function lookedAt(world: TurnContext['world'], class_id: string, worker_id: string): Promise<Looked | undefined> {
  const [score, loaded] = await Promise.all([readScore(world, class_id, worker_id), loadExam(world, class_id)]);
  return isRefusal(loaded) ? undefined : { ...loaded, score };
}

async function appealPage(context: TurnContext, state: FlowState, class_id: string): Promise<Step> {
  const { world, conversation, now_ms } = context;
  const found = await lookedAt(world, class_id, conversation.worker_id ?? '');
  if (!found || !hasScore(found))
    return finish(say.refusedAppeal({ refused: 'score_unknown' }), ['my_classes', 'human']);
  const refused = mayAppeal(found.a, found.score, now_ms);
  if (refused) return finish(say.refusedAppeal(refused), ['my_classes', 'human']);
  const options: [string, string][] = [
    ['yes', say.LABELS.yes],
    ['no', say.LABELS.no],
  ];
  const asked = { ...state, slots: { class_id } };
  return show(asked, 'appeal', {
    text: say.appealPage(found.c, found.score, outOf(found.a, found.score)?.appeal_until ?? ''),
    options,
  });
}

const whyPage = (state: FlowState): Step =>
  show(state, 'why', { text: say.WHY, options: [['nothing', say.NOTHING_TO_SAY]] });

const DISPUTES = /不服|不对|不认|有问题|[打算记弄判评][分卷]?[错低]|复核|复查|重新看|要查|申诉/u;

async function answer(context: TurnContext, state: FlowState, said: Understanding): Promise<Step | undefined> {
  const chosen = pick(state, said);
  if (state.asking === 'why') {
    if (chosen === 'nothing') return appealed(context, state);
    if (said.intent === 'no') return appealed(context, state);
    // Her number is masked, and what she says of it still reaches the office.
    const words = [...maskLongNumbers((context.message.text ?? '').replace(/\s+/gu, ' ').trim())];
    // A few words may be another wish (我的课); many, or 打分错了, are her reason.
    const told = !said.intent || said.intent === 'results' || words.length >= REASON_MIN;
    return told && said.number === undefined && inWords(said.text)
      ? appealed(context, state, words.slice(0, SAID_MAX).join(''))
      : undefined;
  }
  if (chosen?.startsWith('a:')) return appealPage(context, state, chosen.slice(2));
  // 不服, 打分错了: the same as its number, where there is one thing to appeal.
  const appealable = (state.options ?? []).filter((one) => one.startsWith('a:'));
  if (!chosen && state.asking === 'list' && appealable.length === 1 && DISPUTES.test(context.message.text ?? ''))
    return appealPage(context, state, (appealable[0] as string).slice(2));
  if (!chosen && state.asking === 'appeal' && DISPUTES.test(context.message.text ?? ''))
    return appealPage(context, state, state.slots.class_id ?? '');
  if (chosen === 'yes') return whyPage(state);
  return chosen === 'no' ? finish(say.KEPT, ['my_classes', 'browse']) : undefined;
}

async function appealed(context: TurnContext, { slots }: FlowState, said?: string): Promise<Step> {
  const { class_id = '' } = slots;
  const { world, conversation } = context;
  const command = { class_id, worker_id: conversation.worker_id ?? '', ...(said && { said }) };
  const planned = await appeal(world, command);
  if (isRefusal(planned)) return finish(say.refusedAppeal(planned), ['my_classes', 'human']);
  const loaded = await loadExam(world, class_id);
  if (isRefusal(loaded)) return finish(say.refusedAppeal(loaded), ['my_classes', 'human']);
  return finish(say.appealed(loaded.c), ['my_classes'], { changes: planned.changes });
}

async function ask(context: TurnContext, state: FlowState): Promise<Step> {
  const { class_id } = state.slots;
  if (state.asking === 'why' && class_id) return whyPage(state);
  return start(context, state.asking === 'appeal' && class_id ? { class_id } : {});
}

export const results: Flow = {
  name: 'results',
  version: VERSION,
  summary: (state) => (state.slots.class_id ? '申诉' : '看成绩'),
  start,
  answer,
  ask,
  back: async (context, state) =>
    state.asking === 'why'
      ? appealPage(context, state, state.slots.class_id ?? '')
      : state.asking === 'appeal'
        ? start(context, {})
        : undefined,
  help: () => say.HELP,
  hint: (_state, tries) => say.HINTS[Math.min(tries, 2) - 1] as string,
  keeps: () => false,
};
