/** The office's two ways in: the API as an administrator calls it, and commands as a station types them into the chat. */
import { millis } from '../../platform/clock';
import type { Stack } from '../stack';
import fukang from './fukang-2025.json';
import { type Phone, type Read, readOf } from './talk';

/** Somebody of the office, the station or the employer, at her own phone. */
export interface Staffer {
  openid: string;
  name: string;
  staff_id: string;
}

/** What has been done so far; a step is the difference between two of these. */
export interface Tally {
  /** Messages of workers. */
  messages: number;
  /** Commands of staff, and what they replied when a command asked back or wanted a yes. */
  commands: number;
  replies: number;
  /** Calls of the API. */
  calls: number;
}

export class Desk {
  readonly tally: Tally = { messages: 0, commands: 0, replies: 0, calls: 0 };
  /** Whatever did not end as meant. */
  readonly wrong: string[] = [];

  constructor(
    readonly stack: Stack,
    readonly phone: Phone,
  ) {}

  /** A command, and what it answers; an answer that is not as expected is noted as wrong. */
  async order(who: Staffer, text: string, expected: RegExp): Promise<Read> {
    this.tally.commands += 1;
    return await this.say(who, text, expected);
  }

  /** What a command asked, or its 1 after a dry answer. */
  async reply(who: Staffer, text: string, expected: RegExp): Promise<Read> {
    this.tally.replies += 1;
    return await this.say(who, text, expected);
  }

  /** A picture, sent where one was asked for. */
  async picture(who: Staffer, expected: RegExp): Promise<Read> {
    this.tally.replies += 1;
    const before = this.phone.lines(who.openid);
    const read = readOf(await this.phone.send(who.openid, { type: 'image' }));
    return this.held(who.name, '[图片]', read.text ? read : await this.later(who.openid, before), expected);
  }

  /** A worker's message. */
  async hear(openid: string, text: string, expected?: RegExp): Promise<Read> {
    this.tally.messages += 1;
    const before = this.phone.lines(openid);
    const now = readOf(await this.phone.send(openid, { text }));
    const read = now.text ? now : await this.later(openid, before);
    return expected ? this.held(openid, text, read, expected) : read;
  }

  private async say(who: Staffer, text: string, expected: RegExp): Promise<Read> {
    const before = this.phone.lines(who.openid);
    const now = readOf(await this.phone.send(who.openid, { text }));
    return this.held(who.name, text, now.text ? now : await this.later(who.openid, before), expected);
  }

  /** An answer that took too long comes as a message of its own. */
  private async later(openid: string, before: number): Promise<Read> {
    return (await this.phone.pushed(openid, before)).at(-1) ?? { text: '', choices: [] };
  }

  private held(who: string, said: string, read: Read, expected: RegExp): Read {
    if (!expected.test(read.text))
      this.wrong.push(`${who} 发“${said.slice(0, 60)}”，要的是 ${expected}，得到“${read.text.slice(0, 300)}”`);
    return read;
  }

  /** The API; `if_match` takes the revision it was read at. Throws on a refusal. */
  async call(method: 'GET' | 'POST' | 'PATCH', path: string, body?: unknown, if_match?: string): Promise<any> {
    const response = await this.fetched(method, path, body, if_match);
    return await response.json();
  }

  /** All items of a list, page by page. */
  async list(path: string): Promise<any[]> {
    const all: any[] = [];
    let cursor: string | undefined;
    do {
      const page = await this.call('GET', cursor ? `${path}?cursor=${encodeURIComponent(cursor)}` : path);
      all.push(...page.items);
      cursor = page.next_cursor;
    } while (cursor);
    return all;
  }

  /** A file of the API. */
  async file(path: string): Promise<Buffer> {
    return Buffer.from(await (await this.fetched('GET', path)).arrayBuffer());
  }

  private async fetched(method: string, path: string, body?: unknown, if_match?: string): Promise<Response> {
    const { signer, clock, url } = this.stack;
    this.tally.calls += 1;
    const token = await signer.sign({ role: 'administrator', region: fukang.home_region }, clock.now());
    const response = await fetch(url + path, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(if_match && { 'if-match': if_match }),
        ...(body !== undefined && {
          'content-type': 'application/json',
          // A code for binding is kept nowhere, so that its route takes no such key.
          ...(!path.endsWith('/binding') && method === 'POST' && { 'idempotency-key': `demo-${this.tally.calls}` }),
        }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${(await response.text()).slice(0, 400)}`);
    return response;
  }

  /** The clock forward to this moment; never back. Whatever fell due on the way is done when this returns. */
  async until(at: string | number): Promise<void> {
    const at_ms = typeof at === 'number' ? at : millis(at);
    if (at_ms > this.stack.clock.now()) await this.turnTo(at_ms);
    await this.stack.settle();
  }

  /** The clock as the story begins, which may be in the past. */
  async turnTo(at_ms: number): Promise<void> {
    const response = await fetch(`${this.stack.url}/local/clock`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ now: new Date(at_ms).toISOString() }),
    });
    if (!response.ok) throw new Error(`the clock: ${response.status} ${await response.text()}`);
  }
}

/** So many at once. */
export async function inParallel<T>(all: T[], at_once: number, work: (one: T) => Promise<unknown>): Promise<void> {
  const left = [...all];
  const worker = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) await work(next);
  };
  await Promise.all(Array.from({ length: at_once }, worker));
}
