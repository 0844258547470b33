/**
 * Lives of a resident process in this process: each works on the same folder, and may be killed at a chosen step. What
 * is killed does nothing more: every hand it has throws from then on, and what it was doing never comes back to it.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Posted } from '../../../lib/gateway/receive';
import { openJournal } from '../../../lib/gateway/resident/journal';
import { LIMITS } from '../../../lib/gateway/resident/pace';
import { type Resident, startResident } from '../../../lib/gateway/resident/resident';
import type { Hands, Line, Point } from '../../../lib/gateway/resident/types';
import { ACCOUNT, type Server } from './gateway';

export class Killed extends Error {
  override name = 'Killed';
}

/** What happened on WeChat's side. */
export interface Phone {
  /** What was sent, in order: to whom, what. */
  got: { to: string; text: string; group?: string }[];
}

export interface Life {
  resident: Resident;
  /** Somebody says something; rejects when the process dies over it. */
  say(posted: object): Promise<void>;
  dead: boolean;
  /** Give it its hands until nothing is left to do, or it dies. */
  done(): Promise<void>;
  kill(): void;
}

export const newFolder = () => mkdtempSync(path.join(tmpdir(), 'songxun-gateway-'));
export const removeFolder = (folder: string) => rmSync(folder, { recursive: true, force: true });

export interface LifeOptions {
  server: Server;
  folder: string;
  phone: Phone;
  /** Killed the n-th time it comes to this point. */
  killed_at?: { point: Point; time: number };
  /** Before it goes out; may throw. */
  sending?: (to: string) => void;
  fetch?: typeof fetch;
}

/** Its time is the server's; it passes when it rests. */
export async function live(options: LifeOptions): Promise<Life> {
  const { server, folder, phone, killed_at } = options;
  const life = { dead: false } as Life;
  let hear: (posted: Posted) => Promise<void> = async () => undefined;
  let times = 0;
  let idle = 0;
  let writing = 0;
  const alive = () => {
    if (life.dead) throw new Killed('killed');
  };
  const hands: Hands = {
    now: server.world.now,
    random: server.world.random,
    log: () => undefined,
    async sleep(ms) {
      alive();
      // The disk takes real time: no other time passes meanwhile.
      while (writing > 0) await new Promise((resolve) => setImmediate(resolve));
      alive();
      // Time passes for everyone; a rest of two seconds or more is one of having nothing to do.
      server.world.clock.pass(ms);
      if (ms >= 2_000) idle++;
      await new Promise((resolve) => setImmediate(resolve));
      alive();
    },
    async at(point) {
      alive();
      if (!point.startsWith('lease')) idle = 0;
      if (killed_at?.point !== point || ++times < killed_at.time) return;
      life.dead = true;
      alive();
    },
  };
  const line: Line = {
    async start(heard) {
      hear = heard;
    },
    async send(item) {
      alive();
      options.sending?.(item.to);
      phone.got.push({ to: item.to, text: item.text, ...(item.group && { group: item.group }) });
    },
    async stop() {},
  };
  const watched = async <Line>(file: string) => {
    const { journal, lines } = await openJournal<Line>(file);
    const append = async (one: Line) => {
      writing++;
      await journal.append(one).finally(() => {
        writing--;
      });
    };
    // Its length stays its own.
    return { lines, journal: Object.assign(Object.create(journal) as typeof journal, { append }) };
  };
  const reach = options.fetch ?? server.fetch;
  const fetchAlive = (async (url: any, init: any) => {
    alive();
    const answer = await reach(url, init);
    alive();
    return answer;
  }) as typeof fetch;
  const limits = { ...LIMITS, daily_max: 10_000, daily_for_replies: 100 };
  life.resident = await startResident({
    url: 'http://127.0.0.1',
    account: ACCOUNT,
    secret: server.secret,
    folder,
    limits,
    line,
    hands,
    fetch: fetchAlive,
    open: watched,
  });
  const ended = life.resident.ended.catch((error) => {
    life.dead = true;
    if ((error as Error).name !== 'Killed') throw error;
  });
  life.say = (posted) => hear(posted as Posted);
  life.kill = () => {
    life.dead = true;
  };
  life.done = async () => {
    idle = 0;
    while (!life.dead && (idle < 3 || life.resident.waiting() > 0))
      await new Promise((resolve) => setImmediate(resolve));
    // Of a dead process only its files are closed: every hand it has throws.
    await life.resident.stop().catch(() => undefined);
    return ended;
  };
  return life;
}
