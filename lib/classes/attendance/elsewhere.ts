/** One person is in one place: what she signed in to in another class at the same time (D20). */
import { MINUTE_MS, millis } from '../../platform/clock';
import { type Refusal, refuse } from '../../platform/refusal';
import type { World } from '../../platform/world';
import { keys } from '../../store/keys';
import type { Change } from '../../store/table';
import { policyOf } from '../load';
import type { Lesson } from '../types';
import { type HerClass, herClassesToday } from './hers';
import { unchanged } from './items';
import { isThere } from './read';
import { standsFor } from './rules';

/**
 * Two classes run at once only after one of them was moved (she keeps both until she chooses). Who is marked in a lesson
 * of the other that goes on from now, or will, cannot come to this one: refuses `signed_elsewhere` {other, n}. Otherwise
 * what the new mark is conditioned on, so that two phones at once make one mark. `hers` where her classes of the day are
 * read already; nothing is read where no other class of hers holds the same half-days.
 */
export async function notElsewhere(
  world: World,
  her: HerClass,
  lesson: Lesson,
  at_ms: number,
  hers?: HerClass[],
): Promise<Change[] | Refusal<'signed_elsewhere'>> {
  const { class_id, worker_id } = her.marks;
  const beside = hers ?? (her.clashes ? await herClassesToday(world, worker_id, at_ms) : []);
  const checks: Change[] = [];
  for (const { training_class: c, lessons, marks } of beside) {
    // Called off, it keeps nobody: her agenda still has it until the task that takes everyone out has come to her.
    if (c.class_id === class_id || c.status !== 'published') continue;
    const same_time = lessons.filter((one) => overlaps(one, lesson, at_ms, marks.marks[one.n]?.left_min));
    const there = same_time.find(({ n, ...times }) => {
      const mark = marks.marks[n];
      return mark && isThere(mark.how) && standsFor(mark, times, policyOf(world, c).delivery.sign_in);
    });
    if (there) return refuse('signed_elsewhere', { other: c.title, n: there.n });
    // One check a row: a transaction takes no more.
    if (same_time.length > 0)
      checks.push({
        kind: 'check',
        key: keys.attendance(c.class_id, worker_id),
        when: same_time.map(({ n }) => unchanged(n, marks.stored[n])),
        why: 'not signed in elsewhere meanwhile',
      });
  }
  return checks;
}

/** Of this lesson what is left when she comes; of the other what she stays for. */
function overlaps(other: Lesson, lesson: Lesson, at_ms: number, left_min?: number): boolean {
  const comes_ms = Math.max(at_ms, millis(lesson.starts_at));
  const leaves_ms = left_min === undefined ? millis(other.ends_at) : millis(other.starts_at) + left_min * MINUTE_MS;
  return comes_ms < leaves_ms && millis(other.starts_at) < millis(lesson.ends_at);
}
