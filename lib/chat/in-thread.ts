/**
 * While a person has the conversation: what she says goes there; 结束 brings her back. Her own business, asked for in
 * the words of the menu (我的课, 退课, 请假), is answered all the same, and the talk stays open; where only misses called
 * the office, in any plain words.
 */

import { readName } from '../people/read';
import { DAY_MS, instant } from '../platform/clock';
import { isRefusal } from '../platform/refusal';
import type { Change } from '../store/table';
import { doorOf, sceneDoor } from './doors';
import { listen } from './listen';
import { normalise } from './normalise';
import { likeAName } from './phrases';
import * as say from './say/human';
import { leftThread, readOpen, readThread, saidInThread } from './threads';
import type { FlowName, IntentName, Message, Step, TurnContext } from './types';

/** What this part, loaded later, may not import: the ways of decide.ts. */
export interface Ways {
  enter(context: TurnContext, flow: FlowName, given: Record<string, string>): Promise<Step>;
  onEvent(context: TurnContext): Promise<Step>;
  /** As if nobody else were in the conversation. */
  asEver(context: TurnContext): Promise<Step>;
  /** The page she is on once more, after a line. */
  repeat(context: TurnContext, line: string): Promise<Step>;
  /** What the flow she is in makes of her words; nothing when they are no answer. */
  answered(context: TurnContext): Promise<Step | undefined>;
}

const END = /^(?:谢谢|好了?|没事了?|不用了?)?(?:结束(?:了|吧|对话|人工)?|退出(?:人工)?|我?自己办)$/u;
/** She may be done with the office, or speak to it: it hears her, and she hears how to come back. */
const MAYBE_DONE = /^(?:没事了?|不用了?|不找了|算了|好了|不用人工了?|继续)$/u;
/** After so long without a word she is told again how to get back. */
const NOTED_FOR_MS = DAY_MS / 2;

/** What cannot wait till the talk is over: signing in, and saying whether the list is right. */
const AT_CLASS = new Set<string>(['sign_in', 'confirm_mark']);

/** The words of the menu, and nothing else in the sentence: 我想请假，我妈病了 is said to the office. */
const OWN_BUSINESS =
  /^(?:我要|我想|我|查|看|查看)?(?:我的(?:课|课表|班|资料|考勤|成绩|证书)|课表|考勤|成绩|证书|签到|请假|退课|退班|取消报名|退订|登记想学的|找班|找课|找培训班|附近的课|周末班|夜间班|换地方|菜单|帮助|删除我的信息)$/u;
/** What she may ask for in her own words while nobody has answered her yet. */
const HERS = new Set<IntentName>([
  'browse',
  'enrol',
  'withdraw',
  'my_classes',
  'where_when',
  'profile',
  'site',
  'wish',
  'sign_in',
  'leave',
  'attendance',
  'results',
]);
/** What is longer than an order is a story, and the office's. */
const ORDER_CHARACTERS_MAX = 15;
const ENROL = /^(?:我要|我想|我)?报名$/u;

/**
 * She did not call the office, three misses did, and it has not answered: what is understood now is done as ever. To a
 * person she called, only 报名 alone is as plain as the words of the menu, and not once that person has spoken.
 */
async function plainlyHers(context: TurnContext, words: string): Promise<boolean> {
  if ([...words].length > ORDER_CHARACTERS_MAX) return false;
  const heard = await listen(context);
  if (!heard.intent || !HERS.has(heard.intent) || heard.maybe.length > 0) return false;
  const { world, conversation } = context;
  const { home_region } = world.account;
  const read = await readThread(world, { home_region, thread_id: conversation.thread as string });
  if (!read || read.lines.some((line) => line.from === 'office')) return false;
  return read.thread.why === 'misses' || ENROL.test(words);
}
/** What answers a page by itself. */
const ANSWERS = new Set<IntentName | undefined>(['yes', 'no', 'cancel', 'back']);

/** One message of hers while the office has the conversation. */
export async function inThread(context: TurnContext, ways: Ways): Promise<Step> {
  const { message } = context;
  const door = message.event ? sceneDoor(message.event.key ?? '') : doorOf(message.text ?? '', true);
  if (door?.flow === 'bind') return bound(context, await ways.enter(context, door.flow, door.given));
  const class_work = door ?? (message.event ? undefined : doorOf(message.text ?? '', false));
  if (class_work && AT_CLASS.has(class_work.flow)) {
    // A number may be meant for the office: only what signs her in, or answers the list, is none of its business.
    const { flow, changes = [], ...step } = await ways.enter(context, class_work.flow, class_work.given);
    // No code of hers: the talk goes on, and bare digits are part of it. The try counts, or codes could be guessed here.
    if (flow?.asking === 'code') return door ? { ...step, changes } : told(context, changes);
    if (changes.length > 0) return bound(context, { ...step, flow, changes });
  }
  if (message.event?.name === 'menu')
    return /^(menu:human|人工)$/.test(message.event.key ?? '') ? { reply: say.already() } : business(context, ways);
  if (message.event) return ways.onEvent(context);
  return said(context, ways);
}

async function said(context: TurnContext, ways: Ways): Promise<Step> {
  const { conversation, message, world } = context;
  const thread = conversation.thread as string;
  const words = normalise(message.text ?? '');
  if (END.test(words))
    return {
      reply: say.back(),
      changes: [leftThread(world, thread)],
      conversation: { thread: undefined, thread_noted: undefined },
    };
  if (words === '人工') return { reply: say.already(), changes: saidInThread(world, thread, inWords(message)) };
  if (MAYBE_DONE.test(words) && !conversation.flow) return { ...told(context), reply: say.noted() };
  if (OWN_BUSINESS.test(words) || (await plainlyHers(context, words))) return business(context, ways);
  const { flow, last_reply } = conversation;
  // A page of hers still stands, unless the office has spoken since: its 回1 is not ours.
  if (!(flow || last_reply?.choices) || (await officeSpoke(context))) return told(context);
  const heard = await listen(context);
  const picks = heard.tapped ?? heard.number ?? heard.older ?? (flow && ANSWERS.has(heard.intent));
  // With a word to the office in between, what she picks may be meant for either: the page is shown once more.
  if (picks && flow && !last_reply?.choices) return ways.repeat(context, say.ASKED_BEFORE);
  const free = !flow?.options?.length && !(flow?.asking === 'name' && !isName(message.text ?? ''));
  const step = picks ? await ways.asEver(context) : free ? await ways.answered(context) : undefined;
  return step && !handedOver(step) ? step : told(context, [], flow);
}

/** Asked for her name while a person listens: anything longer is a sentence to that person. */
const NAME_CHARACTERS_MAX = 4;
const isName = (text: string): boolean =>
  !isRefusal(readName(text)) &&
  ([...normalise(text)].length <= NAME_CHARACTERS_MAX || /[·•]/.test(text) || likeAName(text));

/** She sees to something of her own; whoever talks with her is still there. */
async function business(context: TurnContext, ways: Ways): Promise<Step> {
  const step = await ways.asEver(context);
  if (handedOver(step)) return told(context);
  return step.reply ? { ...step, reply: { ...step.reply, text: `${step.reply.text}\n${say.STILL_THERE}` } } : step;
}

/** A person has her already. */
const handedOver = (step: Step): boolean => step.conversation?.thread !== undefined;

async function officeSpoke({ world, conversation }: TurnContext): Promise<boolean> {
  const open = await readOpen(world, conversation.thread as string);
  return open !== undefined && !open.waiting && open.updated_at >= instant(conversation.heard_ms);
}

/** Handed on to the office. Acknowledged once; a bot that answers every line stands between two people. */
function told(
  { conversation, message, world, now_ms }: TurnContext,
  also: Change[] = [],
  flow: Step['flow'] = undefined,
): Step {
  const changes = [...also, ...saidInThread(world, conversation.thread as string, inWords(message))];
  if (conversation.thread_noted && now_ms - conversation.heard_ms < NOTED_FOR_MS) return { changes, flow };
  return { reply: say.noted(), changes, flow, conversation: { thread_noted: true } };
}

/** The code the office gave her, perhaps in this very talk, is no word to the office: it is used, and the talk is over. */
function bound({ conversation, world }: TurnContext, step: Step): Step {
  if (!step.flow) return step;
  const over = { thread: undefined, thread_noted: undefined };
  const changes = [...(step.changes ?? []), leftThread(world, conversation.thread as string)];
  return { ...step, changes, conversation: { ...step.conversation, ...over } };
}

const KINDS: Partial<Record<Message['kind'], string>> = {
  image: '[图片]',
  voice: '[语音]',
  video: '[视频]',
  sticker: '[表情]',
  link: '[链接]',
  location: '[位置]',
};

function inWords(message: Message): string {
  return message.text ?? message.location?.label ?? KINDS[message.kind] ?? '[消息]';
}
