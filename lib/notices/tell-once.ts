import type { World } from '../platform/world';
import { seeThrough } from '../store/commit';
import { type NewNotice, noticeChange, noticeKey } from './write';

/** Promise to tell her, unless the same promise stands already: a page of a task that comes again tells nobody twice. Whether it was made now. */
export async function tellOnce(world: World, notice: NewNotice): Promise<boolean> {
  const made = await seeThrough(world, async ({ number }) => {
    const stands = number > 0 && (await world.table.get(noticeKey(notice), { consistent: true }));
    return stands ? { changes: [], value: false } : { changes: [noticeChange(world, notice)], value: true };
  });
  return made === true;
}
