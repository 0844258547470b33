/** What goes of wishes and answers when someone is erased or unfollows. The counts of a survey that is over stay: they name nobody. */
import type { World } from '../platform/world';
import { keys } from '../store/keys';
import type { Change } from '../store/table';
import { findSurvey, isOpen } from './find-survey';
import { answerOf, wishGone } from './items';
import { nameOfChat, wishersOf, wishesOf } from './read';
import { answerGone, counted } from './survey-counts';
import type { Survey } from './types';

/** Surveys looked through for her answers, the newest first; one a month makes eight years. */
const SURVEYS_MAX = 100;

/** A worker erased: every wish and every answer of hers, under her own name and those she had before she registered. */
export function workerForgotten(
  world: World,
  worker: { worker_id: string; chat_hash?: string; phone_hash?: string; home_region: string },
): Promise<Change[]> {
  return forgotten(world, wishersOf(worker), worker.home_region);
}

/** The same for someone who only ever chatted. */
export function chatForgotten(world: World, chat: string): Promise<Change[]> {
  return forgotten(world, [nameOfChat(world, chat)], world.account.home_region);
}

/** She unfollowed: a wish that holds her address goes (nobody could tell her); an answer holds none, and stays counted once. */
export function chatLeft(world: World, chat: string): Promise<Change[]> {
  return wishesGone(world, [nameOfChat(world, chat)]);
}

async function forgotten(world: World, who: string[], home_region: string): Promise<Change[]> {
  return (await Promise.all([wishesGone(world, who), answersGone(world, who, home_region)])).flat();
}

async function wishesGone(world: World, who: string[]): Promise<Change[]> {
  const wishes = await wishesOf(world, who);
  return wishes.flatMap((wish) => [
    wishGone(wish, 'her wish erased'),
    { kind: 'delete', key: keys.wishOf(wish.who, wish.trade_id), why: 'her wish erased' },
  ]);
}

/** While a survey is open her answer is taken out of its counts: she could answer again, and would count twice. */
async function answersGone(world: World, who: string[], home_region: string): Promise<Change[]> {
  const { pk, sk } = keys.survey(home_region, '');
  const { items } = await world.table.query({ pk, prefix: sk, newest_first: true, limit: SURVEYS_MAX });
  const rows = await world.table.getMany(
    items.flatMap((item) => who.map((one) => keys.surveyAnswer(item.survey_id, one))),
    { consistent: true },
  );
  const answers = rows.flatMap((row) => (row ? [answerOf(row)] : []));
  const ids = [...new Set(answers.map((answer) => answer.survey_id))];
  const surveys = await Promise.all(ids.map((id) => findSurvey(world, id, { consistent: true })));
  const open = surveys.filter((survey) => survey !== undefined && isOpen(survey, world.now())) as Survey[];
  return [
    ...answers.map((answer) => answerGone(answer, 'her answer erased')),
    ...open.flatMap((survey) =>
      counted(
        survey,
        [],
        answers.filter((answer) => answer.survey_id === survey.survey_id),
      ),
    ),
  ];
}
