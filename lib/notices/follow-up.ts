import type { Sender } from '../channels/types';
import { countOnCard } from '../classes/count';
import { fillSeats } from '../classes/fill-seats';
import { isRefusal } from '../platform/refusal';
import type { World } from '../platform/world';
import { seeThrough } from '../store/commit';
import type { Item } from '../store/table';
import { deliver } from './deliver';
import { runTask } from './task';

/** Offers one follow-up makes at most; a freed seat is one, a whole class's worth comes in several records. */
const OFFERS_MAX = 10;

/**
 * What follows from a row that was written: a new notice is delivered, a task's work begins, a seat
 * counter shows on the card and a seat free beside a waiting list is offered. Records may come twice
 * and late: everything here looks at the row as it is now.
 */
export async function followUp(world: World, sender: Sender, now_is: Item, was?: Item): Promise<void> {
  if (now_is.sk.startsWith('NOTICE#')) {
    if (!was && now_is.state === 'pending') await deliver(world, sender, now_is);
  } else if (now_is.sk === 'TASK') {
    if (!was && now_is.state === 'running') await runTask(world, sender, now_is.task_id);
  } else if (now_is.sk.startsWith('SEATS#')) {
    await countOnCard(world, now_is);
    if (now_is.open && now_is.line > 0 && now_is.taken < now_is.size) await fill(world, now_is.class_id);
  }
}

async function fill(world: World, class_id: string): Promise<void> {
  for (let n = 0; n < OFFERS_MAX; n++) {
    const filled = await seeThrough(world, () => fillSeats(world, class_id));
    if (isRefusal(filled) || !filled.offered) return;
  }
}
