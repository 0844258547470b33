/** What goes of wishes and answers when someone is erased or unfollows. The counts of a survey that is over stay: they name nobody. */
import type { World } from '../platform/world';
import type { Plan } from '../store/commit';
import { keys } from '../store/keys';
import type { Change } from '../store/table';
import { findSurvey, isOpen } from './find-survey';
import { answerOf, wishGone } from './items';
import { nameOfChat, wishersOf, wishesOf } from './read';
import { answerGone, counted } from './survey-counts';

/** So many wishes and answers go with the rest of her; more go before, in transactions of their own, which take a hundred changes. */
const WITH_HER_MAX = 4;
const AT_ONCE = 16;

/** Surveys looked through for her answers, the newest first; one a month makes eight years. */
const SURVEYS_MAX = 100;

interface Erased {
  worker_id: string;
  name: string;
  chat_hash?: string;
  phone_hash?: string;
  home_region: string;
}

/** A worker erased: every wish and every answer of hers, under her own name and those she had before she registered. */
export async function workerForgotten(world: World, worker: Erased): Promise<Change[]> {
  return (await ofWorker(world, worker)).flat();
}

/** The same for someone who only ever chatted. */
export async function chatForgotten(world: World, chat: string): Promise<Change[]> {
  return (await ofChat(world, chat)).flat();
}

type Part = () => Promise<Plan<undefined>>;

/** What of it does not fit into the transaction with the rest of her: done before, a part at a time, each of which may be repeated. */
export const workerForgottenFirst = (world: World, worker: Erased): Promise<Part[]> =>
  inParts(() => ofWorker(world, worker));

/** The same for someone who only ever chatted. */
export const chatForgottenFirst = (world: World, chat: string): Promise<Part[]> => inParts(() => ofChat(world, chat));

async function inParts(of: () => Promise<Change[][]>): Promise<Part[]> {
  const before = Math.max(0, (await of()).length - WITH_HER_MAX);
  const part: Part = async () => ({ changes: (await of()).slice(0, AT_ONCE).flat(), value: undefined });
  return Array.from({ length: Math.ceil(before / AT_ONCE) }, () => part);
}

/** She unfollowed: a wish that holds her address goes (nobody could tell her); an answer holds none, and stays counted once. */
export async function chatLeft(world: World, chat: string): Promise<Change[]> {
  return (await wishesGone(world, [nameOfChat(world, chat)])).flat();
}

const ofWorker = (world: World, worker: Erased) => forgotten(world, wishersOf(worker), worker.home_region);
const ofChat = (world: World, chat: string) => forgotten(world, [nameOfChat(world, chat)], world.account.home_region);

/** What belongs together: a wish, or what was answered to one survey. At most five changes each. */
async function forgotten(world: World, who: string[], home_region: string): Promise<Change[][]> {
  return (await Promise.all([wishesGone(world, who), answersGone(world, who, home_region)])).flat();
}

async function wishesGone(world: World, who: string[]): Promise<Change[][]> {
  const wishes = await wishesOf(world, who);
  return wishes.map((wish) => [
    wishGone(wish, 'her wish erased'),
    { kind: 'delete', key: keys.wishOf(wish.who, wish.trade_id), why: 'her wish erased' },
  ]);
}

/** While a survey is open her answer is taken out of its counts: she could answer again, and would count twice. */
async function answersGone(world: World, who: string[], home_region: string): Promise<Change[][]> {
  const { pk, sk } = keys.survey(home_region, '');
  const { items } = await world.table.query({ pk, prefix: sk, newest_first: true, limit: SURVEYS_MAX });
  const rows = await world.table.getMany(
    items.flatMap((item) => who.map((one) => keys.surveyAnswer(item.survey_id, one))),
    { consistent: true },
  );
  const answers = rows.flatMap((row) => (row ? [answerOf(row)] : []));
  const ids = [...new Set(answers.map((answer) => answer.survey_id))];
  const surveys = await Promise.all(ids.map((id) => findSurvey(world, id, { consistent: true })));
  return ids.map((id, i) => {
    const hers = answers.filter((answer) => answer.survey_id === id);
    const survey = surveys[i];
    const open = survey && isOpen(survey, world.now()) ? counted(survey, [], hers) : [];
    return [...hers.map((answer) => answerGone(answer, 'her answer erased')), ...open];
  });
}
