/** Routes of what comes after a class: follow-up, contracts, its review, the closing of a year. */
import * as z from 'zod/mini';
import { READERS, route, WRITERS } from '../../platform/route';
import {
  ClassId,
  Day,
  Instant,
  id,
  line,
  lines,
  noNumbers,
  page,
  paging,
  Region,
  says,
  WorkerId,
} from '../../platform/schemas';

const common = { handler: 'assessments', tag: '回访和总结', region_of: 'class' } as const;
const params = z.strictObject({ class_id: ClassId });
const whose = z.strictObject({ class_id: ClassId, worker_id: WorkerId });
const KEPT = [...READERS, 'station'] as const;
const KEEPERS = [...WRITERS, 'station'] as const;

const Post = z.enum(['general', 'skilled', 'foreman', 'self', 'other']).check(says('普工、技工、班组长、自己干、别的'));
const Wage = z.int().check(z.minimum(0), z.maximum(10_000_000), says('一个月的工资，分'));
const ANSWER = {
  working: z.boolean(),
  same_job: z.optional(z.boolean()),
  employer: z.optional(line(1, 60).check(noNumbers)),
  place: z.optional(line(1, 60).check(noNumbers)),
  post_before: z.optional(Post),
  post: z.optional(Post),
  wage_before_fen: z.optional(Wage),
  wage_after_fen: z.optional(Wage),
  guidance: z.optional(z.enum(['job', 'startup']).check(says('想要就业推荐，还是创业指导'))),
};
const AttemptShape = z.strictObject({
  at: Instant,
  month: z.int(),
  how: z.enum(['push', 'chat', 'phone']),
  by: z.string(),
  outcome: z.enum(['sent', 'answered', 'no_answer', 'refused', 'wrong_number']),
  note: z.optional(z.string()),
});
const FollowUpShape = z
  .strictObject({
    class_id: ClassId,
    worker_id: WorkerId,
    name: z.string(),
    phone_masked: z.string(),
    answers: z
      .record(z.string(), z.strictObject({ ...ANSWER, at: Instant, by: z.string() }))
      .check(says('按月份：1、3、6')),
    attempts: z.array(AttemptShape).check(says('每一次联系都记着（L24）')),
  })
  .check(z.meta({ id: 'FollowUp', description: '一个人在一个班之后的情况' }));

const ContractKind = z.enum(['employment', 'cooperation', 'order']).check(says('劳动合同、合作协议、订单'));
const ContractShape = z
  .strictObject({
    contract_id: z.string(),
    class_id: ClassId,
    worker_id: WorkerId,
    name: z.string(),
    kind: ContractKind,
    party: z.string(),
    signed_on: Day,
    note: z.optional(z.string()),
    by: z.string(),
    at: Instant,
  })
  .check(z.meta({ id: 'Contract', description: '培训后签的合同或协议' }));
const Said = lines(2, 1000).check(noNumbers);
const ReviewShape = z
  .strictObject({
    class_id: ClassId,
    rev: z.int(),
    went_well: z.string(),
    to_improve: z.string(),
    next: z.optional(z.string()),
    by: z.string(),
    at: Instant,
  })
  .check(z.meta({ id: 'Review', description: '一个班的总结' }));

export const afterRoutes = {
  list_follow_ups: route({
    ...common,
    method: 'GET',
    path: '/v1/classes/{class_id}/follow-ups',
    roles: KEPT,
    request: { params, query: z.strictObject(paging) },
    response: { status: 200, schema: page(FollowUpShape), description: '全班的回访，一页' },
    refusals: ['class_unknown', 'cursor_invalid'],
    summary: '一个班的回访',
  }),
  record_follow_up: route({
    ...common,
    method: 'POST',
    path: '/v1/classes/{class_id}/follow-ups/{worker_id}',
    roles: KEEPERS,
    request: {
      params: whose,
      body: z
        .strictObject({
          month: z.int().check(z.minimum(1), z.maximum(24)),
          answer: z.optional(z.strictObject(ANSWER)),
          outcome: z.optional(z.enum(['no_answer', 'refused', 'wrong_number'])),
          note: z.optional(line(1, 100).check(noNumbers)),
        })
        .check(
          z.refine((body: { answer?: unknown; outcome?: unknown }) => !body.answer !== !body.outcome, {
            error: 'answer 和 outcome 要填一个，只填一个',
          }),
        ),
    },
    response: { status: 201, schema: FollowUpShape, description: '记下的' },
    keyed: true,
    refusals: ['class_unknown', 'not_followed', 'month_unknown', 'follow_up_early'],
    summary: '记一次电话回访',
    description: '接通了写 answer，没接通写 outcome。两样都算一次联系。',
  }),
  list_contracts: route({
    ...common,
    method: 'GET',
    path: '/v1/classes/{class_id}/contracts',
    roles: READERS,
    request: { params, query: z.strictObject(paging) },
    response: { status: 200, schema: page(ContractShape), description: '合同和协议，一页' },
    refusals: ['class_unknown', 'cursor_invalid'],
    summary: '一个班之后签的合同',
  }),
  add_contract: route({
    ...common,
    method: 'POST',
    path: '/v1/classes/{class_id}/contracts',
    roles: WRITERS,
    request: {
      params,
      body: z.strictObject({
        worker_id: WorkerId,
        kind: ContractKind,
        party: line(2, 60).check(noNumbers),
        signed_on: Day,
        note: z.optional(line(1, 200).check(noNumbers)),
      }),
    },
    response: { status: 201, schema: ContractShape, description: '记下的合同' },
    keyed: true,
    refusals: ['class_unknown', 'not_followed', 'contract_early', 'contract_future'],
    summary: '记一份合同',
  }),
  remove_contract: route({
    ...common,
    method: 'DELETE',
    path: '/v1/classes/{class_id}/contracts/{contract_id}',
    roles: WRITERS,
    request: { params: z.strictObject({ class_id: ClassId, contract_id: id('k') }) },
    response: { status: 200, schema: z.strictObject({ contract_id: z.string() }), description: '已去掉' },
    refusals: ['class_unknown', 'contract_unknown'],
    summary: '去掉记错的合同',
  }),
  read_review: route({
    ...common,
    method: 'GET',
    path: '/v1/classes/{class_id}/review',
    roles: KEPT,
    request: { params },
    response: { status: 200, schema: ReviewShape, description: '总结' },
    refusals: ['class_unknown', 'review_missing'],
    summary: '一个班的总结',
  }),
  review_class: route({
    ...common,
    method: 'POST',
    path: '/v1/classes/{class_id}/review',
    roles: KEEPERS,
    request: {
      params,
      body: z.strictObject({ went_well: Said, to_improve: Said, next: z.optional(Said) }),
    },
    response: { status: 201, schema: ReviewShape, description: '写好的总结' },
    keyed: true,
    refusals: ['class_unknown', 'class_draft', 'class_cancelled', 'review_early'],
    summary: '写总结',
  }),
  close_year: route({
    ...common,
    region_of: 'account',
    method: 'POST',
    path: '/v1/years/{year}/close',
    roles: WRITERS,
    request: {
      params: z.strictObject({ year: z.string().check(z.regex(/^20\d\d$/, '要像 2025 这样的年份')) }),
      body: z.strictObject({}),
    },
    response: {
      status: 200,
      schema: z.strictObject({
        home_region: Region,
        year: z.string(),
        classes: z.int().check(says('这一年结束的班，期')),
        by: z.string(),
        at: Instant,
      }),
      description: '已结账',
    },
    keyed: true,
    refusals: ['year_not_over', 'review_missing', 'year_closed', 'report_too_large'],
    summary: '一年结账',
    description: '这一年结束的每个班都要有总结（L25）。',
  }),
};
