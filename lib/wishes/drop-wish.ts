import { instant } from '../platform/clock';
import { refuse } from '../platform/refusal';
import type { World } from '../platform/world';
import type { Planned } from '../store/commit';
import { wishUpdate } from './items';
import { readWish } from './read';
import { isWanted } from './rules';
import type { Wish, WishRefusal } from './types';

/**
 * She does not want to learn it any more. What said who she is goes at once, where she is not registered; the row stays
 * as a count until it runs out, and can be found from her, so that it goes when she is erased. Refuses `wish_unknown`,
 * also for one dropped before.
 */
export async function dropWish(
  world: World,
  command: { wish_id: string; by: string; reason?: string },
): Promise<Planned<Wish>> {
  const wish = await readWish(world, command.wish_id);
  if (!wish || !isWanted(wish)) return refuse<WishRefusal>('wish_unknown');
  const at = instant(world.now());
  const { by, reason } = command;
  const set = { status: 'dropped' as const, at, dropped: { at, by, ...(reason && { reason }) } };
  const { chat: _chat, person: _person, proposal_id: _proposal_id, ...rest } = wish;
  return {
    changes: [wishUpdate(wish, set, ['chat', 'person', 'proposal_id'], 'a wish dropped')],
    value: { ...rest, ...set, rev: wish.rev + 1 },
  };
}
