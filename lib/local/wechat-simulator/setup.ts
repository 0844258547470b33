/** What an account sets up with WeChat: its menu and its QR codes; and who follows it. */
import { randomBytes } from 'node:crypto';
import type { State } from './state';
import { error } from './tokens';
import type { ApiAnswer } from './types';

const BUTTONS_MAX = 3;
const SUB_BUTTONS_MAX = 5;
const BUTTON_NAME_BYTES_MAX = 16;
const SUB_BUTTON_NAME_BYTES_MAX = 60;
const KEY_BYTES_MAX = 128;
const SCENE_MAX = 64;
const TICKETS_MAX = 5000;
const TEMPORARY_MAX_S = 30 * 86_400;

export interface Button {
  name: string;
  type?: string;
  key?: string;
  url?: string;
  sub_button?: Button[];
}

/** POST /cgi-bin/menu/create */
export function createMenu(state: State, body: any): ApiAnswer {
  const buttons: Button[] = body?.button;
  if (!Array.isArray(buttons) || buttons.length < 1 || buttons.length > BUTTONS_MAX)
    return error(40016, 'invalid button size');
  for (const button of buttons) {
    const wrong = button.sub_button?.length ? subMenuError(button) : buttonError(button, BUTTON_NAME_BYTES_MAX);
    if (wrong) return wrong;
  }
  state.setAccount('menu', { button: buttons });
  return { errcode: 0, errmsg: 'ok' };
}

function subMenuError(button: Button): ApiAnswer | undefined {
  if (Buffer.byteLength(button.name ?? '') > BUTTON_NAME_BYTES_MAX) return error(40018, 'invalid button name size');
  if (button.sub_button!.length > SUB_BUTTONS_MAX) return error(40023, 'invalid sub button size');
  return button.sub_button!.map((one) => buttonError(one, SUB_BUTTON_NAME_BYTES_MAX)).find((wrong) => wrong);
}

function buttonError(button: Button, name_bytes_max: number): ApiAnswer | undefined {
  const name_bytes = Buffer.byteLength(button.name ?? '');
  if (name_bytes === 0 || name_bytes > name_bytes_max) return error(40018, 'invalid button name size');
  if (button.type === 'view') return button.url ? undefined : error(40020, 'invalid button url size');
  if (!button.type) return error(40017, 'invalid button type');
  const key_bytes = Buffer.byteLength(button.key ?? '');
  return key_bytes === 0 || key_bytes > KEY_BYTES_MAX ? error(40019, 'invalid button key size') : undefined;
}

/** GET /cgi-bin/menu/get */
export function getMenu(state: State): ApiAnswer {
  const menu = state.account.get('menu');
  return menu ? { menu } : error(46003, 'menu no exist');
}

export interface Ticket {
  scene: string;
  /** 0 for a permanent one. */
  until_ms: number;
}

/** POST /cgi-bin/qrcode/create */
export function createQrCode(state: State, body: any): ApiAnswer {
  const scene = body?.action_info?.scene;
  const text = scene?.scene_str ?? (scene?.scene_id === undefined ? undefined : String(scene.scene_id));
  const permanent = /^QR_LIMIT_(STR_)?SCENE$/.test(body?.action_name ?? '');
  if (!permanent && !/^QR_(STR_)?SCENE$/.test(body?.action_name ?? '')) return error(40053, 'invalid action info');
  if (typeof text !== 'string' || text.length < 1 || text.length > SCENE_MAX)
    return error(40053, 'invalid action info');
  const expire_seconds = permanent ? 0 : Math.min(Number(body.expire_seconds ?? 60), TEMPORARY_MAX_S);
  const ticket = `gQ${randomBytes(64).toString('base64url')}`;
  const held: Record<string, Ticket> = state.account.get('tickets') ?? {};
  const kept = Object.entries(held).slice(-(TICKETS_MAX - 1));
  const until_ms = permanent ? 0 : state.now() + expire_seconds * 1000;
  state.setAccount('tickets', { ...Object.fromEntries(kept), [ticket]: { scene: text, until_ms } });
  return { ticket, ...(!permanent && { expire_seconds }), url: `http://weixin.qq.com/q/${ticket.slice(2, 26)}` };
}

/** GET /cgi-bin/showqrcode: the picture is a QR code of the scene's own link; undefined for an unknown or old ticket. */
export async function showQrCode(state: State, ticket: string): Promise<Buffer | undefined> {
  const held: Ticket | undefined = state.account.get('tickets')?.[ticket];
  if (!held || (held.until_ms > 0 && held.until_ms <= state.now())) return undefined;
  const { toBuffer } = await import('qrcode');
  return toBuffer(`http://weixin.qq.com/q/${ticket.slice(2, 26)}`, { width: 430, margin: 2 });
}

/** GET /cgi-bin/user/info */
export function userInfo(state: State, openid: string | null): ApiAnswer {
  const person = openid ? state.people.get(openid) : undefined;
  if (!person) return error(40003, 'invalid openid');
  if (!person.following) return { subscribe: 0, openid: person.openid };
  return {
    subscribe: 1,
    openid: person.openid,
    language: 'zh_CN',
    subscribe_time: person.followed_at_s,
    remark: '',
    groupid: 0,
    tagid_list: [],
    subscribe_scene: person.scene ? 'ADD_SCENE_QR_CODE' : 'ADD_SCENE_SEARCH',
    qr_scene: 0,
    qr_scene_str: person.scene ?? '',
  };
}
