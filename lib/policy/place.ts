/** Which of a policy's places someone means, by words or by where her phone is. */
import type { Place, Policy } from './types';

/**
 * The place a text names: `我在上海普陀区` → 310107. The longest name or alias found in the text counts,
 * and a text that is itself the six-digit code. `undefined` when none is named, or two equally.
 */
export function placeOf(policy: Policy, text: string): Place | undefined {
  const said = text.normalize('NFKC').replace(/[\s,.、,。·-]/g, '');
  const code = policy.places.find((place) => place.region === said);
  if (code) return code;
  let best: Place | undefined;
  let length = 0;
  for (const place of policy.places) {
    for (const name of [place.name, ...place.aliases]) {
      if (name.length < length || !said.includes(name)) continue;
      // Two places named as plainly as each other: better to ask than to guess.
      best = name.length === length && best !== place ? undefined : place;
      length = name.length;
    }
  }
  return best;
}

/** The place with this region code. */
export function placeByRegion(policy: Policy, region: string): Place | undefined {
  return policy.places.find((place) => place.region === region);
}

/** Further away than this is no longer "her site": half a day's travel to a lesson. */
const NEAR_KM_MAX = 150;
const EARTH_RADIUS_KM = 6371;

/** The nearest place to a location message, within NEAR_KM_MAX kilometres as the crow flies. */
export function nearestPlace(policy: Policy, location: { latitude: number; longitude: number }): Place | undefined {
  let best: Place | undefined;
  let best_km = NEAR_KM_MAX;
  for (const place of policy.places) {
    const away_km = distanceKm(place.centre, location);
    // A location that is not a number compares false, and finds nothing.
    if (away_km <= best_km) {
      best = place;
      best_km = away_km;
    }
  }
  return best;
}

type Point = { latitude: number; longitude: number };

/** Great-circle distance (haversine), in kilometres. */
export function distanceKm(a: Point, b: Point): number {
  const rad = (degrees: number) => (degrees * Math.PI) / 180;
  const h =
    Math.sin(rad(b.latitude - a.latitude) / 2) ** 2 +
    Math.cos(rad(a.latitude)) * Math.cos(rad(b.latitude)) * Math.sin(rad(b.longitude - a.longitude) / 2) ** 2;
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.sqrt(h));
}
