/** Commands that sound like what was typed: 点明, 名但, qiandaoma. Never sure, so always asked about. */
import { bare, soften } from '../normalise';
import { COMMAND_NAMES } from './names';
import commands from './words/commands.json';
import topics from './words/topics.json';

/** Longer texts are no mistyped order. */
const TEXT_CHARACTERS_MAX = 20;
const MAYBE_MAX = 3;

/** The same sound to a southern ear, as near.ts of the worker's side has it. */
const fuzzy = (syllable: string): string =>
  syllable
    .replace(/^([zcs])h/, '$1')
    .replace(/^[nr]/, 'l')
    .replace(/^hu(?=[aeion])/, 'f')
    .replace(/ng$/, 'n');

let sounds: { sound: string; letters: string; name: string; size: number }[] | undefined;
let syllablesOf: ((text: string) => string[]) | undefined;

/** The commands, best first; none when nothing sounds alike. Loads its dictionary (pinyin-pro) only here. */
export async function nearTo(text: string): Promise<string[]> {
  const said = bare(soften(text)).replace(/[a-z]\d{1,6}班?/giu, '');
  if (said === '' || [...said].length > TEXT_CHARACTERS_MAX) return [];
  if (!syllablesOf) {
    const { pinyin } = await import('pinyin-pro');
    syllablesOf = (one) => pinyin(one, { toneType: 'none', type: 'array', v: true });
  }
  const read = syllablesOf;
  sounds ??= wordsOf(read);
  const spoken = ` ${read(said).map(fuzzy).join(' ')} `;
  const typed = /^[a-z\s]+$/i.test(said)
    ? said
        .replace(/\s/g, '')
        .replace(/([zcs])h/g, '$1')
        .replace(/ng/g, 'n')
    : undefined;
  const hits = sounds.filter((one) => (typed ? typed.includes(one.letters) : spoken.includes(` ${one.sound} `)));
  hits.sort((a, b) => b.size - a.size);
  return [...new Set(hits.map((hit) => hit.name))].slice(0, MAYBE_MAX);
}

function wordsOf(read: (text: string) => string[]) {
  const words = [
    ...COMMAND_NAMES.map(({ name, title }) => ({ word: title, name })),
    ...Object.entries(commands).flatMap(([name, { within }]) =>
      within.filter((word) => !word.includes('*')).map((word) => ({ word, name })),
    ),
  ];
  return words
    .filter(({ word }) => word.length > 1 && /^\p{Script=Han}+$/u.test(word))
    .map(({ word, name }) => {
      const parts = read(word).map(fuzzy);
      return { sound: parts.join(' '), letters: parts.join('').replace(/ng/g, 'n'), name, size: word.length };
    });
}

/** Longer texts are talk. */
const TALK_CHARACTERS_MAX = 40;
/** Below this a likeness is chance. */
const LIKE_MIN = 1.2;
/** So far ahead of the next it need not be asked about, where it only looks. */
const PLAIN_TIMES = 1.6;

/**
 * What a text is about where none of its words is known, by the pairs of characters it shares with the words that are:
 * a pair that stands in one command's words only tells most. Best first; `plain` when the first is far ahead.
 */
export function aboutIn(text: string): { names: string[]; plain: boolean } {
  const said = bare(soften(text)).replace(/[a-z]\d{2,6}班?/giu, '');
  if ([...said].length > TALK_CHARACTERS_MAX) return { names: [], plain: false };
  pairs ??= pairsOf();
  const scores = new Map<string, number>();
  for (const gram of new Set(gramsOf(said)))
    for (const [name, share] of pairs.get(gram) ?? []) scores.set(name, (scores.get(name) ?? 0) + share);
  const ranked = [...scores].sort((a, b) => b[1] - a[1]).filter(([, score]) => score >= LIKE_MIN);
  const [best, next] = ranked;
  return {
    names: ranked.slice(0, MAYBE_MAX).map(([name]) => name),
    plain: best !== undefined && best[1] >= PLAIN_TIMES * (next?.[1] ?? LIKE_MIN / 2),
  };
}

let pairs: Map<string, [name: string, share: number][]> | undefined;

/** Pairs of characters count whole, single ones half. */
function gramsOf(text: string): string[] {
  const characters = [...text];
  return [...characters, ...characters.slice(1).map((one, i) => `${characters[i]}${one}`)];
}

/** How much a pair tells of each command: its part of all places where the pair stands. */
function pairsOf(): Map<string, [string, number][]> {
  const counts = new Map<string, Map<string, number>>();
  const words = [
    ...COMMAND_NAMES.map(({ name, title }) => [name, title] as const),
    ...Object.entries(commands).flatMap(([name, { within, whole, weak }]) =>
      [...within, ...whole, ...weak].map((word) => [name, word] as const),
    ),
    ...Object.entries(topics).flatMap(([name, stems]) => stems.map((stem) => [name, stem] as const)),
  ];
  for (const [name, word] of words)
    for (const gram of new Set(word.split('*').flatMap(gramsOf))) {
      const of = counts.get(gram) ?? new Map<string, number>();
      counts.set(gram, of.set(name, (of.get(name) ?? 0) + 1));
    }
  return new Map(
    [...counts].map(([gram, of]) => {
      const all = [...of.values()].reduce((sum, n) => sum + n, 0);
      const weight = gram.length > 1 ? 1 : 0.5;
      return [
        gram,
        [...of].map(([name, n]): [string, number] => [name, (weight * n * n) / (all * all) ** 0.75 / n ** 0.5]),
      ];
    }),
  );
}
