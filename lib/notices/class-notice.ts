import { readClass } from '../classes/read';
import type { World } from '../platform/world';
import { tellEnrolled } from './tell-enrolled';
import type { PageDone, Task } from './types';

/** 通知 to everyone of a class, a page of the roster at a time. */
export async function classNoticePage(world: World, task: Task): Promise<PageDone> {
  const c = await readClass(world, task.class_id ?? '');
  const { text } = task;
  if (!c || !text) return { handled: 0, sent: 0, skipped: 0, failed: 0 };
  return tellEnrolled(world, task, () => ({
    kind: 'class_notice',
    topic: 'class_change',
    text: `${c.title}通知：${text}`,
    template: { name: 'general', fields: { title: c.title, note: text } },
  }));
}
