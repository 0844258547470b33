/**
 * What a staff member says at work. The order: 撤销, 取消, 返回, 菜单, 帮助, the hat — an answer to what a command asked — a
 * new command — 你是要…？ — a miss with examples. Nothing is done on doubt, and what changes something for others only
 * after its dry answer.
 */

import { MINUTE_MS } from '../../platform/clock';
import { doorOf, sceneDoor } from '../doors';
import { SILENT } from '../flows/flow';
import { lexiconOf } from '../lexicon';
import type { Flow, FlowName, FlowState, OnDuty, Step, TurnContext } from '../types';
import { understand } from '../understand';
import { answerCommand, stepBack } from './answer';
import { allowedTo, commandOf, newCommand, undone } from './begin';
import { type Control, controlOf, helpAbout } from './controls';
import { askUndo } from './deeds';
import { hear } from './hear';
import { FAILED } from './kept';
import { named } from './names';
import { NOTHING_FOUND } from './read';
import { runCommand } from './run';
import * as say from './say/engine';
import type { AtWork } from './types';

export type Flows = Partial<Record<FlowName, Flow>>;

/** Answer one message at work. `flows` are those of the part loaded later: one of them may be running, or be entered through a door. */
export async function atWork(turn: TurnContext, flows: Flows): Promise<Step> {
  const there = after(turn);
  const context = there;
  const { message } = context;
  const running = other(context.conversation.flow);
  if (message.event) return onEvent(there);
  const text = message.text?.trim() ?? '';
  if (text !== '' && (message.kind === 'text' || message.kind === 'voice')) return onWords(there, text, flows);
  const answered = running && (await flows[running.name]?.answer(there, running, SILENT));
  if (answered) return answered;
  const line = say.MEDIA[message.kind] ?? (say.MEDIA.other as string);
  return {
    reply: { text: line },
    flow: context.conversation.flow,
    conversation: { misses: context.conversation.misses },
  };
}

/** How long a number alone is still meant for the page that did not come. */
const FAILURE_STANDS_MS = 10 * MINUTE_MS;

/** A command that came to nothing leaves no page behind, only the doubt what a number means. */
function after(context: TurnContext): AtWork {
  const staff = context.conversation.staff as OnDuty;
  const { flow } = context.conversation;
  if (flow?.name !== 'command' || flow.asking !== FAILED) return { ...context, staff };
  const after_failure = context.now_ms - flow.at_ms <= FAILURE_STANDS_MS;
  return { ...context, staff, conversation: { ...context.conversation, flow: undefined }, after_failure };
}

/** A flow that is no command: bind, visit. */
const other = (flow: FlowState | undefined): FlowState | undefined =>
  flow && flow.name !== 'command' ? flow : undefined;

async function onEvent(context: AtWork): Promise<Step> {
  const { event } = context.message;
  const key = event?.key ?? '';
  const door = event?.name === 'scan' || event?.name === 'follow' ? sceneDoor(key) : undefined;
  if (door && opens(context, door)) return { go: door };
  const class_id = /^(?:qrscene_)?class:([A-Za-z]\d{1,6})$/.exec(key)?.[1]?.toUpperCase();
  const classes = class_id && commandOf('classes');
  if (classes)
    return runCommand(context, classes, { args: classes.read({ ...NOTHING_FOUND, class_ids: [class_id] }, {}) });
  const menu = menuFor(context.staff);
  // The account's menu is the workers'.
  return { reply: event?.name === 'menu' ? { ...menu, text: `${say.WORKERS_MENU}\n${menu.text}` } : menu };
}

/** What a worker taps or types for herself, on the account's menu, below an answer or a push, and no command knows. */
const WORKERS_OWN =
  /^(?:\d{1,2}[\s.、]*)?(?:附近的课|周末班|夜间班|脱产班|找(?:培训班|班|课)|我的(?:资料|考勤|成绩|证书|课时)|通知设置|退订(?:消息)?|删除我的信息|人工|找工作人员|找人帮忙|我来答|换个地方|改上班地点|看看?这个班|再报名|退这个课|不?要)$/u;

async function onWords(context: AtWork, text: string, flows: Flows): Promise<Step> {
  const { flow } = context.conversation;
  const control = controlOf(text);
  const step = control && (await obey(context, control, flows));
  if (step) return step;
  // Where any words are the answer they may well end in 怎么用.
  const about = flow?.slots.free ? undefined : helpAbout(text);
  const topic = about ? hear(about) : undefined;
  const helped = topic && commandOf(topic.command ?? topic.maybe[0]);
  if (helped) return { reply: { text: say.helpWith(helped) }, flow };
  const own = WORKERS.exec(text);
  if (own && context.conversation.worker_id)
    return {
      conversation: { hat: 'worker' },
      go: { flow: 'offer', given: { class_id: own[2]!.toUpperCase(), answer: own[1] === '要' ? 'take' : 'decline' } },
    };
  // Bare digits are people, a phone's end or a number on the menu here, never a sign-in code.
  const door = /^[\s\d,，、.-]+$/.test(text) ? undefined : doorOf(text, flow !== undefined);
  if (door && flows[door.flow] && opens(context, door)) return { go: door };
  const running = other(flow);
  if (running && flows[running.name]) return inFlow(context, running, flows[running.name] as Flow, text);
  const answered = flow && !running && (await answerCommand(context, flow, text));
  if (answered) return answered;
  return WORKERS_OWN.test(text) ? { reply: say.workersOwn() } : newCommand(context, text);
}

/** Ways into flows of work are open; those into a worker's only to someone who is one, too. */
const WORK_FLOWS = new Set<FlowName>(['bind', 'visit']);
const opens = (context: AtWork, door: { flow: FlowName }): boolean =>
  WORK_FLOWS.has(door.flow) || context.conversation.worker_id !== undefined;

/** What an offer pushed to her as a worker says to reply. */
const WORKERS = /^(要|不要)\s*([A-Za-z]\d{1,6})$/u;

async function inFlow(context: AtWork, state: FlowState, flow: Flow, text: string): Promise<Step> {
  const heard = hear(text);
  if (heard.command && heard.marked) return setAside(context, state, flow, await newCommand(context, text));
  const answered = await flow.answer(context, state, understand(text, await lexiconOf(context.world)));
  if (answered) return answered;
  if (heard.command && heard.leads) return setAside(context, state, flow, await newCommand(context, text));
  const asked = await flow.ask(context, state);
  const hint = flow.hint(state, state.tries + 1);
  return {
    ...asked,
    ...(asked.reply && { reply: { ...asked.reply, text: `${hint}\n${asked.reply.text}` } }),
    ...(asked.flow && { flow: { ...asked.flow, tries: state.tries + 1 } }),
  };
}

/** A report half made waits while something else is done: 继续 goes on with it. */
function setAside(context: AtWork, state: FlowState, flow: Flow, step: Step): Step {
  if (!flow.keeps(state)) return step;
  const line = say.putAside(flow.summary(state));
  const reply = step.reply && { ...step.reply, text: `${step.reply.text}\n${line}` };
  return { ...step, reply, conversation: { ...step.conversation, paused: { ...state, at_ms: context.now_ms } } };
}

/** 继续: what was set aside, asked again where it stood. */
async function carryOn(context: AtWork, flows: Flows): Promise<Step | undefined> {
  const { paused } = context.conversation;
  const flow = paused && flows[paused.name];
  if (!paused || !flow) return undefined;
  const step = await flow.ask(context, paused);
  return { ...step, conversation: { ...step.conversation, paused: undefined } };
}

const led = (line: string | undefined, step: Step): Step =>
  line && step.reply ? { ...step, reply: { ...step.reply, text: `${line}\n${step.reply.text}` } } : step;

/** The engine's own words. Nothing where the word means something else here. */
async function obey(context: AtWork, control: Control, flows: Flows): Promise<Step | undefined> {
  const { flow } = context.conversation;
  switch (control) {
    case 'undo':
      // Asked 撤吗？, the word is the answer.
      return flow?.name === 'command' && flow.asking === 'undo' ? undefined : led(undone(flow), await askUndo(context));
    case 'menu': {
      const running = other(flow);
      const menu = menuFor(context.staff);
      const left = undone(flow);
      const step: Step = { reply: left ? { ...menu, text: `${left}\n${menu.text}` } : menu };
      return running && flows[running.name] ? setAside(context, running, flows[running.name] as Flow, step) : step;
    }
    case 'worker_hat':
      return {
        conversation: { hat: 'worker' },
        reply: { text: say.TO_WORKER_HAT, choices: [{ send: '菜单', label: '菜单' }] },
      };
    case 'work_hat': {
      const menu = menuFor(context.staff);
      const text = context.conversation.hat === 'worker' ? `${say.BACK_AT_WORK}\n${menu.text}` : menu.text;
      return { conversation: { hat: undefined }, reply: { ...menu, text } };
    }
    case 'hello':
    case 'thanks':
      // In the middle of something these are words like others.
      if (flow && flow.asking !== 'more') return undefined;
      return control === 'hello' ? { reply: menuFor(context.staff) } : { reply: { text: say.WELCOME } };
    case 'human':
      return { reply: { text: say.HUMAN, choices: [{ send: '留言', label: '留言' }] }, flow };
    case 'help':
      return help(context, flows);
    case 'cancel':
      if (!flow || flow.asking === 'more') return { reply: { text: say.nothingToCancel } };
      return { reply: { text: say.dropped(titleOf(flow, flows)), choices: [{ send: '菜单', label: '菜单' }] } };
    case 'back':
      return back(context, flows);
    case 'more':
      if (flow?.name === 'command' && flow.slots.page) return undefined;
      return (!flow && (await carryOn(context, flows))) || { reply: { text: say.nothingMore }, flow };
  }
}

function titleOf(flow: FlowState, flows: Flows): string {
  if (flow.name !== 'command') return flows[flow.name]?.summary(flow) ?? '刚才的事';
  return named(flow.slots.command ?? '')?.title ?? '刚才的事';
}

async function help(context: AtWork, flows: Flows): Promise<Step> {
  const { flow } = context.conversation;
  if (!flow) return { reply: { text: say.help(allowedTo(context.staff)) } };
  const running = other(flow);
  if (running)
    return { reply: { text: flows[running.name]?.help(running) ?? say.help(allowedTo(context.staff)) }, flow };
  const command = commandOf(flow.slots.command);
  return {
    reply: {
      text: command ? say.helpWith(command) : say.help(allowedTo(context.staff)),
      choices: context.conversation.last_reply?.choices,
    },
    flow,
  };
}

async function back(context: AtWork, flows: Flows): Promise<Step> {
  const { flow } = context.conversation;
  const running = other(flow);
  if (running) return (await flows[running.name]?.back(context, running)) ?? { reply: menuFor(context.staff) };
  return (flow && (await stepBack(context, flow))) ?? { reply: { ...menuFor(context.staff) } };
}

/** Tapped rather than typed: what is wanted most. */
const OFTEN = ['today', 'classes', 'roll_call', 'threads'];

function menuFor(staff: OnDuty) {
  const allowed = allowedTo(staff);
  return say.menu(
    staff,
    allowed,
    allowed.filter((command) => OFTEN.includes(command.name)),
  );
}
