/** 摸排: three or four questions; left and taken up again; the answer changed until the survey closes. */
import { isRefusal } from '../../platform/refusal';
import { answerSurvey, readAnswer } from '../../wishes/answer-survey';
import { findSurvey, isOpen } from '../../wishes/find-survey';
import { readMode } from '../../wishes/free-time';
import { NOTHING } from '../../wishes/survey-counts';
import { withAnswered } from '../../wishes/survey-said';
import { surveysAt } from '../../wishes/surveys';
import { OTHER_TRADE, type Survey, type Wisher, type WishMode } from '../../wishes/types';
import { whoIs } from '../people';
import { readPlaces } from '../places';
import * as say from '../say/survey';
import { ASK_TRADE_TEXT, NO_TIME, OTHER } from '../say/wish';
import type { Flow, FlowState, Step, TurnContext, Understanding } from '../types';
import { begin, finish, pick, refused, show, withAnswer, withoutAnswer } from './flow';
import { placeOptions, readPlace } from './site-answer';
import {
  freeOf,
  freePage,
  hasNoTime,
  otherTrade,
  readTimes,
  readTrade,
  shiftOf,
  timesIn,
  tradeAgain,
  wantsOut,
} from './wish-slots';

const VERSION = 1;
const QUESTIONS = 4;

/** Known at the start: `survey_id`; without one it is the one open where she works. `said`: that she wants none, before she was asked. */
async function start(context: TurnContext, given: Record<string, string>): Promise<Step> {
  const survey = await surveyMeant(context, given.survey_id?.toUpperCase());
  const open = survey !== undefined && isOpen(survey, context.now_ms);
  const before = open ? await readAnswer(context.world, survey, await wisherOf(context)) : undefined;
  if (given.said) {
    const answers = open && !before && withoutEnd(given.said) === say.NOTHING;
    if (!answers && (await hasSeat(context))) return { go: { flow: 'my_classes', given: { leave: '1' } } };
    if (!open) return finish(say.NOT_WANTED, ['browse', 'wish']);
  }
  if (!survey) return finish(given.survey_id ? say.CLOSED : say.NONE, ['browse', 'my_classes']);
  if (!open) return finish(say.CLOSED, ['browse', 'my_classes']);
  const { site } = context.conversation;
  const region = site && survey.regions.includes(site) ? site : survey.regions.length === 1 ? survey.regions[0] : '';
  const state = begin('survey', VERSION, {
    survey_id: survey.survey_id,
    ...(region && { region }),
    ...(given.said && { trade: NOTHING }),
  });
  if (before) return show(state, 'again', { text: say.answered(before), options: say.AGAIN_LABELS });
  return next(context, state, survey);
}

const withoutEnd = (text: string): string => text.replace(/了$/u, '');

/** What she does not want may then be the class she is in. */
async function hasSeat(context: TurnContext): Promise<boolean> {
  const { worker_id } = context.conversation;
  return worker_id !== undefined && (await readPlaces(context, worker_id)).length > 0;
}

async function surveyMeant(context: TurnContext, survey_id: string | undefined): Promise<Survey | undefined> {
  const { world, conversation, now_ms } = context;
  if (survey_id) return findSurvey(world, survey_id);
  const here = conversation.site ? await surveysAt(world, world.account.home_region, conversation.site, 5) : [];
  return here.find((survey) => isOpen(survey, now_ms));
}

async function wisherOf(context: TurnContext): Promise<Wisher> {
  const worker = await whoIs(context);
  return worker ? { worker_id: worker.worker_id } : { chat: context.conversation.chat };
}

/** The first question without an answer. */
async function next(context: TurnContext, state: FlowState, known?: Survey): Promise<Step> {
  const { survey_id = '', region, trade, free, mode } = state.slots;
  const survey = known ?? (await findSurvey(context.world, survey_id));
  if (!survey || !isOpen(survey, context.now_ms)) return finish(say.CLOSED, ['browse', 'my_classes']);
  if (!region) {
    const options = placeOptions(context).filter(([place]) => survey.regions.includes(place));
    return show(state, 'site', { text: say.ASK_SITE, options });
  }
  if (!trade) return tradePage(state, survey);
  if (trade === NOTHING) return nothingWanted(context, state);
  if (!free) return show(state, 'free', { ...freePage, text: say.ASK_FREE });
  if (!mode) return show(state, 'mode', { text: say.ASK_MODE, options: say.MODE_LABELS });
  return show(state, 'willing', { text: say.ASK_WILLING, options: say.WILLING_LABELS });
}

function tradePage(state: FlowState, survey: Survey): Step {
  const options = survey.trades.map(({ trade_id, name }): [string, string] => [`t:${trade_id}`, name]);
  return show(state, 'trade', {
    text: say.askTrade(QUESTIONS),
    options: [...options, [OTHER_TRADE, OTHER], [NOTHING, say.NOTHING]],
  });
}

const LATER_QUESTIONS = new Set(['free', 'mode', 'willing']);

async function answer(context: TurnContext, state: FlowState, said: Understanding): Promise<Step | undefined> {
  const chosen = pick(state, said);
  if (wantsOut(said)) return out(context, state, said);
  const other = LATER_QUESTIONS.has(state.asking ?? '') && !chosen && (await otherTrade(context, state, said));
  if (other) return next(context, withAnswer(state, 'trade', { ...other, ...timesIn(context.message.text ?? '') }));
  switch (state.asking) {
    case 'again':
      if (chosen === 'keep' || said.intent === 'no') return finish(say.KEPT, ['browse', 'my_classes']);
      return chosen === 'again' || said.intent === 'yes' ? next(context, state) : undefined;
    case 'site': {
      const place = readPlace(context, said, chosen);
      return place && place !== 'far' ? next(context, withAnswer(state, 'site', { region: place.region })) : undefined;
    }
    case 'trade':
    case 'trade_text':
      return tradeGiven(context, state, said);
    case 'free': {
      const times = readTimes(context, state, said);
      if (!times && hasNoTime(said)) return show(state, 'free', { ...freePage, text: NO_TIME });
      return times && next(context, withAnswer(withoutAnswer(state, 'free', ['shift']), 'free', times));
    }
    case 'mode': {
      const mode = chosen ?? modeIn(context.message.text ?? '');
      return mode ? next(context, withAnswer(state, 'mode', { mode })) : undefined;
    }
    default:
      return willingSaid(context, state, chosen);
  }
}

/** 不想学 is an answer; 不来, when asked whether she would come, is one, too; 不填了 leaves it, and it can be taken up again. */
async function out(context: TurnContext, state: FlowState, said: Understanding): Promise<Step> {
  if (state.asking === 'again') return finish(say.KEPT, ['browse', 'my_classes']);
  if (state.asking === 'willing') return complete(context, state, false);
  if (/学/u.test(said.text) && state.slots.region) return nothingWanted(context, state);
  return finish(say.LEFT, ['browse', 'my_classes']);
}

const nothingWanted = (context: TurnContext, state: FlowState): Promise<Step> =>
  complete(context, { ...state, slots: { ...state.slots, trade: NOTHING } }, false);

const modeIn = (text: string): string | undefined => readMode(text) ?? MODES.find(([words]) => words.test(text))?.[1];
const MODES: [RegExp, WishMode][] = [
  [/都行|都可以|随便|无所谓/u, 'either'],
  [/不会(?:用)?手机|没(?:有)?手机|面授|教室/u, 'offline'],
  // 换手机号了 is another wish.
  [/(?<![换新个])手机(?!号|坏|丢|没)/u, 'online'],
];

/** 会来; 看看, 不一定: no promise either way. */
function willingSaid(context: TurnContext, state: FlowState, chosen: string | undefined): Promise<Step> | undefined {
  const text = context.message.text ?? '';
  const said = /看|不一定|可能|到时|说不/u.test(text)
    ? 'no'
    : /^(?:我)?(?:肯定|一定|当然|会|要)?(?:来|去)的?[嘛噻哦咯吧呀啊]*[。!！]?$/u.test(text)
      ? 'yes'
      : chosen;
  return said === 'yes' || said === 'no' ? complete(context, state, said === 'yes') : undefined;
}

async function tradeGiven(context: TurnContext, state: FlowState, said: Understanding): Promise<Step | undefined> {
  const none =
    pick(state, said) === NOTHING || said.intent === 'no' || /没(?:有|得|啥|什么)*(?:我)?想学/u.test(said.text);
  if (none) return nothingWanted(context, state);
  const trade = await readTrade(context, state, said);
  if (trade === 'ask') return show(state, 'trade_text', { text: ASK_TRADE_TEXT });
  const text = context.message.text ?? '';
  const times = timesIn(text);
  const mode = readMode(text);
  if (trade) return next(context, withAnswer(state, 'trade', { ...trade, ...times, ...(mode && { mode }) }));
  return state.asking === 'trade' ? tradeAgain(state, said, times, (after) => next(context, after)) : undefined;
}

async function complete(context: TurnContext, state: FlowState, willing: boolean): Promise<Step> {
  const { survey_id = '', region = '', trade = '', trade_name, mode } = state.slots;
  const planned = await answerSurvey(context.world, {
    survey_id,
    wisher: await wisherOf(context),
    region,
    trade_id: trade,
    ...(trade === OTHER_TRADE && trade_name && { said: trade_name }),
    free: freeOf(state.slots),
    shift: shiftOf(state.slots),
    mode: (mode ?? 'either') as WishMode,
    willing,
    channel: 'survey',
    by: 'chat',
  });
  if (isRefusal(planned)) {
    if (planned.refused === 'survey_closed') return finish(say.CLOSED, ['browse', 'my_classes']);
    return refused(planned);
  }
  const { again, wished } = planned.value;
  return finish(trade === NOTHING ? say.NOTHING_DONE : say.thanks(again, wished), ['browse', 'my_classes'], {
    changes: planned.changes,
    conversation: {
      surveyed: withAnswered(context.conversation.surveyed, survey_id),
      ...(!context.conversation.site && { site: region }),
    },
  });
}

const HELD: Record<string, string[]> = {
  site: ['region'],
  trade: ['trade', 'trade_name'],
  free: ['free', 'shift'],
  mode: ['mode'],
};

async function ask(context: TurnContext, state: FlowState): Promise<Step> {
  if (state.asking === 'trade_text') return show(state, 'trade_text', { text: ASK_TRADE_TEXT });
  // What she answered before is shown again, and nothing of it is undone.
  return state.asking === 'again' ? start(context, state.slots) : next(context, state);
}

async function back(context: TurnContext, state: FlowState): Promise<Step | undefined> {
  if (state.asking === 'trade_text') return next(context, withoutAnswer(state, 'trade', HELD.trade!));
  const slot = state.history.at(-1);
  return slot ? next(context, withoutAnswer(state, slot, HELD[slot] ?? [])) : undefined;
}

export const survey: Flow = {
  name: 'survey',
  version: VERSION,
  summary: () => '答摸排',
  start,
  answer,
  ask,
  back,
  help: (state) => say.HELP[state.asking ?? ''] ?? say.HELP.trade!,
  hint: (state, tries) => (say.HINTS[state.asking ?? ''] ?? say.HINTS.trade!)[Math.min(tries, 2) - 1] as string,
  keeps: (state) => state.asking !== 'again',
};
