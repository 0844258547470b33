/** Wishes, proposals and surveys as stored: their fields as they are, none of them named differently. */
import { DAY_MS } from '../platform/clock';
import { keys } from '../store/keys';
import type { Change, Item, Key } from '../store/table';
import type { Proposal, Survey, SurveyAnswer, Wish } from './types';

/** A wish nobody said again is dropped by the table after this. */
const KEPT_MS = 400 * DAY_MS;

function bare<T>(item: Item): T {
  const { pk: _pk, sk: _sk, due_shard: _shard, due_at: _due, expires_at_s: _expires, ...rest } = item;
  return rest as unknown as T;
}

export const wishOf = (item: Item): Wish => bare<Wish>(item);
export const proposalOf = (item: Item): Proposal => bare<Proposal>(item);
export const surveyOf = (item: Item): Survey => bare<Survey>(item);
export const answerOf = (item: Item): SurveyAnswer => bare<SurveyAnswer>(item);

export const wishKey = (wish: Pick<Wish, 'region' | 'trade_id' | 'who'>): Key =>
  keys.wish(wish.region, wish.trade_id, wish.who);

/** A wish written: new, or in place of the one with the revision before. */
export function wishPut(wish: Wish, before: Wish | undefined, now_ms: number): Change {
  return {
    kind: 'put',
    key: wishKey(wish),
    item: { ...wish, expires_at_s: Math.floor((now_ms + KEPT_MS) / 1000) },
    when: before ? [{ attr: 'rev', op: '=', value: before.rev }] : [{ attr: 'pk', op: 'absent' }],
    why: before ? 'her wish, said again' : 'a wish',
  };
}

/** The row that finds it from the person. */
export function pointerPut(wish: Wish, now_ms: number): Change {
  const { region, trade_id } = wish;
  return {
    kind: 'put',
    key: keys.wishOf(wish.who, trade_id),
    item: { region, trade_id, expires_at_s: Math.floor((now_ms + KEPT_MS) / 1000) },
    why: 'her wish, found from her',
  };
}

/** Some fields of a wish as it was read. */
export function wishUpdate(wish: Wish, set: Partial<Wish>, remove: string[], why: string): Change {
  return {
    kind: 'update',
    key: wishKey(wish),
    set: { ...set, rev: wish.rev + 1 },
    ...(remove.length > 0 && { remove }),
    when: [{ attr: 'rev', op: '=', value: wish.rev }],
    why,
  };
}

/** A wish that goes, if it is still as it was read. */
export const wishGone = (wish: Wish, why: string): Change => ({
  kind: 'delete',
  key: wishKey(wish),
  when: [{ attr: 'rev', op: '=', value: wish.rev }],
  why,
});
