/** Beginning a command: which one is meant, may she, and what was said with it. */
import { dayOf } from '../../platform/clock';
import { lexiconOf } from '../lexicon';
import type { FlowState, OnDuty, Step } from '../types';
import { hear } from './hear';
import { COMMANDS } from './index';
import { keep } from './kept';
import { named } from './names';
import { readFound } from './read';
import { runCommand } from './run';
import * as say from './say/engine';
import { thingsIn } from './things';
import type { AtWork, Command, Found } from './types';

/** A command said anew. What was asked before is dropped, and said to be, where it would have changed something. */
export async function newCommand(context: AtWork, text: string): Promise<Step> {
  const heard = hear(text);
  const lead = undone(context.conversation.flow);
  if (heard.asked) {
    const command = commandOf(heard.command ?? heard.maybe[0]);
    if (command) return { reply: { text: say.helpWith(command) } };
  }
  if (heard.command) return start(context, heard.command, { rest: heard.rest, whole: text, lead });
  if (heard.maybe.length > 0) return whichMeant(context, text, heard.maybe);
  const thing = thingsIn(await foundIn(context, text));
  if (thing) return start(context, thing, { rest: text, whole: text, lead });
  const { aboutIn, nearTo } = await import('./near');
  const sounding = await nearTo(text);
  const about = sounding.length > 0 ? { names: sounding, plain: false } : aboutIn(text);
  const [first] = about.names;
  // Looking does no harm; a deed is asked about, however plain it seems.
  if (first && about.plain && !named(first)?.acts) return start(context, first, { rest: text, whole: text, lead });
  const near = about.names;
  if (near.length > 0) return whichMeant(context, text, near);
  const misses = context.conversation.misses + 1;
  return { reply: say.miss(misses, say.EXAMPLES), conversation: { misses } };
}

async function whichMeant(context: AtWork, text: string, maybe: string[]): Promise<Step> {
  const names = maybe.flatMap((name) => named(name) ?? []);
  return {
    reply: say.whichMeant(names),
    flow: await keep(context, '', 'which', { said: text }, { options: [...names.map((one) => one.name), 'none'] }),
  };
}

function undone(flow: FlowState | undefined): string | undefined {
  if (flow?.name !== 'command' || flow.asking !== 'confirm') return undefined;
  const title = named(flow.slots.command ?? '')?.title;
  return title && say.leftUndone(title);
}

/** Begin a command with what stands beside its name. */
export async function start(
  context: AtWork,
  name: string,
  said: { rest: string; whole: string; lead?: string },
): Promise<Step> {
  const title = named(name)?.title ?? name;
  const command = commandOf(name);
  if (!command) return { reply: { text: say.notHere(title) } };
  if (!mayUse(context.staff, command))
    return { reply: { text: say.notYours(title, command.duties, context.staff.duties) } };
  if (context.message.group && !named(name)?.open) return { reply: { text: say.notInGroup(title) } };
  const found = await foundIn(context, said.rest, name, said.whole);
  return runCommand(context, command, { args: command.read(found, {}), lead: said.lead });
}

export async function foundIn(context: AtWork, text: string, command?: string, whole?: string): Promise<Found> {
  return readFound(text, {
    today: dayOf(context.now_ms),
    lexicon: await lexiconOf(context.world),
    whole,
    numbered: command !== undefined && (named(command)?.numbered === true || commandOf(command)?.numbered === true),
  });
}

export const commandOf = (name: string | undefined): Command | undefined => COMMANDS.find((one) => one.name === name);
export const mayUse = (staff: OnDuty, command: Command): boolean =>
  command.duties.some((duty) => staff.duties.includes(duty));
export const allowedTo = (staff: OnDuty): Command[] =>
  COMMANDS.filter((command) => mayUse(staff, command)).sort((a, b) => a.number - b.number);
