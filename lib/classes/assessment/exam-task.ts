/** An exam that was planned, or planned anew, reaches whoever is to sit it. */

import { taskChange } from '../../notices/task-write';
import { tellEnrolled } from '../../notices/tell-enrolled';
import type { PageDone, Task } from '../../notices/types';
import { millis } from '../../platform/clock';
import type { World } from '../../platform/world';
import type { Change } from '../../store/table';
import { readClass } from '../read';
import type { TrainingClass } from '../types';
import { shortfallOnceOver } from './attended';
import { readAssessment, readScore, type StoredAssessment } from './items';
import { sittingOf } from './rules';
import { examTold } from './say';

const taskId = ({ class_id, rev }: StoredAssessment) => `exam-${class_id}-${rev}`;

/** Everyone is told of a new time or place; nobody of a change of assessors alone. */
export function tellExam(
  world: World,
  c: TrainingClass,
  a: StoredAssessment,
  before: StoredAssessment | undefined,
): Change[] {
  const anew = before && sittingOf(before) === sittingOf(a) ? before : undefined;
  if (anew && anew.at === a.at && anew.place === a.place) return [];
  const { class_id, home_region } = c;
  const text = anew && 'moved';
  return [
    taskChange(world, { task_id: taskId(a), kind: 'exam', home_region, class_id, by: a.by, ...(text && { text }) }),
  ];
}

/**
 * One page of the roster. A plan that was changed since, or whose exam has begun, is told to nobody more. Of a second
 * sitting hears who is admitted and has no score yet.
 */
export async function examPage(world: World, task: Task): Promise<PageDone> {
  const [c, a] = await Promise.all([
    readClass(world, task.class_id ?? '', { consistent: true }),
    readAssessment(world, task.class_id ?? ''),
  ]);
  const stands = c && a?.state === 'planned' && taskId(a) === task.task_id && c.status !== 'cancelled';
  if (!stands || world.now() >= millis(a.at)) return { handled: 0, sent: 0, skipped: 0, failed: 0 };
  return tellEnrolled(world, task, async (worker_id) => {
    const short = await shortfallOnceOver(world, c, worker_id);
    if (sittingOf(a) > 1 && (short || (await readScore(world, c.class_id, worker_id)))) return undefined;
    const said = examTold(c, a, { moved: task.text === 'moved', short });
    return { kind: 'exam', topic: 'service', expires_at: a.at, ...said };
  });
}
