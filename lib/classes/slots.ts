/** Half-days (半天): the grain in which a worker can be in one place only. Pure. */
import type { Day, Instant } from '../platform/clock';

// A day has three parts: before 12:30, before 18:00, and the evening.
const PARTS_UNTIL = ['12:30', '18:00', '24:00'];
const EPOCH: Day = '2020-01-01';

/** The number of a part (0–2) of a day: three a day since 2020, so small numbers. */
function slotOf(day: Day, part: number): number {
  return Math.round((Date.parse(`${day}T00:00:00Z`) - Date.parse(`${EPOCH}T00:00:00Z`)) / 86_400_000) * 3 + part;
}

/** Whether a half-day is on a weekend, and whether it is the evening. */
export function slotKind(slot: number): { weekend: boolean; evening: boolean } {
  // 2020-01-01 was a Wednesday: weekday 3.
  const weekday = ((Math.floor(slot / 3) + 2) % 7) + 1;
  return { weekend: weekday >= 6, evening: slot % 3 === 2 };
}

/** Every half-day that the lessons touch, in order, each once. */
export function slotsOf(lessons: { starts_at: Instant; ends_at: Instant }[]): number[] {
  const held = new Set<number>();
  for (const lesson of lessons) {
    const day = lesson.starts_at.slice(0, 10);
    const from = partOf(lesson.starts_at.slice(11, 16));
    // A lesson that ends at 12:30 does not touch the afternoon.
    const to = partOf(lesson.ends_at.slice(11, 16), true);
    for (let part = from; part <= Math.max(from, to); part++) held.add(slotOf(day, part));
  }
  return [...held].sort((a, b) => a - b);
}

function partOf(time: string, ending = false): number {
  const part = PARTS_UNTIL.findIndex((until) => (ending ? time <= until : time < until));
  return part === -1 ? PARTS_UNTIL.length - 1 : part;
}
