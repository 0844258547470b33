/** What is said of a class to be opened. Pure. */
import { readNumber } from '../numerals';
import type { Pattern } from '../types';
import { HAN_NUMBER, numberOf } from './read-when';
import type { Args, Found } from './types';

/** The numbers of a class, with what bounds them here; the policy bounds them again. */
export const BOUNDS = { units: 720, capacity: 500, units_per_day: 12 } as const;
type Counted = keyof typeof BOUNDS;
const UNITS = '个?(?:课时|学时)|节课?';
const PLACE_MAX = 40;
const REASON_MIN = 4;
const REASON_MAX = 200;

const LEVELS: [pattern: RegExp, level: string][] = [
  [/初级|五级|5级/u, '5'],
  [/中级|四级|4级/u, '4'],
  [/高级(?!技师)|三级|3级/u, '3'],
];

/** As typed, sign, point and all: what cannot be is told, not cut down to what can. */
const NUMBER = '(?<![\\w.-])(-?[\\d.]+(?:e\\d+)?)';
const PER_DAY = new RegExp(`(?:每天|一天|每晚|每次|一晚)\\s*${NUMBER}\\s*(?:${UNITS})?`, 'iu');
const before = (text: string, what: string): number | undefined => {
  const [, digits, words] = new RegExp(`(?:${NUMBER}|(${HAN_NUMBER}))\\s*(?:${what})`, 'iu').exec(text) ?? [];
  if (digits !== undefined) return Number(digits);
  return words === undefined ? undefined : numberOf(words);
};

/** A number alone is the answer to what was asked; 三十 as well. */
function alone(text: string): number | undefined {
  const typed = new RegExp(`^\\s*${NUMBER}\\s*$`, 'iu').exec(text.normalize('NFKC'))?.[1];
  return typed === undefined ? readNumber(text) : Number(typed);
}

function countsIn(found: Found): [string, number][] {
  const text = found.rest.normalize('NFKC');
  const per_day = PER_DAY.exec(text)?.[1];
  const said = {
    units: before(text.replace(PER_DAY, ' '), UNITS),
    capacity: before(text, '人|名|个人|位|个名额'),
    units_per_day: per_day === undefined ? undefined : Number(per_day),
  };
  return Object.entries(said).filter((one): one is [string, number] => one[1] !== undefined);
}

/** Said beside the place, plainly no part of it: 7月1号开始, 20个人, 60课时, 脱产的. */
const BESIDE_PLACE =
  /^(?:从?(\d{1,2})月(\d{1,2})[日号](?:开始|开课|开班|开|起)?|(?:只?收|招|共|一共)?\d{1,4}个?(?:人|名|位|课时|学时)|(?:脱产|周末|夜间|晚)班?的?)$/u;

/** 在职校二楼: the word that says where is no part of it. */
const AT = /^(?:就|还)?在(?=\S{2})/u;

/** The answer to 在什么地方上课: a day or a number of people said with it is no part of the address. */
function placeIn(found: Found, known: Args): Args {
  const parts = found.rest.trim().split(/[\s,，、；;]+/u);
  const beside = parts.filter((part) => BESIDE_PLACE.test(part.normalize('NFKC')));
  const place = beside.length > 0 ? parts.filter((part) => !beside.includes(part)).join(' ') : found.rest.trim();
  const counts = countsIn({ ...found, rest: beside.join(' ') });
  const [pattern] = beside.some((part) => /^(?:脱产|周末|夜间|晚)/u.test(part)) ? found.patterns : [];
  const wrong = counts.find(([name, n]) => !fits(name, n))?.[0];
  const dates = beside.map((part) => BESIDE_PLACE.exec(part.normalize('NFKC'))).filter((one) => one?.[1]);
  const first_day = dates.flatMap((one) =>
    found.days.filter((day) => day.endsWith(`-${one?.[1]?.padStart(2, '0')}-${one?.[2]?.padStart(2, '0')}`)),
  )[0];
  return {
    ...known,
    ...Object.fromEntries(counts.filter(([name, n]) => fits(name, n))),
    ...(wrong && { wrong }),
    ...(first_day && { first_day }),
    ...(pattern && { pattern }),
    ...(place && [...place].length <= PLACE_MAX && { place: place.replace(AT, '') }),
  };
}

/** 技校, 恒力厂三楼会议室: said by itself among the rest, it is where the class is held. */
const STANDS_FOR_PLACE =
  /^\p{Script=Han}[\p{Script=Han}\p{N}a-zA-Z]{1,19}(?<=[校厂院楼馆]|公司|[教议动]室|车间|中心|工作站|服务站|社区|村委会?|工地|宿舍|食堂|基地|广场|礼堂|园区)$/u;

const fits = (name: string, n: number): boolean => Number.isInteger(n) && n >= 1 && n <= BOUNDS[name as Counted];

/**
 * Trade, pattern, place, day, hours, units, capacity, level, the reason for a trade that is off the list. A number that
 * cannot be is kept as `wrong`, so that it is asked again with its bounds.
 */
export function readClassWords(found: Found, known: Args, slot?: string): Args {
  const said = found.rest;
  // 文化路12号 is an address, and no day.
  if (slot === 'place' && !/^改/u.test(said.trim())) return placeIn(found, known);
  if (slot === 'off_list_reason') {
    const reason = said.trim();
    return reason.length < REASON_MIN ? known : { ...known, off_list_reason: reason.slice(0, REASON_MAX) };
  }
  const number = slot !== undefined && slot in BOUNDS ? alone(said) : undefined;
  // 3.5, where people are counted, is no day in March.
  if (number !== undefined && slot) return { ...known, ...(fits(slot, number) ? { [slot]: number } : { wrong: slot }) };
  const counts = countsIn(found);
  const wrong = counts.find(([name, n]) => !fits(name, n))?.[0];
  const level = LEVELS.find(([pattern]) => pattern.test(said))?.[1];
  const place =
    /(?:地点|地方|(?<![现正])在)[:：\s]*([\p{Script=Han}\p{L}\p{N}（）()·]{2,40}?)(?:上课|上|开|[,，。；;\s]|$)/u.exec(
      said,
    )?.[1];
  const [trade_id] = found.trades;
  const [stands, ...others] = place ? [] : said.split(/[\s,，、；;。]+/u).filter((part) => STANDS_FOR_PLACE.test(part));
  const where = place ?? (others.length === 0 ? stands : undefined);
  return {
    ...known,
    ...(trade_id && { trade_id, ...(trade_id !== known.trade_id && { off_list_reason: undefined }) }),
    ...(found.patterns[0] && { pattern: found.patterns[0] as Pattern }),
    ...(found.regions[0] && { host_region: found.regions[0] }),
    ...(found.days[0] && { first_day: found.days[0] }),
    ...(found.times[0] && { start: found.times[0] }),
    ...Object.fromEntries(counts.filter(([name, n]) => fits(name, n))),
    ...(wrong && { wrong }),
    ...(level && { level }),
    ...(where && [...where].length <= PLACE_MAX && { place: where.trim() }),
  };
}
