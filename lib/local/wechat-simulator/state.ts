/** The simulator's memory: people, what their phones show, turns, and what the account set up. Bounded. */
import { randomBytes } from 'node:crypto';
import { instant } from '../../platform/clock';
import { type Entry, type Journal, openJournal, readJournal } from './journal';
import type { InboxItem, Person, Turn } from './types';

const PEOPLE_MAX = 20_000;
const ITEMS_PER_PERSON_MAX = 300;
const TURNS_PER_PERSON_MAX = 60;
const SENT_MAX = 20_000;
const NAMED_MAX = 5000;

/** A message as it goes out, and goes out again when sent twice. */
export interface NamedMessage {
  xml: string;
  shown: { kind: string; text: string };
  msg_id?: string;
}

export class TooManyPeople extends Error {
  override name = 'TooManyPeople';
}

const NAME_MAX = 12;
/** What a script calls her is her name; of an openid as WeChat makes them, the end. */
const nameOf = (openid: string) => (openid.length <= NAME_MAX ? openid : openid.slice(-4));

export class State {
  readonly people = new Map<string, Person>();
  readonly items = new Map<string, InboxItem[]>();
  readonly turns = new Map<string, Turn[]>();
  /** Menu, tokens, QR tickets: whatever the account set up, by name. */
  readonly account = new Map<string, any>();
  /** Messages sent under a name of the tester's, to send the very same again, also after a restart. */
  readonly named = new Map<string, NamedMessage>();
  /** Template messages sent lately, by person and the sender's own id. */
  readonly sent = new Map<string, { msgid: number; at_ms: number }>();
  private readonly watchers = new Set<(openid: string) => void>();
  private readonly journal: Journal;

  constructor(
    readonly now: () => number,
    file?: string,
  ) {
    if (file) for (const entry of readJournal(file)) this.replay(entry);
    this.journal = openJournal(file, () => this.entries());
  }

  /** A person by openid; one never seen is taken for a follower from before. */
  person(openid: string): Person {
    return this.people.get(openid) ?? this.addPerson({ openid, nickname: nameOf(openid), following: true });
  }

  addPerson(given: { openid?: string; nickname: string; following: boolean }): Person {
    if (this.people.size >= PEOPLE_MAX) throw new TooManyPeople(`more than ${PEOPLE_MAX} simulated people`);
    const openid = given.openid ?? `o${randomBytes(20).toString('base64url').slice(0, 27)}`;
    return this.keep({
      openid,
      nickname: given.nickname,
      following: given.following,
      followed_at_s: given.following ? Math.floor(this.now() / 1000) : 0,
      windows: {},
      allows: {},
      last_n: 0,
      read_n: 0,
      last_turn: 0,
      last_event_s: 0,
    });
  }

  /** Remember a changed person. */
  keep(person: Person): Person {
    this.people.set(person.openid, person);
    this.journal.append({ kind: 'person', ...person });
    return person;
  }

  /** One more line on her phone. */
  show(openid: string, item: Omit<InboxItem, 'n' | 'at'>): InboxItem {
    const person = this.person(openid);
    const whole: InboxItem = { n: person.last_n + 1, at: instant(this.now()), ...item };
    this.keep({ ...person, last_n: whole.n, ...(item.direction === 'in' && { read_n: whole.n }) });
    push(this.items, openid, whole, ITEMS_PER_PERSON_MAX);
    this.journal.append({ kind: 'item', openid, item: whole });
    for (const watcher of this.watchers) watcher(openid);
    return whole;
  }

  inbox(openid: string, after: number): InboxItem[] {
    return (this.items.get(openid) ?? []).filter((item) => item.n > after);
  }

  keepTurn(turn: Turn): void {
    push(this.turns, turn.openid, turn, TURNS_PER_PERSON_MAX);
    this.journal.append({ kind: 'turn', turn });
  }

  setAccount(name: string, value: unknown): void {
    this.account.set(name, value);
    this.journal.append({ kind: 'account', name, value });
  }

  keepSent(id: string, sent: { msgid: number; at_ms: number }): void {
    this.sent.delete(id);
    this.sent.set(id, sent);
    if (this.sent.size > SENT_MAX) this.sent.delete(this.sent.keys().next().value as string);
    this.journal.append({ kind: 'sent', id, sent });
  }

  keepNamed(name: string, message: NamedMessage): void {
    this.named.set(name, message);
    if (this.named.size > NAMED_MAX) this.named.delete(this.named.keys().next().value as string);
    this.journal.append({ kind: 'named', name, message });
  }

  /** Called after each new line on a phone; returns how to stop. */
  watch(watcher: (openid: string) => void): () => void {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  }

  close(): void {
    this.journal.close();
  }

  private replay(entry: Entry): void {
    if (entry.kind === 'person') {
      const { kind: _, ...person } = entry;
      this.people.set(entry.openid, person as Person);
    } else if (entry.kind === 'item') push(this.items, entry.openid, entry.item, ITEMS_PER_PERSON_MAX);
    else if (entry.kind === 'turn') push(this.turns, entry.turn.openid, entry.turn, TURNS_PER_PERSON_MAX);
    else if (entry.kind === 'named') this.named.set(entry.name, entry.message);
    else if (entry.kind === 'sent') this.sent.set(entry.id, entry.sent);
    else if (entry.kind === 'account') this.account.set(entry.name, entry.value);
  }

  private *entries(): Iterable<Entry> {
    for (const person of this.people.values()) yield { kind: 'person', ...person };
    for (const [openid, items] of this.items) for (const item of items) yield { kind: 'item', openid, item };
    for (const turns of this.turns.values()) for (const turn of turns) yield { kind: 'turn', turn };
    for (const [name, message] of this.named) yield { kind: 'named', name, message };
    for (const [id, sent] of this.sent) yield { kind: 'sent', id, sent };
    for (const [name, value] of this.account) yield { kind: 'account', name, value };
  }
}

function push<T>(lists: Map<string, T[]>, id: string, value: T, max: number): void {
  const list = lists.get(id);
  if (!list) lists.set(id, [value]);
  else if (list.push(value) > max) list.shift();
}
