/** Fetches an inspector's picture from the channel, which keeps it for three days, into the files. */
import type { Sender } from '../channels/types';
import { keepPicture, losePicture, notedPicture, type PictureOf, pictureType } from '../classes/inspection/picture';
import { DAY_MS, MINUTE_MS, millis } from '../platform/clock';
import { FILE_MAX_BYTES } from '../platform/files';
import { log } from '../platform/log';
import type { World } from '../platform/world';
import { seeThrough } from '../store/commit';
import type { PageDone, Task } from './types';

/** WeChat keeps media for three days. */
const KEPT_MS = 3 * DAY_MS;

/** One picture; later again while the channel cannot now and still has it. */
export async function picturePage(world: World, sender: Sender, task: Task): Promise<PageDone> {
  const none: PageDone = { handled: 0, sent: 0, skipped: 0, failed: 0 };
  const of = pictureOf(task);
  const noted = await notedPicture(world, of);
  if (noted?.picture.state !== 'fetching' || !noted.picture.media) return none;
  const got = (await sender.media?.(noted.picture.media, FILE_MAX_BYTES)) ?? {
    outcome: 'refused' as const,
    reason: 'the channel hands on no media',
  };
  const over = world.now() - millis(noted.picture.noted_at) > KEPT_MS;
  if (got.outcome === 'later' && !over)
    return { ...none, resume_ms: world.now() + Math.max(MINUTE_MS, got.retry_after_ms) };
  const type = got.outcome === 'got' ? pictureType(got.bytes) : undefined;
  if (got.outcome === 'got' && type) {
    await seeThrough(world, () => keepPicture(world, of, got.bytes, type));
    return { ...none, handled: 1 };
  }
  const reason = got.outcome === 'got' ? 'neither JPEG nor PNG' : got.reason;
  log.warn('a picture of an inspection could not be had', { task_id: task.task_id, reason });
  await seeThrough(world, () => losePicture(world, of, got.outcome !== 'got'));
  return { ...none, failed: 1 };
}

function pictureOf(task: Task): PictureOf {
  const [inspection_id = '', staff_id = '', n = ''] = (task.text ?? '').split(' ');
  return { class_id: task.class_id ?? '', inspection_id, staff_id, n: Number(n) };
}
