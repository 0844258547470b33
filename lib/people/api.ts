/** Routes about workers (务工人员): read, reveal with a reason, erase. */
import * as z from 'zod/mini';
import { READERS, route, WRITERS } from '../platform/route';
import { Day, Instant, Reason, Region, says, WorkerId } from '../platform/schemas';

const WorkerShape = z
  .strictObject({
    worker_id: WorkerId,
    name: z.string(),
    sex: z.enum(['male', 'female']),
    birth_day: Day,
    id_number_masked: z.string().check(says('身份证号，中间隐去')),
    phone_masked: z.string().check(says('手机号，中间隐去')),
    home_region: Region,
    site_region: Region,
    site_text: z.string().check(says('务工地，按本人的说法')),
    employer: z.optional(z.string()),
    groups: z.array(z.string()).check(says('人员类别')),
    reachable: z.boolean().check(says('目前能否通过公众号联系')),
    consent: z.strictObject({
      version: z.string(),
      at: Instant,
      basis: z.optional(z.enum(['paper', 'spoken'])).check(says('由办事人员登记的：书面还是口头同意')),
      by: z.optional(z.string()).check(says('当着谁的面')),
    }),
    created_at: Instant,
    updated_at: Instant,
  })
  .check(z.meta({ id: 'Worker', description: '务工人员，证件号和手机号始终隐去' }));

const params = z.strictObject({ worker_id: WorkerId });
const common = { handler: 'people', region_of: 'worker', tag: '人员' } as const;

export const peopleRoutes = {
  read_worker: route({
    ...common,
    method: 'GET',
    path: '/v1/workers/{worker_id}',
    roles: READERS,
    request: { params },
    response: { status: 200, schema: WorkerShape, description: '这个人' },
    etag: true,
    refusals: ['worker_unknown'],
    summary: '查看一个人',
  }),
  reveal_worker: route({
    ...common,
    method: 'POST',
    path: '/v1/workers/{worker_id}/reveal',
    roles: WRITERS,
    request: { params, body: z.strictObject({ reason: Reason }) },
    response: {
      status: 200,
      schema: z.strictObject({ worker_id: WorkerId, id_number: z.string(), phone: z.string() }),
      description: '完整的证件号和手机号',
    },
    refusals: ['worker_unknown'],
    summary: '查看完整证件号和手机号',
    description: '每查一次记一次：谁、何时、为什么。因此不接受 Idempotency-Key，答复也不保存。',
  }),
  erase_worker: route({
    ...common,
    method: 'DELETE',
    path: '/v1/workers/{worker_id}',
    roles: WRITERS,
    request: { params, query: z.strictObject({ reason: Reason }) },
    response: {
      status: 200,
      schema: z.strictObject({ worker_id: WorkerId, erased: z.boolean(), withdrawn_from: z.array(z.string()) }),
      description: '已删除',
    },
    refusals: ['worker_unknown', 'busy'],
    summary: '删除一个人的信息',
    description: '先退出还没开课的班，再删除密钥和姓名；此后证件号和手机号不能再读出。花名册保留不带姓名的记录。',
  }),
};
