/** What was found in an officer's words besides the command's name: classes, days, times, numbers, people. Pure and fast. */
import type { Day } from '../../platform/clock';
import { soften } from '../normalise';
import type { Pattern } from '../types';
import type { Lexicon } from '../understand';
import patterns from '../words/patterns.json';
import { takeNames, takeNumbersOfPeople } from './read-people';
import { HAN_NUMBER, numberOf, type Page, READ, take, takeDays, takeTimes } from './read-when';
import type { Found } from './types';

/** Longest text read; a pasted list of forty lines fits. */
const TEXT_CHARACTERS_MAX = 2048;
/** A range names at most so many. */
const RANGE_MAX = 200;

export interface ReadHow {
  today: Day;
  lexicon: Lexicon;
  /** The command's numbers are people's or lessons'. */
  numbered?: boolean;
  /** The whole message, where `said` is only what stands beside the command's name. */
  whole?: string;
}

export const NOTHING_FOUND: Found = {
  rest: '',
  lines: [],
  class_ids: [],
  trades: [],
  regions: [],
  patterns: [],
  days: [],
  times: [],
  numbers: [],
  names: [],
  tails: [],
  phones: [],
  id_numbers: [],
  left: '',
};

/**
 * Read what is said besides the command. `said` is the text without the command's name, as typed; lines after its first
 * are also given as they are (a pasted list), and read like the rest.
 */
export function readFound(said: string, how: ReadHow): Found {
  const rest = said.slice(0, TEXT_CHARACTERS_MAX).trim();
  const [, ...lines] = said.slice(0, TEXT_CHARACTERS_MAX).split(/\r?\n/u);
  const page: Page = { text: softened(rest) };
  const people = takeNumbersOfPeople(page);
  const class_ids = takeClasses(page);
  const times_first = takeTimes(page);
  const days = takeDays(page, how.today, how.numbered);
  const named = namesOf(how.lexicon);
  const trades = takeWords(page, named.trades);
  const regions = takeWords(page, named.places);
  const found_patterns = takeWords(page, PATTERNS) as Pattern[];
  const { numbers, tails } = takeCounts(page);
  const names = takeNames(page);
  return {
    rest,
    said: how.whole ?? rest,
    lines: lines.map((line) => line.trim()).filter((line) => line !== ''),
    class_ids,
    trades,
    regions,
    patterns: found_patterns,
    days,
    times: times_first,
    numbers,
    names,
    tails: [...people.tails, ...tails],
    phones: people.phones,
    id_numbers: people.id_numbers,
    left: leftOf(page.text),
  };
}

/** NFKC, simplified, faces off, whatever its length: normalise.ts keeps to the length of an order, a pasted list is longer. */
function softened(text: string): string {
  const parts: string[] = [];
  for (let from = 0; from < text.length; from += 400) parts.push(soften(text.slice(from, from + 400)));
  return parts.join('');
}

function takeClasses(page: Page): string[] {
  const found = take(page, /(?<![a-z0-9])([a-z])[\s_-]?(\d{2,6})(?![a-z0-9])(?:这个|的|那个)?(?:班(?!长))?/giu, (m) =>
    /^[a-z]\s/iu.test(m[0]) && (m[2] as string).length > 3 ? undefined : `${(m[1] as string).toUpperCase()}${m[2]}`,
  );
  return [...new Set(found)];
}

type Named = [word: string, id: string][];

const sorted = (words: [id: string, said: string[]][]): Named =>
  words
    .flatMap(([id, said]) => said.map((word): [string, string] => [word.toLowerCase(), id]))
    .filter(([word]) => word !== '')
    .sort((a, b) => b[0].length - a[0].length);

const PATTERNS = sorted(Object.entries(patterns));
const lexicons = new WeakMap<Lexicon, { trades: Named; places: Named }>();

/** The names of a lexicon, longest first, as long as the lexicon lives. */
function namesOf(lexicon: Lexicon): { trades: Named; places: Named } {
  let names = lexicons.get(lexicon);
  if (!names) {
    names = {
      trades: sorted(lexicon.trades.map((trade) => [trade.id, [trade.name, ...trade.aliases]])),
      places: sorted(lexicon.places.map((place) => [place.region, [place.name, ...place.aliases]])),
    };
    lexicons.set(lexicon, names);
  }
  return names;
}

/** Names of things, the longest first, each once. */
function takeWords(page: Page, words: Named): string[] {
  const found: { id: string; at: number }[] = [];
  for (const [word, id] of words) {
    for (let at = page.text.indexOf(word); at >= 0; at = page.text.indexOf(word, at)) {
      found.push({ id, at });
      page.text = page.text.slice(0, at) + READ.repeat(word.length) + page.text.slice(at + word.length);
    }
  }
  return [...new Set(found.sort((a, b) => a.at - b.at).map((one) => one.id))];
}

const COUNTED = '(?:个|名|人|位|号|节|课时|学时|天|次|期|分)';

/** -3 is nobody's number, and 3 is not meant either; A17-3 and 3 -5 are a number and a range. */
const NEGATIVE = '(?<=^|[\\s,，、])[-−]\\s?\\d+';

/** Numbers and ranges, in order; four bare digits are the end of a phone. Han numerals only where something is counted. */
function takeCounts(page: Page): { numbers: number[]; tails: string[] } {
  const numbers: number[] = [];
  const tails: string[] = [];
  const pattern = new RegExp(
    `(?:第)?(\\d{1,4})\\s*(?:号)?\\s*(?:-|~|到|至|—|–)\\s*(?:第)?(\\d{1,4})(?!\\d)${COUNTED}?|${NEGATIVE}|(?<!\\d)(\\d+)(?:${COUNTED})?|第(${HAN_NUMBER})${COUNTED}?|(${HAN_NUMBER})${COUNTED}`,
    'gu',
  );
  take(page, pattern, (m) => {
    const [from, to] = [Number(m[1]), Number(m[2])];
    if (m[1] !== undefined) {
      if (to < from || to - from > RANGE_MAX) return undefined;
      for (let n = from; n <= to; n++) numbers.push(n);
      return true;
    }
    const digits = m[3];
    if (/^[-−]/.test(m[0])) return true;
    if (digits === undefined) numbers.push(numberOf((m[4] ?? m[5]) as string));
    else if (digits.length === 4 && digits === m[0]) tails.push(digits);
    else if (digits.length > 6) return undefined;
    else numbers.push(Number(digits));
    return true;
  });
  return { numbers: [...new Set(numbers)], tails };
}

const FILLER =
  '麻烦|帮忙|帮我|请你|请帮|劳驾|给我|我想要|我想|看下|看一下|查下|查一下|看|查|我要|我们要|我们|一下子|一下|一哈|下子|哈子|看看|谢谢|辛苦|哦|啊|呀|嘛|呢|吧|哈|了|的|那个|这个|请|帮|把|给|在|要|我|下|班里|班上|班级|班|[\\s\\p{P}\\p{S}]';
const FILLERS_BEFORE = new RegExp(`^(?:${FILLER})+`, 'u');
const FILLERS_AFTER = new RegExp(`(?:${FILLER})+$`, 'u');

/** What is left between the things read, each piece without the fillers around it. */
function leftOf(text: string): string {
  return text
    .split(new RegExp(`${READ}+`, 'u'))
    .map((piece) => piece.replace(FILLERS_BEFORE, '').replace(FILLERS_AFTER, ''))
    .filter((piece) => piece !== '')
    .join(' ');
}
