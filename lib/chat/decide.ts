/**
 * What to do with a message. The order: stop, a person, cancel, help, back — an answer to the question
 * asked — a new wish (what she was doing is set aside) — 你是想…？ — a miss. Nothing that binds is done on a guess.
 */
import type { Agenda } from '../classes/types';
import { DAY_MS } from '../platform/clock';
import { doorOf } from './doors';
import { carryOn, enter, goneOn, leave, startAgain, stepBack, wayTo, withReminder } from './enter';
import { FLOWS } from './flows';
import { SILENT } from './flows/flow';
import { handOver } from './flows/hand-over';
import { lexiconOf } from './lexicon';
import { CARRY_ON, type Heard, listen, OFFER_WORDS, SETTLES, STILL, WHY } from './listen';
import { didYouMean, missed } from './missed';
import { later, need } from './need';
import { onEvent } from './on-event';
import { onMedia, repeat } from './on-media';
import { offerOnScreen, wasTold } from './places';
import { withChoices } from './render';
import { answerTo, forOthers } from './say/asked';
import * as say from './say/common';
import type { FlowState, IntentName, Step, TurnContext } from './types';
import { isMiss, understand, understandOrNear } from './understand';

/** Silence after which she is told where she was. */
const SILENCE_MS = DAY_MS;
/** A push cannot have overtaken a page shown less than this ago; spares the look. */
const JUST_NOW_MS = 20_000;

export async function decide(context: TurnContext): Promise<Step> {
  const { conversation, message } = context;
  await need(conversation.flow?.name, conversation.paused?.name);
  if (message.group) return (await later()).decideInGroup(context);
  const step = await decideAlone(context);
  // In private again: whatever a group was shown last is no longer what her numbers mean there.
  return conversation.group ? { ...step, conversation: { ...step.conversation, group: undefined } } : step;
}

async function decideAlone(context: TurnContext): Promise<Step> {
  const { conversation, message } = context;
  if (atWork(context)) return goneOn(context, await (await later()).decideAtWork(context));
  if (conversation.thread)
    return withReminder(context, await (await later()).inThread(context, { enter, onEvent, asEver, answered, repeat }));
  return withReminder(
    context,
    message.event && message.event.name !== 'menu' ? await onEvent(context) : await asEver(context),
  );
}

/** With nobody else in the conversation: a menu button, words, or what is neither. */
async function asEver(context: TurnContext): Promise<Step> {
  const { event, text, kind } = context.message;
  if (event) return onMenu(context, event.key ?? '');
  const heard = text !== undefined && text.trim() !== '' && (kind === 'text' || kind === 'voice');
  return goneOn(context, heard ? await onText(context) : await onMedia(context));
}

/** What the flow she is in makes of her words. */
async function answered(context: TurnContext): Promise<Step | undefined> {
  const { flow } = context.conversation;
  const step = flow && (await FLOWS[flow.name].answer(context, flow, await listen(context)));
  return step && goneOn(context, step);
}

/** Words by which someone who holds an office puts that hat on again. */
const WORK_HAT = /^(?:回|去|到|我要)?(?:工作台|工作站|上工|办公|办事)$/u;

/** Staff at work is answered by commands; leaving the account is the same for all. */
function atWork({ conversation, message }: TurnContext): boolean {
  if (!conversation.staff || message.event?.name === 'unfollow') return false;
  return conversation.hat !== 'worker' || WORK_HAT.test(message.text?.trim() ?? '');
}

async function onText(context: TurnContext): Promise<Step> {
  const door = doorOf(context.message.text ?? '', waitsForNumber(context));
  if (door) return enter(context, door.flow, door.given);
  const said = await listen(context);
  const { flow } = context.conversation;
  if (said.pushed) return (await wished(context, said)) ?? missed(context);
  const stale = flow !== undefined && flow.name !== 'browse' && context.now_ms - flow.at_ms > SILENCE_MS;
  if (said.binds && (!flow || stale || flow.name === 'browse')) return (await wished(context, said)) ?? missed(context);
  if (said.binds) return repeat(context, say.OLDER_LINE);
  if (said.older && said.intent && SETTLES.has(said.intent) && flow?.name !== 'browse') {
    if (flow && !stale) return repeat(context, say.OLDER_LINE);
    return didYouMean(context, [said.intent]) ?? missed(context);
  }
  const push = await answerToPush(context, said, stale);
  if (push) return push;
  const control = said.tapped ? undefined : await obey(context, said, stale);
  if (control) return control;
  const late = await lateAnswer(context, said, stale);
  if (late) return late;
  if (flow && stale && !newWish(said)) {
    const step = whereSheWas(context, flow);
    // 继续, said before she is asked: it is not asked again.
    const paused = step.conversation?.paused;
    if (!CARRY_ON.test(said.text) || !paused) return step;
    return carryOn({ ...context, conversation: { ...context.conversation, flow: undefined, paused } });
  }
  const answered = flow && !stale ? await FLOWS[flow.name].answer(context, flow, said) : undefined;
  return answered ?? (await resumed(context, said)) ?? (await wished(context, said)) ?? missed(context);
}

/** The answer to what was asked before she fell silent, or before she left: gone on with, as after 继续. */
async function lateAnswer(context: TurnContext, said: Heard, stale: boolean): Promise<Step | undefined> {
  const { flow, paused } = context.conversation;
  const held = stale ? flow : flow ? undefined : paused;
  if (!held || !(held.name === 'sign_up' || LATE.has(held.asking ?? '')) || !(await later()).fits(context, held, said))
    return undefined;
  const { left: _left, ...state } = held;
  const step = await FLOWS[held.name].answer(context, state, said);
  if (!step) return undefined;
  return flow
    ? led(say.goingOn(FLOWS[held.name].summary(held)), step)
    : { ...step, conversation: { ...step.conversation, paused: undefined } };
}

/** Questions whose answers can be nothing else. */
const LATE = new Set(['id_number', 'phone', 'site', 'name']);

/** Whether four digits may be what was asked for. Where she only looks they are the code on the station's phone. */
function waitsForNumber({ conversation: { flow } }: TurnContext): boolean {
  return flow !== undefined && flow.name !== 'browse' && !onlyLooks(flow);
}

/** A menu button is a new wish, whatever was asked; its key is what one would type, or `menu:` and the wish. */
async function onMenu(context: TurnContext, key: string): Promise<Step> {
  const wish = key.startsWith('menu:') ? (key.slice('menu:'.length) as IntentName) : undefined;
  const there = { ...context, message: { ...context.message, text: wish ? '' : key } };
  const said: Heard = wish ? { ...SILENT, intent: wish } : understand(key, await lexiconOf(context.world));
  const step = (await obey(there, said, false)) ?? (await wished(there, said));
  return step ? goneOn(there, step) : { reply: say.menu() };
}

/** Words that work anywhere. */
async function obey(context: TurnContext, said: Heard, stale: boolean): Promise<Step | undefined> {
  const { intent } = said;
  const { flow } = context.conversation;
  const doubt = flow && intent && FLOWS[flow.name].doubts?.(flow, said);
  if (doubt === '' && !stale) return undefined;
  if (doubt)
    return {
      reply: withChoices(
        doubt,
        (context.conversation.last_reply?.choices ?? []).map((c) => c.label),
      ),
      flow,
    };
  // Only a question: whoever says 不要了，骗子 wants out, and is not argued with.
  // Where any words are the answer (准考证号错了), none of them is a question to us.
  const free = flow?.asking === 'why';
  const told = free
    ? undefined
    : intent === 'enrol'
      ? forOthers(said.text)
      : !intent || intent === 'help'
        ? (answerTo(said.text) ?? forOthers(said.text))
        : undefined;
  if (told) return flow && stale ? led(told, whereSheWas(context, flow)) : repeat(context, told);
  if (flow && !stale && !free && WHY.test(said.text)) return explain(context);
  switch (intent) {
    case 'stop':
    case 'unsubscribe':
      return enter(context, 'topics', {});
    case 'human':
      return handOver(context, 'asked', {
        about: flow && FLOWS[flow.name].summary(flow),
        keep: flow && { ...flow, left: !FLOWS[flow.name].keeps(flow) },
        text: context.message.text,
      });
    case 'cancel':
      return leave(context);
    case 'menu':
      return {
        reply: say.menu(),
        ...(flow && FLOWS[flow.name].keeps(flow) && { conversation: { paused: { ...flow, at_ms: context.now_ms } } }),
      };
    case 'help':
      return stale ? undefined : explain(context);
    case 'back':
      return stale ? undefined : stepBack(context);
    default:
      return undefined;
  }
}

async function explain(context: TurnContext): Promise<Step> {
  const { flow } = context.conversation;
  return flow ? repeat(context, FLOWS[flow.name].help(flow)) : { reply: say.help() };
}

const led = (line: string, step: Step): Step => ({
  ...step,
  ...(step.reply && { reply: { ...step.reply, text: `${line}\n${step.reply.text}` } }),
});

function whereSheWas(context: TurnContext, flow: FlowState): Step {
  const paused = { ...flow, at_ms: context.now_ms, left: true };
  return { reply: say.whereWeWere(FLOWS[flow.name].summary(flow)), conversation: { paused } };
}

/** A bare 1 or 2, yes or no, belongs to the offer that was pushed since she last wrote; in the middle of something she is asked. */
async function answerToPush(context: TurnContext, said: Heard, stale: boolean): Promise<Step | undefined> {
  const { flow, worker_id, heard_ms, last_reply } = context.conversation;
  const take = said.number === 1 || said.intent === 'yes';
  if (said.tapped || !worker_id || !(take || said.number === 2 || said.intent === 'no')) return undefined;
  // The words a push asks for are looked up even so: 要 must not confirm that she leaves the line.
  const just_now = context.now_ms - heard_ms < JUST_NOW_MS && !OFFER_WORDS.has(said.text);
  if (flow && (just_now || waitsForNothing(flow))) return undefined;
  // Who turned these messages off has not seen one.
  if (context.conversation.topics_off?.includes('seat')) return undefined;
  const place = await offerOnScreen(context);
  if (!place) return undefined;
  const wish: IntentName = take ? 'accept_offer' : 'decline_offer';
  if (flow && !stale && !(OFFER_WORDS.has(said.text) && onlyLooks(flow))) return didYouMean(context, [wish]);
  if (OFFER_WORDS.has(said.text) || (await wasTold(context, place, worker_id)))
    return enter(context, 'offer', { class_id: place.class_id, answer: take ? 'take' : 'decline' });
  // She cannot have meant what never reached her: both are asked, the choice of the page she sees as well.
  const seen = said.number && !flow ? last_reply?.choices?.[said.number - 1] : undefined;
  const other = seen && say.wishOf(seen.label);
  return didYouMean(context, other ? [other, wish] : [wish]);
}

/** 要 and 不要, the words of the push, can mean nothing else where she only looks at her classes. */
const onlyLooks = (flow: FlowState): boolean => flow.name === 'my_classes' && flow.asking !== 'leave';

/** The confirm page she is on was drawn from her agenda: who waits for nothing was offered nothing, and needs no second look. */
function waitsForNothing(flow: FlowState | undefined): boolean {
  const agenda: Agenda | undefined = flow?.held?.agenda;
  return agenda !== undefined && Object.values(agenda.classes).every((entry) => entry.status !== 'waiting');
}

/** 继续 and 重新开始, for what was set aside. */
async function resumed(context: TurnContext, said: Heard): Promise<Step | undefined> {
  const { flow, paused, last_reply } = context.conversation;
  const label =
    said.tapped ??
    (!flow && said.number !== undefined ? last_reply?.choices?.[said.number - 1]?.label : undefined) ??
    said.text;
  if (label === say.START_AGAIN && paused) return startAgain(context);
  if ((CARRY_ON.test(label) && (paused || !flow)) || (paused && STILL.test(label))) return carryOn(context);
  return undefined;
}

const newWish = (said: Heard): boolean => said.intent !== undefined && wayTo(said.intent, said) !== undefined;

/** A new wish: a choice of the last page, a sure intent, a class, a trade, a place; or what sounds like one. */
async function wished(context: TurnContext, heard: Heard): Promise<Step | undefined> {
  const { flow, last_reply, name } = context.conversation;
  const label = !flow && heard.number !== undefined ? last_reply?.choices?.[heard.number - 1]?.label : heard.tapped;
  if (label !== undefined) return byLabel(context, label);
  if (heard.number !== undefined) return undefined;
  const wanted = context.conversation.worker_id ? OFFER_WORDS.get(heard.text) : undefined;
  if (wanted)
    return flow && !onlyLooks(flow)
      ? didYouMean(context, [wanted])
      : enter(context, 'offer', { answer: wanted === 'accept_offer' ? 'take' : 'decline' });
  const said = isMiss(heard)
    ? await understandOrNear(context.message.text ?? '', await lexiconOf(context.world))
    : heard;
  if (said.intent === 'greeting') return flow ? repeat(context, '你好。') : { reply: say.hello(name) };
  // 好的 to what asks for nothing is manners, and no miss; to 还没办完 it is a wish to go on.
  if (said.intent === 'yes' && !flow)
    return last_reply?.choices?.some((c) => c.label === say.CARRY_ON) ? carryOn(context) : { reply: say.hello(name) };
  if (said.intent === 'thanks') return flow ? repeat(context, '不客气。') : { reply: say.thanks() };
  // 想学电工，啥时候开班: who is in no class asks for one.
  const finds = said.intent === 'where_when' && !context.conversation.worker_id && said.trades.length > 0;
  const way = said.intent && wayTo(finds ? 'browse' : said.intent, said);
  if (way) return enter(context, way.flow, way.given);
  if (said.intent) return said === heard ? undefined : obey(context, said, false);
  if (said.class_id) return enter(context, 'browse', { class_id: said.class_id });
  // Where she works is not known yet: a place alone can only be that.
  const only_place = said.maybe.every((wish) => wish === 'site' || wish === 'browse');
  if (said.region && only_place && !flow && !context.conversation.site)
    return enter(context, 'site', { region: said.region });
  if (said.maybe.length > 0) return didYouMean(context, said.maybe);
  const named = said.trades.length > 0 || said.patterns.length > 0 || said.region;
  const look = named ? wayTo('browse', said) : undefined;
  return look && enter(context, look.flow, look.given);
}

/** A label on a page at the top stands for a wish. */
async function byLabel(context: TurnContext, label: string): Promise<Step | undefined> {
  const wish = say.wishOf(label);
  if (wish === 'human') return handOver(context, 'asked');
  if (wish === 'help') return { reply: say.help() };
  const way = wish && wayTo(wish, SILENT);
  if (way) return enter(context, way.flow, way.given);
  return wish === 'menu' || label === say.NONE_OF_THESE ? { reply: say.menu() } : undefined;
}
