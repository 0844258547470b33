/** What the WeChat simulator tells the page. */

export interface Person {
  openid: string;
  nickname: string;
  following?: boolean;
  unread?: number;
}

export interface Choice {
  send: string;
  label: string;
}

/** One line of a chat: what she sent, what the account answered, or what was pushed. */
export interface Item {
  n: number;
  at: string;
  /** `mine` was sent by the person, `theirs` came to her. */
  side: 'mine' | 'theirs';
  kind: string;
  text: string;
  choices: Choice[];
  template?: { title: string; fields: { label: string; value: string }[] };
  msg_id?: string;
  turn?: number;
  /** Came unasked: no turn of hers brought it. */
  pushed: boolean;
  /** How often the same message (same MsgId) was delivered. */
  times: number;
}

export interface MenuButton {
  name: string;
  key?: string;
  url?: string;
  sub: MenuButton[];
}

export interface Scene {
  scene: string;
  title: string;
  detail?: string;
}

/** What one message brings back, after all attempts of the simulator. */
export interface SendResult {
  replies: { type: string; content: string; choices?: Choice[] }[];
  attempts: number;
}

/** One message as it went over the wire, and what it wrote. */
export interface Turn {
  n: number;
  at: string;
  mode: string;
  ms: number;
  request: string;
  decrypted: string;
  answer: string;
  answer_decrypted: string;
  attempts: { url: string; ms: number; status?: number; outcome: string }[];
  rows: WrittenRow[];
}

export interface WrittenRow {
  transaction?: number;
  kind: string;
  pk: string;
  sk: string;
  why?: string;
  when?: unknown;
  outcome?: string;
  event?: string;
  before?: Record<string, unknown>;
  after?: Record<string, unknown>;
}

export type Outgoing =
  | { text: string; msgId?: string }
  | { event: 'subscribe' | 'SCAN' | 'CLICK' | 'unsubscribe'; key?: string; msgId?: string }
  | ({ type: 'image' | 'voice' | 'location' | 'sticker'; msgId?: string } & Record<string, unknown>);
