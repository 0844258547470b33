/** Routes of 证书: who would get one, issue, list, read, revoke, print. */
import * as z from 'zod/mini';
import { TOKEN_MAX } from '../../pages/grant';
import { READERS, route, WRITERS } from '../../platform/route';
import {
  ClassId,
  Day,
  Instant,
  Level,
  page,
  paging,
  Reason,
  Region,
  says,
  TradeId,
  WorkerId,
} from '../../platform/schemas';
import { Kind } from '../assessment/api';

const common = { handler: 'assessments', tag: '考试和证书' } as const;
const params = z.strictObject({ class_id: ClassId });
const CertificateNumber = z
  .string()
  .check(
    z.regex(/^[0-9A-Za-z]{16,30}$/, '要填证书上的编号'),
    z.meta({ description: '证书编号，最后一位是校验码', examples: ['2025530128A100001K7QM4XP2A'] }),
  );
const one = z.strictObject({ number: CertificateNumber });
const SIDES = [...READERS, 'institution', 'evaluator'] as const;

const CertificateShape = z
  .strictObject({
    number: z.string(),
    rev: z.int(),
    class_id: ClassId,
    class_title: z.string(),
    worker_id: WorkerId,
    name: z.string(),
    id_number_masked: z.string(),
    kind: Kind,
    trade_id: TradeId,
    trade_name: z.string(),
    level: Level,
    home_region: Region,
    institution_id: z.string(),
    evaluator_id: z.string(),
    issuer: z.string().check(says('发证机构')),
    theory: z.int(),
    practice: z.int(),
    issued_on: Day,
    issued_at: Instant,
    state: z.enum(['valid', 'revoked']),
    by: z.string(),
    batch: z.optional(z.string()),
    revoked: z.optional(z.strictObject({ at: Instant, by: z.string(), reason: z.string() })),
  })
  .check(z.meta({ id: 'Certificate', description: '一张证书' }));

const Person = { worker_id: WorkerId, name: z.string() };
const PreviewShape = z.strictObject({
  class_id: ClassId,
  get: z.array(z.strictObject(Person)).check(says('可以发证的人')),
  not: z
    .array(
      z.strictObject({
        ...Person,
        code: z.string(),
        facts: z.optional(z.record(z.string(), z.union([z.string(), z.number()]))),
      }),
    )
    .check(says('不能发证的人，各是什么原因')),
});
const REFUSALS = [
  'class_unknown',
  'assessment_unknown',
  'results_not_published',
  'institution_missing',
  'evaluator_unknown',
  'evaluator_is_institution',
  'assessor_of_institution',
  'assessor_is_teacher',
  'assessor_is_inspector',
  'assessor_is_learner',
  'too_many_staff',
] as const;

export const certificateRoutes = {
  preview_certificates: route({
    ...common,
    method: 'GET',
    path: '/v1/classes/{class_id}/certificates/preview',
    roles: READERS,
    region_of: 'class',
    request: { params },
    response: { status: 200, schema: PreviewShape, description: '现在发证，谁有谁没有' },
    refusals: REFUSALS,
    summary: '看看谁能拿到证书',
  }),
  issue_certificates: route({
    ...common,
    method: 'POST',
    path: '/v1/classes/{class_id}/certificates',
    roles: WRITERS,
    region_of: 'class',
    request: { params, body: z.strictObject({}) },
    response: {
      status: 202,
      schema: z.strictObject({ task_id: z.string(), ...PreviewShape.shape }),
      description: '开始发证，一人一张，几秒里办完',
    },
    keyed: true,
    refusals: [...REFUSALS, 'nobody_to_certify'],
    summary: '给全班发证',
  }),
  list_certificates: route({
    ...common,
    method: 'GET',
    path: '/v1/classes/{class_id}/certificates',
    roles: SIDES,
    region_of: 'class',
    request: { params, query: z.strictObject(paging) },
    response: { status: 200, schema: page(CertificateShape), description: '这个班的证书，撤销的也在里面，一页' },
    refusals: ['class_unknown', 'cursor_invalid'],
    summary: '一个班的证书',
  }),
  read_certificate: route({
    ...common,
    method: 'GET',
    path: '/v1/certificates/{number}',
    roles: SIDES,
    region_of: 'certificate',
    request: { params: one },
    response: { status: 200, schema: CertificateShape, description: '这张证书' },
    etag: true,
    refusals: ['certificate_unknown'],
    summary: '查看证书',
  }),
  revoke_certificate: route({
    ...common,
    method: 'POST',
    path: '/v1/certificates/{number}/revoke',
    roles: WRITERS,
    region_of: 'certificate',
    request: { params: one, body: z.strictObject({ reason: Reason }) },
    response: { status: 200, schema: CertificateShape, description: '已撤销' },
    keyed: true,
    if_match: 'optional',
    etag: true,
    refusals: ['certificate_unknown', 'certificate_revoked', 'stale'],
    summary: '撤销证书',
    description: '编号还查得到，显示已撤销。',
  }),
  print_certificate: route({
    ...common,
    method: 'GET',
    path: '/v1/certificates/{number}/pdf',
    roles: SIDES,
    region_of: 'certificate',
    request: { params: one },
    response: {
      status: 200,
      schema: z.any().check(says('PDF')),
      description: '可以打印的证书，带查验二维码',
      media: 'application/pdf',
    },
    refusals: ['certificate_unknown', 'certificate_revoked', 'holder_erased'],
    summary: '打印证书',
  }),
  take_certificate: route({
    ...common,
    method: 'GET',
    path: '/p/{grant}/certificate',
    roles: 'public',
    region_of: 'none',
    request: { params: z.strictObject({ grant: z.string().check(z.maxLength(TOKEN_MAX), says('签过名的链接')) }) },
    response: {
      status: 200,
      schema: z.any().check(says('PDF')),
      description: '持证人从聊天里拿到的证书',
      media: 'application/pdf',
    },
    refusals: [
      'link_wrong',
      'link_expired',
      'link_not_yours',
      'certificate_unknown',
      'certificate_revoked',
      'holder_erased',
    ],
    summary: '本人下载证书',
    description: '链接发给本人，一天内有效，不用令牌。',
  }),
};
