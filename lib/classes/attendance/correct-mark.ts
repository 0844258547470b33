import { unnamed } from '../../people/unnamed';
import { dayOf, instant, MINUTE_MS, millis } from '../../platform/clock';
import { refuse } from '../../platform/refusal';
import type { World } from '../../platform/world';
import type { Planned } from '../../store/commit';
import { keys } from '../../store/keys';
import type { Lesson } from '../types';
import { markChange } from './items';
import { notHerself } from './own-mark';
import { herRow, type RosterRow } from './read';
import { newMark } from './rules';
import type { Mark } from './types';

export interface CorrectCommand {
  class_id: string;
  worker_id: string;
  lesson: number;
  to: 'present' | 'absent' | 'leave';
  /** 早退: when she left; with `present` only. */
  left_at?: string;
  reason: string;
  by: string;
}
export interface Corrected {
  lesson: Lesson;
  member: RosterRow;
  mark: Mark;
}

const HOW = { present: 'corrected', absent: 'absent', leave: 'leave' } as const;

/**
 * 更正: the office puts a mark right, whoever made it. What stood there before, who changed it and why goes into the audit
 * in the same step. Refuses `class_unknown`, `not_enrolled` (she was never on this roster, or had left by then),
 * `lesson_unknown`, `lesson_not_begun` (leave excepted), `left_time`, `own_mark`.
 */
export async function correctMark(world: World, command: CorrectCommand): Promise<Planned<Corrected>> {
  const held = await herRow(world, command.class_id, command.worker_id);
  if (!held) return refuse('not_enrolled');
  const { training_class, marks, member } = held;
  const lesson = held.lessons.find((one) => one.n === command.lesson);
  if (!lesson) return refuse('lesson_unknown', { n: command.lesson, lessons: training_class.lessons });
  if (member.status !== 'enrolled' && !(member.left_at && member.left_at >= lesson.ends_at))
    return refuse('not_enrolled', { title: training_class.title });
  const now_ms = world.now();
  if (command.to !== 'leave' && now_ms < millis(lesson.starts_at))
    return refuse('lesson_not_begun', { starts_at: lesson.starts_at });
  const left_min = minutesUntil(lesson, command.left_at);
  if (left_min === false || (left_min !== undefined && command.to !== 'present')) return refuse('left_time');
  const herself = command.to === 'present' ? await notHerself(world, command.by, [member]) : undefined;
  if (herself) return herself;
  const mark = newMark(lesson, {
    how: HOW[command.to],
    at_ms: now_ms,
    ...(left_min !== undefined && { left_min }),
    by: command.by,
  });
  const seen = marks.stored[lesson.n];
  return {
    changes: [
      markChange(command.class_id, command.worker_id, lesson.n, mark, seen, 'a mark put right'),
      {
        kind: 'put',
        key: keys.audit(dayOf(now_ms), world.id('mark')),
        item: {
          what: 'correct_mark',
          class_id: command.class_id,
          worker_id: command.worker_id,
          lesson: lesson.n,
          to: command.to,
          ...(seen && { was: seen }),
          by: command.by,
          reason: unnamed(command.reason, member.name),
          at: instant(now_ms),
        },
        why: 'who put a mark right, and why',
      },
    ],
    value: { lesson, member, mark },
  };
}

/** Minutes after the lesson's start; false when it is not within the lesson. */
export function minutesUntil(lesson: Pick<Lesson, 'starts_at' | 'ends_at'>, left_at: string | undefined) {
  if (left_at === undefined) return undefined;
  const min = Math.floor((millis(left_at) - millis(lesson.starts_at)) / MINUTE_MS);
  return min >= 0 && millis(left_at) <= millis(lesson.ends_at) ? min : false;
}
