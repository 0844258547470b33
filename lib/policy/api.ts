/** Routes about policies (政策包): which rules are in force, each with its source. Read only: packs ship with the code. */
import * as z from 'zod/mini';
import { READERS, route } from '../platform/route';
import { CitationShape, Day, line, Region } from '../platform/schemas';

const PolicySummary = z
  .strictObject({
    id: z.string(),
    version: z.string(),
    name: z.string(),
    home_region: Region,
    from: Day,
    to: z.optional(Day),
  })
  .check(z.meta({ id: 'PolicySummary', description: '一个政策包的名称和有效期' }));

/** Every rule as `{value, rule}`; the values differ by rule, their citations never do. */
const RuledShape = z
  .strictObject({ value: z.unknown(), rule: CitationShape })
  .check(z.meta({ id: 'RuledValue', description: '一条规则的取值和出处；assumed 表示文件没有写明' }));

const PolicyShape = z
  .strictObject({
    ...PolicySummary.shape,
    places: z.array(
      z.strictObject({
        region: Region,
        name: z.string(),
        aliases: z.array(z.string()),
        /** 当地紧缺工种 (L7). */
        trades: RuledShape,
        centre: z.strictObject({ latitude: z.number(), longitude: z.number() }),
      }),
    ),
    patterns: RuledShape,
    enrolment: z.record(z.string(), RuledShape),
    demand: z.record(z.string(), RuledShape),
    delivery: z.record(z.string(), RuledShape),
    assessment: z.record(z.string(), RuledShape),
    notices: z.record(z.string(), RuledShape),
  })
  .check(z.meta({ id: 'Policy', description: '一个政策包' }));

const common = { handler: 'policies', method: 'GET', roles: READERS, region_of: 'none', tag: '政策' } as const;

export const policyRoutes = {
  list_policies: route({
    ...common,
    path: '/v1/policies',
    request: {},
    response: { status: 200, schema: z.strictObject({ items: z.array(PolicySummary) }), description: '全部政策包' },
    summary: '政策包一览',
  }),
  read_policy: route({
    ...common,
    path: '/v1/policies/{policy_id}',
    request: { params: z.strictObject({ policy_id: line(1, 60) }) },
    response: { status: 200, schema: PolicyShape, description: '这个政策包，每条规则带出处' },
    refusals: ['policy_unknown'],
    summary: '查看一个政策包',
  }),
};
