/** What a survey says to its segment, and who of them need not hear it again. */
import type { Said } from '../notices/say';
import type { Task } from '../notices/types';
import type { World } from '../platform/world';
import { keys } from '../store/keys';
import type { Item } from '../store/table';
import { findSurvey, isOpen } from './find-survey';
import { surveyAsked, surveyReminded } from './say';

/** The question or the reminder; nothing once it is closed. */
export async function surveySaid(world: World, task: Task): Promise<Said | undefined> {
  const survey = task.survey_id ? await findSurvey(world, task.survey_id) : undefined;
  if (!survey || !isOpen(survey, world.now())) return undefined;
  return task.kind === 'survey' ? surveyAsked(survey) : surveyReminded(survey);
}

/** Surveys a conversation remembers to have answered; more are not under way at once. */
const REMEMBERED = 3;

/** What a conversation remembers of the surveys she answered, this one among them. */
export const withAnswered = (surveyed: string | undefined, survey_id: string): string =>
  [...new Set([...answeredIn(surveyed), survey_id])].slice(-REMEMBERED).join(' ');
const answeredIn = (surveyed = ''): string[] => surveyed.split(' ').filter(Boolean);

/**
 * Of a page of the audience, those who answered: their conversation says so, or a row stands under the worker's name (a
 * station answered for her). Half a unit of reading a person, for reminders only.
 */
export async function answeredAmong(world: World, task: Task, page: Item[]): Promise<Set<string>> {
  const survey_id = task.survey_id ?? '';
  const talks = await world.table.getMany(page.map(({ pk }) => ({ pk: pk as string, sk: 'STATE' })));
  const done = new Set<string>();
  const workers: { pk: string; worker_id: string }[] = [];
  for (const talk of talks) {
    if (answeredIn(talk?.surveyed).includes(survey_id)) done.add(talk!.pk);
    else if (talk?.worker_id) workers.push({ pk: talk.pk, worker_id: talk.worker_id });
  }
  const rows = await world.table.getMany(workers.map(({ worker_id }) => keys.surveyAnswer(survey_id, worker_id)));
  rows.forEach((row, i) => {
    if (row) done.add(workers[i]!.pk);
  });
  return done;
}
