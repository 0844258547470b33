/** Whoever an officer's list put down as present is asked whether that is true (confirm_mark). */

import { tellOnce } from '../../notices/tell-once';
import type { PageDone, Task } from '../../notices/types';
import { instant } from '../../platform/clock';
import type { World } from '../../platform/world';
import { keys } from '../../store/keys';
import { policyOf } from '../load';
import { readClass, readLesson } from '../read';
import { marksOf, workerOfRow } from './items';
import { confirmBy } from './rules';
import { wereYouThere } from './say';

const PAGE = 40;

/** One page of the class's marks: those of the list that wait for an answer. What was promised before stands. */
export async function askPage(world: World, task: Task): Promise<PageDone> {
  const done: PageDone = { handled: 0, sent: 0, skipped: 0, failed: 0 };
  const c = await readClass(world, task.class_id ?? '');
  const lesson = c && (await readLesson(world, c, task.lesson ?? 0));
  if (!lesson) return done;
  const { delivery } = policyOf(world, c);
  const page = await world.table.query({
    pk: keys.class(c.class_id).pk,
    prefix: 'ATTEND#',
    consistent: true,
    limit: PAGE,
    after: task.cursor,
  });
  for (const row of page.items) {
    done.handled++;
    const worker_id = workerOfRow(row);
    const mark = marksOf(c.class_id, worker_id, row).marks[lesson.n];
    if (mark?.how !== 'list' || mark.by !== task.by) {
      done.skipped++;
      continue;
    }
    const notice = {
      notice_id: `${task.task_id}`,
      worker_id,
      kind: 'confirm_mark' as const,
      topic: 'service' as const,
      expires_at: instant(confirmBy(mark, delivery)),
      ...wereYouThere(c, lesson),
    };
    if (await tellOnce(world, notice)) done.sent++;
    else done.skipped++;
  }
  return page.next ? { ...done, cursor: page.next } : done;
}
