/** What passes between a channel (WeChat today) and the rest: messages in, replies and pushes out. */

/** The public account, or the accounts of the resident gateway. */
export type Channel = 'wechat' | 'wechaty';

/** One message or event from a person, as the channel verified and read it. */
export interface Message {
  channel: Channel;
  /** The person on that channel (openid; of the gateway `account.contact`). */
  address: string;
  /** Unique per person; the channel's MsgId, or FromUserName+CreateTime(+event) for events. */
  id: string;
  /** When the person sent it (ms); the channel's CreateTime, to the second. */
  sent_ms: number;
  kind: 'text' | 'image' | 'voice' | 'video' | 'location' | 'link' | 'sticker' | 'event' | 'unknown';
  /** Text as typed; for voice what the channel recognised, when it did. At most 2,048 characters are kept. */
  text?: string;
  event?: {
    name: 'follow' | 'unfollow' | 'scan' | 'menu' | 'view' | 'located' | 'delivered' | 'subscribed' | 'other';
    /** The scene of a QR code (`class:A17`), the key of a menu button, or the outcome reported. */
    key?: string;
    detail?: Record<string, string>;
  };
  location?: { latitude: number; longitude: number; label?: string };
  /** What a picture, voice or video can be fetched by while the channel keeps it. */
  media?: { id?: string; url?: string };
  /** Said in a group that others read: nothing about a person is answered there. */
  group?: { id: string };
}

/** The answer to a message. `choices` are shown as tappable lines `1 确认`; tapping sends `label` or its number. */
export interface Reply {
  text: string;
  choices?: Choice[];
}
export interface Choice {
  /** What is sent when tapped, and may be typed: '1', '2' … */
  send: string;
  label: string;
}

/** Something to push to a person outside an answer. */
export interface Push {
  /** Unique and stable over retries; channels that can, drop a second one with the same id. */
  id: string;
  text: string;
  choices?: Choice[];
  /** For channels that only let a fixed template through once the conversation has gone quiet. */
  template: TemplateMessage;
  /** When the person last wrote (ms): decides which way the push can go. */
  last_heard_ms?: number;
}
/** One template per kind of news, and the fields it lays out; the channel maps both to names of its own. */
interface TemplateFields {
  lesson_reminder: 'title' | 'time' | 'place' | 'note';
  class_changed: 'title' | 'time' | 'place' | 'note';
  class_cancelled: 'title' | 'code' | 'note';
  seat_offered: 'title' | 'code' | 'until' | 'note';
  class_news: 'title' | 'code' | 'time' | 'place';
  general: 'title' | 'note';
}
export type TemplateName = keyof TemplateFields;
/** A template with all of its fields and no other: WeChat refuses a message that leaves one out, and shows none it does not know. */
export type TemplateMessage = {
  [N in TemplateName]: { name: N; fields: Record<TemplateFields[N], string> };
}[TemplateName];

export type Delivery =
  /** `gateway`: put where the resident gateway fetches it; what became of it there is counted there. */
  | { outcome: 'sent'; via: 'conversation' | 'template' | 'subscription' | 'gateway' }
  /** Try again later: quota, outage, throttle. */
  | { outcome: 'later'; retry_after_ms: number; reason: string }
  /** Never: unfollowed, refused, not permitted. */
  | { outcome: 'undeliverable'; reason: 'not_following' | 'refused' | 'no_permission' | 'rejected'; detail?: string };

/** A code to scan that says where it was scanned: on a poster, at the gate. */
export type SceneCode =
  | { outcome: 'made'; url: string; picture_url: string }
  | { outcome: 'later'; retry_after_ms: number; reason: string }
  | { outcome: 'refused'; reason: string };

/** A picture or file a person sent. */
export type Media =
  | { outcome: 'got'; bytes: Uint8Array }
  | { outcome: 'later'; retry_after_ms: number; reason: string }
  /** Gone, too large, or not ours to fetch. */
  | { outcome: 'refused'; reason: string };

export interface Sender {
  /** Over the public account, unless another channel is named. */
  send(address: string, push: Push, channel?: Channel): Promise<Delivery>;
  /** A code for a scene (`class:A17`), lasting unless it is to expire; absent on channels without such codes. */
  sceneCode?(scene: string, expires_in_s?: number): Promise<SceneCode>;
  /** What a person sent, by the reference in her message, while the channel keeps it; absent on channels that hand on none. */
  media?(reference: NonNullable<Message['media']>, bytes_max: number): Promise<Media>;
}
