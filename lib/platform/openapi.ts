/**
 * The OpenAPI 3.1 document, made from the route tables. Only handlers/docs.ts imports this: the generator
 * has no place in a bundle on a person's path.
 */
import * as z from 'zod/mini';
import { createDocument } from 'zod-openapi';
import { tradeRoutes } from '../catalogue/api';
import { threadRoutes } from '../chat/api';
import { afterRoutes } from '../classes/after/api';
import { reportRoutes } from '../classes/after/reports-api';
import { classRoutes } from '../classes/api';
import { assessmentRoutes } from '../classes/assessment/api';
import { attendanceRoutes } from '../classes/attendance/api';
import { certificateRoutes } from '../classes/certificates/api';
import { deliveryRoutes } from '../classes/delivery-api';
import { demandRoutes } from '../demand/api';
import { gatewayRoutes } from '../gateway/api';
import { broadcastRoutes } from '../notices/api';
import { linkRoutes, pageRoutes } from '../pages/api';
import { peopleRoutes } from '../people/api';
import { organisationRoutes } from '../people/organisations-api';
import { staffRoutes } from '../people/staff-api';
import { policyRoutes } from '../policy/api';
import { sheetRoutes } from '../sheets/api';
import { wishRoutes } from '../wishes/api';
import { docsRoutes } from './docs-api';
import { PROBLEMS, type ProblemCode } from './problem';
import type { Route, Routes } from './route';
import { CitationShape } from './schemas';

/** Every route of every room, by operation. */
export const allRoutes: Routes = {
  ...tradeRoutes,
  ...classRoutes,
  ...assessmentRoutes,
  ...certificateRoutes,
  ...afterRoutes,
  ...reportRoutes,
  ...attendanceRoutes,
  ...deliveryRoutes,
  ...peopleRoutes,
  ...organisationRoutes,
  ...staffRoutes,
  ...broadcastRoutes,
  ...threadRoutes,
  ...gatewayRoutes,
  ...wishRoutes,
  ...demandRoutes,
  ...policyRoutes,
  ...sheetRoutes,
  ...pageRoutes,
  ...linkRoutes,
  ...docsRoutes,
};

const Problem = z
  .object({
    type: z.string().check(z.describe('说明所在，形如 /docs#problem-class_full')),
    title: z.string(),
    status: z.int(),
    code: z.enum(Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]]),
    instance: z.optional(z.string().check(z.describe('请求编号，求助时报给我们'))),
    facts: z.optional(z.record(z.string(), z.union([z.string(), z.number()]))),
    fields: z.optional(z.array(z.object({ field: z.string(), message: z.string() }))),
    rule: z.optional(CitationShape.check(z.describe('依据：出自哪份文件哪一条'))),
  })
  .check(z.meta({ id: 'Problem', description: '办不成时的答复（RFC 9457）' }));

/** What every route with a token may answer with, besides its own refusals. */
const ALWAYS: ProblemCode[] = [
  'token_missing',
  'token_invalid',
  'token_expired',
  'role_not_allowed',
  'internal',
  'unavailable',
];

/** All codes a route may answer with. */
export function codesOf(route: Route): ProblemCode[] {
  const codes: ProblemCode[] = route.roles === 'public' ? ['internal'] : [...ALWAYS];
  if (route.request.body) codes.push('body_too_large', 'body_not_json', 'body_malformed');
  if (route.request.file) codes.push('file_type', 'file_too_large');
  if (route.request.body || route.request.params || route.request.query) codes.push('input_invalid');
  if (['body', 'query', 'account'].includes(route.region_of)) codes.push('region_not_yours');
  if (route.region_of === 'query') codes.push('cursor_invalid');
  if (route.keyed) codes.push('idempotency_key_invalid', 'idempotency_key_reused', 'busy');
  if (route.if_match) codes.push('if_match_invalid', 'stale');
  if (route.if_match === 'required') codes.push('if_match_missing');
  return [...new Set([...codes, ...((route.refusals ?? []) as ProblemCode[])])];
}

const INTRODUCTION = [
  '送训（Songxun）的管理接口：把培训送到工友身边。',
  '除文档外，每个请求都要带 `Authorization: Bearer <JWT>`；令牌里有角色和地区，地区管到它下属的全部代码。',
  '别的地区的东西，和不存在一样：404。自己写明别的地区：403。',
  '时刻用 ISO 8601，带时区；答复一律是上海时间。多余的字段会被拒绝。',
  'POST 可带 `Idempotency-Key`：24 小时内同一个键再发一次，只办一次，答复相同。',
  '修改要带 `If-Match`（读到的 ETag）：缺了 428，过时 412。',
  '列表按 `next_cursor` 翻页；一页可能不满，有 `next_cursor` 就还没完。',
  '（L12）这样的编号是需求清单里的一条，测试的名字里也有它。',
].join('\n\n');

/** The whole document. */
export function openApi(routes: Routes = allRoutes) {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [operation, route] of Object.entries(routes)) {
    paths[route.path] ??= {};
    paths[route.path]![route.method.toLowerCase()] = operationOf(operation, route);
  }
  return createDocument({
    openapi: '3.1.1',
    info: {
      title: '送训 API',
      version: '1.0.0',
      description: INTRODUCTION,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/', description: '本站' }],
    tags: [...new Set(Object.values(routes).map((route) => route.tag))].map((name) => ({ name })),
    paths: paths as any,
    components: {
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'EdDSA，或 OIDC 签发者的密钥；要有 role、region',
        },
      },
    },
  });
}

/** A file, as OpenAPI 3.1 says it. */
const BINARY = { schema: { type: 'string', format: 'binary' } as const };

function operationOf(operationId: string, route: Route) {
  const { params, query, body, file } = route.request;
  const { status, schema, description, media = 'application/json' } = route.response;
  return {
    operationId,
    tags: [route.tag],
    summary: route.summary,
    ...(route.description && { description: route.description }),
    security: route.roles === 'public' ? [] : [{ bearer: [] }],
    'x-roles': route.roles === 'public' ? ['public'] : [...route.roles],
    'x-region-of': route.region_of,
    requestParams: { ...(params && { path: params }), ...(query && { query }), ...headersOf(route) },
    ...(body && {
      requestBody: { required: !body.safeParse({}).success, content: { 'application/json': { schema: body } } },
    }),
    ...(file && {
      requestBody: { required: true, content: Object.fromEntries(file.types.map((type) => [type, BINARY])) },
    }),
    responses: {
      [String(status)]: {
        description,
        ...(route.etag && { headers: { ETag: { description: '版本', schema: { type: 'string' as const } } } }),
        content: { [media]: { schema } },
      },
      ...problemsOf(route),
    },
  };
}

function headersOf(route: Route) {
  const headers: Record<string, z.ZodMiniType> = {};
  if (route.keyed)
    headers['Idempotency-Key'] = z.optional(
      z.string().check(z.minLength(1), z.maxLength(255), z.describe('同一个键只办一次；24 小时内再发，答复相同')),
    );
  const etag = z.string().check(z.maxLength(66), z.describe('读到的 ETag'));
  if (route.if_match) headers['If-Match'] = route.if_match === 'required' ? etag : z.optional(etag);
  return Object.keys(headers).length > 0 ? { header: z.object(headers) } : {};
}

/** One entry a status, naming the codes behind it. */
function problemsOf(route: Route) {
  const by_status = new Map<number, ProblemCode[]>();
  for (const code of codesOf(route)) {
    const { status } = PROBLEMS[code];
    by_status.set(status, [...(by_status.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...by_status]
      .sort(([a], [b]) => a - b)
      .map(([status, codes]) => [
        String(status),
        {
          description: codes.map((code) => `\`${code}\` ${PROBLEMS[code].title}`).join('；'),
          content: { 'application/problem+json': { schema: Problem } },
        },
      ]),
  );
}
