/**
 * WeChat on loopback: people with phones on one side, the account's webhook and API calls on the
 * other, WeChat's rules in between. What docs and copies of docs say; none of it tried on live WeChat.
 */
import { randomBytes } from 'node:crypto';
import { type ApiRequest, type ApiResponse, answerApi } from './api';
import { type CallbackHands, deliver, TIMEOUT_MS } from './callback';
import { Faults } from './faults';
import { MediaShelf } from './media';
import type { Quotas } from './messages';
import { compose, type Said } from './said';
import { type NamedMessage, State } from './state';
import type { Account, Choice, InboxItem, Person, WrittenRow } from './types';
import { afterAction, afterMessage } from './windows';
import { writeXml } from './wire';

export interface SimulatorOptions {
  account: Account;
  /** Where the account listens. */
  webhook: string;
  /** Where the pictures are shown, without a slash at the end. */
  pictures?: string;
  now(): number;
  /** Kept here over a restart; in memory without it. */
  file?: string;
  timeout_ms?: number;
  sleep?(ms: number): Promise<void>;
  quotas?: Partial<Quotas>;
  /** Rows written under a turn's name. */
  rowsOf?(turn: string): WrittenRow[];
}

export interface SendResult {
  replies: { type: string; content: string; choices?: Choice[] }[];
  attempts: number;
  turn: number;
  msg_id?: string;
}

/** She unfollowed; WeChat would not let her send. */
export class NotFollowing extends Error {
  override name = 'NotFollowing';
}

export class Simulator {
  readonly state: State;
  readonly faults = new Faults();
  readonly media = new MediaShelf();
  readonly account: Account;
  private under_way = 0;
  private msg_count = randomBytes(2).readUInt16BE();
  private readonly hands: CallbackHands;
  private readonly quotas: Quotas;
  private readonly pictures?: string;

  constructor(options: SimulatorOptions) {
    this.state = new State(options.now, options.file);
    this.account = options.account;
    this.pictures = options.pictures;
    this.quotas = { template_daily_max: 100_000, ...options.quotas };
    this.hands = {
      state: this.state,
      account: this.account,
      faults: this.faults,
      webhook: options.webhook,
      timeout_ms: options.timeout_ms ?? TIMEOUT_MS,
      sleep: options.sleep ?? ((ms) => new Promise((resolve) => setTimeout(resolve, ms).unref())),
      rowsOf: options.rowsOf ?? (() => []),
    };
  }

  /** A person does something on her phone. Returns once WeChat has its answer, or has given up. */
  async send(openid: string, said: Said): Promise<SendResult> {
    this.under_way += 1;
    try {
      return await this.sending(openid, said);
    } finally {
      this.under_way -= 1;
    }
  }

  /** Callbacks on their way right now. */
  busy(): number {
    return this.under_way;
  }

  /** The API the account calls, from `/cgi-bin` on. */
  api(request: ApiRequest): Promise<ApiResponse> {
    return answerApi(
      {
        state: this.state,
        account: this.account,
        media: this.media,
        faults: this.faults,
        quotas: this.quotas,
        sleep: this.hands.sleep,
        delivered: (person, msgid) => void this.reportDelivered(person, msgid),
      },
      request,
    );
  }

  close(): void {
    this.state.close();
  }

  private async sending(openid: string, said: Said): Promise<SendResult> {
    const name = said.msgId && `${openid} ${said.msgId}`;
    const before = name ? this.state.named.get(name) : undefined;
    const message = before ?? this.newMessage(openid, said);
    if (name && !before) this.state.keepNamed(name, message);
    this.state.show(openid, {
      direction: 'in',
      ...message.shown,
      turn: this.state.person(openid).last_turn + 1,
      ...(message.msg_id && { msg_id: message.msg_id }),
    });
    const { replies, attempts, turn, shown } = await deliver(this.hands, openid, message.xml, message.shown.text);
    const following = this.state.person(openid).following;
    for (const line of shown) {
      // A second delivery of one message shows nothing new, unless the account answered differently.
      if (name && this.state.inbox(openid, 0).some((item) => item.msg_id === message.msg_id && sameLine(item, line)))
        continue;
      if (!following) continue;
      this.state.show(openid, {
        direction: 'out',
        ...line,
        turn: turn.n,
        ...(message.msg_id && { msg_id: message.msg_id }),
      });
    }
    const first = shown[0]?.choices;
    return {
      replies: replies.map((reply) => (first ? { ...reply, choices: first } : reply)),
      attempts,
      turn: turn.n,
      ...(message.msg_id && { msg_id: message.msg_id }),
    };
  }

  private newMessage(openid: string, said: Said): NamedMessage {
    const person = this.state.person(openid);
    const follows = 'event' in said && (said.event === 'subscribe' || said.event === 'SCAN');
    if (!person.following && !follows)
      throw new NotFollowing('she does not follow the account: send {"event":"subscribe"} first');
    const composed = compose(
      said,
      person,
      /^\d{1,19}$/.test(said.msgId ?? '') ? said.msgId! : this.newMsgId(),
      this.pictures,
    );
    if ('type' in said && said.picture)
      this.media.keep(`media-${composed.msg_id}`, Buffer.from(said.picture, 'base64'));
    const event = composed.msg_id === undefined;
    const now_s = Math.floor(this.state.now() / 1000);
    // Events have no id but their second: two of one person must not share it.
    const create_s =
      event && now_s <= person.last_event_s && now_s > person.last_event_s - 10 ? person.last_event_s + 1 : now_s;
    this.state.keep(
      changed({ ...person, ...(event && { last_event_s: create_s }) }, said, composed.fields, this.state.now()),
    );
    const id = composed.msg_id ?? (said.msgId && `event-${create_s}`);
    const xml = writeXml({
      ToUserName: this.account.original_id,
      FromUserName: openid,
      CreateTime: String(create_s),
      ...composed.fields,
    });
    return { xml, shown: composed.shown, ...(id && { msg_id: id }) };
  }

  /** Unique, and past what a double can hold: it must be kept as text. */
  private newMsgId(): string {
    this.msg_count = (this.msg_count + 1) % 65_536;
    return String((BigInt(Date.now()) << 20n) + BigInt(this.msg_count));
  }

  private async reportDelivered(person: Person, msgid: number): Promise<void> {
    const xml = writeXml({
      ToUserName: this.account.original_id,
      FromUserName: person.openid,
      CreateTime: String(Math.floor(this.state.now() / 1000)),
      MsgType: 'event',
      Event: 'TEMPLATESENDJOBFINISH',
      MsgID: String(msgid),
      Status: 'success',
    });
    this.under_way += 1;
    try {
      await deliver(this.hands, person.openid, xml, 'TEMPLATESENDJOBFINISH');
    } finally {
      this.under_way -= 1;
    }
  }
}

function sameLine(item: InboxItem, line: Pick<InboxItem, 'kind' | 'text'>): boolean {
  return item.direction === 'out' && item.kind === line.kind && item.text === line.text;
}

/** The person after what she did: following or not, windows opened, notices allowed. */
function changed(person: Person, said: Said, fields: Record<string, unknown>, now_ms: number): Person {
  if (!('event' in said)) return { ...person, windows: afterMessage(person.windows, now_ms) };
  switch (fields.Event) {
    case 'subscribe':
      return {
        ...person,
        following: true,
        followed_at_s: Math.floor(now_ms / 1000),
        windows: afterAction(person.windows, now_ms),
        ...(said.key && { scene: said.key }),
      };
    case 'unsubscribe':
      return { ...person, following: false, windows: {}, allows: {} };
    case 'SCAN':
    case 'CLICK':
    case 'VIEW':
      return { ...person, windows: afterAction(person.windows, now_ms) };
    case 'subscribe_msg_popup_event': {
      const id = said.template_id ?? '';
      if (said.accept === false || !id) return person;
      const held = person.allows[id] ?? 0;
      return { ...person, allows: { ...person.allows, [id]: said.always || held < 0 ? -1 : held + 1 } };
    }
    default:
      return person;
  }
}
