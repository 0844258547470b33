import { instant } from '../platform/clock';
import type { World } from '../platform/world';
import type { Planned } from '../store/commit';
import { keys } from '../store/keys';
import { findWorker } from './find';

/**
 * She unfollowed the account: WeChat requires the follower's account data to go. The chat address is
 * removed (its keyed hash stays, so that the same account can come back); enrolments are kept.
 */
export async function unlink(world: World, command: { worker_id: string }): Promise<Planned<undefined>> {
  const worker = await findWorker(world, command.worker_id, { consistent: true });
  if (!worker?.chat) return { changes: [], value: undefined };
  return {
    changes: [
      {
        kind: 'update',
        key: keys.profile(worker.worker_id),
        set: { rev: worker.rev + 1, updated_at: instant(world.now()) },
        remove: ['chat'],
        when: [{ attr: 'rev', op: '=', value: worker.rev }],
        why: 'she unfollowed',
      },
    ],
    value: undefined,
  };
}
