/** 摸排: three or four questions; left and taken up again; the answer changed until the survey closes. */
import { isRefusal } from '../../platform/refusal';
import { answerSurvey, NOTHING, readAnswer } from '../../wishes/answer-survey';
import { findSurvey, isOpen } from '../../wishes/find-survey';
import { readMode } from '../../wishes/free-time';
import { surveysAt } from '../../wishes/surveys';
import { OTHER_TRADE, type Survey, type Wisher, type WishMode } from '../../wishes/types';
import { whoIs } from '../people';
import * as say from '../say/survey';
import { ASK_TRADE_TEXT, OTHER } from '../say/wish';
import type { Flow, FlowState, Step, TurnContext, Understanding } from '../types';
import { begin, finish, pick, refused, show, withAnswer, withoutAnswer } from './flow';
import { placeOptions, readPlace } from './site-answer';
import { freeOf, freePage, readTimes, readTrade, shiftOf } from './wish-slots';

const VERSION = 1;
const QUESTIONS = 4;

/** Known at the start: `survey_id`; without one it is the one open where she works. */
async function start(context: TurnContext, given: Record<string, string>): Promise<Step> {
  const survey = await surveyMeant(context, given.survey_id?.toUpperCase());
  if (!survey) return finish(given.survey_id ? say.CLOSED : say.NONE, ['browse', 'my_classes']);
  if (!isOpen(survey, context.now_ms)) return finish(say.CLOSED, ['browse', 'my_classes']);
  const { site } = context.conversation;
  const region = site && survey.regions.includes(site) ? site : survey.regions.length === 1 ? survey.regions[0] : '';
  const state = begin('survey', VERSION, { survey_id: survey.survey_id, ...(region && { region }) });
  const before = await readAnswer(context.world, survey.survey_id, await wisherOf(context));
  if (before) return show(state, 'again', { text: say.answered(before), options: say.AGAIN_LABELS });
  return next(context, state, survey);
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

async function answer(context: TurnContext, state: FlowState, said: Understanding): Promise<Step | undefined> {
  const chosen = pick(state, said);
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
      return times && next(context, withAnswer(withoutAnswer(state, 'free', ['shift']), 'free', times));
    }
    case 'mode': {
      const mode = chosen ?? modeIn(context.message.text ?? '');
      return mode && said.number !== 0 ? next(context, withAnswer(state, 'mode', { mode })) : undefined;
    }
    default:
      return chosen === 'yes' || chosen === 'no' ? complete(context, state, chosen === 'yes') : undefined;
  }
}

const modeIn = (text: string): string | undefined =>
  readMode(text) ?? (/都行|都可以|随便|无所谓/u.test(text) ? 'either' : undefined);

async function tradeGiven(context: TurnContext, state: FlowState, said: Understanding): Promise<Step | undefined> {
  const nothing = pick(state, said) === NOTHING || /^(?:我)?(?:都|啥都|什么都)不(?:想)?学/u.test(said.text);
  if (nothing) return complete(context, { ...state, slots: { ...state.slots, trade: NOTHING } }, false);
  const trade = await readTrade(context, state, said);
  if (trade === 'ask') return show(state, 'trade_text', { text: ASK_TRADE_TEXT });
  return trade && next(context, withAnswer(state, 'trade', trade));
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
    conversation: { surveyed: survey_id, ...(!context.conversation.site && { site: region }) },
  });
}

const HELD: Record<string, string[]> = {
  site: ['region'],
  trade: ['trade', 'trade_name'],
  free: ['free', 'shift'],
  mode: ['mode'],
};

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
  ask: async (context, state) =>
    state.asking === 'trade_text' ? show(state, 'trade_text', { text: ASK_TRADE_TEXT }) : next(context, state),
  back,
  help: (state) => say.HELP[state.asking ?? ''] ?? say.HELP.trade!,
  hint: (state, tries) => (say.HINTS[state.asking ?? ''] ?? say.HINTS.trade!)[Math.min(tries, 2) - 1] as string,
  keeps: (state) => state.asking !== 'again',
};
