/** Routes about organisations: one table, the same four routes for each kind. */
import * as z from 'zod/mini';
import type { Role } from '../platform/auth';
import { READERS, route, WRITERS } from '../platform/route';
import { Instant, id, line, page, paging, Region, says } from '../platform/schemas';
import { isCreditCode } from './credit-code';
import type { OrgKind } from './types';

export const OrgId = id('org');
export const OrgKindShape = z
  .enum(['station', 'institution', 'employer', 'evaluator', 'village', 'office'])
  .check(says('单位类别：工作站、培训机构、用人单位、评价机构、村、主管部门'));

const Name = line(2, 60);
const CreditCode = z
  .string()
  .check(z.length(18), z.refine(isCreditCode, '统一社会信用代码有一位不对，请核对'), says('统一社会信用代码，18 位'));
const Contact = line(2, 60).check(says('找谁、打哪个电话'));

export const OrganisationShape = z
  .strictObject({
    org_id: OrgId,
    rev: z.int(),
    kind: OrgKindShape,
    name: z.string(),
    home_region: Region.check(says('归哪个县的项目')),
    region: Region.check(says('所在地区；工作站和用人单位是务工地')),
    credit_code: z.optional(z.string()),
    contact: z.optional(z.string()),
    active: z.boolean(),
    created_at: Instant,
    updated_at: Instant,
  })
  .check(z.meta({ id: 'Organisation', description: '一个单位' }));

const OrganisationGiven = z
  .strictObject({
    name: Name,
    home_region: Region.check(says('归哪个县的项目')),
    region: Region.check(says('所在地区；工作站和用人单位填务工地')),
    credit_code: z.optional(CreditCode),
    contact: z.optional(Contact),
  })
  .check(z.meta({ id: 'OrganisationGiven', description: '新单位' }));
const OrganisationEdit = z
  .strictObject({
    name: z.optional(Name),
    region: z.optional(Region),
    credit_code: z.optional(CreditCode),
    contact: z.optional(Contact),
    active: z.optional(z.boolean().check(says('false 停用：在岗的人同时离岗、解绑；true 恢复，人要重新登记'))),
  })
  .check(
    z.refine((given: object) => Object.keys(given).length > 0, { error: '没有要改的内容' }),
    z.meta({ id: 'OrganisationEdit', description: '修改、停用、恢复' }),
  );

/** A kind of organisation as its routes are called; `own` is the role of its own people, who may read it. */
export interface KindOfRoute<One extends string, Many extends string> {
  kind: OrgKind;
  one: One;
  many: Many;
  path: string;
  title: string;
  own?: Role;
}
const kindOf = <const One extends string, const Many extends string>(described: KindOfRoute<One, Many>) => described;

export const KINDS = {
  station: kindOf({
    kind: 'station',
    one: 'station',
    many: 'stations',
    path: '/v1/stations',
    title: '驻外劳务工作站',
    own: 'station',
  }),
  institution: kindOf({
    kind: 'institution',
    one: 'institution',
    many: 'institutions',
    path: '/v1/institutions',
    title: '培训机构',
    own: 'institution',
  }),
  employer: kindOf({
    kind: 'employer',
    one: 'employer',
    many: 'employers',
    path: '/v1/employers',
    title: '用人单位',
    own: 'employer',
  }),
  evaluator: kindOf({
    kind: 'evaluator',
    one: 'evaluation_agency',
    many: 'evaluation_agencies',
    path: '/v1/evaluation-agencies',
    title: '评价机构',
    own: 'evaluator',
  }),
  village: kindOf({ kind: 'village', one: 'village', many: 'villages', path: '/v1/villages', title: '村' }),
  office: kindOf({ kind: 'office', one: 'office', many: 'offices', path: '/v1/offices', title: '主管部门' }),
};

const params = z.strictObject({ org_id: OrgId });

function routesOf<One extends string, Many extends string>(of: KindOfRoute<One, Many>) {
  const common = { handler: 'organisations', tag: '单位' } as const;
  const readers = of.own ? [...READERS, of.own] : READERS;
  const create = route({
    ...common,
    method: 'POST',
    path: of.path,
    roles: WRITERS,
    region_of: 'body',
    request: { body: OrganisationGiven },
    response: { status: 201, schema: OrganisationShape, description: '登记好的单位' },
    keyed: true,
    etag: true,
    refusals: ['org_name_taken'],
    summary: `登记${of.title}`,
  });
  const list = route({
    ...common,
    method: 'GET',
    path: of.path,
    roles: readers,
    region_of: 'query',
    request: { query: z.strictObject({ home_region: z.optional(Region), region: z.optional(Region), ...paging }) },
    response: { status: 200, schema: page(OrganisationShape), description: '一页单位' },
    summary: `${of.title}一览`,
    ...(of.own && { description: '单位自己的人只看到自己的；工作站看到自己地区的（L15）。' }),
  });
  const read = route({
    ...common,
    method: 'GET',
    path: `${of.path}/{org_id}`,
    roles: readers,
    region_of: 'org',
    request: { params },
    response: { status: 200, schema: OrganisationShape, description: '这个单位' },
    etag: true,
    refusals: ['org_unknown'],
    summary: `查看${of.title}`,
  });
  const edit = route({
    ...common,
    method: 'PATCH',
    path: `${of.path}/{org_id}`,
    roles: WRITERS,
    region_of: 'org',
    request: { params, body: OrganisationEdit },
    response: { status: 200, schema: OrganisationShape, description: '改好的单位' },
    if_match: 'required',
    etag: true,
    refusals: ['org_unknown', 'org_name_taken', 'stale', 'busy'],
    summary: `修改、停用、恢复${of.title}`,
  });
  return {
    [`create_${of.one}`]: create,
    [`list_${of.many}`]: list,
    [`read_${of.one}`]: read,
    [`edit_${of.one}`]: edit,
  } as Record<`create_${One}`, typeof create> &
    Record<`list_${Many}`, typeof list> &
    Record<`read_${One}`, typeof read> &
    Record<`edit_${One}`, typeof edit>;
}

export const organisationRoutes = {
  ...routesOf(KINDS.station),
  ...routesOf(KINDS.institution),
  ...routesOf(KINDS.employer),
  ...routesOf(KINDS.evaluator),
  ...routesOf(KINDS.village),
  ...routesOf(KINDS.office),
};
