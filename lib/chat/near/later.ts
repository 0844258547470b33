import { DECOY, type Word, type Words } from '../words';

/** Longer texts are no mistyped order. */
const TEXT_CHARACTERS_MAX = 20;
/** Tags worth respelling to: names and the words orders are made of, not fillers. */
const WORTH =
  /^(?:=|\{(?:signup|quit|quit_course|course|trade|place|pattern|person|delete|mydata|change|detail|sitename|seat|attend|reason)\}$)/;

type SyllablesOf = (text: string) => string[];

/** The same sound to a southern ear: zh/z ch/c sh/s n/l h/f r/l ang/an eng/en ing/in. `zhong` → `zong`, `niu` → `liu`. */
export function fuzzy(syllable: string): string {
  return syllable
    .replace(/^([zcs])h/, '$1')
    .replace(/^[nr]/, 'l')
    .replace(/^hu(?=[aeion])/, 'f')
    .replace(/^h(?=u$|ei$|en$|eng$)/, 'f')
    .replace(/^fu(?=[aeio])/, 'f')
    .replace(/ng$/, 'n')
    .replace(/^v$|ü/g, 'v');
}

/** Words by their fuzzy syllables, joined with spaces: the words of concepts and names, and all. Built once per set of words. */
interface Sounds {
  concepts: Map<string, string>;
  all: Map<string, string>;
}
const bySound = new WeakMap<Words, Sounds>();
let syllables: SyllablesOf | undefined;

/**
 * The text with what sounds like our words written as them (`抱茗` → `报名`, `baoming` → `报名`): up to two ways, the
 * likelier first; none when nothing in it does. At most 20 characters are tried. Loads pinyin-pro at first use.
 */
export async function respellBySound(text: string, words: Words): Promise<string[]> {
  if (text.length < 2 || text.length > TEXT_CHARACTERS_MAX) return [];
  const read = await loadSyllables();
  const sounds = soundsOf(words, read);
  if (/^[a-z]+$/.test(text)) return fromLetters(text, sounds.all);
  const said = read(text).map(fuzzy);
  const characters = [...text];
  if (said.length !== characters.length) return [];
  // Fillers and decoys are written as meant; the small words around an order say nothing against it either.
  const meant = covered(text, words, (word) => word.tag === DECOY || (word.tag === '{filler}' && word.word.length > 1));
  const small = covered(text, words, (word) => /^\{(?:filler|want|join)\}$/.test(word.tag));
  const unknown = meant.filter((is, i) => !is && !small[i]).length;
  const ways = [sounds.concepts, sounds.all].map((map) => respell(characters, said, meant, map, unknown));
  return [...new Set(ways.filter((way) => way !== undefined))];
}

function respell(
  characters: string[],
  said: string[],
  meant: boolean[],
  sounds: Map<string, string>,
  unknown: number,
): string | undefined {
  let respelled = '';
  let changed = 0;
  for (let i = 0; i < characters.length; ) {
    const word = meant[i] ? undefined : longestAt(characters, said, i, sounds);
    respelled += word ?? characters[i];
    const size = word ? [...word].length : 1;
    if (word) changed += size;
    i += size;
  }
  // Two like-sounding characters in a long sentence are chance: 班上还有人 is not 上海.
  return changed === 0 || changed * 2 < unknown ? undefined : respelled;
}

/** Which characters of the text stand in one of these words. */
function covered(text: string, words: Words, wanted: (word: Word) => boolean): boolean[] {
  const is = [...text].map(() => false);
  for (const list of words.byFirst.values()) {
    for (const word of list) {
      if (!wanted(word)) continue;
      for (let at = text.indexOf(word.word); at >= 0; at = text.indexOf(word.word, at + 1))
        is.fill(true, at, at + word.word.length);
    }
  }
  return is;
}

async function loadSyllables(): Promise<SyllablesOf> {
  if (!syllables) {
    const { pinyin } = await import('pinyin-pro');
    syllables = (text) => pinyin(text, { toneType: 'none', type: 'array', v: true });
  }
  return syllables;
}

function soundsOf(words: Words, read: SyllablesOf): Sounds {
  let sounds = bySound.get(words);
  if (sounds) return sounds;
  sounds = { concepts: new Map(), all: new Map() };
  for (const list of words.byFirst.values()) {
    for (const { word, tag } of list) {
      if (word.length < 2 || !WORTH.test(tag) || !/^\p{Script=Han}+$/u.test(word)) continue;
      const sound = read(word).map(fuzzy).join(' ');
      // Of two words that sound alike the name of a trade counts, else the first filed.
      if (!sounds.all.has(sound) || tag === '{trade}') sounds.all.set(sound, word);
      if (!tag.startsWith('=') && (!sounds.concepts.has(sound) || tag === '{trade}')) sounds.concepts.set(sound, word);
    }
  }
  bySound.set(words, sounds);
  return sounds;
}

/** The longest word that sounds like the text here and is written differently. */
function longestAt(
  characters: string[],
  said: string[],
  from: number,
  sounds: Map<string, string>,
): string | undefined {
  for (let to = Math.min(said.length, from + 6); to >= from + 2; to--) {
    const word = sounds.get(said.slice(from, to).join(' '));
    if (word && word !== characters.slice(from, to).join('')) return word;
  }
  return undefined;
}

/** `baoming`, `quxiao`, `diangong`: typed in letters, all of it one of our words. */
function fromLetters(text: string, sounds: Map<string, string>): string[] {
  const letters = new Map<string, string>();
  for (const [sound, word] of sounds) {
    const run = sound.replaceAll(' ', '');
    if (!letters.has(run)) letters.set(run, word);
  }
  const words = splitsOf(text).map((parts) => letters.get(parts.map(fuzzy).join('')));
  return words.filter((word) => word !== undefined).slice(0, 1);
}

/** The ways to cut letters into two to six syllables; a rough cut is enough, what fits no word is dropped. */
function splitsOf(text: string): string[][] {
  const syllable =
    /^(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|ei|ui|ao|ou|iu|ie|ue|ve|er|an|en|in|un|ia|ua|uo|a|o|e|i|u|v)/;
  const cuts: string[][] = [];
  const cut = (left: string, parts: string[]): void => {
    if (cuts.length > 16 || parts.length > 6) return;
    if (left === '') {
      if (parts.length >= 2) cuts.push(parts);
      return;
    }
    const longest = syllable.exec(left)?.[0];
    if (!longest) return;
    cut(left.slice(longest.length), [...parts, longest]);
    const shorter = longest.endsWith('g') || longest.endsWith('n') ? longest.slice(0, -1) : undefined;
    if (shorter && syllable.exec(shorter)?.[0] === shorter) cut(left.slice(shorter.length), [...parts, shorter]);
  };
  cut(text, []);
  return cuts;
}
