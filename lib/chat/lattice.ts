import type { IntentName } from './types';
import { DECOY, type Phrase, type Word, type Words } from './words';

/** Characters `*` may pass over. */
const GAP_CHARACTERS_MAX = 8;
/** Fillers passed over between two steps of a phrase, in characters. */
const SKIP_CHARACTERS_MAX = 12;
/** Words that carry no wish of their own and may stand around or between the words of a phrase. */
const SOFT = new Set(['{filler}', '{reason}', '{trade}', '{place}', '{pattern}', '{code}', '{course}']);

/** A phone or ID number is data, not a word that could turn the meaning. */
const LONG_NUMBER = /^\d{7,}x?/;
const NO_WORDS: Word[] = [];

/** A word found in the text, `[start, end)`. */
export interface Token extends Word {
  start: number;
  end: number;
}

/** All words of a text by the place where they begin, and from each place the longest soft, negating or asking one. */
export interface Lattice {
  text: string;
  at: Token[][];
  soft: (Token | undefined)[];
  /** As soft, less the reasons: those stand around a phrase, never inside it. */
  skip: (Token | undefined)[];
  flag: (Token | undefined)[];
}

/** A phrase found in a text. */
export interface Found {
  intent: IntentName;
  weight: number;
  start: number;
  end: number;
  /** Where its first `*` stands. */
  gap_start: number;
  gap_end: number;
  /** Characters of the text nothing accounts for. */
  rest: number;
  /** A negation or a question stands outside the phrase. */
  negated: boolean;
  asked: boolean;
}

/** What stands between two places besides fillers. */
export interface Outside {
  rest: number;
  negated: boolean;
  asked: boolean;
}

/** Finds every word; a shorter one inside or across a decoy is not there: 退休 hides 退. */
export function latticeOf(text: string, words: Words): Lattice {
  const at: Token[][] = [];
  const decoys: Token[] = [];
  for (let i = 0; i < text.length; i++) {
    const here: Token[] = [];
    for (let size = 1; size <= 2 && i + size <= text.length; size++) {
      for (const word of words.byFirst.get(text.slice(i, i + size)) ?? NO_WORDS) {
        if (!text.startsWith(word.word, i)) continue;
        const token = { word: word.word, tag: word.tag, value: word.value, start: i, end: i + word.word.length };
        if (word.tag === DECOY) decoys.push(token);
        else here.push(token);
      }
    }
    at.push(here);
  }
  for (const decoy of decoys) hideUnder(decoy, at);
  const longest = (wanted: (tag: string) => boolean) =>
    at.map((here) =>
      here.reduce<Token | undefined>((best, t) => (wanted(t.tag) && (!best || t.end > best.end) ? t : best), undefined),
    );
  return {
    text,
    at,
    soft: longest((tag) => SOFT.has(tag)),
    skip: longest((tag) => SOFT.has(tag) && tag !== '{reason}'),
    flag: longest((tag) => tag === '{not}' || tag === '{ask}'),
  };
}

function hideUnder(decoy: Token, at: Token[][]): void {
  for (let i = Math.max(0, decoy.start - 7); i < decoy.end; i++) {
    const here = at[i]!;
    if (here.length === 0) continue;
    at[i] = here.filter((t) => t.end <= decoy.start || (t.start <= decoy.start && t.end >= decoy.end));
  }
}

/** Every phrase in the text, the longest reading of each from each place. */
export function findPhrases(lattice: Lattice, words: Words): Found[] {
  const found: Found[] = [];
  for (let start = 0; start < lattice.text.length; start++) {
    const tried = new Set<string>();
    for (const { tag } of lattice.at[start]!) {
      if (tried.has(tag)) continue;
      tried.add(tag);
      for (const phrase of words.phrases.get(tag) ?? []) {
        const match = follow(lattice, phrase, 0, start);
        if (match) found.push(...placed(lattice, phrase, start, match));
      }
    }
  }
  return found;
}

function placed(lattice: Lattice, phrase: Phrase, start: number, match: Match): Found[] {
  const before = outside(lattice, 0, start);
  const after = outside(lattice, match.end, lattice.text.length);
  const rest = before.rest + after.rest + match.gap.rest;
  const negated = before.negated || after.negated || match.gap.negated;
  if (phrase.whole && (rest > 0 || negated)) return [];
  const asked = before.asked || after.asked || match.gap.asked;
  const { gap_start, gap_end } = match;
  return [
    { intent: phrase.intent, weight: phrase.weight, start, end: match.end, gap_start, gap_end, rest, negated, asked },
  ];
}

interface Match {
  end: number;
  gap_start: number;
  gap_end: number;
  gap: Outside;
}
const NOTHING: Outside = { rest: 0, negated: false, asked: false };

/** The reading of `phrase` from step `i` at `place` that reaches furthest. */
function follow(lattice: Lattice, phrase: Phrase, i: number, place: number): Match | undefined {
  const step = phrase.steps[i];
  if (step === undefined) return { end: place, gap_start: 0, gap_end: 0, gap: NOTHING };
  if (step === '*') return acrossGap(lattice, phrase, i + 1, place);
  let best: Match | undefined;
  for (let from = place; ; ) {
    for (const token of lattice.at[from] ?? []) {
      if (token.tag !== step) continue;
      const match = follow(lattice, phrase, i + 1, token.end);
      if (match && (!best || match.end > best.end)) best = match;
    }
    const soft = i > 0 ? lattice.skip[from] : undefined;
    if (best || !soft || soft.end - place > SKIP_CHARACTERS_MAX) return best;
    from = soft.end;
  }
}

function acrossGap(lattice: Lattice, phrase: Phrase, i: number, place: number): Match | undefined {
  const furthest = Math.min(place + GAP_CHARACTERS_MAX, lattice.text.length - 1);
  for (let from = place; from <= furthest; from++) {
    const match = lattice.at[from]!.some((t) => t.tag === phrase.steps[i])
      ? follow(lattice, phrase, i, from)
      : undefined;
    if (!match) continue;
    const gap = outside(lattice, place, from);
    return { end: match.end, gap_start: place, gap_end: from, gap: joined(gap, match.gap) };
  }
  return undefined;
}

function joined(a: Outside, b: Outside): Outside {
  return { rest: a.rest + b.rest, negated: a.negated || b.negated, asked: a.asked || b.asked };
}

/** What `[from, to)` holds besides fillers. 不 or 没 as the very last word asks: 能报名不. */
export function outside(lattice: Lattice, from: number, to: number): Outside {
  const seen: Outside = { rest: 0, negated: false, asked: false };
  for (let i = from; i < to; ) {
    const soft = within(lattice.soft[i], to);
    // One that reaches into the phrase counts: 不想 before 想报名.
    const flag = lattice.flag[i];
    if (flag && (!soft || flag.end > soft.end)) {
      const asks =
        flag.tag === '{ask}' || (i > 0 && flag.end === lattice.text.length && /^(?:不|没|没有|没得)$/u.test(flag.word));
      if (asks) seen.asked = true;
      else seen.negated = true;
      i = flag.end;
    } else if (soft) i = soft.end;
    else if (LONG_NUMBER.test(lattice.text.slice(i, to))) i += LONG_NUMBER.exec(lattice.text.slice(i, to))![0].length;
    else {
      seen.rest++;
      i++;
    }
  }
  return seen;
}

function within(token: Token | undefined, to: number): Token | undefined {
  return token && token.end <= to ? token : undefined;
}
