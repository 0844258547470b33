/** 人工: a conversation handed to a person, and back. Read and answered through the API. */
import { noticeChange } from '../notices/write';
import { DAY_MS, type Instant, instant } from '../platform/clock';
import { maskIdNumbers, maskLongNumbers } from '../platform/long-number';
import { refuse } from '../platform/refusal';
import type { World } from '../platform/world';
import type { Planned } from '../store/commit';
import { keys } from '../store/keys';
import type { Change, Item } from '../store/table';
import { conversationOf } from './conversation';
import { closedByOffice } from './say/human';

export interface Thread {
  thread_id: string;
  home_region: string;
  /** `channel:address`; gone once it is closed. */
  chat?: string;
  worker_id?: string;
  /** What brought her here: she asked, three misses in a row, or an ID number to be checked. */
  why: 'asked' | 'misses' | 'id_number_taken' | 'refusal';
  /** What she was doing. */
  about?: string;
  state: 'open' | 'closed';
  /** The last word is hers. */
  waiting: boolean;
  opened_at: Instant;
  updated_at: Instant;
  closed_by?: string;
}
export interface ThreadLine {
  thread_id: string;
  at: Instant;
  from: 'worker' | 'office';
  text: string;
  by?: string;
}

/** WeChat wants conversations gone in time; what was agreed stands in the class and the roster. */
const KEPT_MS = 60 * DAY_MS;
const THREADS_AT_ONCE = 1000;
const expires = (world: World) => ({ expires_at_s: Math.floor((world.now() + KEPT_MS) / 1000) });

/** A new thread with her first words. */
export function openThread(
  world: World,
  who: { chat: string; worker_id?: string },
  opening: { why: Thread['why']; about?: string; text?: string },
): { thread_id: string; changes: Change[] } {
  const thread_id = world.id('t');
  const home_region = world.account.home_region;
  const now = instant(world.now());
  const { why, about } = opening;
  const thread: Thread = {
    thread_id,
    home_region,
    ...who,
    why,
    about,
    state: 'open',
    waiting: true,
    opened_at: now,
    updated_at: now,
  };
  const put: Change = {
    kind: 'put',
    key: keys.thread(home_region, thread_id),
    item: { ...thread, ...expires(world) },
    when: [{ attr: 'pk', op: 'absent' }],
    why: 'handed to a person',
  };
  const said = opening.text ? [line(world, { thread_id, at: now, from: 'worker', text: opening.text })] : [];
  return { thread_id, changes: [put, ...said] };
}

/** What she says while handed over. The thread's row is touched, so that the office sees who waits. */
export function saidInThread(world: World, thread_id: string, text: string): Change[] {
  const now = instant(world.now());
  return [
    line(world, { thread_id, at: now, from: 'worker', text }),
    threadUpdate(world, world.account.home_region, thread_id, { waiting: true }),
  ];
}

/** She goes back to the bot, unfollowed or is erased. Her address goes: what is over needs none, and erasure would not find it. */
export function leftThread(world: World, thread_id: string): Change {
  return withoutAddress(
    threadUpdate(world, world.account.home_region, thread_id, {
      state: 'closed',
      waiting: false,
      closed_by: 'worker',
    }),
  );
}

function withoutAddress(change: Change): Change {
  return change.kind === 'update' ? { ...change, remove: ['chat'] } : change;
}

function line(world: World, said: ThreadLine): Change {
  // Two lines may fall into one second: the milliseconds keep them in order.
  const in_order = `${said.at}.${String(world.now() % 1000).padStart(3, '0')}`;
  return {
    kind: 'put',
    key: keys.threadLine(said.thread_id, in_order, world.id('l')),
    item: {
      ...said,
      text: said.from === 'office' ? maskIdNumbers(said.text) : maskLongNumbers(said.text),
      ...expires(world),
    },
    why: `said by ${said.from}`,
  };
}

function threadUpdate(world: World, home_region: string, thread_id: string, set: Partial<Thread>): Change {
  return {
    kind: 'update',
    key: keys.thread(home_region, thread_id),
    set: { ...set, updated_at: instant(world.now()), ...expires(world) },
    when: [{ attr: 'pk', op: 'exists' }],
    why: 'thread',
  };
}

interface OfficeCommand {
  home_region: string;
  thread_id: string;
  by: string;
}

/** The office answers: kept in the thread, and pushed to her at once. Refuses `thread_unknown`, `thread_closed`. */
export async function replyToThread(world: World, command: OfficeCommand & { text: string }): Promise<Planned<Thread>> {
  const { home_region, thread_id, text, by } = command;
  const thread = threadOf(await world.table.get(keys.thread(home_region, thread_id), { consistent: true }));
  if (!thread) return refuse('thread_unknown');
  if (thread.state === 'closed' || !thread.chat) return refuse('thread_closed');
  const update = threadUpdate(world, home_region, thread_id, { waiting: false });
  const said = maskIdNumbers(text);
  return {
    changes: [
      line(world, { thread_id, at: instant(world.now()), from: 'office', text, by }),
      { ...update, when: [{ attr: 'state', op: '=', value: 'open' }] },
      push(world, thread.chat, `工作人员：${said}`, said),
    ],
    value: { ...thread, waiting: false },
  };
}

/** The office is done: she is told, and the bot answers again. Refuses `thread_unknown`, `thread_closed`. */
export async function closeThread(world: World, command: OfficeCommand): Promise<Planned<Thread>> {
  const { home_region, thread_id, by } = command;
  const thread = threadOf(await world.table.get(keys.thread(home_region, thread_id), { consistent: true }));
  if (!thread) return refuse('thread_unknown');
  if (thread.state === 'closed') return refuse('thread_closed');
  const closed = { state: 'closed' as const, waiting: false, closed_by: by };
  const changes: Change[] = [
    withoutAddress({
      ...threadUpdate(world, home_region, thread_id, closed),
      when: [{ attr: 'state', op: '=', value: 'open' }],
    }),
  ];
  if (thread.chat) changes.push(...(await handBack(world, thread.chat, thread_id)));
  return { changes, value: { ...thread, ...closed, chat: undefined } };
}

async function handBack(world: World, chat: string, thread_id: string): Promise<Change[]> {
  const key = keys.conversation(chat);
  const talk = conversationOf(chat, await world.table.get(key, { consistent: true }));
  if (talk.thread !== thread_id) return [];
  return [
    {
      kind: 'update',
      key,
      remove: ['thread'],
      add: { rev: 1 },
      when: [{ attr: 'thread', op: '=', value: thread_id }],
      why: 'back to the bot',
    },
    push(world, chat, closedByOffice, closedByOffice),
  ];
}

function push(world: World, chat: string, text: string, note: string): Change {
  return noticeChange(world, {
    notice_id: world.id('reply'),
    chat,
    kind: 'thread_reply',
    topic: 'service',
    text,
    template: { name: 'general', fields: { title: '工作人员回复', note } },
    urgent: true,
  });
}

/** Threads of a home region (and its subtree), oldest id first, a page at a time. */
export async function listThreads(
  world: World,
  wish: { home_region: string; state?: Thread['state']; limit?: number; after?: Record<string, string> },
): Promise<{ threads: Thread[]; next?: Record<string, string> }> {
  const { pk } = keys.thread(wish.home_region, '');
  const page = await world.table.query({ pk, prefix: wish.home_region, limit: wish.limit ?? 50, after: wish.after });
  const threads = page.items
    .flatMap((item) => threadOf(item) ?? [])
    .filter((t) => !wish.state || t.state === wish.state);
  return { threads, ...(page.next && { next: page.next }) };
}

/** The closed threads of one worker. There is no index: few are kept, and few are looked for. */
export async function threadsOf(world: World, worker_id: string): Promise<Thread[]> {
  const found: Thread[] = [];
  let after: Record<string, string> | undefined;
  do {
    const page = await listThreads(world, {
      home_region: world.account.home_region,
      state: 'closed',
      limit: THREADS_AT_ONCE,
      after,
    });
    found.push(...page.threads.filter((thread) => thread.worker_id === worker_id));
    after = page.next;
  } while (after);
  return found;
}

/** A thread and what was said in it, in order. */
export async function readThread(
  world: World,
  wish: { home_region: string; thread_id: string },
): Promise<{ thread: Thread; lines: ThreadLine[] } | undefined> {
  const thread = threadOf(await world.table.get(keys.thread(wish.home_region, wish.thread_id)));
  if (!thread) return undefined;
  const { pk } = keys.threadLine(wish.thread_id, '', '');
  const lines: ThreadLine[] = [];
  let after: Record<string, string> | undefined;
  do {
    const page = await world.table.query({ pk, prefix: 'SAID#', after });
    lines.push(...page.items.map((item) => bare<ThreadLine>(item)));
    after = page.next;
  } while (after);
  return { thread, lines };
}

/** The row of a talk that is open, as it stands now. */
export async function readOpen(world: World, thread_id: string): Promise<Thread | undefined> {
  return threadOf(await world.table.get(keys.thread(world.account.home_region, thread_id), { consistent: true }));
}

const threadOf = (item: Item | undefined): Thread | undefined => item && bare<Thread>(item);

function bare<T>(item: Item): T {
  const { pk: _pk, sk: _sk, expires_at_s: _expires, ...rest } = item;
  return rest as unknown as T;
}
