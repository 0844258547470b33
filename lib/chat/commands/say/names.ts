/** Many people on a small screen: counted where nobody would read them all, by name where they are the exception. Pure. */

/** More names are not read; they stand behind 更多. */
const NAMED_MAX = 12;
/** Those who are left out are what one looks for. */
const EXCEPTIONS_MAX = 40;
const PER_LINE = 6;

export const tooMany = (names: string[]): boolean => names.length > NAMED_MAX;

/** `：张三、李四`; nothing when there are too many, or none. */
export const named = (names: string[]): string => (names.length === 0 || tooMany(names) ? '' : `：${names.join('、')}`);

/** `：张三、李四` of those left out: more of them than of the others. */
export function exceptions(names: string[]): string {
  if (names.length === 0) return '';
  return names.length > EXCEPTIONS_MAX ? `：${names.slice(0, EXCEPTIONS_MAX).join('、')}等` : `：${names.join('、')}`;
}

/** Everyone, some to a line: what 更多 shows. Nothing when the page named them all. */
export function inFull(head: string, names: string[]): string | undefined {
  if (!tooMany(names)) return undefined;
  const lines: string[] = [];
  for (let from = 0; from < names.length; from += PER_LINE) lines.push(names.slice(from, from + PER_LINE).join('　'));
  return [`${head}${names.length}人：`, ...lines].join('\n');
}

export const BEHIND_MORE = '名单回“更多”看。';
