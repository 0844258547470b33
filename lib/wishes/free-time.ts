/** When people are free, read from their words and said back to them. Pure. */
import type { FreeTime, Shift } from './types';

export const FREE_TIMES: readonly FreeTime[] = [
  'weekday_evening',
  'weekend_day',
  'weekday_day',
  'weekend_evening',
  'full_time',
];
export const FREE_NAMES: Record<FreeTime, string> = {
  weekday_day: '平时白天',
  weekday_evening: '平时晚上',
  weekend_day: '周末白天',
  weekend_evening: '周末晚上',
  full_time: '全天都行',
};
export const SHIFT_NAMES: Record<Shift, string> = {
  day: '上白班',
  night: '上夜班',
  two_shifts: '两班倒',
  three_shifts: '三班倒',
  six_on_one_off: '做六休一',
};

/** What a shift leaves free, where she says no more. Rotating shifts leave nothing that is always free, and so nothing is known. */
const FREE_OF_SHIFT: Record<Shift, FreeTime[]> = {
  day: ['weekday_evening', 'weekend_day', 'weekend_evening'],
  night: ['weekday_day', 'weekend_day'],
  two_shifts: [],
  three_shifts: [],
  six_on_one_off: ['weekday_evening', 'weekend_evening'],
};

const SHIFTS: [RegExp, Shift][] = [
  [/三班(?:倒|制|转)|三倒班|倒三班/u, 'three_shifts'],
  [/两班(?:倒|制|转)|二班倒|两倒班|倒班|轮班/u, 'two_shifts'],
  [/做六休一|上六休一|六休一|干六休一|单休|一周休一天|一星期休一天/u, 'six_on_one_off'],
  [/(?:上|是|都是|都上|长期|一直)?(?:夜班|晚班)(?!课)/u, 'night'],
  [/(?:上|是|都是|都上|长期|一直)?(?:白班|长白班|早班)(?!课)/u, 'day'],
];
/** 夜班 and 白班 are shifts only where it is work: 想上夜班 of a class would be 夜间班. */
const WHOLE =
  /随时|都行|都可以|都有空|什么时候都|啥时候都|哪天都|全天|脱产|整天|没上班|没活|不上班|待业|闲着|有的是时间/u;
const NOT_FREE = /没空|没时间|没得空|不得空|忙|上班|不行|不可以|不方便|来不了/u;
const FREE_AFTER_ALL = /下班|不上班|没上班|不忙/u;
const EXCEPT = /除了|除开|除去/u;
/** 下午五点以后: an evening, whatever it is called. */
const AFTER_WORK = /(?:下午|傍晚)?[5-8五六七八]点半?钟?(?:以后|之后|过后|后)/gu;

/** 晚上和周末: both, and not the evenings of weekends. */
const AND_WEEKEND = /(晚上|夜里|下班后?)(?:和|跟|还有|以及|加|或者?)(周末|礼拜[六天日]|星期[六天日]|周[六日天])/gu;

/** What was said of free times and shifts; nothing found: both absent. */
export interface FreeRead {
  times: FreeTime[];
  shift?: Shift;
}

/** `我上夜班，白天有空` → night shift, free on working days and at the weekend by day. */
export function readFree(text: string): FreeRead {
  const said = text.normalize('NFKC');
  const shift = SHIFTS.find(([pattern]) => pattern.test(said))?.[1];
  const without = SHIFTS.reduce((rest, [pattern]) => rest.replace(pattern, ' '), said)
    .replace(AFTER_WORK, '晚上')
    .replace(AND_WEEKEND, '$1，$2');
  const times = new Set<FreeTime>();
  const taken = new Set<FreeTime>();
  for (const clause of without.split(/[,，。;；、!！\s]+/u)) {
    const named = timesIn(clause);
    const busy = NOT_FREE.test(clause) && !FREE_AFTER_ALL.test(clause);
    // 除了晚上都行 leaves the days; 除了晚上都没空, the evenings.
    const except = EXCEPT.test(clause);
    for (const time of named) (busy === except ? times : taken).add(time);
    // 周六周日都可以: those days, not all days. 整天上班: none.
    if (!busy && WHOLE.test(clause) && (named.length === 0 || except))
      for (const time of allBut(taken)) times.add(time);
  }
  const found = FREE_TIMES.filter((time) => times.has(time));
  return { times: found.length > 0 || !shift ? found : FREE_OF_SHIFT[shift], ...(shift && { shift }) };
}

/** 晚上不行，其他时间都可以: all but those she named. */
function allBut(taken: ReadonlySet<FreeTime>): FreeTime[] {
  if (taken.size === 0) return ['full_time'];
  return FREE_TIMES.filter((time) => time !== 'full_time' && !taken.has(time));
}

function timesIn(clause: string): FreeTime[] {
  const weekend = /周末|礼拜[六天日]|星期[六天日]|周[六日天]|双休|休息(?:日|天|的)?|放假|不上班/u.test(clause);
  const weekday = /平时|平常|工作日|周[一二三四五]|星期[一二三四五]|礼拜[一二三四五]/u.test(clause);
  const evening = /晚上|夜里|夜间|下班|晚间|天黑|傍晚/u.test(clause);
  const day = /白天|上午|下午|早上|日间/u.test(clause);
  const found: FreeTime[] = [];
  if (evening && (weekday || !weekend)) found.push('weekday_evening');
  if (evening && (weekend || !weekday)) found.push('weekend_evening');
  if (day && (weekday || !weekend)) found.push('weekday_day');
  if (day && (weekend || !weekday)) found.push('weekend_day');
  if (!evening && !day && weekend) found.push('weekend_day');
  if (!evening && !day && weekday) found.push('weekday_day');
  return found;
}

/** `平时晚上、周末白天`, `三班倒`; `还不知道` when nothing is known. */
export function spokenFree(free: readonly FreeTime[], shift?: Shift): string {
  const parts = [...(shift ? [SHIFT_NAMES[shift]] : []), ...free.map((time) => FREE_NAMES[time])];
  return parts.join('、') || '时间没定';
}

/** `网上学`, `当面学`, or nothing said. */
export function readMode(text: string): 'online' | 'offline' | undefined {
  if (/网上|线上|上网学|手机上学|网课|视频学/u.test(text)) return 'online';
  return /当面|现场|线下|面对面|到场|手把手/u.test(text) ? 'offline' : undefined;
}
export const MODE_NAMES = { online: '网上学', offline: '当面学', either: '都行' } as const;
