/** 留言 of her area: those whose worker works there, or whose conversation says so. */

import { findWorker } from '../../people/find';
import { keys } from '../../store/keys';
import { conversationOf } from '../conversation';
import { listThreads, type Thread } from '../threads';
import { regionsOf } from './area';
import type { AtWork } from './types';

export interface Waiting extends Thread {
  name: string;
}

const PAGES_MAX = 5;

/** Open threads of her area, those who wait for an answer first, oldest first. */
export async function openThreads(context: AtWork): Promise<Waiting[]> {
  const { world } = context;
  const regions = new Set(regionsOf(context));
  const office = context.staff.duties.includes('office');
  const found: Waiting[] = [];
  let after: Record<string, string> | undefined;
  for (let page = 0; page === 0 || (after && page < PAGES_MAX); page++) {
    const { threads, next } = await listThreads(world, {
      home_region: world.account.home_region,
      state: 'open',
      after,
      limit: 200,
    });
    const talks = await world.table.getMany(threads.map((one) => keys.conversation(one.chat ?? '-')));
    for (const [i, thread] of threads.entries()) {
      const talk = talks[i] && conversationOf(thread.chat ?? '', talks[i]);
      const worker = thread.worker_id ? await findWorker(world, thread.worker_id) : undefined;
      const site = worker?.site_region ?? talk?.site;
      // Who has said no place yet is nobody's but the office's.
      if (site ? !regions.has(site) : !office) continue;
      found.push({ ...thread, name: worker?.name ?? talk?.name ?? '没登记的工友' });
    }
    after = next;
  }
  return found.sort((a, b) => Number(b.waiting) - Number(a.waiting) || (a.updated_at < b.updated_at ? -1 : 1));
}

export async function waitingThreads(context: AtWork): Promise<Waiting[]> {
  return (await openThreads(context)).filter((one) => one.waiting);
}
