/** Commands that sound like what was typed: 点明, 名但, qiandaoma. Never sure, so always asked about. */
import { bare, soften } from '../normalise';
import { COMMAND_NAMES } from './names';
import commands from './words/commands.json';

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
    ...Object.entries(commands).flatMap(([name, { within }]) => within.filter((word) => !word.includes('*')).map((word) => ({ word, name }))),
  ];
  return words
    .filter(({ word }) => word.length > 1 && /^\p{Script=Han}+$/u.test(word))
    .map(({ word, name }) => {
      const parts = read(word).map(fuzzy);
      return { sound: parts.join(' '), letters: parts.join('').replace(/ng/g, 'n'), name, size: word.length };
    });
}
