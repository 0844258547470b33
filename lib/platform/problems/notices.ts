/** Refusals about news, threads and phrases. */
import type { ProblemRow } from './row';

export const NOTICE_PROBLEMS = {
  broadcast_unknown: { status: 404, title: '没有这个群发' },
  broadcast_over: { status: 409, title: '这个群发已经结束' },
  notices_too_many: { status: 429, title: '今天发得太多，明天再发' },
  segment_empty: { status: 409, title: '没有可以发给的人' },
  thread_unknown: { status: 404, title: '没有这个会话' },
  thread_closed: { status: 409, title: '这个会话已结束' },
  phrase_unknown: { status: 404, title: '没有这句话' },
} as const satisfies Record<string, ProblemRow>;
