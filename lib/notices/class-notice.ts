/** 通知 to everyone of a class: its text, a page of the roster at a time. Told once, however often a page is repeated. */
import { memberOf } from '../classes/items';
import { readClass } from '../classes/read';
import type { World } from '../platform/world';
import { keys } from '../store/keys';
import { tellOnce } from './tell-once';
import type { PageDone, Task } from './types';

const PAGE = 40;

export async function classNoticePage(world: World, task: Task): Promise<PageDone> {
  const done: PageDone = { handled: 0, sent: 0, skipped: 0, failed: 0 };
  const c = await readClass(world, task.class_id ?? '');
  if (!c || !task.text) return done;
  const page = await world.table.query({
    pk: keys.class(c.class_id).pk,
    prefix: 'MEMBER#',
    consistent: true,
    limit: PAGE,
    after: task.cursor,
  });
  for (const row of page.items) {
    const member = memberOf(row);
    done.handled++;
    if (member.status !== 'enrolled') {
      done.skipped++;
      continue;
    }
    const notice = {
      notice_id: task.task_id,
      worker_id: member.worker_id,
      kind: 'class_notice' as const,
      topic: 'class_change' as const,
      text: `${c.title}通知：${task.text}`,
      template: { name: 'class_changed' as const, fields: { title: c.title, note: task.text } },
    };
    await tellOnce(world, notice);
    done.sent++;
  }
  return page.next ? { ...done, cursor: page.next } : done;
}
