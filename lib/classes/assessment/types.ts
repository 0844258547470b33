/** 评价: an assessment of a class, its scores, appeals. Trainer and examiner are never the same (L12). */
import type { Instant } from '../../platform/clock';

/** 职业技能等级, 专项职业能力, 培训合格 (财社〔2023〕181号 §5–6): one kind a class. */
export type CertificateKind = 'skill_level' | 'special_ability' | 'training';

/** Who examines, as known when planned. Their organisation and person are asked for again at every later step. */
export interface Assessor {
  staff_id: string;
  name: string;
  org_id: string;
  person_hash: string;
}

export interface Assessment {
  class_id: string;
  rev: number;
  state: 'planned' | 'published';
  evaluator_id: string;
  evaluator_name: string;
  assessors: Assessor[];
  at: Instant;
  place: string;
  kind: CertificateKind;
  /** Of 100, theory and practice each; fixed when planned. */
  pass_mark: number;
  /** Serial of the last certificate. */
  issued: number;
  by: string;
  planned_at: Instant;
  published_at?: Instant;
  /** Appeals are taken until then. */
  appeal_until?: Instant;
  /** 补考: 2 and above, for those admitted after the results were out; absent is the first. */
  sitting?: number;
  /** The sittings before, whose results stay out. */
  earlier?: Sitting[];
}

/** A sitting whose results are out. */
export type Sitting = Pick<Assessment, 'at' | 'place' | 'assessors'> & Publication;
export interface Publication {
  published_at: Instant;
  appeal_until: Instant;
}

export type ScoreOutcome = 'passed' | 'failed' | 'absent';

export interface Appeal {
  at: Instant;
  state: 'open' | 'changed' | 'confirmed';
  /** In her words. */
  said?: string;
  decided_at?: Instant;
  /** Staff id of who marked again: never who marked first. */
  assessor_id?: string;
  assessor_name?: string;
  assessor_hash?: string;
  reason?: string;
  before?: { theory?: number; practice?: number; outcome: ScoreOutcome };
}

export interface Score {
  class_id: string;
  worker_id: string;
  name: string;
  rev: number;
  outcome: ScoreOutcome;
  theory?: number;
  practice?: number;
  /** Who marked it: staff id, and the person behind it. */
  assessor_id: string;
  assessor_hash: string;
  /** Who typed it, where that is someone else. */
  by: string;
  at: Instant;
  appeal?: Appeal;
  /** Number of the certificate issued on it. */
  certificate?: string;
  /** At which sitting, from the second on. */
  sitting?: number;
}

/** One person's marks as they come in. */
export interface Marks {
  worker_id: string;
  theory?: number;
  practice?: number;
  absent?: boolean;
}

export type AssessmentRefusal =
  | 'assessment_unknown'
  | 'assessment_planned'
  | 'nobody_to_examine'
  | 'kind_without_level'
  | 'assessment_before_end'
  | 'assessment_not_yet'
  | 'evaluator_is_institution'
  | 'evaluator_unknown'
  | 'institution_missing'
  | 'assessor_unknown'
  | 'assessor_unidentified'
  | 'assessor_not_of_evaluator'
  | 'assessor_of_institution'
  | 'assessor_is_teacher'
  | 'assessor_is_inspector'
  | 'assessor_is_learner'
  | 'assessor_not_planned'
  | 'area_closed'
  | 'marks_invalid'
  | 'too_many_scores'
  | 'not_assessable'
  | 'scores_missing'
  | 'results_published'
  | 'results_not_published'
  | 'score_unknown'
  | 'appeal_not_needed'
  | 'appeal_over'
  | 'appeal_done'
  | 'appeal_open'
  | 'appeal_none'
  | 'appeal_same_assessor';
