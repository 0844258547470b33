/** Who may examine, who passes, who may appeal. Pure. */
import { type Body, type Person, sameOrganisation, samePerson } from '../../people/staff-rules';
import { type Instant, instant } from '../../platform/clock';
import { type Citation, type Refusal, refuse } from '../../platform/refusal';
import type { Policy } from '../../policy/types';
import type { TrainingClass } from '../types';
import type { Assessment, AssessmentRefusal, Assessor, Marks, Publication, Score, ScoreOutcome } from './types';

type Refused = Refusal<AssessmentRefusal> | undefined;

/** 考培分离, 评培分离 (L12). */
export const APART: Citation = {
  source: 'luquan（禄劝县跨省异地职业技能培训报道）',
  clause: '严格执行“考培分离”“评培分离”，由权威评价机构跨省进行技能等级认定',
};

export interface Sides {
  institution: Body;
  evaluator: Body;
  /** As they are now, not as they were when planned. */
  assessors: Assessor[];
  /** Everyone who teaches the class, signs off its practice, or belongs to the institution. */
  teachers: Person[];
  institution_people: Person[];
  /** Who was drawn to inspect the class, or did. */
  inspectors: Person[];
  /** Who learns in the class, as far as one of the assessors may be her. */
  learners: Person[];
}

/**
 * L12: the evaluator is not the institution, no assessor belongs to it, none is a teacher of the class, nor inspected it
 * (D11: an inspector has no tie to the class, so neither may she take one on afterwards), nor learns in it; the same person
 * in two organisations is known by the keyed hash of her ID number, one firm under two records by its credit code. Where
 * one side never gave the number or the code, the same name is the same: entering it puts a chance likeness right.
 */
export function keptApart(sides: Sides): Refused {
  const { institution, evaluator, assessors, teachers, institution_people, inspectors, learners } = sides;
  if (sameOrganisation(institution, evaluator)) return refuse('evaluator_is_institution', {}, APART);
  for (const one of assessors) {
    const facts = { name: one.name };
    if (!one.person_hash) return refuse('assessor_unidentified', facts, APART);
    if (teachers.some((teacher) => samePerson(teacher, one))) return refuse('assessor_is_teacher', facts, APART);
    if (one.org_id === institution.org_id || institution_people.some((person) => samePerson(person, one)))
      return refuse('assessor_of_institution', facts, APART);
    if (inspectors.some((person) => samePerson(person, one))) return refuse('assessor_is_inspector', facts, APART);
    if (learners.some((person) => samePerson(person, one))) return refuse('assessor_is_learner', facts, APART);
    if (one.org_id !== evaluator.org_id) return refuse('assessor_not_of_evaluator', facts, APART);
  }
  return undefined;
}

/** Marks are whole numbers 0–100, both or neither (absent). Refuses `marks_invalid` {name?}. */
export function marksInOrder(marks: Marks): Refused {
  if (marks.absent) return undefined;
  const fine = (mark: number | undefined) => mark !== undefined && Number.isInteger(mark) && mark >= 0 && mark <= 100;
  return fine(marks.theory) && fine(marks.practice) ? undefined : refuse('marks_invalid', { worker: marks.worker_id });
}

/** 理论、实操均及格才算合格 (国家职业技能标准; the mark itself is the policy's). */
export function outcomeOf(marks: Pick<Marks, 'theory' | 'practice' | 'absent'>, pass_mark: number): ScoreOutcome {
  if (marks.absent) return 'absent';
  return (marks.theory ?? 0) >= pass_mark && (marks.practice ?? 0) >= pass_mark ? 'passed' : 'failed';
}

/** At which sitting: the first, unless it says another. */
export const sittingOf = ({ sitting = 1 }: { sitting?: number }): number => sitting;

/** The publication a score went out with; nothing while its sitting's results are not out. */
export function outOf(
  a: Pick<Assessment, 'state' | 'sitting' | 'earlier' | 'published_at' | 'appeal_until'>,
  score: Pick<Score, 'sitting'>,
): Publication | undefined {
  if (sittingOf(score) !== sittingOf(a)) return a.earlier?.[sittingOf(score) - 1];
  const { state, published_at, appeal_until } = a;
  return state === 'published' && published_at && appeal_until ? { published_at, appeal_until } : undefined;
}

/** Some results are out: of this sitting or of one before. */
export const anyOut = ({ state, earlier }: Pick<Assessment, 'state' | 'earlier'>): boolean =>
  state === 'published' || earlier !== undefined;

/** Scores are entered once the exam has begun, by one of its assessors, until the results are out. */
export function mayScore(a: Assessment, assessor_id: string, now_ms: number): Refused {
  if (a.state === 'published') return refuse('results_published');
  if (instant(now_ms) < a.at) return refuse('assessment_not_yet', { at: a.at });
  if (!a.assessors.some((one) => one.staff_id === assessor_id)) return refuse('assessor_not_planned', {}, APART);
  return undefined;
}

/** The exam is after the last lesson, in a class that is held and whose trainer is known: when it is planned and when it is marked. */
export function mayPlan(c: TrainingClass, at: Instant): Refusal | undefined {
  if (c.status === 'draft') return refuse('class_draft');
  if (c.status === 'cancelled') return refuse('class_cancelled', { title: c.title });
  if (!c.institution_id) return refuse('institution_missing', { class_id: c.class_id }, APART);
  return at < c.ends_at ? refuse('assessment_before_end', { ends_at: c.ends_at }) : undefined;
}

/** An appeal: once, against a result that is not a pass, within the policy's days after publication. */
export function mayAppeal(a: Assessment, score: Score | undefined, now_ms: number): Refused {
  if (!score) return refuse('score_unknown');
  const out = outOf(a, score);
  if (!out) return refuse('results_not_published');
  if (score.appeal) return refuse('appeal_done');
  if (score.outcome === 'passed') return refuse('appeal_not_needed');
  if (instant(now_ms) > out.appeal_until) return refuse('appeal_over', { until: out.appeal_until });
  return undefined;
}

/** Someone else than who marked first looks again: another record and another person. */
export function mayDecideAppeal(
  score: Score | undefined,
  assessor: { staff_id: string; person_hash?: string },
): Refused {
  if (!score) return refuse('score_unknown');
  if (score.appeal?.state !== 'open') return refuse('appeal_none');
  const same = samePerson({ staff_id: score.assessor_id, person_hash: score.assessor_hash }, assessor);
  return same ? refuse('appeal_same_assessor', {}, APART) : undefined;
}

/** How much a person must have attended to be assessed (the policy's percent). */
export function assessable(percent: number, policy: Policy): Refused {
  const rule = policy.delivery.attendance_percent_min;
  return percent >= rule.value
    ? undefined
    : refuse('not_assessable', { percent: Math.floor(percent), percent_min: rule.value }, rule.rule);
}
