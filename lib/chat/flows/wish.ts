/** 点单: what she would like to learn and when she is free; her wishes listed and dropped; a class that falls into her shifts (L5). */
import { listCards } from '../../classes/read';
import { isRefusal } from '../../platform/refusal';
import { dropWish } from '../../wishes/drop-wish';
import { readMode } from '../../wishes/free-time';
import { makeWish } from '../../wishes/make-wish';
import { readWish, wantedOf, wishersOf } from '../../wishes/read';
import { type FreeTime, OTHER_TRADE, type Wish, type Wisher, type WishMode } from '../../wishes/types';
import { wishId } from '../../wishes/wish-id';
import { whoIs } from '../people';
import { cardLabel } from '../render';
import * as say from '../say/wish';
import type { Flow, FlowState, Step, TurnContext, Understanding } from '../types';
import { begin, finish, pick, refused, show, withAnswer, withoutAnswer } from './flow';
import { ELSEWHERE, placeName, placeOptions, readPlace } from './site-answer';
import { keepTime, shiftAnswered, shiftPage } from './wish-shift';
import {
  freeOf,
  freePage,
  hasNoTime,
  named,
  readTimes,
  readTrade,
  shiftOf,
  timesIn,
  tradeAgain,
  tradeInWords,
  tradePage,
  wantsOut,
} from './wish-slots';

const VERSION = 1;
const FREE_OF_PATTERN: Record<string, FreeTime> = {
  weekend: 'weekend_day',
  evening: 'weekday_evening',
  full_time: 'full_time',
};

/** Known at the start: `trade`, `pattern`, `region`; what else her words say is read from them. `class_id`: the class that clashes with her shifts. */
async function start(context: TurnContext, given: Record<string, string>): Promise<Step> {
  const { class_id, title = '', free = '', busy = '' } = given;
  // 重新开始 knows the class alone: signing up finds out again what clashes.
  if (class_id && !title) return { go: { flow: 'sign_up', given: { class_id } } };
  if (class_id) return shiftPage({ ...begin('wish', VERSION), slots: { class_id, title, times: free, busy } });
  const text = context.message.text ?? '';
  // 摸排 without its number, 我来答 typed: the one that is open where she works.
  if (/摸排|我来答/u.test(text)) return { go: { flow: 'survey', given: {} } };
  const mode = readMode(text);
  const times = timesIn(text) ?? (given.pattern ? { free: FREE_OF_PATTERN[given.pattern] ?? '' } : {});
  const trade = given.trade ? await named(context, given.trade) : tradeInWords(text);
  const site = given.region ?? context.conversation.site;
  const slots = {
    ...(site && site !== ELSEWHERE && { region: site }),
    ...trade,
    ...times,
    ...(mode && { mode }),
  };
  const state = begin('wish', VERSION, slots);
  if (!trade) {
    const wishes = await hers(context);
    if (wishes.length > 0) return listPage(state, wishes);
  }
  return next(context, state);
}

/** The first question without an answer, or the page to confirm. */
async function next(context: TurnContext, state: FlowState): Promise<Step> {
  const { region, trade, free } = state.slots;
  if (!region) return show(state, 'site', { text: say.ASK_SITE, options: placeOptions(context) });
  if (!trade) return show(state, 'trade', await tradePage(context, region));
  if (!free) return show(state, 'free', freePage);
  return confirmPage(context, state);
}

function confirmPage(context: TurnContext, state: FlowState): Step {
  const { region = '', trade_name = '' } = state.slots;
  const lines = { trade: trade_name, free: freeOf(state.slots), shift: shiftOf(state.slots) };
  const known = context.conversation.worker_id !== undefined;
  const text = say.confirm({ ...lines, place: placeName(context, region), known });
  return show(state, 'confirm', { text, options: say.CONFIRM_LABELS });
}

async function answer(context: TurnContext, state: FlowState, said: Understanding): Promise<Step | undefined> {
  const out = wantsOut(said) || (said.intent === 'no' && OPEN.has(state.asking ?? '') && !NONE_LISTED.test(said.text));
  if (out) return left(context, state);
  switch (state.asking) {
    case 'site':
      return siteGiven(context, state, said);
    case 'trade':
    case 'trade_text':
      return tradeGiven(context, state, said);
    case 'free':
      return timeGiven(context, state, said);
    case 'confirm':
      return confirmed(context, state, said);
    case 'shift':
    case 'go_on':
      return shiftAnswered(context, state, said);
    default:
      return listAnswered(context, state, said);
  }
}

/** Where 不 and 不要 answer no page of yes and no: she does not want to go on. */
const OPEN: ReadonlySet<string> = new Set(['trade', 'trade_text', 'list']);
/** 都不是, 没有: none of those on the page. */
const NONE_LISTED = /不是|不对|没/u;

/** 不学了, said of the wish and of no class of hers: nothing is kept; on the page of her wishes it asks which one. */
async function left(context: TurnContext, state: FlowState): Promise<Step> {
  switch (state.asking) {
    case 'shift':
    case 'go_on':
      return finish(say.notComing, ['browse', 'my_classes']);
    case 'drop':
      return drop(context, state);
    case 'list': {
      const wishes = await hers(context);
      const [only] = wishes;
      if (only && wishes.length === 1) return chosenToDrop(state, only);
      return listPage(state, wishes, say.WHICH_DROP);
    }
    default:
      return finish(say.notKept, ['browse', 'my_classes']);
  }
}

async function siteGiven(context: TurnContext, state: FlowState, said: Understanding): Promise<Step | undefined> {
  const place = readPlace(context, said, pick(state, said));
  if (!place || place === 'far') return undefined;
  const step = await next(context, withAnswer(state, 'site', { region: place.region }));
  return { ...step, conversation: { ...step.conversation, site: place.region } };
}

async function tradeGiven(context: TurnContext, state: FlowState, said: Understanding): Promise<Step | undefined> {
  const none_listed = state.asking === 'trade' && said.intent === 'no';
  const trade = none_listed ? 'ask' : await readTrade(context, state, said);
  if (trade === 'ask') return show(state, 'trade_text', { text: say.ASK_TRADE_TEXT });
  const times = timesIn(context.message.text ?? '');
  if (trade) return next(context, withAnswer(state, 'trade', { ...trade, ...times }));
  return state.asking === 'trade' ? tradeAgain(state, said, times, (after) => next(context, after)) : undefined;
}

async function timeGiven(context: TurnContext, state: FlowState, said: Understanding): Promise<Step | undefined> {
  const times = readTimes(context, state, said);
  if (!times) return hasNoTime(said) ? show(state, 'free', { ...freePage, text: say.NO_TIME }) : undefined;
  const after = withAnswer(withoutAnswer(state, 'free', ['shift']), 'free', times);
  return after.slots.class_id ? keepTime(context, after) : next(context, after);
}

async function confirmed(context: TurnContext, state: FlowState, said: Understanding): Promise<Step | undefined> {
  // 改成周末, 不是电工是焊工: said on the page, shown on it again.
  const other = said.number === undefined && said.trades.findLast((id) => id !== state.slots.trade);
  const trade = other ? await named(context, other) : undefined;
  const times = said.number === undefined ? timesIn(context.message.text ?? '') : undefined;
  if (trade || times) return next(context, { ...state, slots: { ...state.slots, ...trade, ...times } });
  switch (pick(state, said)) {
    case 'yes':
      return keep(context, state);
    case 'no':
      return finish(say.notKept, ['browse', 'my_classes']);
    case 'time':
      return next(context, withoutAnswer(state, 'free', ['free', 'shift']));
    case 'trade':
      return next(context, withoutAnswer(state, 'trade', ['trade', 'trade_name']));
    default:
      return undefined;
  }
}

async function wisherOf(context: TurnContext): Promise<Wisher> {
  const worker = await whoIs(context);
  return worker ? { worker_id: worker.worker_id } : { chat: context.conversation.chat };
}

async function keep(context: TurnContext, state: FlowState): Promise<Step> {
  const { world } = context;
  const { region = '', trade = '', trade_name = '', mode } = state.slots;
  const planned = await makeWish(world, {
    home_region: world.account.home_region,
    region,
    trade_id: trade,
    said: trade_name,
    wisher: await wisherOf(context),
    free: freeOf(state.slots),
    shift: shiftOf(state.slots),
    ...(mode && { mode: mode as WishMode }),
    channel: 'chat',
    by: 'chat',
  });
  if (isRefusal(planned)) {
    if (planned.refused === 'wish_text') return show(state, 'trade_text', { text: say.BAD_TEXT });
    if (planned.refused !== 'wishes_too_many') return refused(planned);
    return listPage(state, await hers(context), say.tooMany(planned.facts?.max));
  }
  const text = `${say.kept(planned.value.wish.trade_name, planned.value.again)}${await openNow(context, region, trade)}`;
  return finish(text, ['browse', 'my_classes'], {
    changes: planned.changes,
    conversation: context.conversation.site ? {} : { site: region },
  });
}

/** What she wishes for may be open already: 找培训班, the first choice below, lists the classes where she works. */
async function openNow({ world, conversation }: TurnContext, region: string, trade_id: string): Promise<string> {
  if (trade_id === OTHER_TRADE || (conversation.site && conversation.site !== region)) return '';
  const card = (await listCards(world, { region, trade_id })).find((one) => one.seats_left > 0);
  return card ? say.openNow(cardLabel(card)) : '';
}

/** Hers, under whatever name she wished. */
async function hers(context: TurnContext): Promise<Wish[]> {
  const { world, conversation } = context;
  const worker = await whoIs(context);
  const chat = `c_${world.vault.fingerprint('chat', conversation.chat)}`;
  return wantedOf(world, [...new Set([...(worker ? wishersOf(worker) : []), chat])]);
}

function listPage(state: FlowState, wishes: Wish[], lead = ''): Step {
  const options = wishes.map((wish): [string, string] => [
    `w:${wishId(wish)}`,
    say.wishLabel(wish.trade_name, wish.free, wish.shift),
  ]);
  return show(state, 'list', {
    text: lead ? `${lead}\n${say.LIST}` : say.LIST,
    options: [...options, ['add', say.ADD], ['done', say.DONE]],
  });
}

async function listAnswered(context: TurnContext, state: FlowState, said: Understanding): Promise<Step | undefined> {
  const chosen = pick(state, said);
  if (state.asking === 'drop') {
    if (chosen === 'drop' || said.intent === 'yes') return drop(context, state);
    return chosen === 'keep' || said.intent === 'no' ? finish(say.nothingDropped, ['browse', 'my_classes']) : undefined;
  }
  if (chosen?.startsWith('w:')) {
    const wish = await readWish(context.world, chosen.slice(2));
    if (!wish) return listPage(state, await hers(context));
    return chosenToDrop(state, wish);
  }
  if (chosen === 'done' || /^(?:都|就)?(?:不用|不|没)(?:用|得)?(?:动|改|变)/u.test(said.text))
    return finish(say.nothingDropped, ['browse', 'my_classes']);
  const trade = said.trades[0] && said.number === undefined ? await named(context, said.trades[0]) : undefined;
  if (chosen !== 'add' && !trade) return undefined;
  return next(context, { ...state, slots: { ...state.slots, ...trade } });
}

const chosenToDrop = (state: FlowState, wish: Wish): Step =>
  dropPage({ ...state, slots: { ...state.slots, wish_id: wishId(wish), dropping: wish.trade_name } });

const dropPage = (state: FlowState): Step =>
  show(state, 'drop', { text: say.reallyDrop(state.slots.dropping ?? ''), options: say.DROP_LABELS });

async function drop(context: TurnContext, state: FlowState): Promise<Step> {
  const { wish_id = '', dropping = '' } = state.slots;
  const planned = await dropWish(context.world, { wish_id, by: 'chat' });
  const changes = isRefusal(planned) ? [] : planned.changes;
  return finish(say.dropped(dropping), ['browse', 'my_classes'], { changes });
}

async function ask(context: TurnContext, state: FlowState): Promise<Step> {
  if (state.asking === 'shift' || state.asking === 'go_on') return shiftPage(state);
  if (state.asking === 'trade_text') return show(state, 'trade_text', { text: say.ASK_TRADE_TEXT });
  if (state.asking === 'drop') return dropPage(state);
  if (state.asking === 'list') return listPage(state, await hers(context));
  return next(context, state);
}

const HELD: Record<string, string[]> = { site: ['region'], trade: ['trade', 'trade_name'], free: ['free', 'shift'] };

async function back(context: TurnContext, state: FlowState): Promise<Step | undefined> {
  if (state.asking === 'drop') return listPage(state, await hers(context));
  if (state.asking === 'trade_text') return next(context, withoutAnswer(state, 'trade', HELD.trade!));
  const slot = state.history.at(-1);
  return slot ? next(context, withoutAnswer(state, slot, HELD[slot] ?? [])) : undefined;
}

export const wish: Flow = {
  name: 'wish',
  version: VERSION,
  summary: ({ slots: { class_id, title, trade_name } }) =>
    class_id ? `报名“${title}”` : `登记想学${trade_name || '的'}`,
  start,
  answer,
  ask,
  back,
  help: (state) => say.HELP[state.asking ?? ''] ?? say.HELP.confirm!,
  hint: (state, tries) => (say.HINTS[state.asking ?? ''] ?? say.HINTS.confirm!)[Math.min(tries, 2) - 1] as string,
  keeps: (state) =>
    ['site', 'trade', 'trade_text', 'free', 'confirm'].includes(state.asking ?? '') && !state.slots.class_id,
};
