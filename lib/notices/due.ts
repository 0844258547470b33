/** The minute's schedule: whatever fell due is looked at again. */
import type { Sender } from '../channels/types';
import { askClass } from '../classes/after/schedule';
import { expireOffer } from '../classes/offers';
import { instant } from '../platform/clock';
import { log } from '../platform/log';
import type { World } from '../platform/world';
import { clearImport } from '../sheets/clear-import';
import { seeThrough } from '../store/commit';
import { DUE_SHARDS } from '../store/keys';
import type { Item } from '../store/table';
import { surveyDue } from '../wishes/survey-due';
import { deliver } from './deliver';
import { remindOf } from './remind';
import { runTask } from './task';

/** Rows read at once, and rows looked at in one run and shard; what is left waits for the next minute. */
const READ = 100;
const LOOK_AT_MAX = 200;

/**
 * Notices put off or whose sender died, offers that ran out, lessons to be reminded of, tasks waiting
 * their turn: one index lists them all. Every step can be repeated without harm.
 */
export async function due(world: World, sender: Sender): Promise<{ handled: number; failed: number }> {
  const now = instant(world.now());
  let handled = 0;
  let failed = 0;
  for (let shard = 0; shard < DUE_SHARDS; shard++) {
    let after: Record<string, string> | undefined;
    let looked_at = 0;
    do {
      const page = await world.table.query({ pk: `DUE#${shard}`, to: now, index: 'due', limit: READ, after });
      for (const row of page.items) {
        // One row that cannot be handled must not keep the others waiting; it stays due.
        if (await handle(world, sender, row)) handled++;
        else failed++;
      }
      looked_at += page.items.length;
      after = page.next;
    } while (after && looked_at < LOOK_AT_MAX);
  }
  return { handled, failed };
}

async function handle(world: World, sender: Sender, row: Item): Promise<boolean> {
  try {
    await dueRow(world, sender, row);
    return true;
  } catch (error) {
    log.error('a row that fell due could not be handled', { key: row.sk, error: error as Error });
    return false;
  }
}

type DueRow = (world: World, sender: Sender, row: Item) => Promise<unknown>;

/** What is done with a row that fell due, by how its sort key begins. A new kind is a line here. */
const DUE_ROWS: [begins: string, handle: DueRow][] = [
  ['NOTICE#', (world, sender, row) => deliver(world, sender, row)],
  ['SESSION#', (world, _sender, row) => remindOf(world, row)],
  ['FOLLOWUPS', (world, _sender, row) => askClass(world, row)],
  ['TASK', (world, sender, row) => runTask(world, sender, row.pk.slice('TASK#'.length))],
  ['LINE#', (world, _sender, row) => offerRanOut(world, row)],
  ['HEAD', (world, _sender, row) => clearImport(world, row.pk.slice('IMPORT#'.length))],
  ['SURVEY', (world, _sender, row) => surveyDue(world, row)],
];

async function dueRow(world: World, sender: Sender, row: Item): Promise<void> {
  await DUE_ROWS.find(([begins]) => row.sk.startsWith(begins))?.[1](world, sender, row);
}

async function offerRanOut(world: World, row: Item): Promise<void> {
  const [, joined, worker_id] = row.sk.split('#') as [string, string, string];
  const class_id = row.pk.slice('CLASS#'.length);
  await seeThrough(world, () => expireOffer(world, { class_id, worker_id, joined_ms: Number(joined) }));
}
