/** Wishes, surveys and proposals as the API shows them: named one by one, so that a field added to a row does not leave by itself. Pure. */
import type { SurveyResults } from './read-survey';
import type { Proposal, Survey, Wish } from './types';
import { wishId } from './wish-id';

export function wishShown(wish: Wish) {
  const { home_region, region, trade_id, trade_name, free, shift, mode, channel, by, first_at, at, status } = wish;
  const { proposal_id, met, worker_id, person } = wish;
  return {
    wish_id: wishId(wish),
    home_region,
    region,
    trade_id,
    trade_name,
    free,
    shift,
    mode,
    channel,
    by,
    first_at,
    at,
    status,
    proposal_id,
    class_id: met?.class_id,
    worker_id,
    ...(person && { person: { name: person.name, phone_masked: person.phone_masked } }),
    registered: worker_id !== undefined,
  };
}

export function surveyShown(survey: Survey) {
  const { survey_id, home_region, regions, trades, state, segment, started_at, closes_at, closed_at, reminded, by } =
    survey;
  return {
    survey_id,
    home_region,
    regions,
    trades,
    state,
    segment,
    started_at,
    closes_at,
    closed_at,
    reminded,
    by,
  };
}

export function resultsShown({ survey, ...results }: SurveyResults) {
  return { ...surveyShown(survey), ...results };
}

export function proposalShown(proposal: Proposal) {
  const { rev: _rev, ...shown } = proposal;
  return shown;
}
