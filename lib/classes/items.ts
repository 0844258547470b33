/** Classes and what hangs on them as stored. Names as in types.ts; a class is spread over rows of one partition. */
import { addDays, at, instant, millis } from '../platform/clock';
import type { Policy } from '../policy/types';
import { dueShard, keys } from '../store/keys';
import type { Change, Item, Key } from '../store/table';
import type { InLine, Lesson, Member, SeatBlock, TrainingClass } from './types';

/** One counter serves at most this many seats; more arrive at once than one item can take in turn. */
export const SEATS_PER_BLOCK = 50;
export const CAPACITY_MAX = 5000;
/**
 * Changes an operation on a class may make in one transaction; seat blocks that do not fit are written before or after.
 * Of the hundred a write holds, the rest is kept for the way it came in: the stored answer of an API call
 * (Idempotency-Key), or by chat the conversation, the officer's own row, and two of the gateway's outbox.
 */
export const CHANGES_MAX = 95;

/** A row without its keys and index attributes. */
export function bare<T>(item: Item): T {
  const { pk: _pk, sk: _sk, due_shard: _shard, due_at: _due, ...rest } = item;
  return rest as unknown as T;
}

/** A class from its row; nothing when there is none. */
export function classOf(item: Item | undefined): TrainingClass | undefined {
  return item && bare<TrainingClass>(item);
}
/** Who is erased keeps her place on a roster or in a line; number and phone are no longer on it. */
const ERASED = { id_number_masked: '', phone_masked: '' };
export const memberOf = (item: Item): Member => ({ ...ERASED, ...bare<Member>(item) });
export const inLineOf = (item: Item): InLine => ({ ...ERASED, ...bare<InLine>(item) });
export const lessonOf = (item: Item): Lesson => bare<Lesson>(item);
export const seatsOf = (item: Item): SeatBlock => bare<SeatBlock>(item);

/** Seats spread as evenly as blocks allow: 120 → 40 + 40 + 40. */
export function blockSizes(capacity: number): number[] {
  const blocks = Math.max(1, Math.ceil(capacity / SEATS_PER_BLOCK));
  return Array.from({ length: blocks }, (_, b) => Math.floor(capacity / blocks) + (b < capacity % blocks ? 1 : 0));
}

/** The waiting list is counted per block, too. */
export function linePerBlock(c: Pick<TrainingClass, 'waiting_max' | 'blocks'>): number {
  return Math.ceil(c.waiting_max / c.blocks);
}

/** New seat blocks of a class that opens; they also say where its card is, for the counter that follows them. */
export function seatPuts(c: TrainingClass): Change[] {
  return blockSizes(c.capacity).map((size, block) => ({
    kind: 'put' as const,
    key: keys.seats(c.class_id, block),
    item: { class_id: c.class_id, block, size, taken: 0, line: 0, open: true, terms_rev: c.terms_rev, ...cardPlace(c) },
    when: [{ attr: 'pk', op: 'absent' as const }],
    why: `seats ${block}`,
  }));
}

/** Every block takes over new terms, or closes. */
export function seatTerms(c: TrainingClass): Change[] {
  return Array.from({ length: c.blocks }, (_, block) => ({
    kind: 'update' as const,
    key: keys.seats(c.class_id, block),
    set: { terms_rev: c.terms_rev, open: c.status === 'published', ...cardPlace(c) },
    // Never back to older terms: whoever comes late with them looks again.
    when: [{ attr: 'terms_rev', op: '<=' as const, value: c.terms_rev }],
    why: `terms of seats ${block}`,
  }));
}

function cardPlace(c: TrainingClass) {
  return { site: c.host_region, starts_on: c.starts_at.slice(0, 10) };
}

/** Where its card is listed: the region of the site, then the first day. */
export function cardKey(c: Pick<TrainingClass, 'host_region' | 'starts_at' | 'class_id'>): Key {
  return keys.card(c.host_region, c.starts_at.slice(0, 10), c.class_id);
}

/** What a list shows of a class; `left` by block follows the counters. */
export function cardItem(c: TrainingClass, left: Record<string, number>, waiting: Record<string, number>) {
  const { class_id, title, trade_id, trade_name, level, pattern, host_region, home_region, site_name } = c;
  const { starts_at, ends_at, opens_at, closes_at } = c;
  return {
    class_id,
    title,
    trade_id,
    trade_name,
    level,
    pattern,
    host_region,
    home_region,
    site_name,
    starts_at,
    ends_at,
    opens_at,
    closes_at,
    left,
    waiting,
  };
}

/** How tasks name a lesson: by timetable, number and, once it was moved by itself, how often. */
export const lessonMark = (lesson: Pick<Lesson, 'timetable_rev' | 'n' | 'moved'>): string =>
  `-${lesson.timetable_rev}-${lesson.n}${lesson.moved ? `-${lesson.moved.times}` : ''}`;

/** A lesson's row falls due when its next reminder goes out. */
export function lessonPuts(c: TrainingClass, lessons: Lesson[], policy: Policy, now_ms: number): Change[] {
  return lessons.map((lesson, i) => {
    const key = keys.lesson(c.class_id, lesson.timetable_rev, lesson.n);
    // The evening's reminder is for the day: only its first lesson has one.
    const first_of_day = lessons[i - 1]?.starts_at.slice(0, 10) !== lesson.starts_at.slice(0, 10);
    const due_at = first_of_day ? firstReminder(lesson, policy, now_ms) : hourReminder(lesson, policy, now_ms);
    return {
      kind: 'put' as const,
      key,
      item: { ...lesson, ...(due_at && { due_shard: dueShard(key), due_at }) },
      why: `lesson ${lesson.n}`,
    };
  });
}

/** When the evening reminder of a lesson goes out; the hour reminder when that is past; nothing once it began. */
export function firstReminder(lesson: Pick<Lesson, 'starts_at'>, policy: Policy, now_ms: number): string | undefined {
  const evening = at(addDays(lesson.starts_at.slice(0, 10), -1), policy.notices.evening_at.value);
  if (millis(evening) > now_ms) return evening;
  return hourReminder(lesson, policy, now_ms);
}

/** When the reminder shortly before a lesson goes out (the policy says how long before); at once when that is past, nothing once it began. */
export function hourReminder(lesson: Pick<Lesson, 'starts_at'>, policy: Policy, now_ms: number): string | undefined {
  const before_ms = policy.notices.before_lesson_min.value * 60_000;
  const due_ms = millis(lesson.starts_at) - before_ms;
  if (now_ms >= millis(lesson.starts_at)) return undefined;
  return instant(Math.max(due_ms, now_ms));
}
