/** WeChat's rules on when an account may speak unasked (客服消息下发规则). Pure. */
import { HOUR_MS, MINUTE_MS } from '../../platform/clock';
import type { Windows } from './types';

const MESSAGE_WINDOW_MS = 48 * HOUR_MS;
const MESSAGE_PUSHES_MAX = 5;
const ACTION_WINDOW_MS = MINUTE_MS;
const ACTION_PUSHES_MAX = 3;

/** Outside every window. */
export const OUT_OF_TIME = 45015;
/** Within a window that is used up. */
const OUT_OF_COUNT = 45047;

/** She wrote: five pushes within 48 hours, counted anew. */
export function afterMessage(windows: Windows, now_ms: number): Windows {
  return { ...windows, message: { until_ms: now_ms + MESSAGE_WINDOW_MS, left: MESSAGE_PUSHES_MAX } };
}

/** She followed, scanned or tapped the menu: three pushes within a minute, counted anew. */
export function afterAction(windows: Windows, now_ms: number): Windows {
  return { ...windows, action: { until_ms: now_ms + ACTION_WINDOW_MS, left: ACTION_PUSHES_MAX } };
}

/** Take one push out of the window that closes first; or the error code. */
export function spend(windows: Windows, now_ms: number): Windows | typeof OUT_OF_TIME | typeof OUT_OF_COUNT {
  const open = (['action', 'message'] as const).filter((name) => (windows[name]?.until_ms ?? 0) > now_ms);
  if (open.length === 0) return OUT_OF_TIME;
  const usable = open.find((name) => windows[name]!.left > 0);
  if (!usable) return OUT_OF_COUNT;
  return { ...windows, [usable]: { ...windows[usable]!, left: windows[usable]!.left - 1 } };
}
