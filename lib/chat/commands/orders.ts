/** An order that stands for itself, whatever is being asked: said by its name with its class, its people or its trade. */
import { foundIn } from './begin';
import { hear } from './hear';
import { COMMANDS } from './index';
import { COMMAND_NAMES, named } from './names';
import type { AtWork } from './types';

/** A command's word at the head, alone, before a class, or before a blank and more: 点名, 代退A17 3, 开班 电工 脱产. */
const HEAD = /^(\p{Script=Han}{2,6})(?:\s*[a-z]\d{2,6}(?![a-z\d])|\s+(?=\S)|$)/iu;
/** A17 点名. */
const AFTER_CLASS = /^[a-z]\d{2,6}\s*(\p{Script=Han}{2,6})$/iu;

const plainOf = (text: string): string => text.normalize('NFKC').trim();
/** The command a word names when nothing else is said. */
function commandBy(word: string | undefined): string | undefined {
  const heard = word ? hear(word) : undefined;
  return heard?.rest === '' ? heard.command : undefined;
}

/** Its name and its class: a whole order, begun anew even on this very command's own page. */
export function orderWithClass(text: string): string | undefined {
  const said = plainOf(text);
  const head = HEAD.exec(said);
  return commandBy(head && /\d$/.test(head[0]) ? head[1] : AFTER_CLASS.exec(said)?.[1]);
}

const TITLES = COMMAND_NAMES.map(({ title }) => title).filter((title) => title.length > 1);
/** Titles, and what the help teaches to begin with: 回复 张三…, 发证 A17. */
function isTaught(word: string): boolean {
  return TITLES.includes(word) || COMMANDS.some(({ examples }) => examples.some((one) => one.startsWith(`${word} `)));
}

/**
 * Where any words are an answer: is this none, but an order? By its name alone; with a class; or with people or a trade
 * behind a blank. 通知你明天来 and 考勤要抓紧 are words to pass on.
 */
export async function isOrder(context: AtWork, text: string): Promise<boolean> {
  if (orderWithClass(text)) return true;
  const said = plainOf(text);
  const [head, word = ''] = HEAD.exec(said) ?? [];
  const command = commandBy(word);
  if (head === undefined || !command) return false;
  if (word === said) return TITLES.includes(word);
  if (!isTaught(word)) return false;
  const found = await foundIn(context, said.slice(head.length), command);
  const { class_ids, trades, patterns, names, tails, phones, id_numbers, numbers, days } = found;
  if ([class_ids, trades, patterns, names, tails, phones, id_numbers].some((some) => some.length > 0)) return true;
  return named(command)?.acts === true && found.left === '' && numbers.length + days.length > 0;
}
