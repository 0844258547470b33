/**
 * Numbers that name a person (ID card, phone, bank card), however they were typed: in one piece or with marks
 * between, in full-width or another script's digits, or spelled out as on the phone (幺三八…, 洞拐). Pure.
 */

// NFKC first: it turns full-width and circled digits into plain ones.
const DIGIT = '[\\p{Nd}零〇一幺么二三四五六七八九两洞拐勾壹贰叁肆伍陆柒捌玖]';
/**
 * Digits with up to three characters between that are neither letter nor digit: dots, dashes, emoji, what cannot be
 * seen. Counted afterwards: a count inside the expression makes it 200 ms of work to compile.
 */
const RUN = new RegExp(`${DIGIT}(?:[^\\p{L}\\p{N}]{0,3}${DIGIT})+(?:[^\\p{L}\\p{N}]{0,3}[Xx])?`, 'gu');
/** What is written between groups of one number, and seldom between two. */
const OTHER_MARKS = /([^\p{L}\p{N}\s-]+)/u;
const MARK = /[^\p{L}\p{N}]/gu;

/** In groups, or in one piece. */
const LONG_DIGITS = 7;
/** With other marks between: times of day and prices stay. */
const LONG_MARKED_DIGITS = 10;
const KEEPABLE_DIGITS_MAX = 8;

/** Long numbers down to their last two digits; one that was spelled out goes whole. */
export function maskLongNumbers(text: string): string {
  return text.normalize('NFKC').replace(RUN, (run) => {
    if (digitsIn(run) >= LONG_MARKED_DIGITS) return masked(run);
    const groups = run.split(OTHER_MARKS);
    return groups.map((group) => (digitsIn(group) >= LONG_DIGITS ? masked(group) : group)).join('');
  });
}

const ID_LIKE = /(?<!\d)(?:\d{6}[ -]?\d{8}[ -]?\d{3}[\dXx]|\d{15,19})(?!\d)/g;

/** Only what reads as an ID or card number, down to its last two: a phone to call and a date are meant to be read. */
export function maskIdNumbers(text: string): string {
  const plain = text.normalize('NFKC');
  const said = plain.replace(ID_LIKE, masked);
  // Where there is nothing to mask, marks of punctuation stay as they were written.
  return said === plain ? text : said;
}

/** Whether nine digits or more stand together: enough of a number that it may not be kept in the clear. */
export function hasLongNumber(text: string): boolean {
  return (text.normalize('NFKC').match(RUN) ?? []).some((run) => digitsIn(run) > KEEPABLE_DIGITS_MAX);
}

const digitsIn = (run: string): number => [...run.replace(MARK, '')].length;

function masked(run: string): string {
  const last = run.replace(MARK, '').slice(-2);
  return `*****${/^\d[\dXx]$/.test(last) ? last : ''}`;
}
