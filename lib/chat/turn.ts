/**
 * One message in, one answer out, one transaction. The conversation's step, its effect and what was
 * promised are written together, on the condition that nobody wrote the conversation since it was
 * read: so a message delivered twice has one effect, and the second delivery gets the first's answer.
 */
import type { Message, Reply } from '../channels/types';
import { noticeChange } from '../notices/write';
import { DAY_MS, MINUTE_MS } from '../platform/clock';
import { isRefusal, type Refusal } from '../platform/refusal';
import type { World } from '../platform/world';
import { carryOut, type Planned } from '../store/commit';
import { keys } from '../store/keys';
import type { Change } from '../store/table';
import { chatOf, conversationChange, conversationOf, recognise, remember } from './conversation';
import { decide } from './decide';
import * as say from './say/common';
import type { Conversation, Step, TurnContext } from './types';

export interface Answered {
  /** Absent: nothing is to be said (the channel then only acknowledges). */
  reply?: Reply;
  /** The answer came too late for this delivery and is on its way as a push. */
  late?: boolean;
  /** Others were in the way all the time; nothing was done. */
  busy?: boolean;
}

/** For a channel that fetches its answers: what is written with the turn itself, so that done is answered. `order` counts this person's turns. */
export type Outlet = (reply: Reply, order: number) => Change[];

/** Messages a minute that are answered, per person. */
export const PER_MINUTE_MAX = 20;
/** … of someone at work: a hurried officer taps through pages faster than anyone signs up. */
export const PER_MINUTE_AT_WORK_MAX = 60;
/** The minute is counted in spans, this one and so many before. */
const SPAN_MS = 10_000;
const SPANS_BEFORE = 6;
/** WeChat waits five seconds; what is written later than this is pushed instead. */
export const LATE_AFTER_MS = 4000;

/** How long a flow set aside is kept. */
const ASIDE_KEPT_MS = 30 * DAY_MS;

/** Reports of the channel that ask for no answer and change nothing here. */
const NOT_FOR_US = new Set(['view', 'located', 'delivered', 'subscribed', 'other']);

/**
 * Answer one message. Reads the conversation, decides, writes once. Throws `Unavailable` when the table
 * stays out of reach: nothing is answered, and the channel's retry finds out what was done.
 */
export async function turn(world: World, message: Message, outlet?: Outlet): Promise<Answered> {
  if (message.event && NOT_FOR_US.has(message.event.name)) return {};
  const received_ms = world.now();
  const done = await carryOut(world, ({ number }) => plan(world, message, received_ms, number, outlet));
  return isRefusal(done) ? { reply: say.busy(), busy: true } : done;
}

async function plan(
  world: World,
  message: Message,
  received_ms: number,
  attempt: number,
  outlet: Outlet | undefined,
): Promise<Planned<Answered>> {
  const chat = chatOf(message);
  const before = conversationOf(chat, await world.table.get(keys.conversation(chat), { consistent: true }));
  const known = recognise(before, message);
  if (known !== 'new') return { changes: [], value: known === 'last' ? lastAnswer(before) : {} };
  const { lately, ...counted } = inLastMinute(before, received_ms);
  // Leaving is always heard: her data must go, however much she wrote before.
  const max = before.staff && before.hat !== 'worker' ? PER_MINUTE_AT_WORK_MAX : PER_MINUTE_MAX;
  const over = message.event?.name === 'unfollow' ? 0 : lately - max;
  // Over the limit only the first message is answered, and only that one is written.
  if (over > 1) return { changes: [], value: {} };
  const context: TurnContext = {
    world,
    conversation: fresh(before, received_ms),
    message,
    now_ms: received_ms,
    attempt,
  };
  const step = over > 0 ? overLimit(context) : await decided(context);
  if (isRefusal(step)) return step;
  const after = settle(context, { ...step.conversation, ...counted }, step);
  return written(context, step, after, outlet);
}

/** Decide; parts that must be written before the rest are, then decide on what is left. */
async function decided(context: TurnContext): Promise<Step | Refusal> {
  const step = await decide(context);
  if (!step.first?.length) return step;
  for (const part of step.first) {
    const done = await carryOut(context.world, part);
    if (isRefusal(done) && done.refused === 'busy') return done;
  }
  return decide({ ...context, first_done: true });
}

/** What was set aside long ago is no longer offered, nor kept: a half-filled form holds sealed numbers. */
function fresh(c: Conversation, now_ms: number): Conversation {
  return c.paused && now_ms - c.paused.at_ms > ASIDE_KEPT_MS ? { ...c, paused: undefined } : c;
}

function written(context: TurnContext, step: Step, after: Conversation, outlet?: Outlet): Planned<Answered> {
  const { world, conversation: before, now_ms } = context;
  // Where the answer is fetched from nobody waits on the line: it cannot be late.
  const late = !outlet && after.last_reply !== undefined && world.now() - now_ms > LATE_AFTER_MS;
  const row = conversationChange(before, late ? { ...after, last_pushed: true } : after);
  const answer = outlet && step.reply ? outlet(step.reply, before.rev + 1) : [];
  const changes: Change[] = [...(step.changes ?? []), row, ...answer];
  if (!late) return { changes, value: step.reply ? { reply: step.reply } : {} };
  return { changes: [...changes, push(context, after, after.last_reply as Reply)], value: { late: true } };
}

/** What the conversation is after this step. */
function settle(context: TurnContext, changed: Partial<Conversation>, step: Step): Conversation {
  const { conversation: before, message, now_ms } = context;
  const next: Conversation = {
    ...before,
    misses: 0,
    ...changed,
    ...remember(before, message),
    flow: step.flow && { ...step.flow, at_ms: now_ms },
    last_reply: step.aside ? before.last_reply : step.reply,
    last_pushed: undefined,
    heard_ms: now_ms,
    following: message.event?.name !== 'unfollow',
  };
  return next;
}

function lastAnswer(c: Conversation): Answered {
  if (!c.last_reply) return {};
  return c.last_pushed ? { late: true } : { reply: c.last_reply };
}

/**
 * Messages of the last minute, this one among them, over no clock's boundary: counted in spans of ten seconds, the
 * oldest of seven by the part of it still in the minute. Kept as one number of seven digits to the base 32.
 */
function inLastMinute(c: Conversation, now_ms: number) {
  const span = Math.max(c.span, Math.floor(now_ms / SPAN_MS));
  const rested = now_ms - c.heard_ms >= MINUTE_MS || span - c.span > SPANS_BEFORE;
  const kept = rested ? 0 : (c.in_minute * 32 ** (span - c.span)) % 32 ** (SPANS_BEFORE + 1);
  const in_minute = kept % 32 < 31 ? kept + 1 : kept;
  const [oldest = 0, ...rest] = [...in_minute.toString(32).padStart(SPANS_BEFORE + 1, '0')].map((n) =>
    Number.parseInt(n, 32),
  );
  const still = 1 - (now_ms % SPAN_MS) / SPAN_MS;
  return { span, in_minute, lately: Math.max(0, Math.ceil(oldest * still) - 1) + rest.reduce((sum, n) => sum + n, 0) };
}

/** One polite line; where she was, and what the numbers mean, stays as it is. Others read along in a group: no choices of hers there. */
function overLimit({ conversation: c, message }: TurnContext): Step {
  const aside = message.group !== undefined;
  const reply = { ...(!aside && c.last_reply), ...say.tooMany() };
  return { reply, flow: c.flow, conversation: { misses: c.misses }, aside };
}

function push(context: TurnContext, after: Conversation, reply: Reply): Change {
  const { world, conversation } = context;
  return noticeChange(world, {
    notice_id: world.id('late'),
    ...(after.worker_id ? { worker_id: after.worker_id } : {}),
    chat: conversation.chat,
    kind: 'late_reply',
    topic: 'service',
    text: reply.text,
    choices: reply.choices,
    template: { name: 'general', fields: { title: context.world.account.name, note: reply.text } },
    urgent: true,
  });
}
