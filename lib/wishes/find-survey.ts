/** One survey, by its id. */
import { instant } from '../platform/clock';
import type { World } from '../platform/world';
import { keys } from '../store/keys';
import { surveyOf } from './items';
import type { Survey } from './types';

/** The task that asks; `n` from 1 are the reminders. */
export const taskOfSurvey = (survey_id: string, n = 0): string => `survey-${survey_id}${n > 0 ? `-${n}` : ''}`;

/** One survey, or nothing. */
export async function findSurvey(
  world: World,
  survey_id: string,
  how?: { consistent?: boolean },
): Promise<Survey | undefined> {
  const item = await world.table.get(keys.surveyHead(survey_id), how);
  return item && surveyOf(item);
}

/** Can it still be answered? */
export const isOpen = (survey: Survey, now_ms: number): boolean =>
  survey.state === 'open' && instant(now_ms) < survey.closes_at;
