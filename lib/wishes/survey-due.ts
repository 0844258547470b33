import { instant } from '../platform/clock';
import type { World } from '../platform/world';
import { seeThrough } from '../store/commit';
import { dueShard } from '../store/keys';
import type { Key } from '../store/table';
import { surveyOf } from './items';
import { closed, remindChanges } from './surveys';

/** A survey fell due: its next reminder begins, or it closes. Each reminder is begun once, in one step with the next date. */
export async function surveyDue(world: World, key: Key): Promise<void> {
  await seeThrough(world, async () => {
    const item = await world.table.get(key, { consistent: true });
    const now = instant(world.now());
    if (!item?.due_at || item.due_at > now) return { changes: [], value: undefined };
    const survey = surveyOf(item);
    if (survey.state === 'closed' || survey.closes_at <= now)
      return { changes: [closed(world, survey)], value: undefined };
    // A system that slept through several reminds once.
    const remind_at = survey.remind_at.filter((at) => at > now);
    const set = {
      remind_at,
      due_shard: dueShard({ pk: key.pk, sk: key.sk }),
      due_at: remind_at[0] ?? survey.closes_at,
    };
    return { changes: remindChanges(world, survey, set, 'schedule'), value: undefined };
  });
}
