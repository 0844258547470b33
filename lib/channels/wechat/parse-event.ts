/** WeChat's events → the few that mean something here. */
import type { Message } from '../types';
import { placeOf } from './parse-place';
import { type Element, field } from './xml';

type Event = NonNullable<Message['event']>;

const NAMES: Record<string, Event['name']> = {
  subscribe: 'follow',
  unsubscribe: 'unfollow',
  SCAN: 'scan',
  CLICK: 'menu',
  VIEW: 'view',
  view_miniprogram: 'view',
  LOCATION: 'located',
  TEMPLATESENDJOBFINISH: 'delivered',
  subscribe_msg_sent_event: 'delivered',
  subscribe_msg_popup_event: 'subscribed',
  subscribe_msg_change_event: 'subscribed',
};

const KEY_MAX = 128;
const DETAILS_MAX = 20;

/**
 * The event; where it happened, when it says so; and what tells it from others of the same person in the same
 * second (WeChat gives events no MsgId).
 */
export function readEvent(root: Element): { event: Event; location?: Message['location']; distinct: string } {
  const given = (field(root, 'Event') ?? '').slice(0, 64);
  const name = Object.hasOwn(NAMES, given) ? NAMES[given]! : 'other';
  const raw_key = (field(root, 'EventKey') ?? '').slice(0, KEY_MAX);
  const report = field(root, 'MsgID') ?? field(root, 'MsgId') ?? '';
  const distinct = [given, raw_key, report.slice(0, 32)].filter(Boolean).join(':');
  const read = detailsOf(root, name, given, raw_key);
  const event: Event = {
    name,
    ...(read.key && { key: read.key }),
    ...(read.detail && Object.keys(read.detail).length > 0 && { detail: read.detail }),
  };
  const location = name === 'located' ? placeOf(field(root, 'Latitude'), field(root, 'Longitude')) : undefined;
  return { event, ...(location && { location }), distinct };
}

function detailsOf(root: Element, name: Event['name'], given: string, key: string): Pick<Event, 'key' | 'detail'> {
  switch (name) {
    case 'follow':
      // Without the prefix it is no scene of a QR code (following after a payment, for one).
      return key.startsWith('qrscene_') ? { key: key.slice('qrscene_'.length) } : {};
    case 'delivered':
      return given === 'TEMPLATESENDJOBFINISH'
        ? {
            key: (field(root, 'Status') ?? '').slice(0, 64),
            detail: { message: (field(root, 'MsgID') ?? '').slice(0, 32) },
          }
        : sentOutcome(root);
    case 'subscribed':
      return consents(root, given);
    case 'other':
      return { ...(key && { key }), detail: { event: given } };
    default:
      return key ? { key } : {};
  }
}

/** Which notices she said yes to: template id → `accept` or `reject`; the key is `accept` when any was. */
function consents(root: Element, given: string): Pick<Event, 'key' | 'detail'> {
  const group = given === 'subscribe_msg_change_event' ? 'SubscribeMsgChangeEvent' : 'SubscribeMsgPopupEvent';
  const answers = (root.children.get(group)?.[0]?.children.get('List') ?? []).slice(0, DETAILS_MAX).flatMap((one) => {
    const template = field(one, 'TemplateId');
    const answer = field(one, 'SubscribeStatusString');
    return template && answer ? [[template.slice(0, 64), answer.slice(0, 16)] as const] : [];
  });
  if (answers.length === 0) return {};
  return {
    key: answers.some(([, answer]) => answer === 'accept') ? 'accept' : 'reject',
    detail: Object.fromEntries(answers),
  };
}

function sentOutcome(root: Element): Pick<Event, 'key' | 'detail'> {
  const one = root.children.get('SubscribeMsgSentEvent')?.[0]?.children.get('List')?.[0];
  const code = field(one, 'ErrorCode') ?? '';
  return { key: code === '0' ? 'success' : (field(one, 'ErrorStatus') ?? code).slice(0, 64) };
}
