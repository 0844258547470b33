import { memberOf } from '../classes/items';
import type { World } from '../platform/world';
import { keys } from '../store/keys';
import { tellOnce } from './tell-once';
import type { PageDone, Task } from './types';
import type { NewNotice } from './write';

type Told = Omit<NewNotice, 'notice_id' | 'worker_id'> | undefined;

const PAGE = 40;

/** One page of a class's roster: everyone enrolled is told what `said` makes for her (nothing: she is passed over), once, however often the page is repeated. */
export async function tellEnrolled(
  world: World,
  { task_id, class_id = '', cursor }: Task,
  said: (worker_id: string) => Told | Promise<Told>,
): Promise<PageDone> {
  const { pk } = keys.class(class_id);
  const page = await world.table.query({ pk, prefix: 'MEMBER#', consistent: true, limit: PAGE, after: cursor });
  let sent = 0;
  for (const { status, worker_id } of page.items.map(memberOf)) {
    if (status !== 'enrolled') continue;
    const told = await said(worker_id);
    if (told && (await tellOnce(world, { notice_id: task_id, worker_id, ...told }))) sent++;
  }
  const handled = page.items.length;
  return { handled, sent, skipped: handled - sent, failed: 0, ...(page.next && { cursor: page.next }) };
}
