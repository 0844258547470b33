/**
 * A refusal as HTTP says it: RFC 9457 problem+json. One table gives each code its status and its title
 * for people. Nothing internal goes out: no stack, no message of an error, no key of the table.
 */
import type { TimetableRefusal } from '../classes/timetable';
import type { ClassRefusal, EnrolRefusal } from '../classes/types';
import type { BroadcastRefusal } from '../notices/broadcast';
import type { PeopleRefusal } from '../people/types';
import type { AuthRefusal } from './auth';
import type { Refusal } from './refusal';

export type HttpRefusal =
  | AuthRefusal
  | 'role_not_allowed'
  | 'region_not_yours'
  | 'route_unknown'
  | 'method_not_allowed'
  | 'body_too_large'
  | 'body_not_json'
  | 'body_malformed'
  | 'input_invalid'
  | 'cursor_invalid'
  | 'if_match_missing'
  | 'if_match_invalid'
  | 'idempotency_key_invalid'
  | 'idempotency_key_reused'
  | 'internal'
  | 'unavailable';

type OtherRefusal =
  | 'text_format'
  | 'thread_unknown'
  | 'thread_closed'
  | 'phrase_unknown'
  | 'policy_unknown'
  | 'no_policy'
  | 'seat_free';

export type ProblemCode =
  | HttpRefusal
  | OtherRefusal
  | EnrolRefusal
  | ClassRefusal
  | TimetableRefusal
  | PeopleRefusal
  | BroadcastRefusal;

/** Status and title of every code. 422 the input cannot be right, 409 it cannot be done as things stand. */
export const PROBLEMS: Record<ProblemCode, { status: number; title: string }> = {
  token_missing: { status: 401, title: '没有登录凭证' },
  token_invalid: { status: 401, title: '登录凭证无效' },
  token_expired: { status: 401, title: '登录凭证已过期' },
  keys_unreachable: { status: 503, title: '暂时无法核对登录凭证' },
  role_not_allowed: { status: 403, title: '你的角色不能做这件事' },
  region_not_yours: { status: 403, title: '这个地区不归你管' },
  route_unknown: { status: 404, title: '没有这个接口' },
  method_not_allowed: { status: 405, title: '这个接口不能用这种方法' },
  body_too_large: { status: 413, title: '内容太大，最多 64 KB' },
  body_not_json: { status: 415, title: '内容必须是 application/json' },
  body_malformed: { status: 400, title: '内容不是正确的 JSON' },
  input_invalid: { status: 422, title: '填写的内容有误' },
  cursor_invalid: { status: 422, title: '翻页位置无效' },
  if_match_missing: { status: 428, title: '修改前要先读取：请带上 If-Match' },
  if_match_invalid: { status: 400, title: 'If-Match 要填读到的 ETag，像 "3"，带引号' },
  idempotency_key_invalid: { status: 400, title: 'Idempotency-Key 要是 1 到 255 个英文字母、数字或符号' },
  idempotency_key_reused: { status: 422, title: '这个 Idempotency-Key 已用于另一个请求' },
  internal: { status: 500, title: '系统出错，请稍后再试' },
  unavailable: { status: 503, title: '系统暂时没有应答，请稍后再试' },
  busy: { status: 503, title: '人太多，请稍后再试' },
  stale: { status: 412, title: '内容已被别人改过，请重新读取' },

  class_unknown: { status: 404, title: '没有这个班' },
  class_draft: { status: 409, title: '这个班还没有发布' },
  class_cancelled: { status: 409, title: '这个班已取消' },
  class_closed: { status: 409, title: '报名已截止' },
  class_not_yet_open: { status: 409, title: '报名还没开始' },
  class_started: { status: 409, title: '这个班已经开课' },
  class_full: { status: 409, title: '名额已满' },
  waiting_full: { status: 409, title: '候补也已满' },
  seat_free: { status: 409, title: '还有名额，不用候补' },
  already_enrolled: { status: 409, title: '已经报过这个班' },
  already_waiting: { status: 409, title: '已经在候补' },
  clash: { status: 409, title: '和另一个班时间冲突' },
  limit_year: { status: 409, title: '今年的培训次数已用完' },
  same_trade_done: { status: 409, title: '同一工种同一等级已经学过' },
  not_eligible: { status: 409, title: '不在这个班的招收范围' },
  too_young: { status: 409, title: '年龄不够' },
  too_old: { status: 409, title: '超过年龄上限' },
  not_enrolled: { status: 404, title: '没有报这个班' },
  offer_expired: { status: 409, title: '名额保留时间已过' },
  no_offer: { status: 409, title: '没有为这个人保留名额' },
  too_late_to_cancel: { status: 409, title: '已过取消时间' },

  trade_unknown: { status: 422, title: '没有这个工种' },
  trade_off_list: { status: 422, title: '这个工种不在当地目录，要写明理由' },
  place_off_list: { status: 422, title: '这个地区不在政策范围' },
  age_outside_policy: { status: 422, title: '年龄条件超出政策范围' },
  group_outside_policy: { status: 422, title: '人员类别不在政策范围' },
  window_order: { status: 422, title: '报名时间的先后不对' },
  class_in_past: { status: 422, title: '开课时间已过' },
  class_not_draft: { status: 409, title: '这个班不是草稿' },
  class_not_published: { status: 409, title: '这个班还没有发布' },
  pattern_weekday: { status: 422, title: '上课日不符合班型' },
  pattern_time: { status: 422, title: '上课时间不符合班型' },
  pattern_units: { status: 422, title: '一天的课时超过班型规定' },
  lessons_overlap: { status: 422, title: '课的时间互相重叠' },
  too_many_lessons: { status: 422, title: '课的节数太多' },
  no_lessons: { status: 422, title: '没有课' },
  no_policy: { status: 422, title: '这个地区当时没有政策' },
  policy_unknown: { status: 404, title: '没有这个政策' },

  worker_unknown: { status: 404, title: '没有这个人' },
  id_number_taken: { status: 409, title: '身份证号已登记' },
  id_number_checksum: { status: 422, title: '身份证号校验码不对' },
  id_number_format: { status: 422, title: '身份证号格式不对' },
  id_number_date: { status: 422, title: '身份证号里的出生日期不对' },
  phone_format: { status: 422, title: '手机号格式不对' },
  text_format: { status: 422, title: '文字太短或太长' },
  name_format: { status: 422, title: '姓名格式不对' },

  broadcast_unknown: { status: 404, title: '没有这个群发' },
  broadcast_over: { status: 409, title: '这个群发已经结束' },
  segment_empty: { status: 409, title: '没有可以发给的人' },
  thread_unknown: { status: 404, title: '没有这个会话' },
  thread_closed: { status: 409, title: '这个会话已结束' },
  phrase_unknown: { status: 404, title: '没有这句话' },
};

/** A field that was not accepted: where, and why in words. Never its value. */
export interface FieldProblem {
  field: string;
  message: string;
}

export interface Problem {
  type: string;
  title: string;
  status: number;
  code: string;
  /** The request's id, to be quoted when asking for help. */
  instance?: string;
  facts?: Record<string, string | number>;
  fields?: FieldProblem[];
  rule?: { source: string; clause: string; assumed?: boolean; why?: string };
}

/** A refusal in which single fields are named. */
export interface FieldRefusal extends Refusal<'input_invalid'> {
  fields: FieldProblem[];
}

/** The problem a refusal stands for. A code without a row is our own mistake and is answered as `internal`. */
export function problemOf(refusal: Refusal | FieldRefusal, instance?: string): Problem {
  const known = Object.hasOwn(PROBLEMS, refusal.refused);
  const code = (known ? refusal.refused : 'internal') as ProblemCode;
  return {
    type: `/docs#problem-${code}`,
    ...PROBLEMS[code],
    code,
    ...(instance && { instance: `urn:request:${instance}` }),
    ...(known && refusal.facts && { facts: refusal.facts }),
    ...(known && 'fields' in refusal && { fields: refusal.fields }),
    ...(known && refusal.rule && { rule: refusal.rule }),
  };
}

const RETRY_AFTER_S: Record<string, number> = { busy: 1, unavailable: 2, keys_unreachable: 5 };

/** The whole HTTP answer to a refusal. */
export function problemAnswer(refusal: Refusal | FieldRefusal, instance?: string) {
  const problem = problemOf(refusal, instance);
  const retry_s = RETRY_AFTER_S[problem.code];
  const challenge =
    problem.code === 'token_missing' ? 'Bearer realm="songxun"' : 'Bearer realm="songxun", error="invalid_token"';
  return {
    statusCode: problem.status,
    headers: {
      'content-type': 'application/problem+json; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      ...(retry_s && { 'retry-after': String(retry_s) }),
      // Which methods there are: RFC 9110 asks for it.
      ...(problem.status === 405 && { allow: String(problem.facts?.allow ?? '') }),
      ...(problem.status === 401 && { 'www-authenticate': challenge }),
    },
    body: JSON.stringify(problem),
  };
}
