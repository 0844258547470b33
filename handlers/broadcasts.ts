/** 群发: broadcasts, by API. */
import { broadcastRoutes as routes } from '../lib/notices/api';
import {
  listBroadcasts,
  previewBroadcast,
  readBroadcast,
  startBroadcast,
  stopBroadcast,
} from '../lib/notices/broadcast';
import type { Task } from '../lib/notices/types';
import { deployedWorld } from '../lib/platform/deployed-world';
import { api } from '../lib/platform/http';
import { type Answer, doOnce } from '../lib/platform/idempotency';
import { gather } from '../lib/platform/paging';
import { refuse } from '../lib/platform/refusal';

function shown(task: Task) {
  const { task_id, home_region, segment, text, state, total, handled, sent, skipped, failed } = task;
  const { per_minute_max, created_at, updated_at, by } = task;
  const counts = { total, handled, sent, skipped, failed };
  return {
    broadcast_id: task_id,
    home_region,
    segment,
    text,
    state,
    ...counts,
    per_minute_max,
    created_at,
    updated_at,
    by,
  };
}
const answer = (task: Task): Answer => ({ body: shown(task) });

export const handler = api({
  routes,
  world: deployedWorld,
  regions: { broadcast: async (world, { broadcast_id }) => (await readBroadcast(world, broadcast_id))?.home_region },
  operations: {
    preview_broadcast: async ({ world, body }) => {
      const { total, minutes } = await previewBroadcast(world, { ...body, text: '' });
      return { body: { total, minutes } };
    },
    start_broadcast: (call) =>
      doOnce(call, () => startBroadcast(call.world, { ...call.body, by: call.caller.subject }), answer),
    list_broadcasts: ({ world, query, within }) =>
      gather({ pk: 'BROADCASTS', prefix: within, ...query }, async (limit, after) => {
        const { broadcasts, next } = await listBroadcasts(world, { region_prefix: within, limit, after });
        return { wanted: broadcasts.map(shown), next };
      }),
    read_broadcast: async ({ world, params }) => {
      const task = await readBroadcast(world, params.broadcast_id);
      return task ? answer(task) : refuse('broadcast_unknown');
    },
    stop_broadcast: (call) => {
      const command = { task_id: call.params.broadcast_id, by: call.caller.subject };
      return doOnce(call, () => stopBroadcast(call.world, command), answer);
    },
  },
});
