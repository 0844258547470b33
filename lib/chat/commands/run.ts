/** Running a command: what its outcome looks like on the screen, and what is remembered for the next message. */
import type { Choice, Reply } from '../../channels/types';
import { withChoices } from '../render';
import type { OnDuty, Step } from '../types';
import { hear } from './hear';
import { COMMANDS } from './index';
import { failed, keep } from './kept';
import { mayName, named } from './names';
import { numbered, pageOf, pagesOf } from './pages';
import { offered } from './reply';
import * as say from './say/engine';
import { refusedText } from './say/refusals';
import type { Args, AtWork, Command, Outcome } from './types';

/** More cannot be told apart on a small screen; the others are on the next page. */
const OPTIONS_MAX = 12;

/** Where a command is begun or gone on with. */
export interface Going {
  args: Args;
  trail?: Args[];
  page?: number;
  /** Said above the answer. */
  lead?: string;
}

export const mayUse = (staff: OnDuty, command: Command): boolean =>
  command.duties.some((duty) => staff.duties.includes(duty));

/** Of the commands offered below an answer those her duties allow, and this group: nobody is led to a refusal. */
export const hersOf = (context: AtWork, next: string[]): string[] =>
  next.filter((line) => {
    const name = hear(line).command;
    const command = COMMANDS.find((one) => one.name === name);
    return !command || (mayUse(context.staff, command) && (mayName(context) || named(command.name)?.open));
  });

/** Run it with what is known, and show what comes of it. */
export async function runCommand(context: AtWork, command: Command, going: Going): Promise<Step> {
  // Asked again at each step: her duties may have changed since the first.
  if (!mayUse(context.staff, command))
    return failed(context, { text: say.notYours(command.title, command.duties, context.staff.duties) });
  const { args, page = 1, lead } = going;
  const outcome = await command.run({ ...context, page }, args);
  const led = (text: string) => (lead ? `${lead}\n${text}` : text);
  switch (outcome.kind) {
    case 'refused':
      return failed(context, { text: led(refusedText(outcome.refusal)) });
    case 'answer':
      return answered(context, command, { ...going, page }, { ...outcome, text: led(outcome.text) });
    case 'ask':
      return asked(context, command, { ...going, page }, { ...outcome, text: led(outcome.text) });
    case 'go':
      return { go: { flow: outcome.flow, given: outcome.given } };
    default:
      return shownDry(context, command, { ...going, page }, { ...outcome, text: led(outcome.text) });
  }
}

type Of<K extends Outcome['kind']> = Extract<Outcome, { kind: K }>;
type At = Going & { page: number };

async function answered(context: AtWork, command: Command, at: At, outcome: Of<'answer'>): Promise<Step> {
  const { text, next = [] } = outcome;
  const shown = pageOf(text, at.page, outcome.full);
  const reply = offered(shown.text, [
    ...(shown.more ? [outcome.full ? say.LABELS.rest : say.LABELS.more] : []),
    ...hersOf(context, next),
  ]);
  if (outcome.failed) return failed(context, reply);
  if (!shown.more) return { reply };
  return { reply, flow: await keep(context, command.name, 'more', { args: at.args }, { page: at.page }) };
}

/** Long questions and many choices go in pages as well; the numbers are those of the page. */
async function asked(context: AtWork, command: Command, { page, trail = [] }: At, outcome: Of<'ask'>): Promise<Step> {
  const { slot: asking, free, typed, args } = outcome;
  const texts = pagesOf(outcome.text, outcome.full);
  const slices = slicesOf(outcome.options ?? []);
  const pages = Math.max(texts.length, slices.length);
  const text = numbered(nth(texts, page), page, pages);
  const options = nth(slices, page);
  const labels = options.map(([, label]) => label);
  const more = page < pages;
  return {
    reply: withMore(typed ? offered(text, labels) : withChoices(text, labels), more),
    flow: await keep(
      context,
      command.name,
      asking,
      { args, trail },
      {
        ...(outcome.options && { options: options.map(([value]) => value) }),
        ...(more && { page }),
        free,
        typed,
      },
    ),
  };
}

/** The page that asks for a yes; whoever is named in it all, on the pages after it. */
async function shownDry(context: AtWork, command: Command, at: At, outcome: Of<'dry'>): Promise<Step> {
  const { deed, args, yes, rewrites } = outcome;
  const shown = pageOf(outcome.text, at.page, outcome.full);
  const labels = [yes, say.LABELS.no];
  const kept = { args, deed, trail: at.trail ?? [], ...(shown.more && !args && { shown: at.args }) };
  return {
    reply: withMore(withChoices(shown.text, labels), shown.more),
    flow: await keep(context, command.name, 'confirm', kept, {
      options: ['yes', 'no'],
      ...(shown.more && { page: at.page }),
      ...(rewrites && { rewrites }),
    }),
  };
}

const nth = <T>(all: T[], page: number): T => all[Math.min(page, all.length) - 1] as T;

function slicesOf<T>(all: T[]): T[][] {
  const slices: T[][] = [];
  for (let from = 0; from < all.length; from += OPTIONS_MAX) slices.push(all.slice(from, from + OPTIONS_MAX));
  return slices.length > 0 ? slices : [[]];
}

const MORE: Choice = { send: say.LABELS.rest, label: say.LABELS.rest };
const withMore = (reply: Reply, more: boolean): Reply =>
  more ? { ...reply, choices: [...(reply.choices ?? []), MORE] } : reply;
