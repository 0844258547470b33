import { taskChange } from '../../notices/task-write';
import { ERASED_NAME } from '../../people/erase-records';
import { addDays, at, dayOf, instant } from '../../platform/clock';
import { isRefusal, refuse } from '../../platform/refusal';
import type { World } from '../../platform/world';
import type { Planned } from '../../store/commit';
import { policyOf } from '../load';
import { attended } from './attended';
import { loadExam } from './enter-scores';
import { readScores } from './items';
import { putAssessment } from './plan';
import { assessable, sittingOf } from './rules';
import { examine } from './sides';
import type { Assessment, AssessmentRefusal, Assessor, Score } from './types';

/** Names told when scores are missing. */
const NAMED_MAX = 10;

export interface Published {
  assessment: Assessment;
  passed: number;
  failed: number;
  absent: number;
  /** Attended too little as it stands now: not examined, or examined in vain. */
  not_assessable: number;
}

/**
 * The results go out: everyone who may be examined has a score (or was absent), and trainer and examiner are still apart
 * (L12). Each is told by a task; from now on scores change only by appeal. Refuses `scores_missing` {count, names},
 * `results_published`.
 */
export async function publishResults(
  world: World,
  command: { class_id: string; by: string },
): Promise<Planned<Published>> {
  const loaded = await loadExam(world, command.class_id);
  if (isRefusal(loaded)) return loaded;
  const { c, a } = loaded;
  if (a.state === 'published') return refuse<AssessmentRefusal>('results_published');
  const [people, scores] = await Promise.all([attended(world, c), readScores(world, c.class_id)]);
  const policy = policyOf(world, c);
  const due = people.filter((one) => !assessable(one.percent, policy));
  // Who is erased is not asked for any more.
  const missing = due.filter(
    (one) => one.name !== ERASED_NAME && !scores.some((score) => score.worker_id === one.worker_id),
  );
  const out = scores.filter((score) => sittingOf(score) === sittingOf(a));
  // A second sitting may have lost those it was planned for: it ends with nobody.
  if (missing.length > 0 || (out.length === 0 && !a.earlier)) {
    const names = missing.slice(0, NAMED_MAX).map((one) => one.name);
    return refuse<AssessmentRefusal>('scores_missing', { count: missing.length, names: names.join('、') });
  }
  const recorded = examinersOf(a, scores);
  const examined = await examine(world, c, { evaluator_id: a.evaluator_id, recorded, held_at: a.at });
  if (isRefusal(examined)) return examined;
  const now = instant(world.now());
  const days = policy.assessment.appeal_days.value;
  const assessment = {
    ...a,
    rev: a.rev + 1,
    state: 'published' as const,
    published_at: now,
    appeal_until: at(addDays(dayOf(world.now()), days), '23:59'),
  };
  const told = taskChange(world, {
    task_id: a.sitting ? `results-${c.class_id}-${a.sitting}` : `results-${c.class_id}`,
    kind: 'results',
    home_region: c.home_region,
    class_id: c.class_id,
    ...(a.sitting && { text: String(a.sitting) }),
    by: command.by,
    total: out.length,
  });
  // Of those who may be examined as it stands now: whoever left since, or lost attendance, is among none of the three.
  const counted = new Set(due.map((one) => one.worker_id));
  const count = (outcome: string) =>
    out.filter((score) => counted.has(score.worker_id) && score.outcome === outcome).length;
  return {
    changes: [putAssessment(assessment, a), told, ...examined.checks],
    value: {
      assessment,
      passed: count('passed'),
      failed: count('failed'),
      absent: count('absent'),
      not_assessable: people.length - due.length,
    },
  };
}

/** Everyone who marked, by what was written down then: their present office is not asked for any more. */
export function examinersOf(
  a: Pick<Assessment, 'evaluator_id' | 'assessors' | 'earlier'>,
  scores: Pick<Score, 'assessor_id' | 'assessor_hash' | 'appeal'>[],
): Assessor[] {
  const planned = [...(a.earlier ?? []), a].flatMap((one) => one.assessors);
  const names = new Map(planned.map((one) => [one.staff_id, one.name]));
  const org_id = a.evaluator_id;
  const marked = scores.flatMap(({ assessor_id, assessor_hash, appeal }): Assessor[] => [
    { staff_id: assessor_id, person_hash: assessor_hash, name: names.get(assessor_id) ?? assessor_id, org_id },
    ...(appeal?.assessor_id
      ? [
          {
            staff_id: appeal.assessor_id,
            person_hash: appeal.assessor_hash ?? '',
            name: appeal.assessor_name ?? appeal.assessor_id,
            org_id,
          },
        ]
      : []),
  ]);
  // Under another number she may be somebody else: each is asked about.
  return [...new Map(marked.map((one) => [`${one.staff_id} ${one.person_hash}`, one])).values()];
}
