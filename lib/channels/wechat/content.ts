/** How an answer looks as WeChat text: the words, then one tappable line for each choice. */
import { tappedText } from '../tapped';
import type { Choice, Reply } from '../types';

/** WeChat cuts or refuses text beyond this. */
const CONTENT_MAX_BYTES = 2048;
/** Below this much room for the words, choices give up being tappable before the words give up more. */
const WORDS_MIN_BYTES = 600;
/** Half of a character: it cannot be written as UTF-8. */
const LONE = /[\uD800-\uDFFF]/gu;
/** Control characters but for tab and the ends of lines, and two that XML does not know. */
const CONTROLS = /[^\P{Cc}\t\r\n]|[\uFFFE\uFFFF]/gu;

/**
 * At most 2,048 bytes. The words are cut when both do not fit, the choices never are: a person who cannot see
 * choice 3 cannot press it. When the links take too much room the choices become plain lines, to be typed.
 */
export function textContent(reply: Pick<Reply, 'text' | 'choices'>): string {
  const words = safeWords(reply.text);
  const choices = reply.choices ?? [];
  if (choices.length === 0) return cutBytes(words, CONTENT_MAX_BYTES);
  const tappable = choices.map(tappableLine).join('\n');
  const room = CONTENT_MAX_BYTES - bytesOf(tappable) - 1;
  if (room >= Math.min(bytesOf(words), WORDS_MIN_BYTES)) return joined(cutBytes(words, room), tappable);
  const plain = plainLines(choices);
  return joined(cutBytes(words, CONTENT_MAX_BYTES - bytesOf(plain) - 1), plain);
}

/** Whole characters up to so many bytes of UTF-8, with … where something was left out. */
export function cutBytes(text: string, max_bytes: number): string {
  if (bytesOf(text) <= max_bytes) return text;
  let used = 3;
  let kept = '';
  for (const character of text) {
    used += bytesOf(character);
    if (used > max_bytes) break;
    kept += character;
  }
  return max_bytes < 3 ? '' : `${kept.trimEnd()}…`;
}

/** The same by count of characters, for template fields. */
export function cutCharacters(text: string, max: number): string {
  const characters = [...text];
  return characters.length <= max ? text : `${characters.slice(0, max - 1).join('')}…`;
}

/**
 * Text as words only. WeChat turns `<a href=…>` in a text into a link, so a name or a title that somebody else
 * typed could become one: `<` is shown full-width. Characters that XML does not allow are left out.
 */
export function safeWords(text: string): string {
  return text
    .replace(LONE, '\uFFFD')
    .replace(CONTROLS, '')
    .replace(/<(?=[A-Za-z/!])/g, '＜');
}

function tappableLine(choice: Choice, at: number): string {
  // Only what would end the address or the attribute is escaped: WeChat's own examples write Chinese as it is.
  const content = tappedText(choice)
    .replace(LONE, '')
    .replace(/[\s"'<>&#%?=+]/g, (one) => encodeURIComponent(one).replace("'", '%27'));
  return `<a href="weixin://bizmsgmenu?msgmenucontent=${content}&msgmenuid=${at + 1}">${lineOf(choice, 'tapped')}</a>`;
}

/** `1 确认`; where a word is sent, the label says it when tapped, and the word must be told when it is to be typed. */
export function lineOf({ send, label }: Choice, how: 'tapped' | 'typed'): string {
  const counted = /^\d{1,2}$/.test(send);
  const typed = how === 'typed' && send !== label ? `${label}（回复“${send}”）` : label;
  const line = counted && !label.startsWith(`${send} `) ? `${send} ${label}` : counted ? label : typed;
  return safeWords(line)
    .replace(/\s*\n\s*/g, ' ')
    .replace(/</g, '＜')
    .replace(/>/g, '＞');
}

/** All choices as plain lines; should even these be too long, each label gives up as much as the others. */
function plainLines(choices: Choice[]): string {
  const lines = choices.map((choice) => lineOf(choice, 'typed'));
  const whole = lines.join('\n');
  if (bytesOf(whole) <= CONTENT_MAX_BYTES - 1) return whole;
  const each = Math.floor((CONTENT_MAX_BYTES - 1) / lines.length) - 1;
  return lines.map((line) => cutBytes(line, each)).join('\n');
}

function joined(words: string, lines: string): string {
  return words ? `${words}\n${lines}` : lines;
}

function bytesOf(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}
