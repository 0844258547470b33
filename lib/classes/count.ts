/** Seats left on the card follow the counters, through the stream. */
import type { World } from '../platform/world';
import { keys } from '../store/keys';
import { ConditionFailed, type Item } from '../store/table';
import { cardKey } from './items';
import type { TrainingClass } from './types';

/** The card's row as stored, to be written anew with what changed. */
export async function loadCard(world: World, c: TrainingClass): Promise<Record<string, any> | undefined> {
  const item = await world.table.get(cardKey(c), { consistent: true });
  if (!item) return undefined;
  const { pk: _pk, sk: _sk, ...card } = item;
  return card;
}

/**
 * A counter changed: show it on the card. The stream hands over a block's images in order, so the last
 * one stands; a card that is gone (moved, cancelled) needs none.
 */
export async function countOnCard(world: World, seats: Item): Promise<void> {
  const block = String(seats.sk).slice('SEATS#'.length);
  try {
    await world.table.write([
      {
        kind: 'update',
        key: keys.card(seats.site, seats.starts_on, seats.class_id),
        set: { [`left.${block}`]: seats.size - seats.taken, [`waiting.${block}`]: seats.line },
        when: [{ attr: 'pk', op: 'exists' }],
        why: 'seats left',
      },
    ]);
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
  }
}
