/** Half-days (半天): the grain in which a worker can be in one place only. Pure. */
import { addDays, type Day, type Instant } from '../platform/clock';

// A day has three parts: before 12:30, before 18:00, and the evening.
const PARTS = [
  { until: '12:30', name: '上午' },
  { until: '18:00', name: '下午' },
  { until: '24:00', name: '晚上' },
] as const;
const EPOCH: Day = '2020-01-01';

/** The number of a part (0–2) of a day: three a day since 2020, so small numbers. */
export function slotOf(day: Day, part: number): number {
  return Math.round((Date.parse(`${day}T00:00:00Z`) - Date.parse(`${EPOCH}T00:00:00Z`)) / 86_400_000) * 3 + part;
}

/** `7月24日上午` */
export function slotName(slot: number): string {
  const day = addDays(EPOCH, Math.floor(slot / 3));
  return `${Number(day.slice(5, 7))}月${Number(day.slice(8))}日${PARTS[slot % 3]?.name}`;
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
  const part = PARTS.findIndex((p) => (ending ? time <= p.until : time < p.until));
  return part === -1 ? PARTS.length - 1 : part;
}
