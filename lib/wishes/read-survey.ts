/** The results of a survey: one query and one read, at most one unit of capacity (a statistic). */
import type { World } from '../platform/world';
import { keys } from '../store/keys';
import { taskOfSurvey } from './find-survey';
import { FREE_TIMES } from './free-time';
import { surveyOf } from './items';
import { CHANNEL_MARKS, demandMark, freeMark } from './survey-counts';
import { type FreeTime, OTHER_TRADE, type Survey, type WishChannel, type WishMode } from './types';

export interface SurveyResults {
  survey: Survey;
  /** Pushed to so many. */
  asked: number;
  answered: number;
  /** Of those asked, in percent, who answered themselves, at most 100 (who was not asked may answer too); nothing before anyone was asked. */
  response_percent?: number;
  /** Would come if there were a class. */
  willing: number;
  /** Want to learn nothing. */
  nothing: number;
  by_channel: Partial<Record<WishChannel, number>>;
  /** H2: who would learn what where, online and offline apart; `either` is content with both. */
  demand: { region: string; trade_id: string; name: string; online: number; offline: number; either: number }[];
  free: { region: string; time: FreeTime; persons: number }[];
}

const OTHER = { trade_id: OTHER_TRADE, name: '别的' };

/** Results as they stand, or nothing when there is no such survey. */
export async function readSurvey(world: World, survey_id: string): Promise<SurveyResults | undefined> {
  const { pk, sk } = keys.surveyHead(survey_id);
  // The answers sort before the counters, the survey itself after them: one query reads what is needed, and no more.
  const [page, task] = await Promise.all([
    world.table.query({ pk, from: 'COUNT#', to: sk }),
    world.table.get(keys.task(taskOfSurvey(survey_id))),
  ]);
  const head = page.items.find((item) => item.sk === sk);
  if (!head) return undefined;
  const survey = surveyOf(head);
  const sum = new Map<string, number>();
  for (const item of page.items)
    if (item.sk !== sk)
      for (const [name, n] of Object.entries(item)) if (typeof n === 'number') sum.set(name, (sum.get(name) ?? 0) + n);
  const of = (mark: string) => sum.get(mark) ?? 0;
  const asked = task?.sent ?? 0;
  const by_channel: SurveyResults['by_channel'] = {};
  for (const [channel, mark] of Object.entries(CHANNEL_MARKS) as [WishChannel, string][])
    if (of(mark) > 0) by_channel[channel] = of(mark);
  return {
    survey,
    asked,
    answered: of('n'),
    ...(asked > 0 && { response_percent: Math.min(100, Math.round((100 * of('cs')) / asked)) }),
    willing: of('w'),
    nothing: of('x'),
    by_channel,
    demand: demandIn(survey, of),
    free: survey.regions.flatMap((region, place) =>
      FREE_TIMES.flatMap((time, i) => {
        const persons = of(freeMark(place, i));
        return persons > 0 ? [{ region, time, persons }] : [];
      }),
    ),
  };
}

function demandIn(survey: Survey, of: (mark: string) => number): SurveyResults['demand'] {
  return survey.regions.flatMap((region, place) =>
    [...survey.trades, OTHER]
      .map(({ trade_id, name }, i) => {
        const by = (mode: WishMode) => of(demandMark(place, trade_id === OTHER_TRADE ? 'other' : i, mode));
        return { region, trade_id, name, online: by('online'), offline: by('offline'), either: by('either') };
      })
      .filter(({ online, offline, either }) => online + offline + either > 0)
      .sort((a, b) => b.online + b.offline + b.either - (a.online + a.offline + a.either)),
  );
}
