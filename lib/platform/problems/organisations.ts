/** Refusals about organisations, their staff, and the accounts that speak for them. */
import type { ProblemRow } from './row';

export const ORGANISATION_PROBLEMS = {
  org_unknown: { status: 404, title: '没有这个单位' },
  org_inactive: { status: 409, title: '这个单位已停用' },
  org_name_taken: { status: 409, title: '已有同名的单位' },
  staff_unknown: { status: 404, title: '没有这个工作人员' },
  staff_left: { status: 409, title: '这个人已离岗' },
  duty_needs_id_number: { status: 422, title: '教师、考评员、巡查员要登记身份证号' },
  duty_not_of_org: { status: 422, title: '这类单位的人不能担任这个岗位' },
  staff_bound: { status: 409, title: '这个人已绑定微信' },
  binding_unknown: { status: 404, title: '没有这个绑定码' },
  binding_expired: { status: 409, title: '绑定码已过期' },
  binding_used: { status: 409, title: '绑定码已用过' },
  binding_elsewhere: { status: 409, title: '这个人属于别的县，要绑到那个县的公众号' },
  account_bound: { status: 409, title: '这个微信已绑定别的身份' },
  not_on_duty: { status: 403, title: '这个微信没有绑定工作身份' },
  area_not_yours: { status: 403, title: '不在你负责的范围' },
} as const satisfies Record<string, ProblemRow>;
