/** Refusals of the gateway. */
import type { ProblemRow } from './row';

export const GATEWAY_PROBLEMS = {
  signature_missing: { status: 401, title: '请求没有签名' },
  signature_invalid: { status: 401, title: '签名不对，或没有这个账号' },
  signature_expired: { status: 401, title: '签名的时间和这里差得太多' },
  nonce_used: { status: 401, title: '这个请求已经来过' },
  gateway_account_unknown: { status: 404, title: '没有登记这个微信号' },
  gateway_account_taken: { status: 409, title: '这个名字已经用过' },
  gateway_account_closed: { status: 403, title: '这个微信号已停用' },
} as const satisfies Record<string, ProblemRow>;
