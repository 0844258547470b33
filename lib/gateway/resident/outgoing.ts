/**
 * From Songxun to WeChat: lease, send, ack. `sending` is in the journal before a message is sent and `sent` after: a
 * kill between sending and acking is then answered from the journal, and nothing is sent twice. Only a kill between the
 * two lines leaves open whether it went out. Such a message is sent again (at least once: a class that moved must be
 * heard of) and acked as `duplicate`, so that it is counted.
 */
import { dayOf } from '../../platform/clock';
import { LEASE_MS } from '../rules';
import type { Ack, Leased } from '../types';
import { type Client, Refused } from './client';
import type { Journal } from './journal';
import { type Pace, untilTomorrow_ms } from './pace';
import { type Counts, type Hands, type Line, Throttled, Unreachable } from './types';

export type OutLine = { sending: string; at_ms: number } | { sent: string; at_ms: number } | { unsent: string };

/** Handed out at a time: few, so that an answer that comes up meanwhile is not long behind. */
const ITEMS_MAX = 2;
const IDLE_MS = 2_000;
const IDLE_MAX_MS = 10_000;
const ACK_TRIES = 4;
/** A lease with less left is given back: what takes longer would be handed to somebody else too. */
const LEASE_LEFT_MIN_MS = 10_000;
/** Fates are remembered for as long as the server hands an item out. */
const REMEMBERED_MS = 3 * 24 * 3_600_000;
const SWEEP_FROM = 2_000;

export interface OutgoingParts {
  journal: Journal<OutLine>;
  lines: OutLine[];
  client: Client;
  line: Pick<Line, 'send' | 'online'>;
  pace: Pace;
  hands: Hands;
  counts: Counts;
}

type Fate = { is: 'sending' | 'sent'; at_ms: number };

export class Outgoing {
  private readonly fates = new Map<string, Fate>();
  private idle_ms = IDLE_MS;
  private stopping = false;
  private awake: (() => void) | undefined;
  /** Woken while it was not resting: it must look once more. */
  private called = false;
  private running: Promise<void> | undefined;

  constructor(private readonly parts: OutgoingParts) {
    for (const line of parts.lines) {
      if ('unsent' in line) this.fates.delete(line.unsent);
      else if ('sent' in line) this.fates.set(line.sent, { is: 'sent', at_ms: line.at_ms });
      else this.fates.set(line.sending, { is: 'sending', at_ms: line.at_ms });
    }
  }

  /** Runs until `stop`. Rejects only where going on would lose something (the journal cannot be written). */
  run(): Promise<void> {
    this.running = this.loop();
    return this.running;
  }

  /** An answer waits: look at once. */
  wake(): void {
    this.idle_ms = IDLE_MS;
    this.called = true;
    this.awake?.();
  }

  /** What is being sent is sent and acked; nothing more is leased. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.awake?.();
    await this.running;
  }

  private async loop(): Promise<void> {
    while (!this.stopping) {
      this.called = false;
      const rest_ms = await this.once();
      if (rest_ms > 0 && !this.stopping && !this.called) await this.rest(rest_ms);
    }
  }

  /** One round; answers how long to rest before the next. */
  async once(): Promise<number> {
    const { pace, client, hands, line } = this.parts;
    const now_ms = hands.now();
    if (line.online?.() === false) return this.longer();
    const wait_ms = pace.wait_ms(now_ms);
    if (wait_ms > 0) return Math.min(wait_ms, 60_000);
    const budget = pace.budget(now_ms);
    if (budget === 'none') return Math.min(untilTomorrow_ms(now_ms), 60_000);
    let items: Leased[];
    const asked_ms = hands.now();
    try {
      await hands.at?.('lease:before');
      const items_max = pace.careful ? 1 : ITEMS_MAX;
      items = await client.lease({ items_max, ...(budget === 'replies' && { replies_only: true }) });
      await hands.at?.('lease:after');
    } catch (error) {
      if (isKill(error)) throw error;
      hands.log('nothing could be leased', { code: codeOf(error) });
      return this.longer();
    }
    for (const item of items) await this.one(item, asked_ms + LEASE_MS);
    await this.sweep();
    if (items.length === 0) return this.longer();
    this.idle_ms = IDLE_MS;
    return 0;
  }

  private longer(): number {
    const rest_ms = this.idle_ms;
    this.idle_ms = Math.min(IDLE_MAX_MS, this.idle_ms * 1.5);
    return rest_ms;
  }

  /** `until_ms` by this machine's own clock: it may be minutes off the server's before the server refuses it. */
  private async one(item: Leased, until_ms: number): Promise<void> {
    const { pace, hands, counts, journal } = this.parts;
    const before = this.fates.get(item.id);
    if (before?.is === 'sent') return this.ack({ ...ref(item), outcome: 'sent' });
    const left_ms = () => until_ms - hands.now();
    // What cannot go out while it is ours (a pause that WeChat wants lasts minutes) is given back at once, not held.
    const wait_ms = pace.wait_ms(hands.now()) + pace.jitter_ms(hands.random());
    const in_time = !this.stopping && wait_ms + LEASE_LEFT_MIN_MS <= left_ms();
    if (in_time) await hands.sleep(wait_ms);
    if (!in_time || this.stopping || pace.wait_ms(hands.now()) > 0 || left_ms() < LEASE_LEFT_MIN_MS)
      return this.ack({ ...ref(item), outcome: 'failed', detail: this.stopping ? 'stopped' : 'throttled' });
    await this.note(item.id, 'sending');
    await hands.at?.('sending:after');
    pace.took(hands.now());
    const failure = await this.send(item);
    if (failure) {
      counts.failed++;
      // Nothing went out: the next time is no second time. Otherwise it stays open whether it did.
      if (failure.sure && !before) {
        this.fates.delete(item.id);
        await journal.append({ unsent: item.id });
      }
      return this.ack({ ...ref(item), outcome: 'failed', detail: failure.detail });
    }
    await hands.at?.('send:after');
    await this.note(item.id, 'sent');
    await hands.at?.('sent:after');
    counts.sent++;
    if (before) counts.duplicates++;
    return this.ack({ ...ref(item), outcome: before ? 'duplicate' : 'sent' });
  }

  private async send(item: Leased): Promise<{ detail: string; sure: boolean } | undefined> {
    const { line, pace, hands, counts } = this.parts;
    try {
      await line.send(item);
      pace.passed();
      return undefined;
    } catch (error) {
      if (isKill(error)) throw error;
      if (error instanceof Throttled) {
        counts.throttled++;
        pace.throttled(hands.now());
        hands.log('WeChat wants a pause', { pause_ms: pace.wait_ms(hands.now()) });
        return { detail: 'throttled', sure: true };
      }
      const sure = error instanceof Unreachable;
      const detail = sure ? error.detail : 'error';
      hands.log('a message could not be sent', { detail, error_name: (error as Error)?.name ?? 'Thrown' });
      return { detail, sure };
    }
  }

  /** Not heard, it is said again; in the end the lease runs out and the journal answers for it. */
  private async ack(one: Ack): Promise<void> {
    const { client, hands } = this.parts;
    for (let n = 1; n <= ACK_TRIES; n++) {
      try {
        await hands.at?.('ack:before');
        await client.ack([one]);
        await hands.at?.('ack:after');
        return;
      } catch (error) {
        if (isKill(error)) throw error;
        hands.log('an ack was not heard', { code: codeOf(error), n });
        if (n < ACK_TRIES) await hands.sleep(500 * 2 ** n);
      }
    }
  }

  private async note(id: string, is: Fate['is']): Promise<void> {
    const at_ms = this.parts.hands.now();
    this.fates.set(id, { is, at_ms });
    await this.parts.journal.append(is === 'sent' ? { sent: id, at_ms } : { sending: id, at_ms });
  }

  private async sweep(): Promise<void> {
    const { journal, hands } = this.parts;
    if (journal.length < SWEEP_FROM) return;
    const from_ms = hands.now() - REMEMBERED_MS;
    for (const [id, { at_ms }] of this.fates) if (at_ms < from_ms) this.fates.delete(id);
    await journal.rewrite(() =>
      [...this.fates].map(([id, { is, at_ms }]) => (is === 'sent' ? { sent: id, at_ms } : { sending: id, at_ms })),
    );
    // Whatever is left is recent: the next sweep comes when as much again was written.
    journal.length = 0;
  }

  private async rest(ms: number): Promise<void> {
    const woken = new Promise<void>((resolve) => {
      this.awake = resolve;
    });
    await Promise.race([this.parts.hands.sleep(ms), woken]);
    this.awake = undefined;
  }
}

const ref = ({ id, attempt }: Leased) => ({ id, attempt });

const codeOf = (error: unknown): string => (error instanceof Refused ? error.code : 'unreachable');

/** A test's kill is no failure to be handled: nothing of this process goes on after it. */
const isKill = (error: unknown): boolean => (error as Error | undefined)?.name === 'Killed';

/** How many went out today, from the journal: a restart does not start the day anew. */
export function sentToday(lines: OutLine[], now_ms: number): number {
  const today = dayOf(now_ms);
  return new Set(lines.flatMap((line) => ('sent' in line && dayOf(line.at_ms) === today ? [line.sent] : []))).size;
}
