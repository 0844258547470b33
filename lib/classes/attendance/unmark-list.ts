import { type Refusal, refuse } from '../../platform/refusal';
import type { World } from '../../platform/world';
import type { Plan } from '../../store/commit';
import type { Lesson, TrainingClass } from '../types';
import { decodeMark, workerOfRow } from './items';
import { type ClassMarks, classMarks, marksAgain } from './read';
import { chunks, LISTED_AT_ONCE_MAX, unstampChanges } from './roll-call';

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
  const changesOf = (now: ClassMarks) => unstampChanges(now, command.lesson, listed, 'the list is taken back');
  const changes = changesOf(read);
  const parts = chunks(changes, LISTED_AT_ONCE_MAX);
  return {
    changes: parts.at(-1) ?? [],
    value: {
      training_class: read.training_class,
      lesson,
      removed: changes.length,
      // A repeat finds those of its part gone and leaves them so.
      first: parts.slice(0, -1).map((part) => async () => {
        const now = await marksAgain(
          world,
          command.class_id,
          part.map(({ key }) => workerOfRow(key)),
        );
        return { changes: now ? changesOf(now) : [], value: null };
      }),
    },
  };
}
