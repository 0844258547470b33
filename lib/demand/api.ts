/** Routes of 下单: employers' orders, taken in with their source. */
import * as z from 'zod/mini';
import { READERS, route, WRITERS } from '../platform/route';
import { Day, Instant, id, line, page, paging, Reason, Region, says, TradeId } from '../platform/schemas';

const common = { handler: 'wishes', tag: '用工单' } as const;
const LOOK = [...READERS, 'station', 'employer'] as const;
const ACT = [...WRITERS, 'station', 'employer'] as const;
const int = (from: number, to: number) => z.int().check(z.minimum(from), z.maximum(to));
/** 每月, in fen: up to 100,000 yuan. */
const wage = z.optional(int(1, 10_000_000).check(says('每月，分')));
export const JobOrderId = id('j');
const Source = z
  .enum(['employer', 'station', 'survey', 'office'])
  .check(says('来源：单位自己、工作站走访、用工调查、主管部门（B10）'));

const fields = {
  home_region: Region,
  region: Region.check(says('务工地')),
  employer_name: line(2, 60),
  trade_id: TradeId,
  heads: int(1, 10_000).check(says('人')),
  post: z.optional(line(2, 30).check(says('岗位'))),
  place: line(2, 60),
  wage_from_fen: wage,
  wage_to_fen: wage,
  skills: z.optional(line(2, 200)),
  units: z.optional(int(1, 1000).check(says('要培训多少课时'))),
  practice_units: z.optional(int(0, 1000).check(says('其中实操'))),
  by_day: Day.check(says('什么时候以前要人')),
  contact: z.optional(line(2, 60)),
};

export const JobOrderShape = z
  .strictObject({
    job_order_id: JobOrderId,
    org_id: z.optional(z.string()),
    trade_name: z.string(),
    ...fields,
    source: Source,
    by: z.string(),
    state: z.enum(['open', 'closed']),
    closed: z.optional(z.strictObject({ at: Instant, by: z.string(), reason: z.string() })),
    created_at: Instant,
  })
  .check(z.meta({ id: 'JobOrder', description: '用工单：单位要什么人、会什么、什么时候要' }));

export const demandRoutes = {
  take_order: route({
    ...common,
    method: 'POST',
    path: '/v1/job-orders',
    roles: ACT,
    region_of: 'body',
    request: {
      body: z
        .strictObject({
          ...fields,
          org_id: z.optional(z.string().check(z.regex(/^o_[0-9a-z]{1,40}$/, '要填单位的 org_id'))),
          source: z.optional(Source.check(says('不填：用工单位是 employer，工作站是 station，其他是 office'))),
        })
        .check(z.meta({ id: 'JobOrderGiven', description: '一张用工单' })),
    },
    response: { status: 201, schema: JobOrderShape, description: '已收下' },
    keyed: true,
    refusals: ['trade_unknown', 'place_off_list', 'job_order_past', 'job_order_wage', 'job_order_units', 'no_policy'],
    summary: '收一张用工单',
  }),
  list_orders: route({
    ...common,
    method: 'GET',
    path: '/v1/job-orders',
    roles: LOOK,
    region_of: 'query',
    request: {
      query: z.strictObject({
        home_region: z.optional(Region),
        region: z.optional(Region.check(says('务工地'))),
        state: z.optional(z.enum(['open', 'closed'])),
        ...paging,
      }),
    },
    response: { status: 200, schema: page(JobOrderShape), description: '一页' },
    summary: '用工单一览',
    description: '用工单位只看到自己的。',
  }),
  read_order: route({
    ...common,
    method: 'GET',
    path: '/v1/job-orders/{job_order_id}',
    roles: LOOK,
    region_of: 'job_order',
    request: { params: z.strictObject({ job_order_id: JobOrderId }) },
    response: { status: 200, schema: JobOrderShape, description: '这张用工单' },
    refusals: ['job_order_unknown'],
    summary: '查看一张用工单',
  }),
  close_order: route({
    ...common,
    method: 'POST',
    path: '/v1/job-orders/{job_order_id}/close',
    roles: ACT,
    region_of: 'job_order',
    request: {
      params: z.strictObject({ job_order_id: JobOrderId }),
      body: z.strictObject({ reason: Reason.check(says('招满了、不招了')) }),
    },
    response: { status: 200, schema: JobOrderShape, description: '已关闭' },
    keyed: true,
    refusals: ['job_order_unknown', 'job_order_closed'],
    summary: '关闭一张用工单',
  }),
};
