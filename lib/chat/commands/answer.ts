/** What is said while a command waits: the choice of a page, the missing thing, yes or no, another page. */
import { DAY_MS } from '../../platform/clock';
import { readNumber } from '../numerals';
import type { FlowState, Step } from '../types';
import { commandOf, examplesFor, foundIn, MISSED, start } from './begin';
import { controlOf, yesOrNo } from './controls';
import { doDeed, undoNow } from './deeds';
import { hear } from './hear';
import { type Kept, keptIn } from './kept';
import { named } from './names';
import { isOrder, orderWithClass } from './orders';
import { runCommand } from './run';
import { leadsWithNumber, loneNumber } from './said-numbers';
import * as say from './say/engine';
import type { Args, AtWork, Command } from './types';

const SILENCE_MS = DAY_MS;

/** The answer to what waits; nothing when it is none, and is a new command or a miss. */
export async function answerCommand(context: AtWork, flow: FlowState, text: string): Promise<Step | undefined> {
  const command_name = named(flow.slots.command ?? '');
  if (context.message.group && command_name && !command_name.open)
    return { reply: { text: say.notInGroup(command_name.title) }, flow };
  const kept = await keptIn(context, flow);
  const picked = pickOf(context, flow, text);
  const command = commandOf(flow.slots.command);
  if (picked === 'older') return again(context, flow, say.notThisPage(question(context)));
  if (flow.slots.page && controlOf(text) === 'more') return command && nextPage(context, flow, command, kept);
  if (flow.asking === 'more') return undefined;
  if (context.now_ms - flow.at_ms > SILENCE_MS) return afterSilence(context, flow, kept, text);
  if (flow.asking === 'undo') return undoAnswer(context, flow, picked ?? yesOrNo(text), text);
  if (flow.asking === 'which') return whichAnswer(context, flow, kept, picked, text);
  if (!command) return undefined;
  if (flow.asking === 'confirm') return confirmAnswer(context, flow, command, kept, picked ?? yesOrNo(text), text);
  return slotAnswer(context, flow, command, kept, picked, text);
}

/** One step back: what was known before the last answer. */
export async function stepBack(context: AtWork, flow: FlowState): Promise<Step | undefined> {
  const { trail = [] } = await keptIn(context, flow);
  const command = commandOf(flow.slots.command);
  const last = trail.at(-1);
  if (!command || !last) return undefined;
  return runCommand(context, command, { args: last, trail: trail.slice(0, -1) });
}

/**
 * The value chosen: by number, by label, or by tapping. `2 张三` of a page further up is not the second choice of this
 * one (`older`).
 */
function pickOf(context: AtWork, flow: FlowState, text: string): string | 'older' | undefined {
  const choices = context.conversation.last_reply?.choices ?? [];
  const options = flow.options ?? [];
  const said = text.normalize('NFKC').trim();
  const at = choices.findIndex(({ label, send }) =>
    [label, `${send} ${label}`, `${send}.${label}`, `${send}、${label}`].some((one) => one.normalize('NFKC') === said),
  );
  if (at >= 0) return options[at];
  const led = /^(\d{1,2})[\s.、]+(\S.*)$/u.exec(said);
  if (led) {
    const label = choices[Number(led[1]) - 1]?.label.normalize('NFKC');
    if (label?.startsWith(led[2] as string)) return options[Number(led[1]) - 1];
    // What confirms or takes back must be this page's own line.
    return /^(?:确定|撤销|不做|不撤)/u.test(led[2] as string) ? 'older' : undefined;
  }
  if (flow.slots.typed) return undefined;
  const number = /[a-z]\s*\d/iu.test(said) ? undefined : readNumber(said);
  return number === undefined ? undefined : options[number - 1];
}

const question = (context: AtWork): string => context.conversation.last_reply?.text ?? '';

/** The page as it stands, with a line above it. */
function again(context: AtWork, flow: FlowState, text: string): Step {
  return { reply: { ...context.conversation.last_reply, text }, flow };
}

/** While something is asked a number alone belongs to the question, and never begins a command of that number. */
const isNumber = (text: string): boolean => readNumber(text) !== undefined && !/[a-z]\s*\d/iu.test(text);

/** 3 在上班 6500: someone's number with what is said of her; 1 好 is said of the page. */
const ofSomeone = (command: Command, text: string): boolean =>
  named(command.name)?.numbered === true &&
  loneNumber(text) === undefined &&
  leadsWithNumber(text) &&
  yesOrNo(text.replace(/^\s*\d+[\s.、,，号]*/u, '')) === undefined;

/** Said aside: it names a command, though not at its beginning. */
const namesCommand = (text: string): boolean => !isNumber(text) && hear(text).command !== undefined;

/** A sure new command, said to us: it goes before the answer. Where any words are an answer it must have a mark, or be an order in full. */
async function isNewCommand(context: AtWork, flow: FlowState, text: string): Promise<boolean> {
  const heard = hear(text);
  if (!heard.command || !heard.leads || isNumber(text)) return false;
  const own = named(flow.slots.command ?? '');
  // 3 没人接: of people's numbers the first is nobody's menu.
  if (own?.numbered && !heard.marked && /^\s*\d/u.test(text.normalize('NFKC'))) return false;
  // 张三没来, where marks are asked for, is a line of them.
  if (own?.name === 'scores' && heard.command === 'roll_call' && MISSED.test(text)) return false;
  // 都到了, asked for by 点名 itself, is its answer: the class on the page is meant.
  const of_page = own?.name === heard.command && !flow.slots.free;
  if (own && of_page && !text.includes(own.title) && !/[a-z]\s*\d/iu.test(text)) return false;
  return flow.slots.free ? heard.marked || isOrder(context, text) : true;
}

async function slotAnswer(
  context: AtWork,
  flow: FlowState,
  command: Command,
  kept: Kept,
  picked: string | undefined,
  text: string,
): Promise<Step | undefined> {
  const slot = flow.asking as string;
  const known = kept.args ?? {};
  const trail = [...(kept.trail ?? []), known];
  if (picked !== undefined) return runCommand(context, command, { args: { ...known, [slot]: picked }, trail });
  if (await isNewCommand(context, flow, text)) return undefined;
  const found = await foundIn(context, text, command.name);
  // A17 alone is the class meant, and no reason or text.
  const bare_class = flow.slots.free !== undefined && /^\s*[a-z]\s?\d{2,6}班?\s*$/iu.test(text.normalize('NFKC'));
  const args = command.read(found, known, bare_class ? undefined : slot);
  // 陈四今天请假, said where the kind of class is asked: a day of it is no answer.
  const someone = found.names.length > 0 || found.class_ids.length > 0;
  const other = someone && !named(command.name)?.wordy && !text.includes('\n') && hear(text).command;
  if (other && other !== 'today' && other !== command.name && !isNumber(text) && !fills(args, known, slot))
    return undefined;
  const number = flow.slots.typed || flow.slots.free || !flow.options?.length ? undefined : loneNumber(text);
  if (number !== undefined && !fills(args, known, slot))
    return again(context, flow, noSuchChoice(context, flow, number));
  if (changed(args, known)) return runCommand(context, command, { args, trail });
  // Another command, though not said at the beginning; else the question once more.
  if (namesCommand(text)) return undefined;
  const tries = flow.tries + 1;
  // 开班 alone teaches nothing.
  const telling = command.examples.find((one) => one !== command.title);
  const hint =
    tries > 1 && telling ? `${say.missIn('')}${command.title}可以这样说：${telling}\n` : `${say.missIn('')}\n`;
  return { ...again(context, { ...flow, tries }, `${hint}${withoutHint(question(context))}`) };
}

/** `没有7，回1到2。` and the question. */
const noSuchChoice = (context: AtWork, flow: FlowState, number: number): string =>
  `${say.noSuchChoice(number, flow.options?.length ?? 0)}\n${withoutHint(question(context))}`;

const withoutHint = (text: string): string => text.replace(/^(?:没看懂这句。|没有\d+，回1到)[^\n]*\n/u, '');

const fills = (args: Args, known: Args, slot: string): boolean =>
  JSON.stringify(args[slot]) !== JSON.stringify(known[slot]);

function changed(args: Args, known: Args): boolean {
  return JSON.stringify(args) !== JSON.stringify({ ...known });
}

/** 改成周日: said of the page, and no order to change a lesson. */
const CHANGE =
  /^(?:不对|不是|错了|等等|哦)?[\s,，。]*(?:改成|改到|改为|改|换成|换到|换|应该是|要|是)(?!课|时间|地|班|教室)[\s:：]*([^a-zA-Z]+)$/u;

async function confirmAnswer(
  context: AtWork,
  flow: FlowState,
  command: Command,
  kept: Kept,
  said: string | undefined,
  text: string,
): Promise<Step | undefined> {
  if (said === 'yes' && kept.deed) return doDeed(context, kept.deed);
  if (said === 'no') return { reply: { text: say.dropped(command.title), choices: [{ send: '菜单', label: '菜单' }] } };
  if (flow.slots.rewrites) return rewritten(context, flow, command, kept, text);
  const other = CHANGE.exec(text)?.[1];
  const elsewhere = hear(text).command !== command.name || orderWithClass(text) === command.name;
  if (!other && elsewhere && (await isNewCommand(context, { ...flow, slots: {} }, text))) return undefined;
  // She changes her mind on the page: read on top of what is known, and shown again.
  if (kept.args && (!isNumber(text) || ofSomeone(command, text))) {
    const heard = hear(text);
    const words = other ?? (heard.command === command.name ? heard.rest : text);
    const args = command.read(await foundIn(context, words, command.name, other ? undefined : text), kept.args);
    if (changed(args, kept.args))
      return runCommand(context, command, { args, trail: [...(kept.trail ?? []), kept.args] });
  }
  if (namesCommand(text)) return undefined;
  return again(context, flow, `${say.missIn('')}\n${withoutHint(question(context))}`);
}

/** The text to pass on, put right on its page; an order in full is none. */
async function rewritten(
  context: AtWork,
  flow: FlowState,
  command: Command,
  kept: Kept,
  text: string,
): Promise<Step | undefined> {
  const known = kept.args ?? {};
  if (isNumber(text)) return again(context, flow, `${say.missIn('')}\n${withoutHint(question(context))}`);
  if (await isNewCommand(context, { ...flow, slots: { ...flow.slots, free: '1' } }, text)) return undefined;
  const words = text.replace(/^(?:改成|改为|换成)[\s:：，,]*(?=\S)/u, '');
  const args = command.read(await foundIn(context, words, command.name), known, flow.slots.rewrites);
  return runCommand(context, command, { args, trail: [...(kept.trail ?? []), known] });
}

async function whichAnswer(
  context: AtWork,
  flow: FlowState,
  kept: Kept,
  picked: string | undefined,
  text: string,
): Promise<Step | undefined> {
  if (picked === 'none' || (picked === undefined && yesOrNo(text) === 'no'))
    return { reply: say.miss(1, examplesFor(context.staff)) };
  const name = picked ?? (flow.options?.length === 2 && yesOrNo(text) === 'yes' ? flow.options[0] : undefined);
  const number = loneNumber(text);
  if (!name && number !== undefined) return again(context, flow, noSuchChoice(context, flow, number));
  if (!name || !named(name)) return undefined;
  const said = kept.said ?? '';
  const heard = hear(said);
  const rest = heard.command === name || heard.maybe[0] === name ? heard.rest : said;
  return start(context, name, { rest, whole: said });
}

async function undoAnswer(
  context: AtWork,
  flow: FlowState,
  said: string | undefined,
  text: string,
): Promise<Step | undefined> {
  if (said === 'yes' || controlOf(text) === 'undo') return undoNow(context);
  if (said === 'no') return { reply: { text: say.dropped(say.LABELS.undo) } };
  return namesCommand(text) ? undefined : again(context, flow, question(context));
}

const nextPage = (context: AtWork, flow: FlowState, command: Command, kept: Kept): Promise<Step> =>
  runCommand(context, command, {
    args: kept.args ?? kept.shown ?? {},
    trail: kept.trail,
    page: Number(flow.slots.page) + 1,
  });

/** A day later nothing is taken for an answer: the question is put again, a deed must be asked for again. */
async function afterSilence(context: AtWork, flow: FlowState, kept: Kept, text: string): Promise<Step | undefined> {
  const command = commandOf(flow.slots.command);
  if (namesCommand(text) || !command) return undefined;
  if (flow.asking === 'confirm' && !kept.args) return { reply: { text: say.staleDry(command.title) } };
  return runCommand(context, command, { args: kept.args ?? {}, trail: kept.trail, lead: say.whileAway(command.title) });
}
