import { taskChange } from '../notices/task-write';
import { instant } from '../platform/clock';
import type { World } from '../platform/world';
import { seeThrough } from '../store/commit';
import { dueShard } from '../store/keys';
import type { Key } from '../store/table';
import { surveyOf } from './items';
import { taskOfSurvey } from './find-survey';
import { closed } from './surveys';

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
    const rest = survey.remind_at.filter((at) => at > now);
    const reminded = survey.reminded + 1;
    const { survey_id, home_region, regions } = survey;
    return {
      changes: [
        {
          kind: 'update',
          key: { pk: key.pk, sk: key.sk },
          set: {
            remind_at: rest,
            reminded,
            rev: survey.rev + 1,
            due_shard: dueShard({ pk: key.pk, sk: key.sk }),
            due_at: rest[0] ?? survey.closes_at,
          },
          when: [{ attr: 'rev', op: '=', value: survey.rev }],
          why: 'the next reminder of a survey',
        },
        taskChange(world, {
          task_id: taskOfSurvey(survey_id, reminded),
          kind: 'survey_reminder',
          home_region,
          survey_id,
          segment: { regions, trades: survey.only_trades ?? [], topic: 'news' },
          by: 'schedule',
        }),
      ],
      value: undefined,
    };
  });
}
