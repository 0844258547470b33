/** 找班: the classes at her site, by trade and by when she is free; one class in detail. */
import { checkEnrol } from '../../classes/check-enrol';
import { isRefusal } from '../../platform/refusal';
import { classDetail } from '../render';
import * as say from '../say/browse';
import { menu } from '../say/common';
import { SITE_FAR } from '../say/media';
import type { Flow, FlowState, IntentName, Step, TurnContext, Understanding } from '../types';
import { filterPage, listPage, tradePage, wantedOf, withTradeName } from './browse-pages';
import { begin, finish, pick, refused, show, tradeMeant } from './flow';
import { ELSEWHERE, placeOptions, readPlace, siteCorrected } from './site-answer';

const VERSION = 1;

/** Known at the start: `class_id` shows that class; `region`, `trade`, `pattern` narrow the list. */
async function start(context: TurnContext, given: Record<string, string>): Promise<Step> {
  const { class_id, ...slots } = given;
  const state = begin('browse', VERSION, slots);
  if (class_id) return card(context, state, class_id);
  const site = given.region ?? context.conversation.site;
  if (!site || site === ELSEWHERE) return askSite(context, state);
  return listPage(context, { ...state, slots: { ...slots, region: site } });
}

async function askSite(context: TurnContext, asked: FlowState, before = ''): Promise<Step> {
  const state = await withTradeName(context, asked);
  const text = before + say.askSite(wantedOf(state));
  return show(state, 'site', { text, options: placeOptions(context) });
}

/** Intents that are still looking. */
const LOOKS = new Set<IntentName>(['browse', 'enrol']);

async function answer(context: TurnContext, state: FlowState, said: Understanding): Promise<Step | undefined> {
  const chosen = pick(state, said);
  if (state.asking === 'site') return siteGiven(context, state, said, chosen);
  if (said.class_id) return card(context, state, said.class_id);
  if (chosen) return choose(context, state, chosen);
  if (said.intent === 'yes' || (said.intent === 'enrol' && said.trades.length === 0)) return enrolFrom(context, state);
  if (said.intent === 'no' && state.asking === 'card') return choose(context, state, 'list');
  // 怎么去, 几点上课: about the class on the screen.
  if (state.asking === 'card' && said.intent === 'where_when') return card(context, state, state.slots.class_id ?? '');
  if (said.intent && !LOOKS.has(said.intent)) return undefined;
  return narrow(context, state, said);
}

async function siteGiven(
  context: TurnContext,
  state: FlowState,
  said: Understanding,
  chosen?: string,
): Promise<Step | undefined> {
  const place = readPlace(context, said, chosen);
  if (place === 'far') return askSite(context, state, `${SITE_FAR}\n`);
  // 焊工, then 周末 instead of a place: both are kept, and the place is asked again.
  if (!place) return said.intent && !LOOKS.has(said.intent) ? undefined : narrow(context, state, said);
  const changes = await siteCorrected(context, place.region, context.message.location?.label ?? place.name);
  const step = await listPage(context, { ...state, slots: { ...wanted(state, said), region: place.region } });
  const text = `${say.siteKept(place.name)}\n${step.reply?.text ?? ''}`;
  return {
    ...step,
    reply: { ...step.reply, text },
    changes,
    conversation: { ...step.conversation, site: place.region },
  };
}

async function choose(context: TurnContext, state: FlowState, chosen: string): Promise<Step> {
  const with_slots = (slots: Record<string, string>) => ({ ...state, slots: { ...state.slots, page: '0', ...slots } });
  const [kind, value = ''] = chosen.split(':');
  switch (kind) {
    case 'c':
      return card(context, state, value);
    case 'more':
      return listPage(context, with_slots({ page: String(Number(state.slots.page ?? 0) + 1) }));
    case 'filter':
      return filterPage(state);
    case 'pattern':
      return listPage(context, with_slots({ pattern: value }));
    case 'trade':
      return tradePage(context, state);
    case 't':
      return listPage(context, with_slots({ trade: value, trade_name: chosen.slice(3 + value.length) }));
    case 'site':
      return askSite(context, begin('browse', VERSION));
    case 'notify':
      return notify(context, state);
    case 'wish':
      return { go: { flow: 'wish', given: wishIn(state) } };
    case 'enrol':
      return { go: { flow: 'sign_up', given: { class_id: state.slots.class_id ?? '' } } };
    case 'menu':
      return { reply: menu() };
    default:
      // 全部的班, 看别的班: the list as it was, or without what narrowed it.
      return listPage(context, kind === 'all' ? allOf(state) : state);
  }
}

function allOf(state: FlowState): FlowState {
  const { region = '' } = state.slots;
  return { ...state, slots: { region } };
}

/** 报名 and 好 on a card mean this class, whose page to confirm comes next; in a list of one, that one. */
async function enrolFrom(context: TurnContext, state: FlowState): Promise<Step | undefined> {
  if (state.asking === 'card') return choose(context, state, 'enrol');
  const cards = (state.options ?? []).filter((token) => token.startsWith('c:'));
  return cards.length === 1 ? choose(context, state, cards[0] as string) : undefined;
}

/** A trade, a pattern or a place named in the middle of looking narrows the list. */
async function narrow(context: TurnContext, state: FlowState, said: Understanding): Promise<Step | undefined> {
  if (!said.trades[0] && !said.patterns[0] && !said.region) return undefined;
  const kept = said.region && said.region !== state.slots.region ? begin('browse', VERSION) : state;
  const slots = {
    ...wanted(kept, said),
    region: said.region ?? state.slots.region ?? (state.asking === 'site' ? '' : context.conversation.site) ?? '',
  };
  return slots.region ? listPage(context, { ...state, slots }) : askSite(context, { ...state, slots });
}

/** What she looks for: a trade or a pattern she names goes before what she named earlier, and takes its place where that found nothing. */
function wanted(state: FlowState, said: Understanding): Record<string, string> {
  const trade = tradeMeant(said);
  const [pattern] = said.patterns;
  const before = state.asking === 'none' ? {} : state.slots;
  return { ...before, page: '0', ...(trade && { trade, trade_name: '' }), ...(pattern && { pattern }) };
}

async function card(context: TurnContext, state: FlowState, class_id: string): Promise<Step> {
  const found = await checkEnrol(context.world, { class_id });
  if (isRefusal(found)) return refused(found);
  const { training_class: c } = found;
  const shown = { ...state, slots: { ...state.slots, region: c.host_region, class_id, title: c.title } };
  return show(shown, 'card', {
    text: classDetail(c, found),
    options: [
      ['enrol', found.seats_left > 0 ? say.LABELS.enrol : say.LABELS.line],
      ['list', say.LABELS.list],
    ],
  });
}

const wishIn = ({ slots: { region, trade, pattern } }: FlowState): Record<string, string> => ({
  ...(region && { region }),
  ...(trade && { trade }),
  ...(pattern && { pattern }),
});

/** Tell her when there is one: she follows the trade, or all of them, and wants news. */
function notify(context: TurnContext, state: FlowState): Step {
  const { trades = [], topics_off = [] } = context.conversation;
  const { trade, region } = state.slots;
  return finish(say.willTell(wantedOf(state)), ['browse', 'my_classes'], {
    conversation: {
      topics_off: topics_off.filter((topic) => topic !== 'news'),
      trades: trade ? [...new Set([...trades, trade])] : [],
      ...(!context.conversation.site && region && { site: region }),
    },
  });
}

async function ask(context: TurnContext, state: FlowState): Promise<Step> {
  switch (state.asking) {
    case 'site':
      return askSite(context, state);
    case 'card':
      return card(context, state, state.slots.class_id ?? '');
    case 'filter':
      return filterPage(state);
    case 'trade':
      return tradePage(context, state);
    default:
      return listPage(context, state);
  }
}

async function back(context: TurnContext, state: FlowState): Promise<Step | undefined> {
  const page = Number(state.slots.page ?? 0);
  if (state.asking === 'site') return undefined;
  if (state.asking !== 'list') return state.slots.region ? listPage(context, state) : undefined;
  return page > 0 ? listPage(context, { ...state, slots: { ...state.slots, page: String(page - 1) } }) : undefined;
}

export const browse: Flow = {
  name: 'browse',
  version: VERSION,
  summary: (state) => (state.asking === 'card' && state.slots.title ? `看“${state.slots.title}”` : '找班'),
  start,
  answer,
  ask,
  back,
  help: (state) => (state.asking === 'card' ? say.HELP_CARD : say.HELP),
  hint: (state, tries) => {
    const hints = state.asking === 'site' ? say.SITE_HINTS : state.asking === 'card' ? say.CARD_HINTS : say.LIST_HINTS;
    return hints[Math.min(tries, hints.length) - 1] as string;
  },
  keeps: () => false,
};
