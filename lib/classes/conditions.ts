/** What the administration may set on a class, held against the policy. Pure. */
import { type Refusal, refuse } from '../platform/refusal';
import type { Policy } from '../policy/types';
import type { ClassRefusal, TrainingClass } from './types';

type Refused = Refusal<ClassRefusal> | undefined;
type Terms = Pick<
  TrainingClass,
  | 'trade_id'
  | 'trade_name'
  | 'host_region'
  | 'age_min'
  | 'age_max'
  | 'groups'
  | 'opens_at'
  | 'closes_at'
  | 'starts_at'
  | 'off_list_reason'
  | 'fence'
>;

/** L7: a trade outside the place's list, or a place outside the programme, needs a reason. */
export function tradeOnList(c: Terms, policy: Policy): Refused {
  if (c.off_list_reason) return undefined;
  const place = policy.places.find((one) => one.region === c.host_region);
  if (!place) return refuse('place_off_list', { host_region: c.host_region });
  if (place.trades.value.includes(c.trade_id)) return undefined;
  return refuse('trade_off_list', { trade: c.trade_name, place: place.name }, place.trades.rule);
}

/** A class may ask for more than the policy does, never for less; nor is a fence wider, for who stays at home would be inside. */
export function conditionsWithin(c: Terms, policy: Policy): Refused {
  const { age_min, age_max, groups } = policy.enrolment;
  if (c.age_min < age_min.value || c.age_min > c.age_max)
    return refuse('age_outside_policy', { age_min: age_min.value, age_max: age_max.value }, age_min.rule);
  if (c.age_max > age_max.value)
    return refuse('age_outside_policy', { age_min: age_min.value, age_max: age_max.value }, age_max.rule);
  if (groups.value.length > 0) {
    const outside = c.groups.find((group) => !groups.value.includes(group));
    if (outside)
      return refuse('group_outside_policy', { group: outside, groups: groups.value.join('、') }, groups.rule);
  }
  const { fence_m } = policy.delivery;
  if (c.fence && c.fence.radius_m > fence_m.value)
    return refuse('fence_outside_policy', { radius_m: c.fence.radius_m, max: fence_m.value }, fence_m.rule);
  return undefined;
}

/** Sign-up opens before it closes, and closes no later than the first lesson. */
export function windowInOrder(c: Terms): Refused {
  const in_order = c.opens_at < c.closes_at && c.closes_at <= c.starts_at;
  return in_order
    ? undefined
    : refuse('window_order', { opens_at: c.opens_at, closes_at: c.closes_at, starts_at: c.starts_at });
}
