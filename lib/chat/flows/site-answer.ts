/** Where she works: read from a choice, a location message or her words. */
import { correct } from '../../people/correct';
import { isRefusal } from '../../platform/refusal';
import { nearestPlace, placeByRegion, placeOf } from '../../policy/place';
import type { Place } from '../../policy/types';
import type { Change } from '../../store/table';
import { policyNow } from '../people';
import type { TurnContext, Understanding } from '../types';

/** For a site that is none of the places where classes are held. */
export const ELSEWHERE = '000000';

/** The places as choices. */
export function placeOptions(context: TurnContext): [string, string][] {
  return policyNow(context).places.map((place) => [place.region, place.name]);
}

export function placeName(context: TurnContext, region: string): string {
  return placeByRegion(policyNow(context), region)?.name ?? '你那里';
}

/** The place meant; `far` when a location was sent that is near none. */
export function readPlace(
  context: TurnContext,
  said: Understanding,
  chosen: string | undefined,
): Place | 'far' | undefined {
  const policy = policyNow(context);
  if (chosen) return placeByRegion(policy, chosen);
  const { location } = context.message;
  if (location) return nearestPlace(policy, location) ?? 'far';
  return placeOf(policy, said.text) ?? (said.region ? placeByRegion(policy, said.region) : undefined);
}

/** Her site in her record, too, when she has one. */
export async function siteCorrected(context: TurnContext, site_region: string, site_text: string): Promise<Change[]> {
  const { worker_id } = context.conversation;
  if (!worker_id) return [];
  const planned = await correct(context.world, { worker_id, site_region, site_text });
  return isRefusal(planned) ? [] : planned.changes;
}
