/** What the API is asked of wishes, surveys and proposals, by whom: whose they are to see and to act on (L15), and what a request means. */
import { findWorker } from '../people/find';
import type { Caller } from '../platform/auth';
import { dayOf } from '../platform/clock';
import { gather } from '../platform/paging';
import { type Asking, reached } from '../platform/reached';
import { type Refusal, refuse } from '../platform/refusal';
import { isWithin, reaches, type Where } from '../platform/region';
import type { World } from '../platform/world';
import { placeByRegion } from '../policy/place';
import { findSurvey } from './find-survey';
import type { WishCommand } from './make-wish';
import { listProposals } from './proposals';
import { listWishes } from './read';
import { readSheet, type Sheet } from './sheet';
import { proposalShown, surveyShown, wishShown } from './show';
import { listSurveys } from './surveys';
import type { Month, Proposal, Survey, Wish, WishChannel, WishStatus } from './types';

type Paging = { limit: number; cursor?: string };

/** A wish, or a proposal: of its county, and of the stations of its place. */
export const placeOf = (one: Wish | Proposal | undefined): Where | undefined =>
  one && { home_region: one.home_region, host_region: one.region };

/** A survey may be looked at by the stations of every place it asks. */
export function surveyPlace(caller: Caller, { home_region, regions }: Survey): Where {
  return { home_region, host_region: regions.find((region) => isWithin(caller, { home_region, host_region: region })) };
}

/** A survey ends for everyone it asks: a station may end one of its own area only. Refuses `region_not_yours`. */
export async function mayEnd(world: World, caller: Caller, survey_id: string): Promise<Refusal | undefined> {
  const survey = await findSurvey(world, survey_id);
  return survey && asksElsewhere(caller, survey.regions) ? refuse('region_not_yours') : undefined;
}

/** Does a station ask people who are not of its area? */
export const asksElsewhere = (caller: Caller, regions: readonly string[]): boolean =>
  caller.role === 'station' && regions.some((region) => !reaches(caller.region, region));

export interface WishAsked extends Omit<WishCommand, 'wisher' | 'channel' | 'by'> {
  worker_id?: string;
  person?: { name: string; phone: string };
  channel?: WishChannel;
}

/** Whom a wish is said for and through which channel (P4). Refuses `worker_unknown`, also for one who is not the caller's to know of. */
export async function wishAsked(world: World, caller: Caller, asked: WishAsked): Promise<WishCommand | Refusal> {
  const { worker_id, person, channel = caller.role === 'station' ? 'station' : 'api', ...rest } = asked;
  const common = { ...rest, channel, by: caller.subject };
  if (person) return { ...common, wisher: person };
  const worker = worker_id ? await findWorker(world, worker_id) : undefined;
  if (!worker || !isWithin(caller, { ...worker, host_region: worker.site_region })) return refuse('worker_unknown');
  return { ...common, wisher: { worker_id: worker.worker_id } };
}

/** Wishes at one place, in pages: a station's own places, whatever the county; of other places an officer's own county's. */
export function wishesAsked({
  world,
  query,
  within,
  caller,
}: Asking<Paging & { region: string; trade_id?: string; status?: WishStatus; channel?: WishChannel }>) {
  const { region, trade_id, status, channel } = query;
  const prefix = trade_id ? `WISH#${trade_id}#` : 'WISH#';
  return gather({ pk: `WISHES#${region}`, prefix, ...query }, async (limit, after) => {
    if (caller.role === 'station' && !reaches(caller.region, region)) return { wanted: [] };
    const { wishes, next } = await listWishes(world, { region, trade_id, limit, after });
    const wanted = wishes.filter(
      (wish) =>
        (caller.role === 'station' || wish.home_region.startsWith(within)) &&
        (!status || wish.status === status) &&
        (!channel || wish.channel === channel),
    );
    return { wanted: wanted.map(wishShown), next };
  });
}

/** Surveys, in pages. */
export const surveysAsked = (asking: Asking<Paging>) =>
  reached(asking, {
    pk: 'SURVEYS',
    list: listSurveys,
    where: (survey) => surveyPlace(asking.caller, survey),
    shown: surveyShown,
  });

/** Proposals, in pages. */
export const proposalsAsked = (asking: Asking<Paging & { region?: string; state?: Proposal['state'] }>) => {
  const { region, state } = asking.query;
  return reached(asking, {
    pk: 'PROPOSALS',
    list: listProposals,
    where: (one) => placeOf(one) as Where,
    wanted: (one) => (!region || one.region === region) && (!state || one.state === state),
    shown: proposalShown,
  });
};

/** The sheet of a place of the programme, or of all. Refuses `place_off_list`. */
export async function sheetAsked(world: World, query: { region?: string; month?: Month }): Promise<Sheet | Refusal> {
  const { home_region } = world.account;
  const { region, month } = query;
  if (region && !placeByRegion(world.policies.of(home_region, dayOf(world.now())), region))
    return refuse('place_off_list', { host_region: region });
  return readSheet(world, { home_region, month, regions: region ? [region] : undefined });
}
