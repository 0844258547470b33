/** Beginning a command: which one is meant, may she, and what was said with it. */
import { dayOf } from '../../platform/clock';
import { lexiconOf } from '../lexicon';
import { simplify } from '../normalise';
import type { FlowState, OnDuty, Step } from '../types';
import { hear } from './hear';
import { COMMANDS } from './index';
import { failed, keep } from './kept';
import { named, numberedAs } from './names';
import { readFound } from './read';
import { looksLikeName } from './read-people';
import { readScoreLines } from './read-scores';
import { mayUse, runCommand } from './run';
import { loneNumber } from './said-numbers';
import * as say from './say/engine';
import { thingsIn } from './things';
import type { AtWork, Command, Found } from './types';

/** A command said anew. What was asked before is dropped, and said to be, where it would have changed something. */
export async function newCommand(context: AtWork, text: string): Promise<Step> {
  const heard = hear(text);
  const lead = undone(context.conversation.flow);
  if (PAST_PAGE.test(text.normalize('NFKC'))) return { reply: { text: say.PAGE_PAST } };
  const number = context.after_failure ? (loneNumber(text) ?? numberBeforeWords(text)) : undefined;
  if (number !== undefined) return afterFailure(context, text, number);
  if (heard.asked) {
    const command = commandOf(heard.command ?? heard.maybe[0]);
    if (command) return { reply: { text: say.helpWith(command) } };
  }
  if (heard.command && missedExam(context.staff, heard.command, text))
    return readScoreLines(text).length > 0
      ? start(context, 'scores', { rest: text, whole: text, lead })
      : whichMeant(context, text, ['scores']);
  if (heard.command) return start(context, heard.command, { rest: heard.rest, whole: text, lead });
  if (heard.maybe.length > 0) return whichMeant(context, text, heard.maybe);
  const found = await foundIn(context, text);
  const thing = thingsIn(found);
  if (thing) return start(context, thing, { rest: text, whole: text, lead });
  const next = nextLine(context.staff, found, text);
  if (next) return start(context, next, { rest: text, whole: text, lead });
  const { aboutIn, nearTo } = await import('./near');
  const sounding = await nearTo(text);
  const about = sounding.length > 0 ? { names: sounding, plain: false } : aboutIn(text);
  const [first] = about.names;
  // Looking does no harm; a deed is asked about, however plain it seems.
  if (first && about.plain && !named(first)?.acts) return start(context, first, { rest: text, whole: text, lead });
  const near = about.names;
  if (near.length > 0) return whichMeant(context, text, near);
  const misses = context.conversation.misses + 1;
  return { ...(await failed(context, say.miss(misses, examplesFor(context.staff)))), conversation: { misses } };
}

/** 张三 85 90, 张三 没人接: whoever goes down a list says the next line after the one before is entered. */
function nextLine(staff: OnDuty, found: Found, text: string): 'scores' | 'follow_up' | undefined {
  const may = (name: string) => allowedTo(staff).some((command) => command.name === name);
  if (may('scores') && readScoreLines(text).some(({ who }) => typeof who === 'string')) return 'scores';
  return may('follow_up') && found.names.some(looksLikeName) && CALLED.test(text) ? 'follow_up' : undefined;
}
/** 张三没来, said by who holds no roll but examines: 缺考. */
const missedExam = (staff: OnDuty, name: string, text: string): boolean =>
  name === 'roll_call' &&
  MISSED.test(text) &&
  !allowedTo(staff).some((command) => command.name === name) &&
  allowedTo(staff).some((command) => command.name === 'scores');
export const MISSED = /没来|没到|未到|缺席|没考/u;
const CALLED = /上班|没人?接|打不通|没打通|关机|空号/u;

/** `1 确定代退`, tapped on a page that is done with: it confirms nothing, and begins nothing. */
const PAST_PAGE = /^\s*\d{1,2}[\s.、]+(?:确定|不做|不撤|撤销)/u;

/** 3 在上班 6500: someone's number on the list that never came, unless the words name a command themselves. */
function numberBeforeWords(text: string): number | undefined {
  const [, number, words] = /^\s*(\d{1,2})[\s.、]+(\S[\s\S]*)$/u.exec(text.normalize('NFKC')) ?? [];
  return number && words && !hear(words).command && thingless(words) ? Number(number) : undefined;
}
/** 2 A17 is the menu's. */
const thingless = (words: string): boolean => !/^[a-z]\s?\d{2,6}/iu.test(words);

/** She meant to choose from a page that never came: the command of that number is asked about. */
async function afterFailure(context: AtWork, text: string, number: number): Promise<Step> {
  const name = numberedAs(number)?.name;
  if (!name) return failed(context, { text: say.NOTHING_TO_CHOOSE });
  const step = await whichMeant(context, text, [name]);
  return { ...step, reply: step.reply && { ...step.reply, text: `${say.NOTHING_TO_CHOOSE}\n${step.reply.text}` } };
}

async function whichMeant(context: AtWork, text: string, maybe: string[]): Promise<Step> {
  const names = maybe.flatMap((name) => named(name) ?? []);
  return {
    reply: say.whichMeant(names),
    flow: await keep(context, '', 'which', { said: text }, { options: [...names.map((one) => one.name), 'none'] }),
  };
}

/** Said above what comes instead: what was on the page is not done. */
export function undone(flow: FlowState | undefined): string | undefined {
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
  if (!command) return failed(context, { text: say.notHere(title) });
  if (context.message.group && !named(name)?.open) return { reply: { text: say.notInGroup(title) } };
  const found = await foundIn(context, said.rest, name, said.whole);
  return runCommand(context, command, { args: command.read(found, {}), lead: said.lead });
}

/** Words to pass on, and names to be written down, stay as she types them; any other order is read in simplified characters. */
const AS_TYPED = new Set(['notify', 'threads', 'review', 'enrol_for', 'wish_for']);

export async function foundIn(context: AtWork, text: string, command?: string, whole?: string): Promise<Found> {
  const plain = AS_TYPED.has(command ?? '') ? (said: string) => said : simplify;
  return readFound(plain(text), {
    today: dayOf(context.now_ms),
    lexicon: await lexiconOf(context.world),
    whole: whole && plain(whole),
    numbered: command !== undefined && (named(command)?.numbered === true || commandOf(command)?.numbered === true),
  });
}

export const commandOf = (name: string | undefined): Command | undefined => COMMANDS.find((one) => one.name === name);
export const allowedTo = (staff: OnDuty): Command[] =>
  COMMANDS.filter((command) => mayUse(staff, command)).sort((a, b) => a.number - b.number);

/** Said most, so named first where nothing was understood. */
const SAID_MOST = ['today', 'roster', 'roll_call', 'find_worker'];
const EXAMPLES_SHOWN = 4;
/** What she may say herself: an inspector is shown no command of the officers. */
export function examplesFor(staff: OnDuty): string[] {
  const allowed = allowedTo(staff);
  const first = SAID_MOST.flatMap((name) => allowed.find((command) => command.name === name) ?? []);
  return [...new Set([...first, ...allowed])].slice(0, EXAMPLES_SHOWN).flatMap(({ examples }) => examples[0] ?? []);
}
