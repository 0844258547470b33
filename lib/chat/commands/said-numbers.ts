/** Which lesson and which people an officer's words name: 第3节, 3 7, 1-20 22, 周三上午. Pure. */
import { numberOf } from './read-when';

/** A range names at most so many. */
const RANGE_MAX = 200;
const HAN = '[一二三四五六七八九十]{1,3}';
const LESSON = new RegExp(`第\\s*(\\d{1,4}|${HAN})\\s*(?:[节次课堂讲]|个课)`, 'gu');

/** `1`: a choice of a page, or the command of that number. */
export function loneNumber(text: string): number | undefined {
  const found = /^\s*(\d{1,2})\s*$/u.exec(text.normalize('NFKC'))?.[1];
  return found === undefined ? undefined : Number(found);
}

/** The lesson's number in 第3节, 第三次课. */
export function lessonIn(text: string): number | undefined {
  const said = new RegExp(LESSON.source, 'u').exec(text.normalize('NFKC'))?.[1];
  if (said === undefined) return undefined;
  return /^\d/.test(said) ? Number(said) : numberOf(said);
}

/** All lessons named, in order: 第3节第4节. */
export function lessonsIn(text: string): number[] {
  return [...text.normalize('NFKC').matchAll(LESSON)].map(([, said = '']) =>
    /^\d/.test(said) ? Number(said) : numberOf(said),
  );
}

/**
 * People's numbers, ranges in full; classes, lessons, days, times and the ends of phones are none of them. What cannot be
 * anyone's number (0, 99999, -3) is given as well, so that it can be said that nobody has it.
 */
export function peopleIn(text: string): number[] {
  const bare = text
    .normalize('NFKC')
    .replace(LESSON, ' ')
    .replace(/(?<![\da-z])[a-z]\s?\d{1,7}\s*-?/giu, ' ')
    .replace(/\d{1,2}\s*月\s*\d{1,2}\s*[日号]?/gu, ' ')
    .replace(/\d{4}-\d{1,2}-\d{1,2}/gu, ' ')
    .replace(/\d{1,2}\s*[:点]\s*(?:\d{1,2}\s*分?|半|一刻|三刻)?/gu, ' ');
  const numbers: number[] = [];
  const range = /(\d+)\s*号?\s*(?:-|~|至|到|—|–)\s*(\d+)|(-?\d+(?:e\d+)?)/giu;
  for (const [, from, to, one] of bare.matchAll(range)) {
    if (one !== undefined) {
      if (!/^\d{4}$/.test(one)) numbers.push(Number(one));
    } else if (Number(to) - Number(from) > RANGE_MAX) numbers.push(Number(from), Number(to));
    else for (let n = Number(from); n <= Number(to); n++) numbers.push(n);
  }
  return [...new Set(numbers)];
}

const COUNTED = '(\\d{1,5}|[一二两三四五六七八九十]{1,3})\\s*(?:个人|名|位|人|个)?(?![\\d点:月号日节楼])';
const THERE = new RegExp(
  `(?:实到|实有|到场|到课|现场|在场|在课|人数|数到|(?<!应|该|没|未|不)(?:来|到))(?:人数|了|的|有|是|为|[\\s:：,，])*${COUNTED}`,
  'gu',
);
const ONLY = /^(?:共|一共|总共|有|[\s,，])*(\d{1,5}|[一二两三四五六七八九十]{1,3})\s*(?:个人|名|位|人)[\s。.]*$/u;

/** How many were counted: 人数4, 实到四个, 应到30实到28, 4人 alone. A bare number, or two counts, may mean anything: nothing. */
export function headsSaid(text: string): number | undefined {
  const plain = text.normalize('NFKC').replace(/(?<![\da-z])[a-z]\s?\d{2,6}班?/giu, ' ');
  const there = [...plain.matchAll(THERE)].map(([, said = '']) => said);
  const [only = ONLY.exec(plain)?.[1]] = there;
  if (only === undefined || there.length > 1) return undefined;
  return /^\d/.test(only) ? Number(only) : numberOf(only);
}

/** `3 没人接`, `A16 3号 在上班`: what is said begins with someone's number. A wage (3千) or days (3天) are none. */
export const leadsWithNumber = (text: string): boolean =>
  /^\s*(?:[a-z]\s?\d{2,6}班?[\s,，、:：]*)?第?\d{1,3}(?:号|(?=[\s,，、:：]|$))/iu.test(text.normalize('NFKC'));

/** The half of the day named: clock times from … to …. */
export function halfIn(text: string): [from: string, to: string] | undefined {
  if (/上午|早上|早晨|上半天/u.test(text)) return ['00:00', '12:00'];
  if (/下午|午后|下半天/u.test(text)) return ['12:00', '18:00'];
  return /晚上|夜里|晚间|今晚|昨晚|明晚/u.test(text) ? ['17:30', '24:00'] : undefined;
}
