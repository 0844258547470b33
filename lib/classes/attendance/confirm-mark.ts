import { type Refusal, refuse } from '../../platform/refusal';
import type { World } from '../../platform/world';
import type { Planned } from '../../store/commit';
import { policyOf } from '../load';
import type { Lesson, TrainingClass } from '../types';
import { markChange } from './items';
import { herRow } from './read';
import { confirmBy } from './rules';
import type { AttendanceRefusal, Mark } from './types';

export interface ConfirmCommand {
  class_id: string;
  worker_id: string;
  lesson: number;
  /** Was she there? */
  there: boolean;
}
export interface Confirmed {
  training_class: TrainingClass;
  lesson: Lesson;
  there: boolean;
  /** She had said so before. */
  before?: true;
}

/**
 * She says whether the officer's list is right about her. Who made it and when stays in the mark. What she confirmed she
 * can still take back; what she disputed only the office can put right, so that nobody is talked into having been there.
 * Refuses `class_unknown`, `lesson_unknown`, `mark_not_asked` (no list names her), `confirm_late` after the policy's days.
 */
export async function confirmMark(world: World, command: ConfirmCommand): Promise<Planned<Confirmed>> {
  const held = await herRow(world, command.class_id, command.worker_id);
  if (!held) return refuse('class_unknown', { class_id: command.class_id });
  const { training_class, marks } = held;
  const lesson = held.lessons.find((one) => one.n === command.lesson);
  if (!lesson) return refuse('lesson_unknown');
  const mark = marks.marks[lesson.n];
  const said = { training_class, lesson, there: command.there };
  const refused = mayAnswer(mark, command.there, policyOf(world, training_class), world.now());
  if (refused === 'before') return { changes: [], value: { ...said, before: true } };
  if (refused) return refused;
  const next: Mark = { ...(mark as Mark), how: command.there ? 'list_confirmed' : 'list_disputed' };
  const { class_id, worker_id, stored } = marks;
  return {
    changes: [markChange(class_id, worker_id, lesson.n, next, stored[lesson.n], 'she says whether she was there')],
    value: said,
  };
}

function mayAnswer(
  mark: Mark | undefined,
  there: boolean,
  policy: ReturnType<typeof policyOf>,
  now_ms: number,
): Refusal<AttendanceRefusal> | 'before' | undefined {
  if (!mark || !['list', 'list_confirmed', 'list_disputed'].includes(mark.how)) return refuse('mark_not_asked');
  if (mark.how === (there ? 'list_confirmed' : 'list_disputed')) return 'before';
  const { confirm_days } = policy.delivery;
  if (mark.how === 'list_disputed' || now_ms > confirmBy(mark, policy.delivery))
    return refuse('confirm_late', { days: confirm_days.value }, confirm_days.rule);
  return undefined;
}
