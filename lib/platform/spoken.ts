/** How days and times are said: nobody reads 19:30 aloud. Pure. */
import { type Instant, weekday } from './clock';

const WEEKDAYS = ['', '周一', '周二', '周三', '周四', '周五', '周六', '周日'];

/** `7月24日 周四` */
export function spokenDay(at: Instant): string {
  const day = at.slice(0, 10);
  return `${Number(day.slice(5, 7))}月${Number(day.slice(8))}日 ${WEEKDAYS[weekday(day)]}`;
}

/** `7月24日`, for narrow lines. */
export function shortDay(at: Instant): string {
  return spokenDay(at).split(' ')[0] as string;
}

/** `上午9点`, `晚上7点半`, `下午2点05分`: nobody reads 19:30 aloud. */
export function spokenTime(at: Instant): string {
  const hour = Number(at.slice(11, 13));
  const minute = Number(at.slice(14, 16));
  const part = hour < 6 ? '凌晨' : hour < 12 ? '上午' : hour < 13 ? '中午' : hour < 18 ? '下午' : '晚上';
  const rest = minute === 0 ? '' : minute === 30 ? '半' : `${String(minute).padStart(2, '0')}分`;
  return `${part}${hour > 12 ? hour - 12 : hour}点${rest}`;
}

/** `7月24日 周四 上午9点` */
export function spokenMoment(at: Instant): string {
  return `${spokenDay(at)} ${spokenTime(at)}`;
}
