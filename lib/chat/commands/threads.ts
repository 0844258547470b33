/** 14 留言: workers of her area who asked for a person: listed, read, answered, handed back. */

import { isRefusal, refuse } from '../../platform/refusal';
import { closeThread, readThread, replyToThread } from '../threads';
import { loneNumber } from './said-numbers';
import * as say from './say/threads';
import type { Args, AtWork, Command, DoDeed, Found, Outcome } from './types';
import { openThreads, type Waiting } from './waiting';

const TEXT_MAX = 500;
const LINES_SHOWN = 12;

async function run(context: AtWork, args: Args): Promise<Outcome> {
  const threads = await openThreads(context);
  const one = chosen(threads, args);
  if (one === 'none') return { kind: 'answer', text: say.noneOf(args.names?.[0] ?? ''), next: ['留言'], failed: true };
  if (!one) return threads.length === 0 ? { kind: 'answer', text: say.NONE, next: ['今天'] } : list(threads, args);
  const { thread_id, home_region, name } = one;
  const known = { ...args, thread_id };
  if (args.close)
    return {
      kind: 'dry',
      text: say.reallyClose(name),
      yes: say.CLOSE,
      deed: { name: 'close_thread', data: { thread_id, home_region, name } },
    };
  // A number was meant to choose something: nobody is sent a bare 1.
  const bare = typeof args.text === 'string' && loneNumber(args.text) !== undefined;
  if (args.text && !bare) {
    const data = { thread_id, home_region, name, text: args.text };
    const text = say.reallySend(name, args.text);
    return {
      kind: 'dry',
      text,
      yes: say.SEND,
      deed: { name: 'reply_thread', data },
      args: known,
      rewrites: 'text',
    };
  }
  const read = await readThread(context.world, { home_region, thread_id });
  if (!read) return { kind: 'refused', refusal: refuse('thread_unknown') };
  const text = `${bare ? `${say.BARE_NUMBER}\n` : ''}${say.thread(one, read.lines.slice(-LINES_SHOWN))}`;
  return { kind: 'ask', slot: 'text', text, args: { ...known, text: undefined }, free: true };
}

/** The thread meant: chosen from the list, by name, or the only one when words for it are there. */
function chosen(threads: Waiting[], args: Args): Waiting | 'none' | undefined {
  if (args.thread_id) return threads.find((one) => one.thread_id === args.thread_id) ?? 'none';
  const name: string | undefined = args.names?.[0];
  if (name) {
    const named = threads.filter((one) => one.name === name);
    return named.length === 1 ? named[0] : named.length === 0 ? 'none' : undefined;
  }
  return threads.length === 1 ? threads[0] : undefined;
}

function list(threads: Waiting[], args: Args): Outcome {
  return {
    kind: 'ask',
    slot: 'thread_id',
    text: say.list(threads.length),
    options: threads.map((one) => [one.thread_id, say.row(one)]),
    args: { ...args, names: undefined },
  };
}

function read(found: Found, known: Args, slot?: string): Args {
  const closing = /^(?:结束|关闭|完了|办完了|处理完了|解决了)(?:留言|会话)?$/u;
  if (slot === 'text')
    return closing.test(found.rest) ? { ...known, close: true } : { ...known, text: found.rest.slice(0, TEXT_MAX) };
  const [name] = found.names;
  const after = name ? found.rest.slice(found.rest.indexOf(name) + name.length).replace(/^[\s:：,，说]+/u, '') : '';
  const close = closing.test(after) || closing.test(found.left) || closing.test(found.said ?? '');
  return {
    ...known,
    ...(name && { names: [name], thread_id: undefined }),
    ...(close ? { close: true } : name && [...after].length > 1 && { text: after.slice(0, TEXT_MAX) }),
  };
}

export const command: Command = {
  name: 'threads',
  number: 14,
  title: '留言',
  does: '工友要找人的留言：看、回、结束。',
  examples: ['留言', '回复 张三 明天来站里签字', '留言 张三 结束'],
  words: [],
  duties: ['station', 'office'],
  read,
  run,
};

/** A thread of her area as it is now; another's is not there. */
async function ofMine(context: AtWork, thread_id: string): Promise<boolean> {
  return (await openThreads(context)).some((one) => one.thread_id === thread_id);
}

/** `data`: thread_id, home_region, name, text. */
const reply: DoDeed = async (context, data) => {
  if (!(await ofMine(context, data.thread_id))) return refuse('thread_unknown');
  const { thread_id, home_region, text } = data as Record<string, string>;
  const planned = await replyToThread(context.world, {
    thread_id: thread_id!,
    home_region: home_region!,
    text: text!,
    by: context.staff.staff_id,
  });
  if (isRefusal(planned)) return planned;
  return {
    changes: planned.changes,
    value: { text: say.sent(data.name), next: [`留言 ${data.name} 结束`, '留言'] },
  };
};

/** `data`: thread_id, home_region, name. */
const close: DoDeed = async (context, data) => {
  if (!(await ofMine(context, data.thread_id))) return refuse('thread_unknown');
  const planned = await closeThread(context.world, {
    thread_id: data.thread_id,
    home_region: data.home_region,
    by: context.staff.staff_id,
  });
  if (isRefusal(planned)) return planned;
  return { changes: planned.changes, value: { text: say.closed(data.name), next: ['留言'] } };
};

export const deeds: Record<string, DoDeed> = { reply_thread: reply, close_thread: close };
