/** Names of patterns and channels as they are said. Pure. */
import type { Pattern, WishChannel } from './types';

export const PATTERN_SAYS: Record<Pattern, string> = { weekend: '周末班', evening: '夜间班', full_time: '脱产班' };
export const CHANNEL_SAYS: Record<WishChannel, string> = {
  chat: '本人',
  station: '工作站',
  village_officer: '村干部',
  survey: '摸排',
  api: '系统录入',
};
