/** docs/performance.md: each part of the bench stands between marks of its own, and is renewed by itself. */

/** The page with this part's text in its place. Throws where the page has no place for it. */
export function putInto(page: string, part: string, text: string): string {
  const [from, to] = [`<!-- bench ${part} -->`, `<!-- /bench ${part} -->`];
  const at = page.indexOf(from);
  const end = page.indexOf(to, at);
  if (at < 0 || end < 0) throw new Error(`docs/performance.md has no ${from} … ${to}`);
  return `${page.slice(0, at + from.length)}\n${text.trim()}\n${page.slice(end)}`;
}
