/** Who gets a certificate. Pure. */
import { type Refusal, refuse } from '../../platform/refusal';
import type { Policy } from '../../policy/types';
import { anyOut, assessable, outOf } from '../assessment/rules';
import type { Assessment, AssessmentRefusal, Score } from '../assessment/types';
import { SERIAL_MAX } from './number';
import type { CertificateRefusal } from './types';

/**
 * 发证 (L13): the results are out, she passed (or won her appeal, and none is open), attended enough as it now stands,
 * and has none from this class. That trainer and examiner are apart is asked of the records besides (`examine`), that
 * she has no other for this trade and level is a condition of the write.
 */
export function mayCertify(
  a: Assessment,
  score: Score | undefined,
  attended_percent: number,
  policy: Policy,
): Refusal<AssessmentRefusal | CertificateRefusal> | undefined {
  if (!anyOut(a)) return refuse('results_not_published');
  // Who was not examined because she attended too little is told that, the reason behind.
  if (!score) return assessable(attended_percent, policy) ?? refuse('score_unknown');
  if (!outOf(a, score)) return refuse('results_not_published');
  if (score.certificate) return refuse('certificate_issued', { number: score.certificate });
  if (score.appeal?.state === 'open') return refuse('appeal_open');
  if (score.outcome !== 'passed') return refuse('not_passed', { outcome: score.outcome });
  if (a.issued >= SERIAL_MAX) return refuse('too_many_scores', { max: SERIAL_MAX });
  return assessable(attended_percent, policy);
}
