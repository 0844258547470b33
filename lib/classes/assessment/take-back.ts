import { isRefusal, refuse } from '../../platform/refusal';
import type { World } from '../../platform/world';
import type { Planned } from '../../store/commit';
import { keys } from '../../store/keys';
import type { Change } from '../../store/table';
import { loadExam, oneScoreMore, putScore } from './enter-scores';
import { readScore } from './items';
import { sittingOf } from './rules';
import type { AssessmentRefusal, Score } from './types';

/**
 * 撤销 of scores just entered: each is again what it was before, or gone. Only while nobody changed them since, and the
 * results are not out. Refuses `results_published`, `stale`.
 */
export async function takeBackScores(
  world: World,
  command: { class_id: string; scores: { worker_id: string; rev: number; before?: Score }[] },
): Promise<Planned<{ taken_back: number }>> {
  const loaded = await loadExam(world, command.class_id);
  if (isRefusal(loaded)) return loaded;
  if (loaded.a.state === 'published') return refuse<AssessmentRefusal>('results_published');
  const changes: Change[] = [];
  for (const { worker_id, rev, before } of command.scores) {
    const now = await readScore(world, command.class_id, worker_id);
    if (now?.rev !== rev) return refuse('stale');
    if (sittingOf(now) !== sittingOf(loaded.a)) return refuse<AssessmentRefusal>('results_published');
    changes.push(before ? putScore({ ...before, rev: rev + 1 }, now) : gone(now));
  }
  return { changes: [...changes, oneScoreMore(loaded.a)], value: { taken_back: changes.length } };
}

function gone(score: Score): Change {
  return {
    kind: 'delete',
    key: keys.score(score.class_id, score.worker_id),
    when: [{ attr: 'rev', op: '=', value: score.rev }],
    why: 'the score as it was entered',
  };
}
