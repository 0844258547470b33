/** A phrase as the engine reads it: which command, what with it. The same steps as begin.ts, without a conversation. */
import { hear } from '../../lib/chat/commands/hear';
import { named } from '../../lib/chat/commands/names';
import { aboutIn, nearTo } from '../../lib/chat/commands/near';
import { readFound } from '../../lib/chat/commands/read';
import { thingsIn } from '../../lib/chat/commands/things';
import type { Found } from '../../lib/chat/commands/types';
import { lexicon } from '../chat/lexicon';

/** A Thursday. */
export const TODAY = '2025-07-24';

export interface Phrase extends Partial<Found> {
  say: string;
  is: string;
}

export interface Reading {
  command?: string;
  maybe: string[];
  found: Found;
}

export async function reading(text: string): Promise<Reading> {
  const how = { today: TODAY, lexicon };
  const heard = hear(text);
  const { command } = heard;
  if (command)
    return { command, maybe: [], found: readFound(heard.rest, { ...how, numbered: named(command)?.numbered }) };
  const found = readFound(text, how);
  if (heard.maybe.length > 0) return { maybe: heard.maybe, found };
  const thing = thingsIn(found);
  if (thing) return { command: thing, maybe: [], found };
  const sounding = await nearTo(text);
  const about = sounding.length > 0 ? { names: sounding, plain: false } : aboutIn(text);
  const [first] = about.names;
  if (first && about.plain && !named(first)?.acts) return { command: first, maybe: [], found };
  return { maybe: about.names, found };
}

/** What is expected of it and not so; empty when it reads as it should. */
export function wrongIn(phrase: Phrase, read: Reading): string[] {
  const { say: _say, is, ...expected } = phrase;
  const wrong =
    read.command === is ? [] : [`${read.command ?? `maybe ${read.maybe.join('/') || 'nothing'}`} for ${is}`];
  for (const [field, value] of Object.entries(expected)) {
    const got = read.found[field as keyof Found];
    if (JSON.stringify(got) !== JSON.stringify(value))
      wrong.push(`${field} ${JSON.stringify(got)} for ${JSON.stringify(value)}`);
  }
  return wrong;
}
