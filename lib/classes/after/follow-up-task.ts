/** The members of a class are asked how they fare: each by a push, which counts as an attempt, in one step. */
import type { PageDone, Task } from '../../notices/types';
import { noticeChange, noticeKey } from '../../notices/write';
import { isRefusal } from '../../platform/refusal';
import type { World } from '../../platform/world';
import { seeThrough } from '../../store/commit';
import { keys } from '../../store/keys';
import { memberOf } from '../items';
import { readClass } from '../read';
import type { TrainingClass } from '../types';
import { logAttempt } from './follow-up';
import { howAreYou } from './say';

const PAGE = 40;

export async function followUpPage(world: World, task: Task): Promise<PageDone> {
  const done: PageDone = { handled: 0, sent: 0, skipped: 0, failed: 0 };
  const class_id = task.class_id ?? '';
  const c = await readClass(world, class_id, { consistent: true });
  if (c?.status !== 'published') return done;
  const { pk } = keys.class(class_id);
  const page = await world.table.query({ pk, prefix: 'MEMBER#', consistent: true, limit: PAGE, after: task.cursor });
  for (const row of page.items) {
    const member = memberOf(row);
    done.handled++;
    if (member.status === 'enrolled' && (await ask(world, c, member.worker_id, task.month ?? 1))) done.sent++;
    else done.skipped++;
  }
  return { ...done, ...(page.next && { cursor: page.next }) };
}

async function ask(world: World, c: TrainingClass, worker_id: string, month: number): Promise<boolean> {
  const told = { notice_id: `follow-${c.class_id}-${month}`, worker_id, kind: 'follow_up' as const };
  const made = await seeThrough(world, async () => {
    if (await world.table.get(noticeKey(told), { consistent: true })) return { changes: [], value: false };
    const { class_id } = c;
    const logged = await logAttempt(world, {
      class_id,
      worker_id,
      month,
      how: 'push',
      by: 'schedule',
      outcome: 'sent',
    });
    if (isRefusal(logged)) return logged;
    const notice = noticeChange(world, { ...told, topic: 'service', ...howAreYou(c, month) });
    return { changes: [...logged.changes, notice], value: true };
  });
  return made === true;
}
