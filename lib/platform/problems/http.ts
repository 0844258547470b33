/** What the door refuses: tokens, roles, bodies, cursors, keys. */
import type { ProblemRow } from './row';

export const HTTP_PROBLEMS = {
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
} as const satisfies Record<string, ProblemRow>;
