/** Text as WeChat shows it. Nothing here makes markup: parts are rendered as text nodes and buttons. */
import type { Choice } from './types';

export type Part = string | Choice;

// A passive reply carries its choices as links; whatever else looks like a tag stays text.
const MENU_LINK = /<a\s+href\s*=\s*(["'])weixin:\/\/bizmsgmenu\?([^"']*)\1\s*>([^<]*)<\/a>/gi;

/** A reply cut into plain text and tappable links, in order. Malformed links stay as they were typed. */
export function cutLinks(text: string): Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (const match of text.matchAll(MENU_LINK)) {
    const choice = readLink(match[2]!, match[3]!);
    if (!choice) continue;
    if (match.index > from) parts.push(text.slice(from, match.index));
    parts.push(choice);
    from = match.index + match[0].length;
  }
  if (from < text.length) parts.push(text.slice(from));
  return parts;
}

function readLink(query: string, shown: string): Choice | undefined {
  const label = unescapeXml(shown).trim();
  const send = new URLSearchParams(unescapeXml(query)).get('msgmenucontent') || label;
  return send ? { send, label: label || send } : undefined;
}

/**
 * Text and choices of a reply: links become choices, once each, and the lines they stood on go.
 * Choices the simulator already read out win.
 */
export function readReply(text: string, given: Choice[]): { text: string; choices: Choice[] } {
  const parts = cutLinks(text);
  const links = parts.filter((part): part is Choice => typeof part !== 'string');
  const plain = parts.filter((part) => typeof part === 'string').join('');
  return { text: links.length ? plain.replace(/\n{3,}/g, '\n\n').trim() : text, choices: given.length ? given : links };
}

function unescapeXml(text: string): string {
  const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", '#39': "'" };
  return text.replace(/&(amp|lt|gt|quot|apos|#39);/g, (_, name: string) => named[name]!);
}

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
