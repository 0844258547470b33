/** How often in a day an officer's words may go out to many: nobody turns off what rings seldom. */
import { dayOf, instant } from '../platform/clock';
import { type Refusal, refuse } from '../platform/refusal';
import type { World } from '../platform/world';
import { keys } from '../store/keys';
import type { Change } from '../store/table';
import type { BroadcastRefusal } from './broadcast';

/** To one class, by whomever; to all who work in an area. The office's broadcasts by API are previewed, counted and listed instead. */
export const TO_CLASS_A_DAY_MAX = 5;
export const TO_AREA_A_DAY_MAX = 3;
const KEPT_S = 2 * 24 * 3600;

export type NoticeTarget = { class_id: string } | { area: string };

const maxOf = (to: NoticeTarget): number => ('class_id' in to ? TO_CLASS_A_DAY_MAX : TO_AREA_A_DAY_MAX);
const keyOf = (to: NoticeTarget, day: string) =>
  keys.counter(`NOTICES#${day}#${'class_id' in to ? to.class_id : to.area}`);

/** One more today, as part of the transaction that starts it. Refuses `notices_too_many` {max}. 2 WCU. */
export async function oneMoreToday(world: World, to: NoticeTarget): Promise<Change | Refusal<BroadcastRefusal>> {
  const key = keyOf(to, dayOf(world.now()));
  const before = await world.table.get(key, { consistent: true });
  const sent: number = before?.sent ?? 0;
  if (sent >= maxOf(to)) return refuse('notices_too_many', { max: maxOf(to) });
  return {
    kind: 'put',
    key,
    item: { sent: sent + 1, expires_at_s: Math.floor(world.now() / 1000) + KEPT_S },
    // Two officers at once: the second looks again.
    when: before ? [{ attr: 'sent', op: '=', value: sent }] : [{ attr: 'pk', op: 'absent' }],
    why: 'one more notice today',
  };
}

/** It was taken back before anybody heard it: not counted. Nothing once its day's row has gone. */
export async function oneLessToday(world: World, to: NoticeTarget, started_at: string): Promise<Change[]> {
  const key = keyOf(to, instant(Date.parse(started_at)).slice(0, 10));
  const sent: number = (await world.table.get(key, { consistent: true }))?.sent ?? 0;
  if (sent === 0) return [];
  const when = [{ attr: 'sent', op: '=' as const, value: sent }];
  return [{ kind: 'update', key, set: { sent: sent - 1 }, when, why: 'a notice taken back is not counted' }];
}
