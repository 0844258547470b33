/** What she said to a person (人工) goes with the rest of her when she is erased. */
import type { World } from '../platform/world';
import type { Plan } from '../store/commit';
import { keys } from '../store/keys';
import type { Change, Key } from '../store/table';
import { threadsOf } from './threads';

/** A transaction takes 100. */
const DELETED_AT_ONCE = 90;

/**
 * Plans that delete her closed conversations with the office, words and all; each may be carried out again. A
 * conversation she had before she registered bears no name of hers and runs out by itself.
 */
export async function threadsForgotten(world: World, worker_id: string): Promise<(() => Promise<Plan<undefined>>)[]> {
  const gone: Key[] = [];
  for (const { home_region, thread_id } of await threadsOf(world, worker_id)) {
    gone.push(keys.thread(home_region, thread_id));
    const { pk } = keys.threadLine(thread_id, '', '');
    let after: Record<string, string> | undefined;
    do {
      const page = await world.table.query({ pk, prefix: 'SAID#', after });
      gone.push(...page.items.map(({ pk, sk }) => ({ pk, sk })));
      after = page.next;
    } while (after);
  }
  const changes = gone.map((key): Change => ({ kind: 'delete', key, why: 'her words erased' }));
  return Array.from({ length: Math.ceil(changes.length / DELETED_AT_ONCE) }, (_, i) => async () => ({
    changes: changes.slice(i * DELETED_AT_ONCE, (i + 1) * DELETED_AT_ONCE),
    value: undefined,
  }));
}
