/** The pages of 找班: the list, what to narrow it by. */
import { listCards } from '../../classes/read';
import type { Pattern } from '../../policy/types';
import { lexiconOf } from '../lexicon';
import { cardLabel, PATTERN_NAMES } from '../render';
import * as say from '../say/browse';
import type { FlowState, Step, TurnContext } from '../types';
import { type Page, show } from './flow';
import { placeName } from './site-answer';

/** Cards on one page: what fits a small screen with the other choices. */
const CARDS_A_PAGE = 4;
type Option = [string, string];

/** What the list was narrowed to, in words: `电工夜间班`. */
export function wantedOf(state: FlowState): string {
  const { pattern, trade_name, trade } = state.slots;
  const learning = trade_name || (trade ? '这个工种的' : '');
  return pattern ? learning + PATTERN_NAMES[pattern as Pattern] : learning && `${learning}班`;
}

export async function listPage(context: TurnContext, asked: FlowState): Promise<Step> {
  const state = await withTradeName(context, asked);
  const { region = '', trade, pattern } = state.slots;
  const wish = { region, ...(trade && { trade_id: trade }), ...(pattern && { pattern: pattern as Pattern }) };
  const cards = await listCards(context.world, wish);
  const place = placeName(context, region);
  const narrowed = Boolean(trade || pattern);
  if (cards.length === 0) return show(state, 'none', emptyPage(place, state, narrowed));
  const pages = Math.ceil(cards.length / CARDS_A_PAGE);
  const page = Math.min(Math.max(Number(state.slots.page ?? 0), 0), pages - 1);
  const shown = cards.slice(page * CARDS_A_PAGE, (page + 1) * CARDS_A_PAGE);
  const options: Option[] = shown.map((card) => [`c:${card.class_id}`, cardLabel(card)]);
  if (page + 1 < pages) options.push(['more', say.LABELS.more]);
  if (narrowed) options.push(['all', say.LABELS.all]);
  else if (cards.length > 1) options.push(['filter', say.LABELS.filter]);
  options.push(['site', say.LABELS.site]);
  const at = { ...state, slots: { ...state.slots, page: String(page) } };
  return show(at, 'list', { text: say.list(place, wantedOf(state), page), options });
}

/** A trade said in her own words (月嫂) is shown under its name, once it is known. */
export async function withTradeName(context: TurnContext, state: FlowState): Promise<FlowState> {
  const { trade, trade_name } = state.slots;
  if (!trade || trade_name) return state;
  const found = (await lexiconOf(context.world)).trades.find((one) => one.id === trade);
  return found ? { ...state, slots: { ...state.slots, trade_name: found.name } } : state;
}

function emptyPage(place: string, state: FlowState, narrowed: boolean): Page {
  const { all, notify, wish, site, menu } = say.LABELS;
  const options: Option[] = [
    ['notify', notify],
    ['wish', wish],
  ];
  if (narrowed) options.push(['all', all]);
  options.push(['site', site], ['menu', menu]);
  return { text: `${say.none(place, wantedOf(state))}\n${say.NONE_ELSEWHERE}`, options };
}

export function filterPage(state: FlowState): Step {
  const { weekend, evening, full_time, trade, all } = say.LABELS;
  return show(state, 'filter', {
    text: say.ASK_FILTER,
    options: [
      ['pattern:weekend', weekend],
      ['pattern:evening', evening],
      ['pattern:full_time', full_time],
      ['trade', trade],
      ['all', all],
    ],
  });
}

export async function tradePage(context: TurnContext, state: FlowState): Promise<Step> {
  const cards = await listCards(context.world, { region: state.slots.region ?? '' });
  const names = new Map(cards.map((card) => [card.trade_id, card.trade_name]));
  const options: Option[] = [...names].map(([id, name]) => [`t:${id}:${name}`, name]);
  return show(state, 'trade', { text: say.ASK_TRADE, options: [...options, ['all', say.LABELS.all]] });
}
