import { policyOf } from '../classes/load';
import { questionOf } from '../classes/online/question';
import { readClass, readLesson } from '../classes/read';
import { instant, MINUTE_MS, millis } from '../platform/clock';
import type { World } from '../platform/world';
import { onlineQuestion } from './say-delivery';
import { tellEnrolled } from './tell-enrolled';
import type { PageDone, Task } from './types';

/**
 * An online lesson's question to everyone on the roster (L10), a page at a time; each is asked once, and not any more when
 * her time to answer would be over.
 */
export async function onlinePage(world: World, task: Task): Promise<PageDone> {
  const done: PageDone = { handled: 0, sent: 0, skipped: 0, failed: 0 };
  const c = await readClass(world, task.class_id ?? '', { consistent: true });
  const lesson = c && (await readLesson(world, c, task.lesson ?? 0, { consistent: true }));
  if (c?.status !== 'published' || !lesson?.asked_at) return done;
  const minutes = policyOf(world, c).delivery.online_answer_min.value;
  const until_ms = millis(lesson.asked_at) + minutes * MINUTE_MS;
  if (world.now() >= until_ms) return done;
  return tellEnrolled(world, task, (worker_id) => ({
    kind: 'online_question',
    topic: 'reminder',
    urgent: true,
    expires_at: instant(until_ms),
    ...onlineQuestion(c, lesson, questionOf(lesson, worker_id), minutes),
  }));
}
