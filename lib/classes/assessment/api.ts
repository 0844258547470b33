/** Routes of 评价: the exam of a class, its scores, their publication, appeals. */
import * as z from 'zod/mini';
import { READERS, route, WRITERS } from '../../platform/route';
import {
  ClassId,
  GivenInstant,
  Instant,
  id,
  line,
  noNumbers,
  page,
  paging,
  Reason,
  says,
  WorkerId,
} from '../../platform/schemas';
import { SCORES_MAX } from './enter-scores';
import { ASSESSORS_MAX } from './plan';

const common = { handler: 'assessments', tag: '考试和证书', region_of: 'class' } as const;
const params = z.strictObject({ class_id: ClassId });
const whose = z.strictObject({ class_id: ClassId, worker_id: WorkerId });
export const OrgId = id('org').check(says('机构编号'));
export const StaffId = id('staff').check(says('工作人员编号'));
export const Kind = z
  .enum(['skill_level', 'special_ability', 'training'])
  .check(says('证书种类：职业技能等级、专项职业能力、培训合格'));
const Mark = z.int().check(z.minimum(0), z.maximum(100));
/** The institution reads its own results, the evaluator writes what is its own. */
const SIDES = [...READERS, 'institution', 'evaluator'] as const;
const EXAMINERS = [...WRITERS, 'evaluator'] as const;

const APART = [
  'institution_missing',
  'evaluator_unknown',
  'evaluator_is_institution',
  'assessor_unknown',
  'assessor_unidentified',
  'assessor_not_of_evaluator',
  'assessor_of_institution',
  'assessor_is_teacher',
  'assessor_is_inspector',
  'assessor_is_learner',
  'too_many_staff',
] as const;

const Sitting = z.optional(z.int()).check(says('第几场考试；没有写的是第一场，2 起是补考'));
const AssessmentShape = z
  .strictObject({
    class_id: ClassId,
    rev: z.int(),
    state: z.enum(['planned', 'published']),
    evaluator_id: z.string(),
    evaluator_name: z.string(),
    assessors: z.array(z.strictObject({ staff_id: z.string(), name: z.string() })),
    at: Instant,
    place: z.string(),
    kind: Kind,
    pass_mark: z.int().check(says('及格分，理论和实操都要到')),
    scores: z.int().check(says('登分的次数，改一次也算一次')),
    certificates: z.int().check(says('发过的证书，张')),
    published_at: z.optional(Instant),
    appeal_until: z.optional(Instant),
    sitting: Sitting,
  })
  .check(z.meta({ id: 'Assessment', description: '一个班的考试' }));

const Outcome = z.enum(['passed', 'failed', 'absent']);
const ScoreShape = z
  .strictObject({
    worker_id: WorkerId,
    name: z.string(),
    outcome: Outcome,
    theory: z.optional(Mark),
    practice: z.optional(Mark),
    assessor_id: z.string(),
    at: Instant,
    certificate: z.optional(z.string()),
    sitting: Sitting,
    appeal: z.optional(
      z.strictObject({
        at: Instant,
        state: z.enum(['open', 'changed', 'confirmed']),
        said: z.optional(z.string()),
        decided_at: z.optional(Instant),
        assessor_id: z.optional(z.string()),
        reason: z.optional(z.string()),
        before: z.optional(z.strictObject({ theory: z.optional(Mark), practice: z.optional(Mark), outcome: Outcome })),
      }),
    ),
  })
  .check(z.meta({ id: 'Score', description: '一个人的成绩' }));

const LeftOut = z.strictObject({
  worker_id: WorkerId,
  code: z.string(),
  facts: z.optional(z.record(z.string(), z.union([z.string(), z.number()]))),
});

export const assessmentRoutes = {
  plan_assessment: route({
    ...common,
    method: 'POST',
    path: '/v1/classes/{class_id}/assessment',
    roles: WRITERS,
    request: {
      params,
      body: z.strictObject({
        evaluator_id: OrgId,
        assessor_ids: z.array(StaffId).check(z.minLength(1), z.maxLength(ASSESSORS_MAX)),
        at: GivenInstant,
        place: z.optional(line(1, 60)),
        kind: z.optional(Kind),
      }),
    },
    response: { status: 201, schema: AssessmentShape, description: '考试安排' },
    keyed: true,
    etag: true,
    refusals: [
      'class_unknown',
      'class_draft',
      'class_cancelled',
      'assessment_before_end',
      'assessment_planned',
      'nobody_to_examine',
      'kind_without_level',
      'area_closed',
      ...APART,
    ],
    summary: '安排考试',
    description:
      '培训的不考试，考试的不培训：机构和人都要分开（L12），登分、公布、发证时再各查一次。成绩公布以后，有人更正了出勤、能考了：再安排一次，就是给这些人补考，评价机构和证书种类不变。',
  }),
  read_assessment: route({
    ...common,
    method: 'GET',
    path: '/v1/classes/{class_id}/assessment',
    roles: SIDES,
    request: { params },
    response: { status: 200, schema: AssessmentShape, description: '考试安排' },
    etag: true,
    refusals: ['class_unknown', 'assessment_unknown'],
    summary: '查看考试',
  }),
  enter_scores: route({
    ...common,
    method: 'POST',
    path: '/v1/classes/{class_id}/scores',
    roles: EXAMINERS,
    request: {
      params,
      body: z.strictObject({
        assessor_id: StaffId.check(says('谁打的分')),
        scores: z
          .array(
            z.strictObject({
              worker_id: WorkerId,
              theory: z.optional(z.int()),
              practice: z.optional(z.int()),
              absent: z.optional(z.boolean()),
            }),
          )
          .check(z.minLength(1), z.maxLength(SCORES_MAX)),
      }),
    },
    response: {
      status: 200,
      schema: z.strictObject({ entered: z.array(ScoreShape), left_out: z.array(LeftOut) }),
      description: '登上的，和没登上的',
    },
    keyed: true,
    refusals: [
      'class_unknown',
      'assessment_unknown',
      'class_draft',
      'class_cancelled',
      'assessment_before_end',
      'assessment_not_yet',
      'assessor_not_planned',
      'results_published',
      'area_closed',
      'too_many_scores',
      ...APART,
    ],
    summary: '登分',
    description: '好的行登上，不行的行各说理由；公布以前可以重登。',
  }),
  list_scores: route({
    ...common,
    method: 'GET',
    path: '/v1/classes/{class_id}/scores',
    roles: SIDES,
    request: { params, query: z.strictObject(paging) },
    response: { status: 200, schema: page(ScoreShape), description: '全班的成绩，一页' },
    refusals: ['class_unknown', 'cursor_invalid'],
    summary: '成绩单',
  }),
  publish_results: route({
    ...common,
    method: 'POST',
    path: '/v1/classes/{class_id}/scores/publish',
    roles: EXAMINERS,
    request: { params, body: z.strictObject({}) },
    response: {
      status: 200,
      schema: z.strictObject({
        assessment: AssessmentShape,
        passed: z.int().check(says('人')),
        failed: z.int().check(says('人')),
        absent: z.int().check(says('人')),
        not_assessable: z.int().check(says('出勤不够的，没考，或者考了也不能发证，人')),
      }),
      description: '已公布',
    },
    keyed: true,
    refusals: ['class_unknown', 'assessment_unknown', 'results_published', 'scores_missing', ...APART],
    summary: '公布成绩',
    description: '每个人都会收到自己的成绩；没有合格的可以申诉一次。',
  }),
  appeal_result: route({
    ...common,
    method: 'POST',
    path: '/v1/classes/{class_id}/appeals/{worker_id}',
    roles: WRITERS,
    request: { params: whose, body: z.strictObject({ said: z.optional(line(1, 200).check(noNumbers)) }) },
    response: { status: 201, schema: ScoreShape, description: '已申诉' },
    keyed: true,
    refusals: [
      'class_unknown',
      'assessment_unknown',
      'score_unknown',
      'results_not_published',
      'appeal_done',
      'appeal_not_needed',
      'appeal_over',
    ],
    summary: '替人申诉',
  }),
  decide_appeal: route({
    ...common,
    method: 'POST',
    path: '/v1/classes/{class_id}/appeals/{worker_id}/decision',
    roles: EXAMINERS,
    request: {
      params: whose,
      body: z.strictObject({
        assessor_id: StaffId.check(says('谁复核的；不能是原来打分的人')),
        theory: z.optional(z.int()),
        practice: z.optional(z.int()),
        reason: Reason,
      }),
    },
    response: { status: 200, schema: ScoreShape, description: '复核的结果' },
    keyed: true,
    refusals: [
      'class_unknown',
      'assessment_unknown',
      'score_unknown',
      'appeal_none',
      'appeal_same_assessor',
      'marks_invalid',
      ...APART,
    ],
    summary: '处理申诉',
    description: '给出分数是重新打分，不给是维持原分。评价机构停用了，由另一家评价机构的考评员复核。',
  }),
};
