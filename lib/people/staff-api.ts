/** Routes about staff: who works where, what for, and the account that speaks for her. */
import * as z from 'zod/mini';
import { READERS, route, WRITERS } from '../platform/route';
import { Instant, id, line, page, paging, Reason, Region, says } from '../platform/schemas';
import { BINDING_MINUTES } from './binding';
import { OrgId, OrgKindShape } from './organisations-api';

export const StaffId = id('staff');
const Duty = z
  .enum(['station', 'teacher', 'assessor', 'inspector', 'supervisor', 'village_officer', 'office'])
  .check(says('岗位：驻站、教师、考评员、巡查员、实训带教、村干部、主管部门'));
const Duties = z.array(Duty).check(z.minLength(1), z.maxLength(5));
const Name = line(2, 40);
const IdNumber = line(15, 40).check(
  says('身份证号；只留无法还原的指纹，用来认出同一个人（L12）。教师、考评员、巡查员必填'),
);
const Phone = line(11, 30).check(says('手机号；只留隐去中间的'));

export const StaffShape = z
  .strictObject({
    staff_id: StaffId,
    rev: z.int(),
    name: z.string(),
    org_id: OrgId,
    org_name: z.string(),
    org_kind: OrgKindShape,
    home_region: Region,
    region: Region.check(says('负责的地区')),
    duties: z.array(Duty),
    identified: z.boolean().check(says('登记过身份证号')),
    phone_masked: z.optional(z.string()),
    bound: z.boolean().check(says('已绑定公众号里的微信')),
    bound_gateway: z.boolean().check(says('已绑定网关（微信群、个人号）里的微信')),
    bound_at: z.optional(Instant),
    active: z.boolean().check(says('在岗')),
    left_at: z.optional(Instant),
    created_at: Instant,
    updated_at: Instant,
  })
  .check(z.meta({ id: 'Staff', description: '一个工作人员' }));

const StaffGiven = z
  .strictObject({
    home_region: Region.check(says('单位归哪个县的项目')),
    org_id: OrgId,
    name: Name,
    duties: Duties,
    id_number: z.optional(IdNumber),
    phone: z.optional(Phone),
  })
  .check(z.meta({ id: 'StaffGiven', description: '新的工作人员' }));
const StaffEdit = z
  .strictObject({
    name: z.optional(Name),
    duties: z.optional(Duties),
    id_number: z.optional(IdNumber),
    phone: z.optional(Phone),
  })
  .check(
    z.refine((given: object) => Object.keys(given).length > 0, { error: '没有要改的内容' }),
    z.meta({ id: 'StaffEdit', description: '修改' }),
  );

const BindingGiven = z.strictObject({
  channel: z.optional(
    z.enum(['wechat', 'wechaty']).check(says('绑在哪里：wechat 公众号，wechaty 网关；不填是公众号。两处各绑一次')),
  ),
  minutes: z.optional(
    z.int().check(z.minimum(5), z.maximum(24 * 60), says(`多少分钟内有效；不填是 ${BINDING_MINUTES}`)),
  ),
});
const BindingShape = z
  .strictObject({
    staff_id: StaffId,
    code: z.string().check(says('8 位绑定码，只在这里出现一次')),
    typed: z.string().check(says('不扫码时，本人发给公众号的话')),
    scene: z.string().check(says('二维码的场景值')),
    expires_at: Instant,
    url: z.optional(z.string()).check(says('二维码的内容；公众号暂时给不出时没有，改用 typed')),
    picture_url: z.optional(z.string()).check(says('二维码的图片')),
  })
  .check(z.meta({ id: 'Binding', description: '一次性的绑定码' }));

const common = { handler: 'organisations', tag: '工作人员' } as const;
const params = z.strictObject({ staff_id: StaffId });
const OWN = ['station', 'institution', 'employer', 'evaluator'] as const;
const ABOUT_PERSON = [
  'org_unknown',
  'org_inactive',
  'duty_not_of_org',
  'duty_needs_id_number',
  'name_format',
  'phone_format',
  'id_number_format',
  'id_number_date',
  'id_number_checksum',
] as const;

export const staffRoutes = {
  create_staff: route({
    ...common,
    method: 'POST',
    path: '/v1/staff',
    roles: WRITERS,
    region_of: 'body',
    request: { body: StaffGiven },
    response: { status: 201, schema: StaffShape, description: '登记好的人' },
    keyed: true,
    etag: true,
    refusals: ABOUT_PERSON,
    summary: '登记工作人员',
    description: '教师也在这里登记。同一个人可以在两个单位任职，凭身份证号认出来（L12）。',
  }),
  list_staff: route({
    ...common,
    method: 'GET',
    path: '/v1/staff',
    roles: [...READERS, ...OWN],
    region_of: 'query',
    request: {
      query: z.strictObject({
        home_region: z.optional(Region),
        org_id: z.optional(OrgId),
        duty: z.optional(Duty),
        everyone: z.optional(z.enum(['true', 'false']).check(says('true 连离岗的也列；只在按单位列时有'))),
        ...paging,
      }),
    },
    response: { status: 200, schema: page(StaffShape), description: '一页工作人员' },
    summary: '工作人员一览',
    description: '按单位，或者按岗位；都不填是全县在岗的。单位自己的人只看到自己单位的；工作站看到自己地区的（L15）。',
  }),
  read_staff: route({
    ...common,
    method: 'GET',
    path: '/v1/staff/{staff_id}',
    roles: [...READERS, ...OWN],
    region_of: 'staff',
    request: { params },
    response: { status: 200, schema: StaffShape, description: '这个人' },
    etag: true,
    refusals: ['staff_unknown'],
    summary: '查看工作人员',
  }),
  edit_staff: route({
    ...common,
    method: 'PATCH',
    path: '/v1/staff/{staff_id}',
    roles: WRITERS,
    region_of: 'staff',
    request: { params, body: StaffEdit },
    response: { status: 200, schema: StaffShape, description: '改好的' },
    if_match: 'required',
    etag: true,
    refusals: ['staff_unknown', 'staff_left', 'stale', 'busy', ...ABOUT_PERSON],
    summary: '修改工作人员',
  }),
  leave_staff: route({
    ...common,
    method: 'DELETE',
    path: '/v1/staff/{staff_id}',
    roles: WRITERS,
    region_of: 'staff',
    request: { params, query: z.strictObject({ reason: Reason }) },
    response: { status: 200, schema: StaffShape, description: '已离岗' },
    refusals: ['staff_unknown', 'staff_left', 'busy'],
    summary: '离岗',
    description: '同时解绑微信：从这一刻起，那个微信不能再办单位的事。',
  }),
  bind_staff: route({
    ...common,
    method: 'POST',
    path: '/v1/staff/{staff_id}/binding',
    roles: WRITERS,
    region_of: 'staff',
    request: { params, body: BindingGiven },
    response: { status: 201, schema: BindingShape, description: '绑定码' },
    refusals: ['staff_unknown', 'staff_left', 'staff_bound', 'busy'],
    summary: '给一个绑定码',
    description:
      '本人用微信扫码，或把 typed 发给公众号，确认后这个微信就能替单位办事。码只能用一次，再要一个，前一个作废。码不保存，因此不接受 Idempotency-Key。',
  }),
  unbind_staff: route({
    ...common,
    method: 'DELETE',
    path: '/v1/staff/{staff_id}/binding',
    roles: WRITERS,
    region_of: 'staff',
    request: { params },
    response: { status: 200, schema: StaffShape, description: '已解绑；没绑过也一样' },
    refusals: ['staff_unknown', 'busy'],
    summary: '解绑微信，作废绑定码',
  }),
};
