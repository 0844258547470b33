/** Running a command: what its outcome looks like on the screen, and what is remembered for the next message. */
import type { Choice, Reply } from '../../channels/types';
import { MINUTE_MS } from '../../platform/clock';
import { isRefusal, refuse } from '../../platform/refusal';
import { withChoices } from '../render';
import type { Deed, Step } from '../types';
import { DEEDS } from './index';
import { keep } from './kept';
import { cutText, pageOf } from './pages';
import * as say from './say/engine';
import { refusedText } from './say/refusals';
import type { Args, AtWork, Command } from './types';

const UNDO_MIN = 5;
/** More cannot be told apart on a small screen. */
const OPTIONS_MAX = 20;

/** Where a command is begun or gone on with. */
export interface Going {
  args: Args;
  trail?: Args[];
  page?: number;
  /** Said above the answer. */
  lead?: string;
}

/** Run it with what is known, and show what comes of it. */
export async function runCommand(context: AtWork, command: Command, going: Going): Promise<Step> {
  const { args, trail = [], page = 1, lead } = going;
  const outcome = await command.run({ ...context, page }, args);
  const led = (text: string) => (lead ? `${lead}\n${text}` : text);
  switch (outcome.kind) {
    case 'refused':
      return { reply: { text: led(refusedText(outcome.refusal)) } };
    case 'answer':
      return answered(context, command, { args, page }, led(outcome.text), outcome.next);
    case 'ask': {
      const options = outcome.options?.slice(0, OPTIONS_MAX);
      const { slot: asking, free } = outcome;
      const values = options?.map(([value]) => value);
      const labels = options?.map(([, label]) => label) ?? [];
      return {
        reply: withChoices(led(cutText(outcome.text)), labels),
        flow: await keep(context, command.name, asking, { args: outcome.args, trail }, { options: values, free }),
      };
    }
    case 'go':
      return { go: { flow: outcome.flow, given: outcome.given } };
    default: {
      const labels = [outcome.yes ?? `确定${command.title}`, say.LABELS.no];
      return {
        reply: withChoices(led(cutText(outcome.text)), labels),
        flow: await keep(
          context,
          command.name,
          'confirm',
          { args: outcome.args, deed: outcome.deed, trail },
          { options: ['yes', 'no'] },
        ),
      };
    }
  }
}

async function answered(
  context: AtWork,
  command: Command,
  { args, page }: { args: Args; page: number },
  text: string,
  next: string[] = [],
): Promise<Step> {
  const shown = pageOf(text, page);
  const labels = [...(shown.more ? [say.LABELS.more] : []), ...next];
  const reply: Reply = { text: shown.text, ...(labels.length > 0 && { choices: labels.map(typed) }) };
  if (!shown.more) return { reply };
  return { reply, flow: await keep(context, command.name, 'more', { args }, { page }) };
}

/** Offered below an answer: what is sent is what is shown, so that a number keeps its meaning on the menu. */
const typed = (text: string): Choice => ({ send: text, label: text });

/** Do a deed: planned afresh, in this turn's transaction; what takes it back is remembered in the same. */
export async function doDeed(context: AtWork, deed: Deed): Promise<Step> {
  const plan = DEEDS[deed.name];
  const planned = plan ? await plan(context, deed.data) : refuse('deed_unknown');
  if (isRefusal(planned)) return { reply: { text: refusedText(planned) } };
  const { text, undo, next = [], first } = planned.value;
  // The lists' parts are written one by one before the rest; then all of this is asked again.
  if (first?.length && !context.first_done) return { first, flow: context.conversation.flow };
  const minutes = undo?.minutes ?? UNDO_MIN;
  const choices = [...(undo ? [say.LABELS.undo] : []), ...next].map(typed);
  return {
    reply: {
      text: undo ? `${cutText(text)}\n${say.undoable(minutes)}` : cutText(text),
      ...(choices.length > 0 && { choices }),
    },
    changes: planned.changes,
    conversation: {
      undo: undo && { label: undo.label, deed: undo.deed, until_ms: context.now_ms + minutes * MINUTE_MS },
    },
  };
}

/** 撤销: what would be taken back is shown first; too late, and it says so. */
export async function askUndo(context: AtWork): Promise<Step> {
  const { undo } = context.conversation;
  if (!undo) return { reply: { text: say.nothingToUndo } };
  if (context.now_ms > undo.until_ms)
    return { reply: { text: say.undoOver(undo.label) }, conversation: { undo: undefined } };
  return {
    reply: withChoices(say.reallyUndo(undo.label), [say.LABELS.undo, say.LABELS.keep]),
    flow: await keep(context, '', 'undo', {}, { options: ['yes', 'no'] }),
  };
}

/** Confirmed: taken back, if its minutes have not run out meanwhile. Nothing takes a taking-back back. */
export async function undoNow(context: AtWork): Promise<Step> {
  const { undo } = context.conversation;
  if (!undo || context.now_ms > undo.until_ms) return askUndo(context);
  const step = await doDeed(context, undo.deed);
  if (step.first) return step;
  // Refused, it stays: the reason may pass within its minutes.
  return step.changes ? { ...step, conversation: { undo: undefined } } : step;
}
