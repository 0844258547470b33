/** What a person does on her phone → the fields of the callback that WeChat makes of it. */
import * as z from 'zod';
import type { Person } from './types';
import type { Fields } from './wire';

const key = z.string().max(128);
const msgId = z.string().min(1).max(64).optional();

export const SaidText = z.strictObject({
  text: z.string().min(1).max(4096),
  menu_id: z.string().max(64).optional(),
  msgId,
});
export const SaidEvent = z.strictObject({
  event: z.enum(['subscribe', 'unsubscribe', 'SCAN', 'CLICK', 'VIEW', 'LOCATION', 'subscribe_msg_popup_event']),
  key: key.optional(),
  latitude: z.number().min(-90).max(90).optional(),
  longitude: z.number().min(-180).max(180).optional(),
  template_id: z.string().max(64).optional(),
  accept: z.boolean().optional(),
  /** 长期订阅: allowed for good. */
  always: z.boolean().optional(),
  msgId,
});
export const SaidThing = z.strictObject({
  type: z.enum(['image', 'voice', 'video', 'shortvideo', 'location', 'link', 'sticker']),
  recognition: z.string().max(2048).optional(),
  latitude: z.number().min(-90).max(90).optional(),
  longitude: z.number().min(-180).max(180).optional(),
  label: z.string().max(200).optional(),
  title: z.string().max(200).optional(),
  /** An image: the file in base 64; a plain one when left out. */
  picture: z.base64().max(14_000_000).optional(),
  url: z.string().max(500).optional(),
  msgId,
});
export const Said = z.union([SaidText, SaidEvent, SaidThing]);
export type Said = z.infer<typeof Said>;

/** What is known of one message before it is wired. */
export interface Composed {
  fields: Fields;
  /** As shown on her own phone. */
  shown: { kind: string; text: string };
  /** Absent for events: WeChat gives those no id. */
  msg_id?: string;
}

/** Stickers reach an account only as this text. */
const STICKER = '【收到不支持的消息类型，暂无法显示】';

/** Where WeChat shows pictures; the simulator has an address of its own. */
const PICTURES = 'http://mmbiz.qpic.cn/mmbiz_jpg';

/** What she did as the message WeChat would send for it. */
export function compose(said: Said, person: Person, msg_id: string, pictures = PICTURES): Composed {
  if ('text' in said)
    return {
      fields: {
        MsgType: 'text',
        Content: said.text,
        MsgId: msg_id,
        ...(said.menu_id && { bizmsgmenuid: said.menu_id }),
      },
      shown: { kind: 'text', text: said.text },
      msg_id,
    };
  if ('event' in said) return composeEvent(said, person);
  return composeThing(said, msg_id, pictures);
}

function composeEvent(said: z.infer<typeof SaidEvent>, person: Person): Composed {
  const event = (fields: Fields, text: string): Composed => ({
    fields: { MsgType: 'event', ...fields },
    shown: { kind: 'event', text },
  });
  // Scanning while not following is following by that code.
  const follows = said.event === 'subscribe' || (said.event === 'SCAN' && !person.following);
  if (follows) {
    const scene: Fields = said.key ? { EventKey: `qrscene_${said.key}`, Ticket: `gQ-${said.key}` } : { EventKey: '' };
    return event({ Event: 'subscribe', ...scene }, said.key ? `扫码关注 ${said.key}` : '关注');
  }
  switch (said.event) {
    case 'unsubscribe':
      return event({ Event: 'unsubscribe', EventKey: '' }, '取消关注');
    case 'SCAN':
      return event(
        { Event: 'SCAN', EventKey: said.key ?? '', Ticket: `gQ-${said.key ?? ''}` },
        `扫码 ${said.key ?? ''}`,
      );
    case 'LOCATION':
      return event(
        {
          Event: 'LOCATION',
          Latitude: String(said.latitude ?? 0),
          Longitude: String(said.longitude ?? 0),
          Precision: '60',
        },
        '上报位置',
      );
    case 'subscribe_msg_popup_event': {
      const List = {
        TemplateId: said.template_id ?? '',
        SubscribeStatusString: said.accept === false ? 'reject' : 'accept',
        PopupScene: '0',
      };
      return event(
        { Event: said.event, SubscribeMsgPopupEvent: { List } },
        said.accept === false ? '拒绝通知' : '允许通知',
      );
    }
    default:
      return event({ Event: said.event, EventKey: said.key ?? '' }, `菜单 ${said.key ?? ''}`);
  }
}

function composeThing(said: z.infer<typeof SaidThing>, msg_id: string, pictures: string): Composed {
  const MediaId = `media-${msg_id}`;
  const of = (kind: string, text: string, fields: Fields): Composed => ({
    fields: { MsgType: kind, ...fields, MsgId: msg_id },
    shown: { kind: said.type, text },
    msg_id,
  });
  switch (said.type) {
    case 'image':
      return of('image', '[图片]', { PicUrl: `${pictures}/${MediaId}`, MediaId });
    case 'voice':
      return of('voice', '[语音]', {
        MediaId,
        Format: 'amr',
        MediaId16K: `${MediaId}-16k`,
        Recognition: said.recognition ?? '',
      });
    case 'video':
    case 'shortvideo':
      return of(said.type, '[视频]', { MediaId, ThumbMediaId: `${MediaId}-thumb` });
    case 'location':
      return of('location', `[位置] ${said.label ?? ''}`, {
        Location_X: String(said.latitude ?? 0),
        Location_Y: String(said.longitude ?? 0),
        Scale: '15',
        Label: said.label ?? '',
      });
    case 'link':
      return of('link', `[链接] ${said.title ?? ''}`, {
        Title: said.title ?? '链接',
        Description: '',
        Url: said.url ?? 'https://example.com/',
      });
    case 'sticker':
      return of('text', '[表情]', { Content: STICKER });
  }
}
