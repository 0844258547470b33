import { instant } from '../platform/clock';
import { refuse } from '../platform/refusal';
import type { World } from '../platform/world';
import type { Planned } from '../store/commit';
import { keys } from '../store/keys';
import { wishUpdate } from './items';
import { fewer } from './make-wish';
import { readWish } from './read';
import { isWanted } from './rules';
import type { Wish, WishRefusal } from './types';

/**
 * She does not want to learn it any more. What said who she is goes at once, where she is not registered; the row stays
 * as a count. Refuses `wish_unknown`, also for one dropped before.
 */
export async function dropWish(world: World, command: { wish_id: string; by: string }): Promise<Planned<Wish>> {
  const wish = await readWish(world, command.wish_id);
  if (!wish || !isWanted(wish)) return refuse<WishRefusal>('wish_unknown');
  const now = instant(world.now());
  const set = { status: 'dropped' as const, at: now };
  return {
    changes: [
      wishUpdate(wish, set, ['chat', 'person', 'proposal_id'], 'a wish dropped'),
      { kind: 'delete', key: keys.wishOf(wish.who, wish.trade_id), why: 'no longer found from her' },
      ...(wish.proposal_id ? [fewer(wish.proposal_id)] : []),
    ],
    value: { ...wish, ...set, rev: wish.rev + 1 },
  };
}
