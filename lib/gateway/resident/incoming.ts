/**
 * From WeChat to Songxun. A message is in the journal before anything else is done with it, is posted until it is
 * taken, and is marked done then: killed anywhere, it is posted again at the next start, and the server does it once.
 * One person's messages go one after the other, in the order they came; others do not wait for her.
 */
import type { Posted } from '../receive';
import { type Client, Refused } from './client';
import type { Journal } from './journal';
import type { Counts, Hands } from './types';

export type InLine = { in: Posted } | { done: string };

/** People whose messages are posted at the same time. */
const AT_ONCE_MAX = 8;
const AGAIN_MS = 1_000;
const AGAIN_MAX_MS = 60_000;
/** A puppet that reconnects may tell the same message twice. */
const RECENT_MAX = 5_000;
/** Done lines are swept out when the file has so many lines and nothing waits, or many more. */
const SWEEP_FROM = 200;

export interface Incoming {
  heard(posted: Posted): Promise<void>;
  /** No more posting; resolves when what is under way has come to its end. The rest stays in the journal. */
  stop(): Promise<void>;
  waiting(): number;
}

export interface IncomingParts {
  journal: Journal<InLine>;
  /** What the journal held at the start. */
  lines: InLine[];
  client: Client;
  hands: Hands;
  counts: Counts;
  /** An answer waits to be fetched. */
  answered(): void;
  /** The journal cannot be written: going on would lose something. */
  broken(error: unknown): void;
}

const idOf = ({ contact, id }: Posted): string => `${contact} ${id}`;

/** Posts what the journal still holds, then what is heard. */
export function incoming(parts: IncomingParts): Incoming {
  const { journal, lines, client, hands, counts } = parts;
  const queues = new Map<string, Posted[]>();
  const active = new Map<string, Promise<void>>();
  const recent = new Set<string>();
  /** In the journal, or on the way into it, and not done: what a sweep keeps. */
  const open = new Map<string, Posted>();
  let stopping = false;

  const enqueue = (posted: Posted) => {
    const queue = queues.get(posted.contact);
    if (queue) queue.push(posted);
    else queues.set(posted.contact, [posted]);
    pump();
  };
  const pump = () => {
    for (const contact of queues.keys()) {
      if (stopping || active.size >= AT_ONCE_MAX) return;
      if (!active.has(contact)) active.set(contact, work(contact));
    }
  };
  const work = async (contact: string) => {
    try {
      for (let queue = queues.get(contact); queue?.length && !stopping; queue.shift())
        await deliver(queue[0] as Posted);
    } catch (error) {
      stopping = true;
      if (!(error instanceof Stopped)) parts.broken(error);
    } finally {
      if (!queues.get(contact)?.length) queues.delete(contact);
      active.delete(contact);
      pump();
    }
  };
  const deliver = async (posted: Posted) => {
    for (let again_ms = AGAIN_MS; ; again_ms = Math.min(AGAIN_MAX_MS, again_ms * 2)) {
      await hands.at?.('post:before');
      const outcome = await post(posted);
      if (outcome === 'again') {
        if (stopping) throw new Stopped();
        await hands.sleep(again_ms * (0.5 + hands.random()));
        if (stopping) throw new Stopped();
        continue;
      }
      await hands.at?.('post:after');
      open.delete(idOf(posted));
      await journal.append({ done: idOf(posted) });
      await hands.at?.('posted:after');
      counts[outcome === 'refused' ? 'refused' : 'posted']++;
      if (outcome === 'answered') parts.answered();
      await sweep();
      return;
    }
  };
  const post = async (posted: Posted): Promise<'answered' | 'silent' | 'refused' | 'again'> => {
    try {
      return (await client.post(posted)).outcome;
    } catch (error) {
      const code = error instanceof Refused ? error.code : 'unreachable';
      const lasting = error instanceof Refused && error.lasting;
      hands.log(lasting ? 'a message is not taken and dropped' : 'a message could not be posted yet', { code });
      return lasting ? 'refused' : 'again';
    }
  };
  const sweep = async () => {
    if (journal.length < SWEEP_FROM || (open.size > 0 && journal.length < 20 * SWEEP_FROM)) return;
    await journal.rewrite(() => [...open.values()].map((posted) => ({ in: posted })));
  };

  const done = new Set(lines.flatMap((line) => ('done' in line ? [line.done] : [])));
  for (const line of lines) {
    if (!('in' in line)) continue;
    recent.add(idOf(line.in));
    if (done.has(idOf(line.in))) continue;
    open.set(idOf(line.in), line.in);
    enqueue(line.in);
  }
  return {
    async heard(posted) {
      const id = idOf(posted);
      if (recent.has(id)) return;
      recent.add(id);
      if (recent.size > RECENT_MAX) recent.delete(recent.values().next().value as string);
      counts.heard++;
      await hands.at?.('journal:before');
      open.set(id, posted);
      await journal.append({ in: posted });
      await hands.at?.('journal:after');
      enqueue(posted);
    },
    async stop() {
      stopping = true;
      await Promise.all(active.values());
    },
    waiting: () => open.size,
  };
}

class Stopped extends Error {
  override name = 'Stopped';
}
