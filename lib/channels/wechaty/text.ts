/** How an answer looks in an ordinary chat: words, then a line for each choice. Nothing can be tapped there. */
import type { Choice, Reply } from '../types';
import { cutBytes, lineOf, safeWords } from '../wechat/content';

/** Enough for every page there is; a longer text would be sent in pieces by nobody. */
export const TEXT_MAX_BYTES = 4000;

/** The text to send, at most 4,000 bytes. The words are cut when both do not fit, the choices never. */
export function plainText({ text, choices = [] }: Pick<Reply, 'text' | 'choices'>): string {
  const lines = choices.map((choice: Choice) => lineOf(choice, 'typed')).join('\n');
  const room = Math.max(200, TEXT_MAX_BYTES - Buffer.byteLength(lines) - 1);
  const words = cutBytes(safeWords(text), room);
  return lines ? `${words}\n${lines}` : words;
}
