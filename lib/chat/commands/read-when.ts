/** Days and clock times as people say them. Each reader takes the text and a day to count from; what it took is blanked. Pure. */
import { addDays, type Day, weekday } from '../../platform/clock';

/** A text of which parts have been accounted for: those are blanked, so that nothing is read twice. */
export interface Page {
  text: string;
}

/** Stands for what was read: no letter, no digit, no mark anyone types. */
export const READ = '\u0001';

/** Take every match out of the page; `undefined` leaves it where it is. */
export function take<T>(page: Page, pattern: RegExp, read: (found: RegExpExecArray) => T | undefined): T[] {
  const taken: T[] = [];
  let rest = '';
  let from = 0;
  for (const found of page.text.matchAll(pattern)) {
    const value = read(found as RegExpExecArray);
    if (value === undefined) continue;
    taken.push(value);
    rest += page.text.slice(from, found.index) + READ.repeat(found[0].length);
    from = found.index + found[0].length;
  }
  page.text = rest + page.text.slice(from);
  return taken;
}

const HAN_DIGITS = '零一二三四五六七八九';
export const HAN_NUMBER = '[零〇一二两三四五六七八九十]{1,3}';

/** `二十三`, `十`, `两`, `23` → number. */
export function numberOf(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  const plain = text.replaceAll('两', '二').replaceAll('〇', '零');
  const ten = plain.indexOf('十');
  if (ten < 0) return [...plain].reduce((sum, one) => sum * 10 + Math.max(0, HAN_DIGITS.indexOf(one)), 0);
  const tens = ten === 0 ? 1 : HAN_DIGITS.indexOf(plain[ten - 1] as string);
  const ones = ten === plain.length - 1 ? 0 : HAN_DIGITS.indexOf(plain[ten + 1] as string);
  return tens * 10 + ones;
}

const N = `(?:\\d{1,2}|${HAN_NUMBER})`;
/** 8月9号周六: said of the same day. */
const AND_WEEKDAY = '(?:\\s*[（(]?(?:周|星期|礼拜)[一二三四五六日天][)）]?)?';
const AWAY: Record<string, number> = { 大前: -3, 前: -2, 昨: -1, 今: 0, 明: 1, 后: 2, 大后: 3 };
const WEEKDAYS: Record<string, number> = { 一: 1, 二: 2, 三: 3, 四: 4, 五: 5, 六: 6, 日: 7, 天: 7 };

/**
 * Days, in the order they stand: `今天 明晚 后天`, `周六`, `下周三`, `7月25`, `7-25`, `7/25`, `7.25`, `2025-07-25`, `25号`.
 * A weekday is the next such day, today included; a day of the month the next such one; a date without its year the
 * one nearest to `today`. With `numbered`, `12-15` and `3号` are no days.
 */
export function takeDays(page: Page, today: Day, numbered = false): Day[] {
  page.text = page.text.replace(/明后(?=[天日两])/gu, '明天后').replace(/今明(?=[天日两])/gu, '今天明');
  const found: { at: number; day: Day }[] = [];
  const reading = (pattern: RegExp, read: (m: RegExpExecArray) => Day | undefined) =>
    take(page, pattern, (m) => {
      const day = read(m);
      if (day !== undefined) found.push({ at: m.index, day });
      return day;
    });
  reading(/(?<!\d)(20\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)[日号]?/gu, (m) =>
    dayOrNone(Number(m[1]), Number(m[2]), Number(m[3])),
  );
  reading(new RegExp(`(?<!\\d)(${N})月(?:份)?\\s*(${N})(?!\\d)[日号]?${AND_WEEKDAY}`, 'gu'), (m) =>
    nearest(today, numberOf(m[1] as string), numberOf(m[2] as string)),
  );
  if (!numbered)
    reading(/(?<![\d.\-/])(\d{1,2})[-/.](\d{1,2})(?![\d.\-/]|\s*(?:分|元|节|个|人|课))/gu, (m) =>
      nearest(today, Number(m[1]), Number(m[2])),
    );
  reading(/(大前|大后|前|昨|今|明|后)(?:天|日|儿个|儿)|(今|明|昨)(?=[早晚]|上午|下午|中午)/gu, (m) =>
    addDays(today, AWAY[(m[1] ?? m[2]) as string] as number),
  );
  reading(/(上上|下下|上|下|这|本)?(?:个)?(?:周|星期|礼拜)(?:的)?([一二三四五六日天1-7])(?![\d个])/gu, (m) =>
    weekdayOf(today, m[1] ?? '', WEEKDAYS[m[2] as string] ?? Number(m[2])),
  );
  if (!numbered)
    reading(new RegExp(`(?<![\\d第月])(${N})[号日](?!楼|线|门|院|机|厂|店|人|车)`, 'gu'), (m) =>
      monthDay(today, numberOf(m[1] as string)),
    );
  return [...new Set(found.sort((a, b) => a.at - b.at).map((one) => one.day))];
}

function dayOrNone(year: number, month: number, day: number): Day | undefined {
  const made = new Date(Date.UTC(year, month - 1, day));
  return made.getUTCMonth() === month - 1 && made.getUTCDate() === day ? made.toISOString().slice(0, 10) : undefined;
}

function nearest(today: Day, month: number, day: number): Day | undefined {
  const year = Number(today.slice(0, 4));
  const ways = [year, year + 1, year - 1].flatMap((y) => dayOrNone(y, month, day) ?? []);
  const away = (one: Day) => Math.abs(Date.parse(one) - Date.parse(today));
  return ways.sort((a, b) => away(a) - away(b))[0];
}

function weekdayOf(today: Day, which: string, wanted: number): Day {
  const ahead = wanted - weekday(today);
  if (which === '') return addDays(today, ahead < 0 ? ahead + 7 : ahead);
  const weeks = { 上上: -2, 上: -1, 这: 0, 本: 0, 下: 1, 下下: 2 }[which] as number;
  return addDays(today, ahead + weeks * 7);
}

function monthDay(today: Day, day: number): Day | undefined {
  const [year, month] = [Number(today.slice(0, 4)), Number(today.slice(5, 7))];
  if (day < Number(today.slice(8))) return dayOrNone(month === 12 ? year + 1 : year, (month % 12) + 1, day);
  return dayOrNone(year, month, day);
}

const PART = '凌晨|早上|早晨|清早|上午|中午|下午|晚上|傍晚|夜里|夜间|早|晚';
const TIME = new RegExp(
  `(${PART})?\\s*(?:(\\d{1,2})[:：](\\d{2})|(${N})点(?:钟)?(半|一刻|三刻|(?:零|过)?${N}(?:分)?(?!\\d))?)(?!\\d)`,
  'gu',
);

/**
 * Clock times as `HH:MM`: `9点半`, `19:30`, `晚上7点`, `下午两点一刻`. A part of the day said once holds for the times
 * after it (`晚上7点到9点`); an hour from 1 to 6 without any is in the afternoon, for nobody has lessons at night.
 */
export function takeTimes(page: Page): string[] {
  let part = '';
  return take(page, TIME, (m) => {
    part = m[1] ?? part;
    const hour = m[2] === undefined ? numberOf(m[4] as string) : Number(m[2]);
    const minute = m[3] === undefined ? minutesOf(m[5]) : Number(m[3]);
    if (hour > 24 || minute > 59) return undefined;
    const h = inDay(hour, part, m[2] !== undefined && m[2].length === 2);
    return `${String(h % 24).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
  });
}

function minutesOf(said: string | undefined): number {
  if (!said) return 0;
  if (said === '半') return 30;
  if (said === '一刻') return 15;
  if (said === '三刻') return 45;
  return numberOf(said.replace(/^[零过]|分$/gu, ''));
}

function inDay(hour: number, part: string, written_whole: boolean): number {
  if (hour >= 12) return hour === 12 && /凌晨/.test(part) ? 0 : hour;
  if (/下午|晚|傍晚|夜/.test(part)) return hour + 12;
  if (/中午/.test(part)) return hour < 4 ? hour + 12 : hour;
  return part === '' && hour >= 1 && hour <= 6 && !written_whole ? hour + 12 : hour;
}
