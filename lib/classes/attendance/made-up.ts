/** Make-ups that stand for hours someone has already. Pure. */
import type { Lesson } from '../types';
import type { Mark } from './types';

/**
 * The lessons whose make-up counts nothing: made up at a lesson that counts for her in its own right (a list, a
 * correction may have come later) or for which another make-up stands, or on a day that is full. A day holds no more
 * than the class's fullest so far: what she sat through that day and what she made up on it. Counted here as well as
 * asked beforehand: two officers may note two make-ups at once (D20). `counts`: is that lesson's own mark worth anything?
 */
export function doubledMakeUps(
  marks: Record<number, Mark>,
  held: Lesson[],
  counts: (lesson: Lesson) => boolean,
): Set<number> {
  const doubled = new Set<number>();
  const made_up = (one: Lesson) => marks[one.n]?.how === 'make_up';
  const ups = held.filter((one) => made_up(one) && counts(one));
  if (ups.length === 0) return doubled;
  const there = held.filter((one) => !made_up(one) && counts(one));
  const fullest = Math.max(...unitsByDay(held).values());
  const taken = unitsByDay(there);
  const taken_at = new Set(there.map((one) => String(one.n)));
  for (const missed of [...ups].sort((a, b) => a.n - b.n)) {
    const { source = '' } = marks[missed.n] as Mark;
    const at = held.find((one) => String(one.n) === source);
    const day = at ? dayOf(at) : source;
    const units = (taken.get(day) ?? 0) + missed.units;
    if (taken_at.has(source) || units > fullest) {
      doubled.add(missed.n);
      continue;
    }
    taken.set(day, units);
    if (at) taken_at.add(source);
  }
  return doubled;
}

const dayOf = (lesson: Lesson): string => lesson.starts_at.slice(0, 10);

function unitsByDay(lessons: Lesson[]): Map<string, number> {
  const by_day = new Map<string, number>();
  for (const one of lessons) by_day.set(dayOf(one), (by_day.get(dayOf(one)) ?? 0) + one.units);
  return by_day;
}
