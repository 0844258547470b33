/** Long answers in pages: cut at the ends of lines, so that each fits into one message with its choices. Pure. */

/** WeChat takes 2,048 bytes; the rest is for tappable lines below. */
export const PAGE_BYTES_MAX = 1500;

/** One page of a text, from 1; `more` when another follows. */
export function pageOf(text: string, page: number): { text: string; more: boolean; pages: number } {
  const pages: string[] = [];
  let held = '';
  for (const line of text.split('\n').flatMap(pieces)) {
    if (held !== '' && bytesOf(held) + 1 + bytesOf(line) > PAGE_BYTES_MAX) {
      pages.push(held);
      held = line;
    } else held = held === '' ? line : `${held}\n${line}`;
  }
  pages.push(held);
  const at = Math.min(Math.max(page, 1), pages.length);
  const shown = pages[at - 1] as string;
  return {
    text: pages.length > 1 ? `${shown}\n（第${at}页，共${pages.length}页）` : shown,
    more: at < pages.length,
    pages: pages.length,
  };
}

/** What must fit into one message (a question, a dry answer): its first page, and that there was more. */
export function cutText(text: string): string {
  const { text: first, more, pages } = pageOf(text, 1);
  return more ? first.replace(`（第1页，共${pages}页）`, '……太长，没有全列。') : first;
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
