import { instant } from '../platform/clock';
import type { World } from '../platform/world';
import { carryOut } from '../store/commit';
import { keys } from '../store/keys';
import { ended, importOf, resultKey, rowsGone } from './items';

/**
 * A day after it came in, whatever became of it: its result, its rows and their key go; the head, which says how many,
 * stays a month. Called when the head falls due, any number of times.
 */
export async function clearImport(world: World, import_id: string): Promise<void> {
  await carryOut(world, async () => {
    const item = await world.table.get(keys.import(import_id), { consistent: true });
    const head = importOf(item);
    if (!head || !item?.due_at || item.due_at > instant(world.now())) return { changes: [], value: undefined };
    await world.files.remove(resultKey(import_id));
    const pages = head.state === 'done' ? 0 : head.pages;
    const gone = Array.from({ length: pages }, (_, page) => rowsGone(head, page));
    return { changes: [ended(head, 'cleared'), ...gone], value: undefined };
  });
}
