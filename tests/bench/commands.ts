/** How well commands are read, and how fast. */
import { hear } from '../../lib/chat/commands/hear';
import { readFound } from '../../lib/chat/commands/read';
import { lexicon } from '../chat/lexicon';
import { type Accuracy, accuracyOf } from '../commands/accuracy';
import doubtful from '../commands/doubtful.json';
import heldOut from '../commands/held-out.json';
import first from '../commands/held-out-first.json';
import second from '../commands/held-out-second.json';
import phrases from '../commands/phrases.json';
import { type Phrase, TODAY } from '../commands/reading';
import type { How } from './parts';
import { table } from './table';

const ROUNDS = 20;

export async function commandsTable({ quick }: How): Promise<string> {
  const sets: [string, unknown[]][] = [
    ['the table (`phrases.json`)', phrases],
    ['written after the rules were frozen (`held-out.json`)', heldOut],
    ['two such sets before it, worded to evade, looked at since', [...first, ...second]],
  ];
  const read: [string, Accuracy][] = [];
  for (const [what, set] of sets) read.push([what, await accuracyOf(set as Phrase[])]);
  const percent = (share: number) => `${Math.round(100 * share)} %`;
  const rows = read.map(([what, a]) => [
    what,
    a.phrases,
    percent(a.command),
    percent(a.whole),
    percent(a.asked),
    percent(a.another),
    a.deeds.length,
  ]);
  const commands = new Set(phrases.map((one) => one.is)).size;
  const head = [
    'phrases',
    'n',
    'command right',
    'and all said with it',
    'asked',
    'another command',
    'a deed for another',
  ];
  return `${table(head, rows)}

${commands} commands. ${doubtful.doubtful.length} doubtful phrases ask, ${doubtful.nothing.length} chats do nothing. A text is read in ${readingTime_us(quick ? 1 : ROUNDS)} µs.`;
}

function readingTime_us(rounds: number): number {
  const texts = phrases.map((one) => one.say);
  const read = () => {
    for (const text of texts) readFound(hear(text).rest, { today: TODAY, lexicon });
  };
  read();
  const began_ms = performance.now();
  for (let n = 0; n < rounds; n++) read();
  return Math.round(((performance.now() - began_ms) * 1000) / rounds / texts.length);
}
