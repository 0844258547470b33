import type { Choice } from './types';

/** Enough of a label to tell one page from another, and short enough for many links in one message. */
const LABEL_MAX = 12;

/**
 * What tapping a choice sends. A number alone would be read on whatever page she is on now: tapping `1 找培训班`
 * far up the screen must not confirm a cancellation. So the number comes with (the beginning of) its label.
 */
export function tappedText({ send, label }: Choice): string {
  if (!/^\d{1,2}$/.test(send)) return send;
  const bare = label.startsWith(`${send} `) ? label.slice(send.length + 1) : label;
  return `${send} ${[...bare].slice(0, LABEL_MAX).join('').trim()}`;
}
