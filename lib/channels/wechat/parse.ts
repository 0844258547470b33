/** A verified XML body → a `Message`. Survives what is missing, repeated or nested where it should not be. */
import * as z from 'zod/mini';
import { maskLongNumbers } from '../../platform/long-number';
import type { Message } from '../types';
import { cutCharacters } from './content';
import { readEvent } from './parse-event';
import { placeOf } from './parse-place';
import { type Element, field, readXml } from './xml';

export const BODY_MAX_BYTES = 64 * 1024;
const TEXT_MAX = 2048;
const LABEL_MAX = 60;

// An address becomes part of a key in the table, so it is held to what openids are made of.
const head = z.object({
  ToUserName: z.string().check(z.regex(/^[\w@.-]{1,64}$/)),
  // `gh_…` is an account: an answer of ours, signed with the same token and sent back to us, is no message.
  FromUserName: z.string().check(z.regex(/^(?!gh_)[\w-]{1,64}$/)),
  CreateTime: z.string().check(z.regex(/^\d{1,11}$/)),
  MsgType: z.string().check(z.regex(/^\w{1,32}$/)),
  // 64 bits: as a number its last digits would change, and two messages would become one.
  MsgId: z.optional(z.string().check(z.regex(/^\d{1,20}$/))),
});

const KINDS: Record<string, Message['kind']> = {
  text: 'text',
  image: 'image',
  voice: 'voice',
  video: 'video',
  shortvideo: 'video',
  location: 'location',
  link: 'link',
  sticker: 'sticker',
  emoji: 'sticker',
  event: 'event',
};

/** What WeChat writes as text where someone sent a sticker that it does not hand on. */
const NOT_HANDED_ON = /^[【[]收到不支持的消息类型[，,]暂无法显示[】\]]$/;

/** The message and the account it was sent to (needed to answer), or `undefined` when it is none. */
export function readMessage(xml: string): { message: Message; account: string } | undefined {
  const root = readXml(xml);
  if (!root) return undefined;
  const read = z.safeParse(head, {
    ToUserName: field(root, 'ToUserName'),
    FromUserName: field(root, 'FromUserName'),
    CreateTime: field(root, 'CreateTime'),
    MsgType: field(root, 'MsgType'),
    MsgId: field(root, 'MsgId') || undefined,
  });
  if (!read.success) return undefined;
  const { ToUserName, FromUserName, CreateTime, MsgType, MsgId } = read.data;
  const kind = Object.hasOwn(KINDS, MsgType) ? KINDS[MsgType]! : 'unknown';
  const common = { channel: 'wechat' as const, address: FromUserName, sent_ms: Number(CreateTime) * 1000 };
  if (kind === 'event') {
    const { event, location, distinct } = readEvent(root);
    const id = `${FromUserName}:${CreateTime}:${distinct}`;
    return { account: ToUserName, message: { ...common, id, kind, event, ...(location && { location }) } };
  }
  const id = MsgId ?? `${FromUserName}:${CreateTime}:${MsgType}`;
  return { account: ToUserName, message: { ...common, id, kind, ...contentOf(root, kind) } };
}

function contentOf(root: Element, kind: Message['kind']): Partial<Message> {
  // A tap on a choice comes as text with a `bizmsgmenuid` beside it; the id is sometimes missing, the text never.
  if (kind === 'text') {
    const said = field(root, 'Content');
    const text = kept(root.children.has('bizmsgmenuid') ? unescaped(said) : said);
    return NOT_HANDED_ON.test(text) ? { kind: 'sticker' } : { text };
  }
  if (kind === 'voice') {
    const heard = kept(field(root, 'Recognition'));
    return heard ? { text: heard } : {};
  }
  if (kind === 'image') return mediaOf(root);
  if (kind === 'link') {
    const title = kept(field(root, 'Title'));
    return title ? { text: title } : {};
  }
  if (kind === 'location') {
    const location = placeOf(field(root, 'Location_X'), field(root, 'Location_Y'));
    const label = labelOf(field(root, 'Label'));
    return location ? { location: { ...location, ...(label && { label }) } } : {};
  }
  return {};
}

const MEDIA_ID = /^[\w-]{1,128}$/;
const ADDRESS = /^https?:\/\/[\x21-\x7e]{1,500}$/;

/** What a picture can be fetched by, while WeChat keeps it. */
function mediaOf(root: Element): Pick<Message, 'media'> {
  const id = field(root, 'MediaId') ?? '';
  const url = field(root, 'PicUrl') ?? '';
  const media = { ...(MEDIA_ID.test(id) && { id }), ...(ADDRESS.test(url) && { url }) };
  return Object.keys(media).length > 0 ? { media } : {};
}

/** A place's name is kept in the clear, on one line, and repeated to her. */
function labelOf(text?: string): string {
  const line = maskLongNumbers(kept(text)).replace(/\s+/g, ' ').trim();
  return cutCharacters(line, LABEL_MAX);
}

/** What we escaped in a choice's address, should WeChat hand it back as it stood there. */
function unescaped(text = ''): string {
  return text.replace(/%(2[0-9A-F]|3[C-F])/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

/** At most 2,048 characters, without control characters, never half of a character. */
function kept(text = ''): string {
  const clean = text.replace(/[^\P{Cc}\t\r\n]/gu, '');
  if (clean.length <= TEXT_MAX) return clean;
  return clean.slice(0, TEXT_MAX).replace(/[\uD800-\uDBFF]$/, '');
}
