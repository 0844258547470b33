import { instant } from '../platform/clock';
import { isRefusal, refuse } from '../platform/refusal';
import type { World } from '../platform/world';
import type { Planned } from '../store/commit';
import { keys } from '../store/keys';
import type { Change } from '../store/table';
import { dropWish } from './drop-wish';
import { findSurvey, isOpen } from './find-survey';
import { answerOf } from './items';
import { makeWish } from './make-wish';
import { wantedOf } from './read';
import { answerGone, counted, NOTHING } from './survey-counts';
import type { Survey, SurveyAnswer, Wisher, WishRefusal } from './types';
import { type Names, namesOf } from './who';
import { wishId } from './wish-id';

/** `trade_id`: a trade, `other` with `said`, or NOTHING. */
export interface AnswerCommand extends Omit<SurveyAnswer, 'who' | 'rev' | 'trade_name' | 'at'> {
  wisher: Wisher;
}
export interface Answered {
  answer: SurveyAnswer;
  /** She had answered before. */
  again: boolean;
  /** A wish of hers stands now. */
  wished: boolean;
}

/**
 * One person's answer, counted in the same transaction; answering again replaces it and moves the counts, so that a
 * person is counted once, under whatever names she answered before. Her own answer is never replaced by what somebody
 * says for her. Whoever is willing also has a wish (P4, channel kept); who is not any more has the wish that came of her
 * answer taken back. Refuses `survey_unknown`, `survey_closed`, `survey_place`, `survey_answered`, `worker_unknown`, and
 * what `makeWish` refuses.
 */
export async function answerSurvey(world: World, command: AnswerCommand): Promise<Planned<Answered>> {
  const survey = await findSurvey(world, command.survey_id, { consistent: true });
  if (!survey) return refuse<WishRefusal>('survey_unknown');
  if (!isOpen(survey, world.now())) return refuse<WishRefusal>('survey_closed', { survey_id: survey.survey_id });
  if (!survey.regions.includes(command.region)) return refuse<WishRefusal>('survey_place');
  const names = await namesOf(world, command.wisher, survey);
  if (!names) return refuse('worker_unknown');
  const stood = await answersUnder(world, survey.survey_id, names);
  if (command.channel !== 'survey' && stood.some((one) => one.channel === 'survey'))
    return refuse<WishRefusal>('survey_answered');
  const [before, ...doubles] = stood;
  const willing = command.willing && command.trade_id !== NOTHING;
  const wish = await wishOfAnswer(world, survey, { ...command, willing }, stood, names);
  if (isRefusal(wish)) return wish;
  const { wisher: _wisher, ...given } = command;
  const answer: SurveyAnswer = {
    ...given,
    who: before?.who ?? names.who,
    rev: (before?.rev ?? 0) + 1,
    ...(wish.value.trade_name && { trade_name: wish.value.trade_name }),
    willing,
    at: instant(world.now()),
  };
  return {
    changes: [
      answerPut(answer, before),
      ...doubles.map((one) => answerGone(one, 'one person, one answer')),
      ...counted(survey, [answer], stood),
      ...wish.changes,
      stillOpen(survey),
    ],
    value: { answer, again: before !== undefined, wished: wish.value.wished },
  };
}

/** Her answers as they stand: one, but for someone who answered under two names before she was known to be one person. */
async function answersUnder(world: World, survey_id: string, { who, also }: Names): Promise<SurveyAnswer[]> {
  const rows = await world.table.getMany(
    [who, ...also].map((one) => keys.surveyAnswer(survey_id, one)),
    { consistent: true },
  );
  return rows.flatMap((row) => (row ? [answerOf(row)] : []));
}

/** What she answered before, or nothing. */
export async function readAnswer(world: World, survey: Survey, wisher: Wisher): Promise<SurveyAnswer | undefined> {
  const names = await namesOf(world, wisher, survey);
  return names && (await answersUnder(world, survey.survey_id, names))[0];
}

type Wished = { trade_name?: string; wished: boolean };

async function wishOfAnswer(
  world: World,
  survey: Survey,
  command: AnswerCommand,
  stood: SurveyAnswer[],
  { who, also }: Names,
): Promise<Planned<Wished>> {
  const { willing, trade_id } = command;
  const changes: Change[] = [];
  const left = stood.filter((one) => one.willing && (!willing || one.trade_id !== trade_id));
  const old = (left.length > 0 ? await wantedOf(world, [who, ...also]) : []).filter((wish) =>
    left.some((one) => one.trade_id === wish.trade_id && one.channel === wish.channel),
  );
  for (const wish of old) {
    const dropped = await dropWish(world, { wish_id: wishId(wish), by: command.by });
    if (!isRefusal(dropped)) changes.push(...dropped.changes);
  }
  const trade_name = survey.trades.find((trade) => trade.trade_id === trade_id)?.name ?? command.said;
  if (!willing) return { changes, value: { trade_name, wished: false } };
  const { home_region } = survey;
  const planned = await makeWish(world, { ...command, home_region, instead_of: old.map((wish) => wish.trade_id) });
  // Five wishes are enough; her answer counts all the same.
  if (isRefusal(planned))
    return planned.refused === 'wishes_too_many' ? { changes, value: { trade_name, wished: false } } : planned;
  return {
    changes: [...changes, ...planned.changes],
    value: { trade_name: planned.value.wish.trade_name, wished: true },
  };
}

function answerPut(answer: SurveyAnswer, before: SurveyAnswer | undefined): Change {
  return {
    kind: 'put',
    key: keys.surveyAnswer(answer.survey_id, answer.who),
    item: { ...answer },
    when: before ? [{ attr: 'rev', op: '=', value: before.rev }] : [{ attr: 'pk', op: 'absent' }],
    why: 'an answer, once per person',
  };
}

const stillOpen = (survey: Survey): Change => ({
  kind: 'check',
  key: keys.surveyHead(survey.survey_id),
  when: [{ attr: 'state', op: '=', value: 'open' }],
  why: 'the survey is open',
});
