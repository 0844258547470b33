/** A class was published: those who wished for it there are told, unless the news to the site reaches them anyway. */
import { readClass } from '../classes/read';
import type { TrainingClass } from '../classes/types';
import { tellOnce } from '../notices/tell-once';
import type { PageDone, Task } from '../notices/types';
import type { World } from '../platform/world';
import { keys } from '../store/keys';
import type { Item } from '../store/table';
import { wishOf } from './items';
import { isWanted } from './rules';
import { wishedClass } from './say';
import type { Wish } from './types';

const PAGE = 40;

/** One page of those who wished. Each is promised one notice, whatever is repeated. */
export async function wishersPage(world: World, task: Task): Promise<PageDone> {
  const done: PageDone = { handled: 0, sent: 0, skipped: 0, failed: 0 };
  const c = task.class_id ? await readClass(world, task.class_id) : undefined;
  if (c?.status !== 'published') return done;
  const { pk } = keys.wish(c.host_region, '', '');
  const page = await world.table.query({ pk, prefix: `WISH#${c.trade_id}#`, limit: PAGE, after: task.cursor });
  const wishes = page.items.map(wishOf).filter((wish) => isWanted(wish) && wish.home_region === c.home_region);
  const news = await world.table.get(keys.task(`published-${c.class_id}`));
  for (const wish of wishes) {
    const told = await tell(world, c, wish, news !== undefined);
    if (told) done.sent++;
    else done.skipped++;
  }
  done.handled = page.items.length;
  return { ...done, ...(page.next && { cursor: page.next }) };
}

async function tell(world: World, c: TrainingClass, wish: Wish, news: boolean): Promise<boolean> {
  const chat = wish.chat ?? (await chatOf(world, wish));
  // Someone a station spoke for is told by the station.
  if (!chat) return false;
  const talk = await world.table.get(keys.conversation(chat));
  if (news && hearsNews(c, talk)) return false;
  // A wish made by chat before she registered and one said for her by a station are the same person's: one promise.
  const worker_id: string | undefined = wish.worker_id ?? talk?.worker_id;
  const notice = {
    notice_id: `wished-${c.class_id}`,
    ...(worker_id ? { worker_id } : { chat }),
    kind: 'wish_news' as const,
    topic: 'news' as const,
    expires_at: c.closes_at,
    ...wishedClass(c),
  };
  return tellOnce(world, notice);
}

async function chatOf(world: World, wish: Wish): Promise<string | undefined> {
  return wish.worker_id ? (await world.table.get(keys.profile(wish.worker_id)))?.chat : undefined;
}

/** The news of a class goes to those at its site who follow its trade, or none in particular. */
function hearsNews(c: TrainingClass, talk: Item | undefined): boolean {
  const follows = [...(talk?.trades ?? [])] as string[];
  return talk?.audience === c.host_region && (follows.length === 0 || follows.includes(c.trade_id));
}
