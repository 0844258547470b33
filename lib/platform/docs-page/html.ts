/** Words of the document into HTML. Pure. */
import { escaped } from '../escaped';

/** Escaped text in which `code` is set as code and blank lines part paragraphs. */
export function marked(text: string): string {
  return text
    .split(/\n{2,}/)
    .map((paragraph) => `<p>${inline(paragraph)}</p>`)
    .join('');
}

/** Escaped text in which `code` is set as code. */
export function inline(text: string): string {
  return escaped(text).replace(/`([^`]+)`/g, '<code>$1</code>');
}
