import type { Lattice } from './lattice';
import { chineseNumber } from './numerals';
import type { Understanding } from './types';
import { CODE_MARK, type PatternName } from './words';

/** A17, `a 17`, `class:A17`, A十七班; a driving licence (C1 驾照) is none. */
const CODE =
  /(?<![a-z0-9])(?:class\s*[:：]\s*)?([a-z])[\s_-]?(\d{2,4}|[一二三四五六七八九十]{2,3})(?![a-z0-9]|照|驾|本证)/u;
const SHORT_CODE =
  /^\s*(?:class\s*[:：]\s*)?([a-z])[\s_-]?(\d)\s*(?:班)?\s*$|class\s*[:：]\s*([a-z])(\d)(?!\d)|(?<![a-z0-9])([a-z])(\d)(?=班)/u;

/** The first class code in a softened text, and the text with CODE_MARK in its place. */
export function markCode(text: string): { marked: string; class_id?: string } {
  const found = CODE.exec(text) ?? SHORT_CODE.exec(text);
  if (!found) return { marked: text };
  const [letter, digits] = found.slice(1).filter((group) => group !== undefined);
  const number = /^\d/.test(digits!) ? digits! : chineseNumber(digits!);
  if (number === undefined) return { marked: text };
  const marked = `${text.slice(0, found.index)}${CODE_MARK}${text.slice(found.index + found[0].length)}`;
  return { marked, class_id: `${letter!.toUpperCase()}${number}` };
}

/** Trades, patterns and places named, each the longest that fits: 养老护理员 is not 护理 too. */
export function namesIn(lattice: Lattice): Pick<Understanding, 'trades' | 'patterns' | 'region'> {
  const trades = new Set<string>();
  const patterns = new Set<PatternName>();
  let region: string | undefined;
  for (let i = 0; i < lattice.at.length; ) {
    const named = lattice.at[i]!.filter((token) => token.value !== undefined);
    const end = Math.max(i + 1, ...named.map((token) => token.end));
    for (const token of named.filter((t) => t.end === end)) {
      if (token.tag === '{trade}') trades.add(token.value!);
      else if (token.tag === '{pattern}') patterns.add(token.value as PatternName);
      else region ??= token.value;
    }
    i = end;
  }
  return { trades: [...trades], patterns: [...patterns], ...(region && { region }) };
}
