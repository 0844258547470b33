/** The code to scan for a class that was published, made by the channel and kept for the office to print. */
import type { Sender } from '../channels/types';
import { saveCode } from '../classes/class-code';
import { readClass } from '../classes/read';
import { instant } from '../platform/clock';
import { log } from '../platform/log';
import type { World } from '../platform/world';
import { seeThrough } from '../store/commit';
import type { PageDone, Task } from './types';

/** One code, tried again later when the channel cannot now, until the class has begun. A channel without codes has none. */
export async function codePage(world: World, sender: Sender, task: Task): Promise<PageDone> {
  const none: PageDone = { handled: 0, sent: 0, skipped: 0, failed: 0 };
  const c = await readClass(world, task.class_id ?? '', { consistent: true });
  if (c?.status !== 'published' || c.starts_at <= instant(world.now()) || !sender.sceneCode) return none;
  const code = await sender.sceneCode(`class:${c.class_id}`);
  if (code.outcome === 'later') return { ...none, resume_ms: world.now() + code.retry_after_ms };
  if (code.outcome === 'refused') {
    log.error('no code for a class', { class_id: c.class_id, reason: code.reason });
    return { ...none, failed: 1 };
  }
  const { url, picture_url } = code;
  await seeThrough(world, async () => saveCode({ class_id: c.class_id, url, picture_url }));
  return { ...none, handled: 1 };
}
