/** Is the account named in what was said in a group, and what was said besides? Pure. */

/** After a name in a mention WeChat puts U+2005, or a blank. */
const AFTER = '[\\s\\u2005\\u00a0,，:：、。!！]';

const escaped = (name: string) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A name picked from the group's list ends with U+2005: with one further on, `@送训 小李` is called all of that. */
const mention = (name: string) => `[@＠]${escaped(name)}(?:\\u2005|${AFTER}(?![^@＠\\u2005]*\\u2005)|$)`;

/** `@送训 今天` anywhere, or `送训 今天`, `送训，今天` at the beginning. */
export function isNamed(text: string, names: string[]): boolean {
  return names.some((name) => new RegExp(`${mention(name)}|^\\s*${escaped(name)}(?:${AFTER}|$)`, 'u').test(text));
}

/** What is quoted was said before, by somebody else, and stands over the answer; it names nobody and orders nothing. */
export function withoutQuote(text: string): string {
  return text.replace(/^「[\s\S]*」\r?\n(?:[-—] ?){5,}\r?\n/u, '');
}

/** The text without the mention or the name at its beginning. */
export function withoutName(text: string, names: string[]): string {
  let rest = text;
  for (const name of [...names].sort((a, b) => b.length - a.length)) {
    rest = rest.replace(new RegExp(`${mention(name)}${AFTER}*`, 'gu'), ' ');
    rest = rest.replace(new RegExp(`^\\s*${escaped(name)}(?:${AFTER}+|$)`, 'u'), '');
  }
  return rest.trim();
}
