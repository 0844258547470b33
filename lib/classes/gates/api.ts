/** Routes of closed areas (H3): closing one, what it affects, reopening it in parts. */
import * as z from 'zod/mini';
import { READERS, route, WRITERS } from '../../platform/route';
import { ClassId, Day, Instant, id, line, page, paging, Reason, Region, says } from '../../platform/schemas';
import { AFFECTED_MAX } from './affected';

const common = { handler: 'attendance', tag: '区域暂停' } as const;
const what = z.enum(['practice', 'assessment', 'all']).check(says('实操，考试，都停；理论课和网课照常'));
const GateId = id('g');
const GateShape = z
  .strictObject({
    gate_id: GateId,
    rev: z.int(),
    home_region: Region,
    region: Region.check(says('停的地方，连同下属')),
    what,
    from: Day,
    until: z.optional(Day),
    reason: z.string(),
    by: z.string(),
    created_at: Instant,
    reopened: z
      .array(
        z.strictObject({
          region: Region,
          what,
          from: Day,
          batch: z.optional(z.string()),
          reason: z.string(),
          by: z.string(),
          at: Instant,
        }),
      )
      .check(says('分批恢复')),
  })
  .check(z.meta({ id: 'Gate', description: '一个地区暂停实操或考试（H3）' }));

export const gateRoutes = {
  list_gates: route({
    ...common,
    method: 'GET',
    path: '/v1/gates',
    roles: READERS,
    region_of: 'account',
    request: { query: z.strictObject({ ...paging }) },
    response: { status: 200, schema: page(GateShape), description: '一页' },
    refusals: ['cursor_invalid'],
    summary: '暂停的地区一览',
  }),
  close_area: route({
    ...common,
    method: 'POST',
    path: '/v1/gates',
    roles: WRITERS,
    region_of: 'body',
    request: {
      body: z
        .strictObject({
          home_region: Region.check(says('户籍地')),
          region: Region.check(says('停的地方，连同下属')),
          what,
          from: z.optional(Day.check(says('不填：今天'))),
          until: z.optional(Day.check(says('最后一天；不填：恢复为止'))),
          reason: Reason,
        })
        .check(z.meta({ id: 'CloseArea', description: '暂停' })),
    },
    response: { status: 201, schema: GateShape, description: '已暂停' },
    keyed: true,
    refusals: ['gate_order'],
    summary: '暂停一个地区的实操或考试',
    description: '从此不能往里排实操课、不能签到、不能考试；理论课和网课照常（H3）。',
  }),
  list_affected: route({
    ...common,
    method: 'GET',
    path: '/v1/gates/{gate_id}/lessons',
    roles: READERS,
    region_of: 'gate',
    request: { params: z.strictObject({ gate_id: GateId }) },
    response: {
      status: 200,
      schema: z.strictObject({
        items: z
          .array(
            z.strictObject({
              class_id: ClassId,
              title: z.string(),
              host_region: Region,
              lessons: z.array(z.int()).check(says('停课期间还排着的实操课')),
            }),
          )
          .check(z.maxLength(AFFECTED_MAX)),
      }),
      description: '要改期或取消的',
    },
    refusals: ['gate_unknown'],
    summary: '暂停影响到的课',
    description: '暂停期间不提醒这些课；请改期、换地方或取消。最多列 100 个班。',
  }),
  reopen_area: route({
    ...common,
    method: 'DELETE',
    path: '/v1/gates/{gate_id}',
    roles: WRITERS,
    region_of: 'gate',
    request: {
      params: z.strictObject({ gate_id: GateId }),
      query: z.strictObject({
        region: z.optional(Region.check(says('先恢复的一片；不填：全部'))),
        what: z.optional(what),
        from: z.optional(Day.check(says('哪天起；不填：今天'))),
        batch: z.optional(line(1, 20).check(says('第几批'))),
        reason: Reason,
      }),
    },
    response: { status: 200, schema: GateShape, description: '已恢复；记录留着' },
    refusals: ['gate_unknown', 'gate_order', 'gate_open'],
    summary: '恢复，可以分批',
  }),
};
