/** Assessments and scores as the API shows them: named one by one, so that a hash never leaves by itself. Pure. */

import type { Entered } from './enter-scores';
import type { StoredAssessment } from './items';
import type { Published } from './publish';
import type { Assessment, Score } from './types';

function assessmentShown(a: Assessment) {
  const { class_id, rev, state, evaluator_id, evaluator_name, at, place, kind, pass_mark, published_at, sitting } = a;
  return {
    class_id,
    rev,
    state,
    evaluator_id,
    evaluator_name,
    assessors: a.assessors.map(({ staff_id, name }) => ({ staff_id, name })),
    at,
    place,
    kind,
    pass_mark,
    scores: (a as StoredAssessment).scores,
    certificates: a.issued,
    ...(published_at && { published_at }),
    ...(a.appeal_until && { appeal_until: a.appeal_until }),
    ...(sitting && { sitting }),
  };
}

export function scoreShown({
  worker_id,
  name,
  outcome,
  theory,
  practice,
  assessor_id,
  at,
  certificate,
  appeal,
  sitting,
}: Score) {
  const { assessor_hash: _hash, assessor_name: _name, ...shown } = appeal ?? {};
  return {
    worker_id,
    name,
    outcome,
    theory,
    practice,
    assessor_id,
    at,
    certificate,
    ...(appeal && { appeal: shown }),
    ...(sitting && { sitting }),
  };
}

export const asAssessment = (a: Assessment) => ({ body: assessmentShown(a), rev: a.rev });
export const asScore = (score: Score) => ({ body: scoreShown(score) });
export const asEntered = ({ entered, left_out }: Entered) => ({
  body: {
    entered: entered.map(scoreShown),
    left_out: left_out.map(({ worker_id, refusal }) => ({
      worker_id,
      code: refusal.refused,
      ...(refusal.facts && { facts: refusal.facts }),
    })),
  },
});
export const asPublished = ({ assessment, ...counts }: Published) => ({
  body: { assessment: assessmentShown(assessment), ...counts },
});
