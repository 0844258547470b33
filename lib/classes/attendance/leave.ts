import { instant } from '../../platform/clock';
import { type Refusal, refuse } from '../../platform/refusal';
import type { World } from '../../platform/world';
import type { Planned } from '../../store/commit';
import type { Change } from '../../store/table';
import type { Lesson, TrainingClass } from '../types';
import { markChange, unmarkChange } from './items';
import { herRow } from './read';
import { FIRM, newMark } from './rules';
import { seenMark } from './sign-in';
import type { AttendanceRefusal } from './types';

export interface LeaveCommand {
  class_id: string;
  worker_id: string;
  lessons: number[];
  /** `sick`, `family`, `work`, `other`: kept with the mark. */
  reason?: LeaveReason;
  /** Where not herself: a staff id. */
  by?: string;
}
export type LeaveReason = 'sick' | 'family' | 'work' | 'other';
export interface Leave {
  training_class: TrainingClass;
  lessons: Lesson[];
  /** Their mark as stored: what 撤销 looks for. */
  stamps: Record<number, string>;
}

/**
 * 请假: she will not come to these lessons. It is no presence: the lesson stays held and not counted, and can be made up.
 * A lesson she has come to is not touched. Refuses `class_unknown`, `not_enrolled`, `class_cancelled`, `lesson_unknown`,
 * `leave_too_late` (every one of them is over), `already_marked`.
 */
export async function takeLeave(world: World, command: LeaveCommand): Promise<Planned<Leave>> {
  const held = await herRow(world, command.class_id, command.worker_id);
  if (!held) return refuse('not_enrolled', { class_id: command.class_id });
  const { training_class, marks } = held;
  if (held.member.status !== 'enrolled') return refuse('not_enrolled', { title: training_class.title });
  if (training_class.status === 'cancelled')
    return refuse('class_cancelled', { title: training_class.title, reason: training_class.cancelled?.reason ?? '' });
  const asked = held.lessons.filter((lesson) => command.lessons.includes(lesson.n));
  const refused = mayBeAway(world, asked, held);
  if (refused) return refused;
  const open = asked.filter((lesson) => !seenMark(world, held, lesson) && lesson.ends_at > instant(world.now()));
  const changes: Change[] = [];
  const stamps: Record<number, string> = {};
  for (const lesson of open) {
    const mark = newMark(lesson, {
      how: 'leave',
      at_ms: world.now(),
      ...(command.reason && { source: command.reason }),
      ...(command.by && { by: command.by }),
    });
    const change = markChange(
      command.class_id,
      command.worker_id,
      lesson.n,
      mark,
      marks.stored[lesson.n],
      'she takes leave',
    );
    changes.push(change);
    if (change.kind === 'update') stamps[lesson.n] = change.set?.[`n${lesson.n}`];
  }
  return { changes, value: { training_class, lessons: asked, stamps } };
}

function mayBeAway(
  world: World,
  asked: Lesson[],
  held: Parameters<typeof seenMark>[1],
): Refusal<AttendanceRefusal> | undefined {
  if (asked.length === 0) return refuse('lesson_unknown', { lessons: held.training_class.lessons });
  if (asked.every((lesson) => lesson.ends_at <= instant(world.now()))) return refuse('leave_too_late');
  const there = asked.find((lesson) => {
    const mark = seenMark(world, held, lesson);
    return mark !== undefined && (FIRM.has(mark.how) || mark.how === 'list');
  });
  return there && refuse('already_marked', { n: there.n, title: held.training_class.title });
}

/** 销假, 撤销: these marks, as far as they still stand as they were made. Refuses `nothing_to_undo`. */
export async function takeBackLeave(
  world: World,
  command: { class_id: string; worker_id: string; stamps: Record<number, string> },
): Promise<Planned<{ removed: number }>> {
  const held = await herRow(world, command.class_id, command.worker_id);
  const standing = Object.entries(command.stamps).filter(([n, stamp]) => held?.marks.stored[Number(n)] === stamp);
  if (standing.length === 0) return refuse('nothing_to_undo');
  return {
    changes: standing.map(([n, stamp]) =>
      unmarkChange(command.class_id, command.worker_id, Number(n), stamp, 'leave taken back'),
    ),
    value: { removed: standing.length },
  };
}
