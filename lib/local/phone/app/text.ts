/** Text as WeChat shows it. Nothing here makes markup: parts are rendered as text nodes. */

/** What WeChat makes tappable by itself: addresses of pages. Chinese marks end one. */
const ADDRESS = /https?:\/\/[\w.~:/?#[\]@!$&'()*+,;=%-]+/g;

/** A text cut at the addresses of pages in it, in order; an address is at the odd places. */
export function cutAddresses(text: string): string[] {
  const parts: string[] = [];
  let from = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const address = match[0].replace(/[.,;:!?)]+$/, '');
    parts.push(text.slice(from, match.index), address);
    from = match.index + address.length;
  }
  return [...parts, text.slice(from)];
}
