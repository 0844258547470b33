/** Is the account named in what was said in a group, and what was said besides? Pure. */

/** After a name in a mention WeChat puts U+2005, or a blank. */
const AFTER = '[\\s\\u2005\\u00a0,，:：、。!！]';

const escaped = (name: string) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** `@送训 今天` anywhere, or `送训 今天`, `送训，今天` at the beginning. */
export function isNamed(text: string, names: string[]): boolean {
  return names.some((name) =>
    new RegExp(`@${escaped(name)}(?:${AFTER}|$)|^\\s*${escaped(name)}(?:${AFTER}|$)`, 'u').test(text),
  );
}

/** The text without the mention or the name at its beginning. */
export function withoutName(text: string, names: string[]): string {
  let rest = text;
  for (const name of [...names].sort((a, b) => b.length - a.length)) {
    rest = rest.replace(new RegExp(`@${escaped(name)}(?:${AFTER}+|$)`, 'gu'), ' ');
    rest = rest.replace(new RegExp(`^\\s*${escaped(name)}(?:${AFTER}+|$)`, 'u'), '');
  }
  return rest.trim();
}
