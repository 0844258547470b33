import type { Sender } from '../channels/types';
import { forgetAtWork } from '../chat/forget-at-work';
import { followClass } from '../classes/after/schedule';
import { countOnCard } from '../classes/count';
import { fillSeats } from '../classes/fill-seats';
import { listPerson } from '../people/directory';
import { isRefusal } from '../platform/refusal';
import type { World } from '../platform/world';
import { seeThrough } from '../store/commit';
import type { Item } from '../store/table';
import { wishFollows } from '../wishes/lead-time';
import { moveWishes } from '../wishes/move-wishes';
import { wishWritten } from '../wishes/pool';
import { deliver } from './deliver';
import { runTask } from './task';

/** Offers one follow-up makes at most; a freed seat is one, a whole class's worth comes in several records. */
const OFFERS_MAX = 10;

type Follow = (world: World, sender: Sender, now_is: Item, was?: Item) => Promise<unknown>;

/** What follows from a row that was written, by how its sort key begins. A new kind is a line here. */
const FOLLOWS: [begins: string, follow: Follow][] = [
  ['NOTICE#', async (world, sender, is, was) => !was && is.state === 'pending' && (await deliver(world, sender, is))],
  ['TASK', async (world, sender, is, was) => !was && is.state === 'running' && runTask(world, sender, is.task_id)],
  ['META', (world, _sender, is) => followClass(world, is)],
  ['PROFILE', (world, _sender, is, was) => personChanged(world, is, was)],
  ['SEATS#', (world, _sender, is) => seatsChanged(world, is)],
  ['MEMBER#', async (world, _sender, is, was) => is.status !== was?.status && wishFollows(world, is as any)],
  [
    'WISH#',
    async (world, _sender, is, was) => is.pk.startsWith('WISHES#') && wishWritten(world, is as any, was as any),
  ],
];

/** How the sort keys of such rows begin; the stream hands over these alone (functions/stream.yml). */
export const FOLLOWED = FOLLOWS.map(([begins]) => begins);

/**
 * What follows from a row that was written: a new notice is delivered, a task's work begins, a seat
 * counter shows on the card and a seat free beside a waiting list is offered. Records may come twice
 * and late: everything here looks at the row as it is now.
 */
export async function followUp(world: World, sender: Sender, now_is: Item, was?: Item): Promise<void> {
  await FOLLOWS.find(([begins]) => now_is.sk.startsWith(begins))?.[1](world, sender, now_is, was);
}

/** Found where she now is, her wishes with her; once erased, nowhere, and no officer's last page names her. */
async function personChanged(world: World, is: Item, was?: Item): Promise<void> {
  await listPerson(world, is, was);
  const from = was?.site_region;
  if (from && is.site_region !== from) await moveWishes(world, { worker_id: is.worker_id, from });
  if (is.erased_at && was?.name) await forgetAtWork(world, was as any);
}

async function seatsChanged(world: World, is: Item): Promise<void> {
  await countOnCard(world, is);
  if (is.open && is.line > 0 && is.taken < is.size) await fill(world, is.class_id);
}

async function fill(world: World, class_id: string): Promise<void> {
  for (let n = 0; n < OFFERS_MAX; n++) {
    const filled = await seeThrough(world, () => fillSeats(world, class_id));
    if (isRefusal(filled) || !filled.offered) return;
  }
}
