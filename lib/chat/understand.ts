import { decide, IRREVERSIBLE, read } from './judge';
import { latticeOf } from './lattice';
import { markCode, namesIn } from './names';
import { bare, clausesOf, soften } from './normalise';
import { readNumber } from './numerals';
import type { Understanding } from './types';
import { wordsOf } from './words';
import typos from './words/typos.json';

/** The names to be found in a text: the catalogue's trades and the policy's places. Keep the object: its words are compiled once. */
export interface Lexicon {
  trades: { id: string; name: string; aliases: string[] }[];
  places: { region: string; name: string; aliases: string[] }[];
}

export { IRREVERSIBLE, RANK } from './judge';

const MAYBE_MAX = 3;
/** Orders are short; beyond this only names are looked for. */
const ORDER_CHARACTERS_MAX = 120;

/**
 * What a person wants, out of what she typed: one sure intent or up to three to ask about, and the numbers, class
 * codes, trades, patterns and places named. Synchronous and fast; never throws. A bare class code or number carries
 * no intent: the caller knows what it stands for. 取消 alone is `cancel`, 取消报名 and 不去了 are `withdraw`.
 */
export function understand(text: string, lexicon: Lexicon): Understanding {
  const number = readNumber(text);
  const softened = soften(text);
  const spelt = respelt(softened);
  const words = wordsOf(lexicon);
  const { marked, class_id } = markCode(spelt.text);
  // 不行不行 is 不行.
  const joined = bare(marked).replace(/^(.{2,4})\1+$/u, '$1');
  const lattice = latticeOf(joined, words);
  const readings = joined.length <= ORDER_CHARACTERS_MAX ? read(lattice, clausesOf(marked), words) : [];
  const decided = decide(readings, spelt.guessed, lattice);
  // A copied line (2. 电工班) picks; a class code says by itself what to show.
  const picks = number !== undefined || (class_id !== undefined && decided.intent === 'browse');
  return {
    text: bare(softened),
    ...(picks ? { maybe: [] } : decided),
    ...(number !== undefined && { number }),
    ...(class_id && { class_id }),
    ...namesIn(lattice),
  };
}

/** As `understand`; on a miss tries again by sound (fuzzy pinyin), loading its dictionary only then. What only sounds alike is never sure when irreversible. */
export async function understandOrNear(text: string, lexicon: Lexicon): Promise<Understanding> {
  const said = understand(text, lexicon);
  if (!isMiss(said)) return said;
  const { respellBySound } = await import('./near/later');
  const ways = (await respellBySound(said.text, wordsOf(lexicon))).map((way) => understand(way, lexicon));
  const near = ways.find((way) => way.intent) ?? ways.find((way) => !isMiss(way));
  return near ? { ...near, text: said.text, ...withoutIrreversible(near) } : said;
}

/** Whether nothing at all was made of a text. */
export function isMiss(said: Understanding): boolean {
  return (
    !said.intent &&
    said.maybe.length === 0 &&
    said.number === undefined &&
    !said.class_id &&
    !said.region &&
    said.trades.length === 0 &&
    said.patterns.length === 0
  );
}

function withoutIrreversible(said: Understanding): Pick<Understanding, 'intent' | 'maybe'> {
  if (!said.intent || !IRREVERSIBLE.has(said.intent)) return { intent: said.intent, maybe: said.maybe };
  return { intent: undefined, maybe: [said.intent, ...said.maybe].slice(0, MAYBE_MAX) };
}

const TYPOS: Record<string, string> = typos;
/** Longest first: an entry that maps to itself (报明天) keeps a shorter one (报明) from being put right there. */
const TYPO = new RegExp(
  Object.keys(TYPOS)
    .sort((a, b) => b.length - a.length)
    .join('|'),
  'g',
);

/** Everyday typos put right from a list; `guessed` when one was. */
function respelt(text: string): { text: string; guessed: boolean } {
  const right = text.replace(TYPO, (wrong) => TYPOS[wrong]!);
  return { text: right, guessed: right !== text };
}
