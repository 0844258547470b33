/** One person's phone: her chat so far, what is under way, what she has not seen. */
import * as api from './api';
import { tell } from './live';
import type { Item, Outgoing, Person } from './types';

export interface Pending {
  id: string;
  text: string;
  kind: string;
}

export class Session {
  items: Item[] = [];
  pending: Pending[] = [];
  /** Messages under way; the account "is typing" meanwhile. */
  busy = 0;
  unread: number;
  trouble?: string;
  loaded = false;
  private active = false;
  private last = 0;
  private reading?: Promise<void>;
  private again = false;
  private readonly listeners = new Set<() => void>();

  constructor(public person: Person) {
    this.unread = person.unread ?? 0;
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  get following(): boolean {
    return this.person.following ?? false;
  }

  /** What the simulator says of her now. */
  update(person: Person): void {
    const news = person.following !== this.person.following || person.nickname !== this.person.nickname;
    this.person = person;
    if (news) this.changed();
  }

  /** The last message that can be sent a second time under the same MsgId. */
  get repeatable(): Item | undefined {
    return this.items.findLast((item) => item.side === 'mine' && item.kind === 'text' && item.msg_id !== undefined);
  }

  /** She looks at this phone now (or no longer): what lies there is read. */
  look(active: boolean): void {
    this.active = active;
    if (active) this.read();
  }

  /** Fetch what is new. Calls that meet are made one after the other, never side by side. */
  refresh(): Promise<void> {
    if (this.reading) {
      this.again = true;
      return this.reading;
    }
    this.reading = this.fetchNew().finally(() => {
      this.reading = undefined;
      if (!this.again) return;
      this.again = false;
      void this.refresh();
    });
    return this.reading;
  }

  /** Send, and show it at once; the inbox confirms it. */
  async send(message: Outgoing, shown?: { text: string; kind: string }): Promise<void> {
    const id = message.msgId ?? newMessageId();
    const sent = 'event' in message ? message : { ...message, msgId: id };
    if (shown) this.pending = [...this.pending, { id, ...shown }];
    this.busy++;
    this.trouble = undefined;
    this.changed();
    try {
      const { attempts } = await api.send(this.person.openid, sent);
      if ('event' in message && message.event !== 'CLICK')
        this.person = { ...this.person, following: message.event !== 'unsubscribe' };
      if (attempts > 1) this.trouble = `微信送了 ${attempts} 次才有回音。`;
    } catch (error) {
      this.trouble = error instanceof Error ? error.message : String(error);
    }
    this.busy--;
    await this.refresh().catch(() => undefined);
    this.pending = this.pending.filter((entry) => entry.id !== id);
    this.changed();
    tell({ openid: this.person.openid });
  }

  dismissTrouble(): void {
    this.trouble = undefined;
    this.changed();
  }

  private async fetchNew(): Promise<void> {
    const fresh = (await api.inbox(this.person.openid, this.last)).filter((item) => item.n > this.last);
    for (const item of fresh) this.take(item);
    const news = fresh.filter((item) => item.side === 'theirs').length;
    if (this.active) {
      if (news || this.unread) this.read();
    } else if (this.loaded) {
      this.unread += news;
    }
    const first = !this.loaded;
    this.loaded = true;
    if (fresh.length || first) this.changed();
  }

  /** A message delivered twice is one bubble with a count; a second, different answer stays visible as such. */
  private take(item: Item): void {
    this.last = Math.max(this.last, item.n);
    const same =
      item.msg_id === undefined
        ? undefined
        : this.items.find(
            (seen) =>
              seen.msg_id === item.msg_id &&
              seen.side === item.side &&
              seen.kind === item.kind &&
              seen.text === item.text,
          );
    if (same) {
      this.items = this.items.map((seen) => (seen === same ? { ...seen, times: seen.times + 1 } : seen));
    } else {
      this.items = [...this.items, item];
      if (item.side === 'mine') this.pending = this.pending.filter((entry) => entry.id !== item.msg_id);
    }
  }

  private read(): void {
    if (this.unread) {
      this.unread = 0;
      this.changed();
    }
    void api.markRead(this.person.openid).catch(() => undefined);
  }

  private changed(): void {
    for (const listener of this.listeners) listener();
  }
}

/** MsgIds are 64-bit numbers in WeChat; a random one of 18 digits keeps people and page reloads apart. */
function newMessageId(): string {
  const [a, b] = crypto.getRandomValues(new Uint32Array(2));
  return String((BigInt(a!) << 32n) | BigInt(b!))
    .padStart(20, '1')
    .slice(-18)
    .replace(/^0/, '2');
}
