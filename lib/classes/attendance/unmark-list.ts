import { type Refusal, refuse } from '../../platform/refusal';
import type { World } from '../../platform/world';
import type { Plan } from '../../store/commit';
import type { Lesson, TrainingClass } from '../types';
import { decodeMark, markChange, unmarkChange } from './items';
import { classMarks } from './read';
import { cameAfterAll, chunks, LISTED_AT_ONCE_MAX } from './roll-call';
import type { Mark } from './types';

export interface Unlisted {
  training_class: TrainingClass;
  lesson: Lesson;
  removed: number;
  first: (() => Promise<Plan<null> | Refusal>)[];
}

/**
 * 撤销: exactly the marks of that list, as far as they still stand as it made them; what a worker has confirmed or signed
 * meanwhile is hers. Refuses `nothing_to_undo`.
 */
export async function unmarkList(
  world: World,
  command: { class_id: string; lesson: number; stamp: string },
): Promise<Plan<Unlisted> | Refusal> {
  const read = await classMarks(world, command.class_id, { consistent: true });
  const lesson = read?.lessons.find((one) => one.n === command.lesson);
  if (!read || !lesson) return refuse('nothing_to_undo');
  const listed = decodeMark(command.stamp);
  if (!listed) return refuse('nothing_to_undo');
  const stamps = [command.stamp, cameAfterAll(listed)];
  const why = 'the list is taken back';
  const changes = [...read.marks.values()].flatMap(({ worker_id, stored }) => {
    const seen = stored[command.lesson];
    if (seen === undefined || !stamps.includes(seen)) return [];
    if (seen === command.stamp) return [unmarkChange(command.class_id, worker_id, command.lesson, seen, why)];
    const leave: Mark = { ...listed, how: 'leave' };
    return [markChange(command.class_id, worker_id, command.lesson, leave, seen, why)];
  });
  const parts = chunks(changes, LISTED_AT_ONCE_MAX);
  return {
    changes: parts.at(-1) ?? [],
    value: {
      training_class: read.training_class,
      lesson,
      removed: changes.length,
      // A repeat finds those of its part gone and leaves them so.
      first: parts.slice(0, -1).map((part) => async () => {
        const now = await classMarks(world, command.class_id, { consistent: true });
        const still = part.filter((change) => {
          const kept = now?.marks.get(change.key.sk.slice('ATTEND#'.length));
          return stamps.includes(kept?.stored[command.lesson] ?? '');
        });
        return { changes: still, value: null };
      }),
    },
  };
}
