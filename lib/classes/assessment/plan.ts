import { instant } from '../../platform/clock';
import { isRefusal, type Refusal, refuse } from '../../platform/refusal';
import type { World } from '../../platform/world';
import type { Planned } from '../../store/commit';
import { keys } from '../../store/keys';
import type { Change } from '../../store/table';
import { gateClosed } from '../gates/gate-closed';
import { classOf } from '../items';
import { policyOf } from '../load';
import type { TrainingClass } from '../types';
import { unexamined } from './attended';
import { tellExam } from './exam-task';
import { readAssessment, readScores, type StoredAssessment } from './items';
import { mayPlan } from './rules';
import { examine } from './sides';
import type { Assessment, AssessmentRefusal, CertificateKind } from './types';

export const ASSESSORS_MAX = 5;

export interface PlanCommand {
  class_id: string;
  evaluator_id: string;
  /** Staff ids, 1 to ASSESSORS_MAX. */
  assessor_ids: string[];
  at: string;
  place?: string;
  kind?: CertificateKind;
  by: string;
}

/**
 * An exam for a class: who examines, when, where, for which certificate; its people are told. May be planned anew until the first score; once
 * the results are out, as another sitting for those admitted since. Refuses what trainer and examiner in one refuses
 * (L12), `area_closed` (H3), `assessment_before_end`, `assessment_planned` once there are scores,
 * `kind_without_level`, and as `nextSitting`.
 */
export async function planAssessment(world: World, command: PlanCommand): Promise<Planned<Assessment>> {
  const [item, before] = await Promise.all([
    world.table.get(keys.class(command.class_id), { consistent: true }),
    readAssessment(world, command.class_id),
  ]);
  const c = classOf(item);
  if (!c) return refuse('class_unknown', { class_id: command.class_id });
  const refused = mayPlan(c, command.at);
  if (refused) return refused;
  if (before?.state === 'planned' && before.scores > 0)
    return refuse<AssessmentRefusal>('assessment_planned', { at: before.at });
  const kept = before && (await nextSitting(world, c, before, command));
  if (isRefusal(kept)) return kept;
  if (command.kind === 'skill_level' && c.level === 'none') return refuse<AssessmentRefusal>('kind_without_level');
  const closed = await gateClosed(world, c, 'assessment', command.at.slice(0, 10));
  if (closed) return closed;
  const { evaluator_id, assessor_ids } = command;
  const examined = await examine(world, c, { evaluator_id, assessor_ids: [...new Set(assessor_ids)] });
  if (isRefusal(examined)) return examined;
  const assessment: StoredAssessment = {
    class_id: c.class_id,
    rev: (before?.rev ?? 0) + 1,
    state: 'planned',
    evaluator_id,
    evaluator_name: examined.evaluator.name,
    assessors: examined.assessors,
    at: command.at,
    place: command.place ?? c.site_name,
    kind: command.kind ?? kindOf(c),
    pass_mark: policyOf(world, c).assessment.pass_mark.value,
    issued: 0,
    scores: 0,
    by: command.by,
    planned_at: instant(world.now()),
    ...kept,
  };
  const known = c.evaluator_id === evaluator_id ? [] : [evaluatorOfClass(world, c, assessment)];
  const told = tellExam(world, c, assessment, before);
  return { changes: [putAssessment(assessment, before), ...known, ...told, ...examined.checks], value: assessment };
}

/**
 * 补考, for who had no score when the results went out and is admitted since, by a correction of her attendance: the same
 * agency, kind of certificate and pass mark, its serials going on. Nothing for a first sitting planned anew. Refuses
 * `nobody_to_examine`, `assessment_planned` for another agency or kind.
 */
async function nextSitting(
  world: World,
  c: TrainingClass,
  before: StoredAssessment,
  { evaluator_id, kind = before.kind }: PlanCommand,
): Promise<Partial<StoredAssessment> | undefined | Refusal<AssessmentRefusal>> {
  const { state, at, place, assessors, published_at, appeal_until, pass_mark, issued } = before;
  const over = state === 'published' && published_at && appeal_until;
  if (!over && !before.earlier) return undefined;
  if (evaluator_id !== before.evaluator_id || kind !== before.kind) return refuse('assessment_planned', { at });
  const waiting = await unexamined(world, c, await readScores(world, c.class_id));
  if (waiting.length === 0) return refuse('nobody_to_examine');
  const earlier = [...(before.earlier ?? []), ...(over ? [{ at, place, assessors, published_at, appeal_until }] : [])];
  return { kind, pass_mark, issued, sitting: earlier.length + 1, earlier };
}

/** The class names who examines: by that its assessors find it. */
function evaluatorOfClass(world: World, c: TrainingClass, { evaluator_id, evaluator_name }: Assessment): Change {
  return {
    kind: 'update',
    key: keys.class(c.class_id),
    set: { evaluator_id, evaluator_name, rev: c.rev + 1, updated_at: instant(world.now()) },
    when: [{ attr: 'rev', op: '=', value: c.rev }],
    why: 'who examines the class',
  };
}

/** A class with a level ends in 职业技能等级; one without in 培训合格, unless it is said otherwise. */
function kindOf(c: TrainingClass): CertificateKind {
  return c.level === 'none' ? 'training' : 'skill_level';
}

/** The next state of an assessment, unless anyone changed it, wrote a score or was given a certificate since it was read. */
export function putAssessment(after: StoredAssessment, before: StoredAssessment | undefined): Change {
  return {
    kind: 'put',
    key: keys.assessment(after.class_id),
    item: { ...after },
    when: before
      ? [
          { attr: 'rev', op: '=', value: before.rev },
          { attr: 'scores', op: '=', value: before.scores },
          { attr: 'issued', op: '=', value: before.issued },
        ]
      : [{ attr: 'pk', op: 'absent' }],
    why: 'the assessment as it was read',
  };
}
