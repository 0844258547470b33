/** A month's wage as people say it. Pure. */
import { type Refusal, refuse } from '../../platform/refusal';
import type { AfterRefusal } from './types';

/** Below, it was a day's wage or thousands were meant; above, it is no wage of anyone here. In yuan. */
const YUAN_MIN = 300;
const YUAN_MAX = 100_000;
const DIGITS: Record<string, number> = {
  零: 0,
  〇: 0,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
  俩: 2,
  仨: 3,
};
const UNITS: Record<string, number> = { 十: 10, 百: 100, 千: 1000, k: 1000, 万: 10_000, w: 10_000 };

/**
 * `6500`, `6,500元`, `6.5千`, `6k5`, `六千五`, `六千五百块`, `一万二`, `一个月大概四五千` (a range is its middle) → fen a
 * month. Refuses `wage_unreadable`, also for what cannot be a month's wage.
 */
export function readWage(text: string): number | Refusal<AfterRefusal> {
  const plain = text
    .slice(0, 60)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[,，\s]/gu, '')
    .replace(
      /每个?月|一个?月|月薪|月工资|工资|大概|大约|差不多|左右|上下|到手|能拿|拿|有|挣|块钱?|元|rmb|¥|的|吧|多|快|了|我|是|现在|以前|原来|之前/gu,
      '',
    );
  const ends = rangeOf(plain);
  const yuan = ends.map(amountOf);
  if (yuan.some((one) => one === undefined) || yuan.length === 0) return refuse('wage_unreadable');
  const middle = Math.round((yuan as number[]).reduce((sum, one) => sum + one, 0) / yuan.length);
  return middle >= YUAN_MIN && middle <= YUAN_MAX ? middle * 100 : refuse('wage_unreadable');
}

/** `4000-5000`, `四千到五千`, `四五千` are two amounts. */
function rangeOf(text: string): string[] {
  const [low = '', high] = text.split(/[-~—–到至]/u);
  if (high !== undefined) return [/^[\d一二两三四五六七八九]$/u.test(low) ? low + high.replace(/^./u, '') : low, high];
  const near = /^([一二两三四五六七八九])([一二三四五六七八九])([千万])$/u.exec(text);
  return near ? [`${near[1]}${near[3]}`, `${near[2]}${near[3]}`] : [text];
}

function amountOf(text: string): number | undefined {
  const plain = /^(\d+(?:\.\d{1,2})?)$/.exec(text);
  if (plain) return Number(plain[1]);
  const mixed = /^(\d+(?:\.\d+)?)([千万kw])(\d?)$/u.exec(text);
  if (mixed) {
    const unit = UNITS[mixed[2]!]!;
    return Number(mixed[1]) * unit + (mixed[3] ? Number(mixed[3]) * (unit / 10) : 0);
  }
  return spokenAmount(text);
}

/** `六千五` is 6500, `六千零五十` 6050, `一万二` 12000. */
function spokenAmount(text: string): number | undefined {
  if (!/^[零〇一二两三四五六七八九十百千万俩仨]+$/u.test(text)) return undefined;
  let total = 0;
  let digit: number | undefined;
  let unit = 0;
  let zero = false;
  for (const sign of text) {
    const value = DIGITS[sign];
    if (value !== undefined) {
      if (digit !== undefined && digit !== 0) return undefined;
      digit = value;
      zero = value === 0;
      continue;
    }
    const next = UNITS[sign]!;
    if (next === 10_000) total = (total + (digit ?? 0)) * next;
    else total += (digit ?? 1) * next;
    unit = next;
    digit = undefined;
  }
  if (digit === undefined) return total;
  if (unit === 0) return undefined;
  return total + (zero || /[零〇]/u.test(text) ? digit : digit * (unit / 10));
}
