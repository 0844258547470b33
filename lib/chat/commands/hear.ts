/**
 * Which command a text asks for. One that is sure is run (and, where it acts, shows its dry answer); what is doubtful is
 * asked: 您是要…？ Words in words/commands.json; a word hidden in a longer one is not there (值班 holds no 班). Pure and fast.
 */
import { soften } from '../normalise';
import { leaveIn, stopIn } from './hear-class';
import { COMMAND_NAMES, type CommandName, named, numberedAs } from './names';
import commands from './words/commands.json';
import decoys from './words/decoys.json';

export interface HeardCommand {
  /** The one sure command. */
  command?: string;
  /** Asked about instead, best first, at most 3. */
  maybe: string[];
  /** The text without the command's name, as typed. */
  rest: string;
  /** It stands at the beginning, or all by itself: said to us, not in passing. */
  leads: boolean;
  /** It began with a mark: #点名. */
  marked: boolean;
  /** How is it done (怎么点名)? Then help is wanted, not the deed. */
  asked: boolean;
}

const MAYBE_MAX = 3;
/** Orders are short; a longer first line is read to here. */
const ORDER_CHARACTERS_MAX = 120;
const MARKS = /^[\s#/!@、\\.。,，*·~:：＃]+/u;
const LEAD =
  /^(?:你好|您好|麻烦|劳驾|帮忙|帮我|帮|请你|请|给我|我想要|我想|我要|我们要|我们|要|想|现在|马上|赶紧|快点|快|那|就|来|再|去|发起|开始|安排|看看|看下|看一下|看|查看|查下|查|搞个|搞|弄个|弄|做个|做|把|给|对|一下|下|哈)+/u;
const TAIL =
  /^(?:一下子|一下|一哈|下子|下|哈|吧|了|啊|呀|哦|嘛|呢|谢谢|看看|看|发我|给我|我看看|我|的|来|要|哇|咧|个|先)+$/u;
const HOW = /怎么|怎样|如何|咋个|咋|怎么样|怎么弄|怎么用|怎么发|教我|不会/u;
const NOT = /(?:不要|不用|别|不想|不必|先不|没有|不是|不能|不|没|莫|勿|未)(?:再|去|给|要)?$/u;
const IDLE = /昨天|上次|之前|刚才|以前|听说|他说|她说|老师说|为什么|为啥/u;

interface Word {
  word: string;
  name: string;
  /** All that is said, beside a class and fillers. */
  whole?: boolean;
  /** Gives way to any other command's word. */
  weak?: boolean;
  /** `开个*班`: what stands between is not the command's. */
  gap?: RegExp;
}

const GAP_CHARACTERS_MAX = 12;

function wordOf(word: string, name: string, how: Omit<Word, 'word' | 'name'> = {}): Word {
  const [head, end] = word.split('*');
  if (end === undefined) return { word, name, ...how };
  return { word: head as string, name, ...how, gap: new RegExp(`${head}.{1,${GAP_CHARACTERS_MAX}}?${end}`, 'gu') };
}

const WORDS: Word[] = [
  ...Object.entries(commands).flatMap(([name, { whole, within, weak }]) => [
    ...within.map((word) => wordOf(word, name)),
    ...whole.map((word) => wordOf(word, name, { whole: true })),
    ...weak.map((word) => wordOf(word, name, { weak: true })),
  ]),
  ...COMMAND_NAMES.filter(({ title }) => title.length > 1).map(({ name, title }) => wordOf(title, name)),
  ...decoys.map((word) => wordOf(word, '')),
];

/** Filed by their first character; those with a gap are looked for by their own expressions. */
const BY_FIRST = new Map<string, Word[]>();
for (const word of WORDS)
  if (!word.gap) BY_FIRST.set(word.word[0] as string, [...(BY_FIRST.get(word.word[0] as string) ?? []), word]);
const GAPS = WORDS.filter((word) => word.gap);

/** Characters of the text that carry meaning, each with its place in the text as typed. */
interface Squeezed {
  text: string;
  at: number[];
}

function squeeze(typed: string): Squeezed {
  const at: number[] = [];
  let text = '';
  const plain = typed.replace(/\[[^[\]\s]{1,4}\]/gu, (face) => ' '.repeat(face.length));
  for (let i = 0; i < plain.length && text.length < ORDER_CHARACTERS_MAX; i++) {
    if (!/[\p{L}\p{N}]/u.test(plain[i] as string)) continue;
    text += plain[i];
    at.push(i);
  }
  const soft = soften(text);
  // Where a character became several, places could no longer be told: read it as it stands.
  return { text: soft.length === text.length ? soft : text.toLowerCase(), at };
}

interface Hit extends Word {
  from: number;
  to: number;
}

/** The words of commands in the text, none hidden under a longer one. */
function hitsIn(text: string): Hit[] {
  const all: Hit[] = [];
  for (let from = 0; from < text.length; from++)
    for (const word of BY_FIRST.get(text[from] as string) ?? []) {
      const to = from + word.word.length;
      if (text.startsWith(word.word, from) && (!word.whole || isWhole(text, from, to))) all.push({ ...word, from, to });
    }
  const plain = uncovered(all).filter((hit) => hit.name !== '');
  const strong = plain.filter((hit) => !hit.weak);
  const stop = stopIn(text);
  const others = stop ? strong.filter((hit) => !over(hit, stop)) : strong;
  const beside = [stop ?? leaveIn(text)].flatMap((one) =>
    one && !others.some((hit) => over(hit, one)) ? [{ ...one, word: '' }] : [],
  );
  const sure = [...others, ...beside, ...gapsIn(text, [...others, ...beside])];
  return (sure.length > 0 ? sure : plain).sort((a, b) => a.from - b.from);
}

type Part = Pick<Hit, 'from' | 'to'>;
const over = (a: Part, b: Part): boolean => a.from < b.to && b.from < a.to;

function uncovered(all: Hit[]): Hit[] {
  all.sort((a, b) => b.to - b.from - (a.to - a.from) || a.from - b.from);
  const kept: Hit[] = [];
  for (const hit of all) if (!kept.some((one) => over(hit, one))) kept.push(hit);
  return kept;
}

/** 给张三回：已经报上了. What follows the colon is said to somebody else, unless only a class stands before it. */
function beforeColon(text: string, squeezed: Squeezed, hits: Hit[]): Hit[] {
  const colon = /^[^\n]*?\p{Script=Han}{2}[^\n:：]*[:：]/u.exec(text)?.[0].length;
  if (colon === undefined) return hits;
  return hits.filter((hit) => (squeezed.at[hit.from] as number) < colon);
}

/** 开个电工周末班, unless another command stands in between: 开个会通知全班. */
function gapsIn(text: string, others: Hit[]): Hit[] {
  for (const word of GAPS) {
    // Most do not even begin in the text.
    if (!text.includes(word.word)) continue;
    for (const found of text.matchAll(word.gap as RegExp)) {
      const [from, end] = [found.index, found.index + found[0].length];
      if (!others.some((hit) => hit.from < end && from < hit.to))
        return [{ ...word, from, to: from + word.word.length }];
    }
  }
  return [];
}

/** A weak word (班) counts when only a class, a filler or a number stands beside it. */
function isWhole(text: string, from: number, to: number): boolean {
  const beside = (text.slice(0, from).replace(LEAD, '') + text.slice(to)).replace(/[a-z]\d{1,6}班?/giu, '');
  return beside === '' || TAIL.test(beside) || /^\d{1,4}$/.test(beside);
}

/** Hear a text. Of several commands the first counts where it leads and takes words of its own (通知 A17 明天考试). */
export function hear(typed: string): HeardCommand {
  const marks =
    MARKS.exec(typed.normalize('NFKC').length === typed.length ? typed.normalize('NFKC') : typed)?.[0] ?? '';
  const marked = /[#/!@、\\＃]/u.test(marks);
  const text = typed.slice(marks.length);
  const by_number = numbered(text);
  if (by_number) return { ...by_number, marked };
  const squeezed = squeeze(text);
  const hits = beforeColon(text, squeezed, hitsIn(squeezed.text));
  const none: HeardCommand = { maybe: [], rest: text.trim(), leads: false, marked, asked: false };
  const [first] = hits;
  if (!first) return none;
  const names = [...new Set(hits.map((hit) => hit.name))];
  const chosen = chosenOf(squeezed.text, hits, names);
  const hit = chosen ?? first;
  const before = squeezed.text.slice(0, hit.from);
  const leads = before.replace(LEAD, '').replace(/^[a-z]\d{1,6}班?的?$/iu, '') === '';
  const asked =
    HOW.test(before) || /^(?:怎么弄|怎么用|怎么发|怎么做|咋弄|咋用|怎么搞)/u.test(squeezed.text.slice(hit.to));
  // 不来了，帮她退: said twice, it is once. Where words are passed on they stay as they are.
  const again = VERBATIM.has(hit.name) ? [hit] : hits.filter((one) => one.name === hit.name);
  const rest = without(text, squeezed, again);
  const doubtful = !chosen || NOT.test(before) || (acts(hit.name) && inPassing(squeezed.text, hit, leads));
  const near = opened(squeezed.text, hit) ? ['classes', ...names] : [hit.name, ...names];
  const maybe = doubtful ? [...new Set(near)].slice(0, MAYBE_MAX) : [];
  return { ...none, ...(doubtful ? {} : { command: hit.name }), maybe, rest, leads, asked };
}

const acts = (name: string): boolean => named(name)?.acts === true;

/** A tale is no order: a deed in the middle of many other words is asked about. */
function inPassing(text: string, hit: Hit, leads: boolean): boolean {
  return !leads && (IDLE.test(text) || hit.from > 24);
}

/** The command meant, where that is plain: the only one; the longest at the head of words it takes. */
function chosenOf(text: string, hits: Hit[], names: string[]): Hit | undefined {
  if (names.length === 1) return opened(text, hits[0] as Hit) ? undefined : hits[0];
  // 考勤表导出来: a table of it is wanted.
  const table = hits.find((hit) => hit.name === 'sheets' && /^(?:导|打|下载|上传|excel|做成表|表格$)/u.test(hit.word));
  if (table && names.every((name) => TABLED.has(name))) return table;
  const [first] = hits as [Hit];
  const head = text
    .slice(0, first.from)
    .replace(LEAD, '')
    .replace(/^[a-z]\d{1,6}班?/iu, '');
  const more = hits.filter((hit) => hit.name !== first.name);
  // 今天点名, 今天请假的: the day belongs to what follows.
  if (first.name === 'today' && /^(?:今|当)[天日]?/u.test(first.word)) return only(more);
  const day_after = more.every((hit) => hit.name === 'today' && /^(?:今|当)/u.test(hit.word));
  if (day_after) return first;
  if (head === '' && (named(first.name)?.wordy || first.from === 0) && text.length > first.to) {
    // Two deeds in one breath are asked about, unless the first takes words.
    if (named(first.name)?.wordy) return first;
    return more.every((hit) => !acts(hit.name)) && acts(first.name) ? first : undefined;
  }
  return undefined;
}

const TABLED = new Set(['sheets', 'attendance', 'roster', 'sign_in_code', 'scores', 'follow_up']);

/** A17什么时候开班: that class is there already, and is asked about. */
const opened = (text: string, hit: Hit): boolean =>
  hit.name === 'open_class' && !stopIn(text) && /(?<![a-z0-9])[a-z]\d{2,6}/iu.test(text);

function only(hits: Hit[]): Hit | undefined {
  return new Set(hits.map((hit) => hit.name)).size === 1 ? hits[0] : undefined;
}

/** The text as typed, less the words that named the command. */
function without(text: string, squeezed: Squeezed, hits: Hit[]): string {
  let rest = text;
  for (const hit of [...hits].sort((a, b) => b.from - a.from)) {
    const from = squeezed.at[hit.from] as number;
    const after = rest.slice((squeezed.at[hit.to - 1] as number) + 1).replace(/^[^\S\n]*[:：,，、。.]*[^\S\n]*/u, '');
    const before = rest.slice(0, from);
    rest = `${before}${before.trim() && after ? ' ' : ''}${after}`;
  }
  return rest.trim();
}

/** What follows is passed on word for word. */
const VERBATIM = new Set(['notify', 'threads', 'review']);

/** `7`, `7 A17`, `7、点名 A17`: the number on the menu. What else begins with a number is none: 3人请假, 12-15没来, 7月25. */
function numbered(text: string): Omit<HeardCommand, 'marked'> | undefined {
  const found = /^\s*(\d{1,2})(?:[\s.。、)]*$|[\s.、,:)]+(?=\S)|(?=[a-zA-Z]\d{2}))([\s\S]*)$/u.exec(
    text.normalize('NFKC'),
  );
  const one = found && numberedAs(Number(found[1]));
  if (!one) return undefined;
  const rest = text.replace(/^\s*[\d０-９]{1,2}[\s.。、,，:：)）．]*/u, '');
  // 3 5 没来: numbers of people, none of a command.
  if (/^\d/.test(rest.normalize('NFKC'))) return undefined;
  const said = rest.trim() === '' ? undefined : hear(rest);
  const other = said?.command ?? said?.maybe[0];
  if (other && other !== one.name) {
    const wordy = one.wordy || (other === 'today' && /今|当/u.test(rest));
    if (!wordy) return { maybe: [one.name, other], rest, leads: true, asked: false };
    return { command: one.name, maybe: [], rest, leads: true, asked: false };
  }
  return { command: one.name, maybe: [], rest: other ? (said?.rest ?? rest) : rest, leads: true, asked: false };
}

export type { CommandName };
