import { taskChange } from '../notices/task-write';
import { instant } from '../platform/clock';
import { refuse } from '../platform/refusal';
import type { World } from '../platform/world';
import { type Planned, seeThrough } from '../store/commit';
import type { Change } from '../store/table';
import { classChange, nextRev, sameRev } from './change-class';
import { CHANGES_MAX, cardItem, cardKey, seatPuts } from './items';
import { loadSeats } from './load';
import { readClass } from './read';
import type { ClassRefusal, TrainingClass } from './types';

/** Changes of the publishing transaction that are not seats, with room to spare. */
const OTHER_CHANGES = 6;

/**
 * 发布: the class is listed at its site, its seats can be taken, and those there who follow the trade
 * hear of it. The seats of a very large class are laid out beforehand (nobody can reach them while it
 * is a draft). Refuses `class_unknown`, `stale`, `class_not_draft`, `class_in_past`, `window_order` (sign-up
 * would have closed already).
 */
export async function publishClass(
  world: World,
  command: { class_id: string; rev?: number; by: string; quietly?: boolean },
): Promise<Planned<{ training_class: TrainingClass }>> {
  const before = await readClass(world, command.class_id, { consistent: true });
  if (!before) return refuse<ClassRefusal>('class_unknown', { class_id: command.class_id });
  const stale = sameRev(before, command.rev);
  if (stale) return stale;
  if (before.status !== 'draft') return refuse<ClassRefusal>('class_not_draft', { title: before.title });
  if (before.starts_at <= instant(world.now()))
    return refuse<ClassRefusal>('class_in_past', { starts_at: before.starts_at });
  const { opens_at, closes_at, starts_at } = before;
  if (closes_at <= instant(world.now()))
    return refuse<ClassRefusal>('window_order', { opens_at, closes_at, starts_at });
  const after = nextRev(world, before, { status: 'published', terms_rev: before.terms_rev + 1 });
  const seats = seatPuts(after);
  const room = CHANGES_MAX - OTHER_CHANGES;
  if (seats.length > room) await layOut(world, after, room);
  const left = Object.fromEntries(
    seats.map((seat) => [seat.key.sk.slice(6), seat.kind === 'put' ? seat.item.size : 0]),
  );
  return {
    changes: [
      classChange(before, after, 'a class published'),
      { kind: 'put', key: cardKey(after), item: cardItem(after, left, {}), why: 'its card' },
      ...seats.slice(0, room),
      taskChange(world, {
        task_id: `code-${after.class_id}`,
        kind: 'class_code',
        home_region: after.home_region,
        class_id: after.class_id,
        by: command.by,
      }),
      ...(command.quietly
        ? []
        : [
            taskChange(world, {
              task_id: `published-${after.class_id}`,
              kind: 'class_published',
              home_region: after.home_region,
              class_id: after.class_id,
              segment: { regions: [after.host_region], trades: [after.trade_id], topic: 'news' },
              by: command.by,
            }),
            // Those who wished for it and do not hear the news of the site.
            taskChange(world, {
              task_id: `wishers-${after.class_id}`,
              kind: 'wishers_told',
              home_region: after.home_region,
              class_id: after.class_id,
              by: command.by,
            }),
          ]),
    ],
    value: { training_class: after },
  };
}

/** Blocks left by an earlier try to publish, before the draft was edited, are laid out anew; those of a class published meanwhile stand. */
async function layOut(world: World, c: TrainingClass, from: number): Promise<void> {
  await seeThrough(world, async () => {
    const there = new Map((await loadSeats(world, c)).map((s) => [s.block, s.terms_rev]));
    const changes = seatPuts(c).flatMap((put, block): Change[] => {
      const terms_rev = there.get(block);
      if (block < from || (terms_rev !== undefined && terms_rev >= c.terms_rev)) return [];
      return terms_rev === undefined ? [put] : [{ ...put, when: [{ attr: 'terms_rev', op: '=', value: terms_rev }] }];
    });
    return { changes, value: undefined };
  });
}
