/** Pushes to a person on WeChat: by conversation while its window is open, else by template or notice. */
import { createHash } from 'node:crypto';
import { HOUR_MS, MINUTE_MS } from '../../platform/clock';
import type { World } from '../../platform/world';
import type { Delivery, Push, Sender } from '../types';
import { type Called, nothingMore, type WechatApi, wechatApi } from './api';
import type { WechatConfig } from './config';
import { textContent } from './content';
import { fetchMedia } from './media';
import { createQr, type QrRequest } from './qr';
import { templateData } from './template-fields';
import { type TokenKeeper, tokenKeeper } from './token';

/** 48 h, less what our clock and WeChat's may differ by. */
const WINDOW_MS = 48 * HOUR_MS - 5 * MINUTE_MS;
const CLIENT_ID_MAX = 32;

type Called0 = Called<unknown>;
type Way = 'conversation' | 'template' | 'subscription';

/**
 * The sender of one account. Within 48 h of what she last wrote a customer-service message is tried; WeChat's
 * "outside the window" (45015) and "too many in a row" (45047) lead on to the template. A template carries the
 * push's id, by which WeChat drops a second one; the other two ways are at-least-once.
 */
export function wechatSender(
  config: WechatConfig,
  world: World,
  keeper: TokenKeeper = tokenKeeper(config, world),
  api: WechatApi = wechatApi(config, world, keeper),
): Sender {
  return {
    async send(address, push) {
      if (push.last_heard_ms !== undefined && world.now() - push.last_heard_ms < WINDOW_MS) {
        const said = await api.call('/cgi-bin/message/custom/send', conversationBody(address, push), nothingMore);
        if (said.trouble !== 'window') return delivery(said, 'conversation');
      }
      return sendFixed(config, api, address, push);
    },
    media: (reference, bytes_max) => fetchMedia(config, world, reference, bytes_max, keeper),
    async sceneCode(scene, expires_in_s) {
      const lasting =
        expires_in_s === undefined ? { lasting: 'permanent' as const } : { lasting: 'temporary' as const };
      const made = await createQr(api, { scene, ...lasting, ...(expires_in_s && { expires_in_s }) } as QrRequest);
      if ('refused' in made) return { outcome: 'refused', reason: made.refused };
      if (!made.trouble) return { outcome: 'made', url: made.data.url, picture_url: made.data.picture_url };
      return made.trouble === 'later'
        ? { outcome: 'later', retry_after_ms: made.retry_after_ms, reason: made.reason }
        : { outcome: 'refused', reason: made.reason };
    },
  };
}

async function sendFixed(config: WechatConfig, api: WechatApi, address: string, push: Push): Promise<Delivery> {
  const { name, fields } = push.template;
  const template = chosen(config.templates[name]);
  const notice = chosen(config.subscriptions?.[name]);
  if (template) {
    const body = {
      touser: address,
      template_id: template.id,
      client_msg_id: clientId(push.id),
      data: templateData(fields, template.fields),
    };
    const sent = await api.call('/cgi-bin/message/template/send', body, nothingMore);
    // An account without template messages may still have notices.
    if (!(sent.trouble === 'no_permission' && notice)) return delivery(sent, 'template');
  }
  if (notice) {
    const body = { touser: address, template_id: notice.id, data: templateData(fields, notice.fields) };
    return delivery(await api.call('/cgi-bin/message/subscribe/bizsend', body, nothingMore), 'subscription');
  }
  return { outcome: 'undeliverable', reason: 'no_permission', detail: `no template or notice configured for ${name}` };
}

function chosen(template: WechatConfig['templates'][keyof WechatConfig['templates']]) {
  return typeof template === 'string' ? { id: template, fields: {} } : template;
}

/**
 * Choices as links in the text, as in answers, and not as a `msgmenu`: that sends back what it shows, and 看这个班
 * does not say which one, while a link shows the label and sends what the choice stands for.
 */
function conversationBody(address: string, push: Push): object {
  return { touser: address, msgtype: 'text', text: { content: textContent(push) } };
}

function delivery(called: Called0, via: Way): Delivery {
  switch (called.trouble) {
    case undefined:
      return { outcome: 'sent', via };
    case 'later':
      return { outcome: 'later', retry_after_ms: called.retry_after_ms, reason: called.reason };
    case 'window':
      // No template or notice has a window; should WeChat say so all the same, an hour is a fair pause.
      return { outcome: 'later', retry_after_ms: HOUR_MS, reason: called.reason };
    default:
      return { outcome: 'undeliverable', reason: called.trouble, detail: called.reason };
  }
}

function clientId(id: string): string {
  return id.length <= CLIENT_ID_MAX ? id : createHash('sha256').update(id).digest('hex').slice(0, CLIENT_ID_MAX);
}
