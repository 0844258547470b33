/** The questions a wish and a survey share: what to learn, when free. Reading them takes numbers and words alike. */
import { hasLongNumber } from '../../platform/long-number';
import { placeByRegion } from '../../policy/place';
import { readFree } from '../../wishes/free-time';
import { type FreeTime, OTHER_TRADE, type Shift } from '../../wishes/types';
import { lexiconOf } from '../lexicon';
import { policyNow } from '../people';
import * as say from '../say/wish';
import type { FlowState, Step, TurnContext, Understanding } from '../types';
import type { Page } from './flow';
import { pick, tradeMeant, withAnswer } from './flow';

type Option = [token: string, label: string];
/** More trades than this do not fit a small screen. */
const TRADES_SHOWN_MAX = 8;
/** Not known, or it changes: kept apart from "not asked yet". */
const UNSURE = '-';

/** What is short at a place, and a way to say something else. */
export async function tradePage(context: TurnContext, region: string): Promise<Page> {
  const ids = placeByRegion(policyNow(context), region)?.trades.value ?? [];
  const { trades } = await lexiconOf(context.world);
  const options = ids.flatMap((id): Option[] => {
    const trade = trades.find((one) => one.id === id);
    return trade ? [[`t:${id}`, trade.name]] : [];
  });
  return { text: say.ASK_TRADE, options: [...options.slice(0, TRADES_SHOWN_MAX), [OTHER_TRADE, say.OTHER]] };
}

export const freePage: Page = { text: say.ASK_FREE, options: say.FREE_LABELS };

/** A trade by its number, its name, or in her own words (想学开挖机); `ask` when she wants to type it; nothing when it was none. */
export async function readTrade(
  context: TurnContext,
  state: FlowState,
  said: Understanding,
): Promise<Record<string, string> | 'ask' | undefined> {
  const chosen = pick(state, said);
  if (chosen === OTHER_TRADE) return 'ask';
  // 不想学电工 names a trade, and not to learn it.
  const refuses = said.intent === 'no' || said.intent === 'withdraw' || said.maybe.includes('withdraw');
  if (!chosen && refuses) return undefined;
  const id = chosen?.startsWith('t:') ? chosen.slice(2) : said.number === undefined ? said.trades[0] : undefined;
  if (id) return named(context, id);
  if (chosen !== undefined || said.number !== undefined) return undefined;
  const text = (context.message.text ?? '').trim();
  if (state.asking === 'trade_text') return tradeInWords(text) ?? inHerWords(text);
  return tradeInWords(text) ?? (said.intent ? undefined : workIn(text));
}

/** 开挖机, 理发, 糕点师: by itself where a trade is asked for, what can be nothing but one. 学不会, 开会 are none. */
const WORK =
  /^(?:我|俺|想|要|就|那|[去来切克](?=学))*((?:[学开做修养当带种搞烧缝装理美剪绣织煮炒推][^不没忙吗么啥什了呢的会]{1,6}|\p{Script=Han}{1,6}(?:(?<!老)师|(?<![打上民人开收])工|(?<!人)员|技术|手艺)))$/u;
function workIn(text: string): Record<string, string> | undefined {
  const words = WORK.exec(text.normalize('NFKC').replace(/[\s。.!！]+/gu, ''))?.[1]?.replace(/^学/u, '');
  return words ? inHerWords(words) : undefined;
}

const isAnyTrade = (said: Understanding): boolean =>
  /随便|无所谓|^(?:(?:啥|哪|什么|哪样|啥子|啷|咋)?(?:子|样|个)?)都(?:可以|行|得行|要得|好|想学|可)/u.test(said.text);

/** 随便, 啥都可以, or only when she is free: what she said is kept, and which trade most of all is asked. */
export async function tradeAgain(
  state: FlowState,
  said: Understanding,
  times: Record<string, string> | undefined,
  next: (state: FlowState) => Promise<Step>,
): Promise<Step | undefined> {
  const any = isAnyTrade(said);
  if (!any && !times) return undefined;
  const after = any ? state : withAnswer(state, 'free', times ?? {});
  const step = await next(after);
  const line = any ? say.ANY_TRADE : say.timesKept(freeOf(after.slots), shiftOf(after.slots));
  return { ...step, ...(step.reply && { reply: { ...step.reply, text: `${line}\n${step.reply.text}` } }) };
}

/** Another trade than hers, named where something else is asked: 我想改成电工. What she refuses is none, nor what she would sign up for. */
export async function otherTrade(
  context: TurnContext,
  state: FlowState,
  said: Understanding,
): Promise<Record<string, string> | undefined> {
  const id = tradeMeant(said);
  const hers = !id || id === state.slots.trade || said.intent === 'enrol' || /不(?![对是])/u.test(said.text);
  return hers ? undefined : named(context, id);
}

/** 没空, when asked when she is free. */
export const hasNoTime = (said: Understanding): boolean =>
  /没(?:有|得)?(?:空|时间)|太忙|都不行|^没(?:有|得)?$/u.test(said.text);

const OUT =
  /^(?:我|俺|我们|那|就|还是|先|都|啥[都也]|什么[都也]|现在|暂时|还)*(?:算了|不(?:想|要|用|打算|准备|愿意|再)*(?:学|登记|填|报名?|答|弄|搞|来|去|上))+(?:习|的)?(?:了|吧|啦|啊|呀)*$/u;

/** 不学了, 算了不登记了: she wants out of what she is asked. With a class or a trade it is said of that; 退课 is said of a class, too. */
export const wantsOut = (said: Understanding): boolean =>
  !said.class_id && said.trades.length === 0 && OUT.test(said.text);

/** `我想学开挖机，晚上有空` → 开挖机, a trade of no catalogue in her own words. */
export function tradeInWords(text: string): Record<string, string> | undefined {
  for (const clause of text.normalize('NFKC').split(/[,，。;；!！?？\s]+/u)) {
    const words = /^(?:我|俺)?(?:们)?(?:就)?(?:想|要|想要)[去来切克]?学(?:习)?(?:一下|点|个|做|怎么)?(.+)$/u.exec(
      clause,
    )?.[1];
    const found = words === undefined || /^[的啥吗么]|什么/u.test(words) ? undefined : inHerWords(words);
    if (found) return found;
  }
  return undefined;
}

/** The name of a trade of the catalogue. */
export async function named(context: TurnContext, id: string): Promise<Record<string, string> | undefined> {
  const found = (await lexiconOf(context.world)).trades.find((trade) => trade.id === id);
  return found && { trade: id, trade_name: found.name };
}

/** Up to 20 characters without a number: it is kept in the clear. */
function inHerWords(text: string): Record<string, string> | undefined {
  const words = text
    .normalize('NFKC')
    .replace(/[\s,，。.!！?？~]+/gu, '')
    .replace(/[吧啊呀嘛呢了哦噻哈咯]+$/u, '');
  const good =
    [...words].length >= 1 && [...words].length <= 20 && /\p{Script=Han}/u.test(words) && !hasLongNumber(words);
  return good ? { trade: OTHER_TRADE, trade_name: words } : undefined;
}

/** 1 2, 一和三, 12. */
const SEVERAL = /^[1-6一二两三四五六](?:(?:[\s,，、.和跟与]+[1-6一二两三四五六])+|[1-6一二两三四五六]{1,5})$/u;
const HAN_DIGITS = '一二三四五六';
const digitOf = (one: string): number => (one === '两' ? 2 : HAN_DIGITS.indexOf(one) + 1 || Number(one));

/** 上一天休一天 turns through the week as well. */
const NOT_FIXED = /说不准|不一定|不好说|不固定|没准|看情况|不知道|[上做干][一二两三四1-4]天?[休歇][一二两三四1-4]/u;

/** Times by one number, several (`1 2`), or words (`上夜班，白天有空`); as slots. */
export function readTimes(
  context: TurnContext,
  state: FlowState,
  said: Understanding,
): Record<string, string> | undefined {
  const text = (context.message.text ?? '').normalize('NFKC').trim();
  const listed = SEVERAL.test(text) ? (text.match(/[\d一二两三四五六]/gu) ?? []).map(digitOf) : [];
  const numbers = new Set(listed).size > 1 ? listed : said.number ? [said.number] : [];
  const chosen = numbers.map((n) => state.options?.[n - 1] ?? '');
  if (chosen.includes('unsure')) return { free: UNSURE };
  const times = say.FREE_LABELS.map(([time]) => time).filter((time) => chosen.includes(time));
  if (times.length > 0) return { free: times.join(',') };
  if (NOT_FIXED.test(text)) return { free: UNSURE };
  return timesIn(text);
}

/** Times and shift named in a text, as slots; nothing when there are none. */
export function timesIn(text: string): Record<string, string> | undefined {
  const { times, shift } = readFree(text);
  if (times.length === 0 && !shift) return undefined;
  return { free: times.join(',') || UNSURE, ...(shift && { shift }) };
}

export const freeOf = (slots: Record<string, string>): FreeTime[] =>
  !slots.free || slots.free === UNSURE ? [] : (slots.free.split(',') as FreeTime[]);
export const shiftOf = (slots: Record<string, string>): Shift | undefined => slots.shift as Shift | undefined;
