/** Long answers in pages: cut at the ends of lines, so that each fits into one message with its choices. Pure. */

/** WeChat takes 2,048 bytes; the rest is for tappable lines below. */
export const PAGE_BYTES_MAX = 1500;

/** A text in pages that fit; `full`, if there is more to be seen, begins on a page of its own. */
export function pagesOf(text: string, full?: string): string[] {
  const pages: string[] = [];
  let held = '';
  for (const line of text.split('\n').flatMap(pieces)) {
    if (held !== '' && bytesOf(held) + 1 + bytesOf(line) > PAGE_BYTES_MAX) {
      pages.push(held);
      held = line;
    } else held = held === '' ? line : `${held}\n${line}`;
  }
  return [...pages, held, ...(full ? pagesOf(full) : [])];
}

/** One page of a text, from 1; `more` when another follows. */
export function pageOf(text: string, page: number, full?: string): { text: string; more: boolean; pages: number } {
  const all = pagesOf(text, full);
  const at = Math.min(Math.max(page, 1), all.length);
  return { text: numbered(all[at - 1] as string, at, all.length), more: at < all.length, pages: all.length };
}

export const numbered = (text: string, page: number, pages: number): string =>
  pages > 1 ? `${text}\n（第${page}页，共${pages}页）` : text;

/** What must fit into one message: its first page, and that there was more. */
export function cutText(text: string): string {
  const [first = '', ...others] = pagesOf(text);
  return others.length > 0 ? `${first}\n……太长，没有全列。` : first;
}

/** A line too long for any page, in pieces. */
function pieces(line: string): string[] {
  if (bytesOf(line) <= PAGE_BYTES_MAX) return [line];
  const all: string[] = [];
  let held = '';
  for (const character of line) {
    if (bytesOf(held) + bytesOf(character) > PAGE_BYTES_MAX) {
      all.push(held);
      held = '';
    }
    held += character;
  }
  return held === '' ? all : [...all, held];
}

const bytesOf = (text: string): number => Buffer.byteLength(text, 'utf8');
