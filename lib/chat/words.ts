import type { IntentName, Understanding } from './types';
import type { Lexicon } from './understand';
import classes from './words/classes.json';
import concepts from './words/concepts.json';
import control from './words/control.json';
import decoys from './words/decoys.json';
import later from './words/later.json';
import patterns from './words/patterns.json';
import person from './words/person.json';

/**
 * The words an intent is known by, compiled once. In `words/*.json` an intent has phrases with a weight 1–10:
 * `whole` ones are all that is said, fillers aside; `within` ones stand anywhere. `{quit}` is any word of that
 * concept, `{trade}` `{place}` `{pattern}` `{code}` something named, `*` up to GAP_CHARACTERS_MAX characters of anything.
 */
export interface Phrase {
  intent: IntentName;
  weight: number;
  whole: boolean;
  /** Tags in order: `{concept}`, `=literal`, or `*`. */
  steps: string[];
}

export type PatternName = Understanding['patterns'][number];

/** One word in a text: what it stands for, and for a name its id. */
export interface Word {
  word: string;
  tag: string;
  value?: string;
}

/** Everything needed to read a text; words and phrases are filed by how they begin. */
export interface Words {
  byFirst: Map<string, Word[]>;
  phrases: Map<string, Phrase[]>;
}

/** Stands for a class code in the text that is matched: a letter, so that it is kept, that no keyboard has. */
export const CODE_MARK = 'ꙮ';
/** Words that mean something else than the shorter word in them: 退休 is not 退. */
export const DECOY = '!decoy';

type Sections = { whole?: Record<string, number>; within?: Record<string, number> };
const INTENTS: Record<string, Sections> = { ...control, ...classes, ...person, ...later };

let ownWords: Word[] | undefined;
let ownPhrases: Map<string, Phrase[]> | undefined;
const compiled = new WeakMap<Lexicon, Words>();

/** The words of this lexicon and our own; compiled at first use and kept as long as the lexicon lives. */
export function wordsOf(lexicon: Lexicon): Words {
  let words = compiled.get(lexicon);
  if (!words) {
    words = { byFirst: fileByFirst([...own(), ...namesOf(lexicon)]), phrases: ownPhrases! };
    compiled.set(lexicon, words);
  }
  return words;
}

function own(): Word[] {
  if (ownWords) return ownWords;
  const all = new Map<string, Word>();
  const add = (word: string, tag: string, value?: string) => all.set(`${tag} ${word}`, { word, tag, value });
  for (const [concept, list] of Object.entries(concepts)) for (const word of list) add(word, `{${concept}}`);
  for (const [pattern, list] of Object.entries(patterns)) for (const word of list) add(word, '{pattern}', pattern);
  for (const word of decoys) add(word, DECOY);
  add(CODE_MARK, '{code}');
  ownPhrases = new Map();
  for (const [intent, sections] of Object.entries(INTENTS)) {
    for (const section of ['whole', 'within'] as const) {
      for (const [written, weight] of Object.entries(sections[section] ?? {})) {
        const steps = stepsOf(written);
        for (const step of steps) if (step.startsWith('=')) add(step.slice(1), step);
        const phrase = { intent: intent as IntentName, weight, whole: section === 'whole', steps };
        const filed = ownPhrases.get(steps[0]!);
        if (filed) filed.push(phrase);
        else ownPhrases.set(steps[0]!, [phrase]);
      }
    }
  }
  ownWords = [...all.values()];
  return ownWords;
}

/** `{dont}再{send}` → `{dont}` `=再` `{send}` */
function stepsOf(written: string): string[] {
  return (written.match(/\{\w+\}|\*|[^{}*]+/gu) ?? []).map((part) => (/^[{*]/.test(part) ? part : `=${part}`));
}

function namesOf(lexicon: Lexicon): Word[] {
  const names: Word[] = [];
  const add = (said: string[], tag: string, value: string) => {
    for (const word of said) if (word) names.push({ word: word.toLowerCase(), tag, value });
  };
  for (const trade of lexicon.trades) add([trade.name, ...trade.aliases], '{trade}', trade.id);
  for (const place of lexicon.places) add([place.name, ...place.aliases], '{place}', place.region);
  return names;
}

/** By the first two characters, or the only one: 189 words begin with 不. */
function fileByFirst(words: Word[]): Map<string, Word[]> {
  const filed = new Map<string, Word[]>();
  for (const word of words) {
    const start = word.word.slice(0, 2);
    const list = filed.get(start);
    if (list) list.push(word);
    else filed.set(start, [word]);
  }
  return filed;
}
