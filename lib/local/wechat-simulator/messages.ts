/** Messages an account sends unasked: customer service, templates, subscription notices; under WeChat's rules. */
import { dayOf, MINUTE_MS } from '../../platform/clock';
import type { State } from './state';
import { error } from './tokens';
import type { Account, ApiAnswer, InboxItem, Person } from './types';
import { OUT_OF_TIME, spend } from './windows';

const TEXT_BYTES_MAX = 2048;
const REPEAT_MS = 10 * MINUTE_MS;
const MENU_LINK = /<a\s+href\s*=\s*(["'])weixin:\/\/bizmsgmenu\?([^"']*)\1\s*>([\s\S]*?)<\/a>/g;
const OK = { errcode: 0, errmsg: 'ok' };

/** What each kind of field takes, by the beginning of its key (订阅消息参数值内容限制). */
const FIELD_RULES: Record<string, RegExp> = {
  thing: /^[\s\S]{1,20}$/,
  short_thing: /^[\s\S]{1,20}$/,
  character_string: /^[\x20-\x7e]{1,32}$/,
  phrase: /^[\p{Script=Han}]{1,5}$/u,
  name: /^[\p{Script=Han}·]{1,10}$|^[\x20-\x7e]{1,20}$/u,
  number: /^\d{1,32}$/,
  time: /^[\d年月日时分:\-/.~ 至点周一二三四五六星期上下午晚早]{4,40}$/u,
  date: /^[\d年月日:\-/.~ 至]{4,40}$/u,
  phone_number: /^[\d+\- ]{1,17}$/,
  const: /^[\s\S]{1,20}$/,
};

export interface Quotas {
  /** Template messages a day. */
  template_daily_max: number;
}

/** POST /cgi-bin/message/custom/send */
export function sendCustom(state: State, body: any): ApiAnswer {
  const refused = addressee(state, body);
  if (refused) return refused;
  const shown = readCustom(body);
  if ('errcode' in shown) return shown as ApiAnswer;
  const person = state.people.get(body.touser)!;
  const windows = spend(person.windows, state.now());
  if (typeof windows === 'number')
    return windows === OUT_OF_TIME
      ? error(windows, 'response out of time limit or subscription is canceled')
      : error(windows, 'out of response count limit');
  state.keep({ ...person, windows });
  state.show(person.openid, { direction: 'out', kind: 'push', ...(shown as Pick<InboxItem, 'text' | 'choices'>) });
  return OK;
}

function readCustom(body: any): Pick<InboxItem, 'text' | 'choices'> | ApiAnswer {
  if (body.msgtype === 'text') {
    const text = body.text?.content;
    if (typeof text !== 'string' || text === '') return error(44004, 'empty content');
    if (Buffer.byteLength(text) > TEXT_BYTES_MAX) return error(45002, 'content size out of limit');
    return readLinks(text);
  }
  if (body.msgtype === 'msgmenu') {
    const { head_content = '', list, tail_content = '' } = body.msgmenu ?? {};
    if (!Array.isArray(list) || list.length === 0 || list.some((one) => typeof one?.content !== 'string'))
      return error(47001, 'data format error');
    const text = [head_content, tail_content].filter(Boolean).join('\n');
    if (Buffer.byteLength(text + list.map((one) => one.content).join('')) > TEXT_BYTES_MAX)
      return error(45002, 'content size out of limit');
    return { text, choices: list.map((one) => ({ send: one.content, label: one.content })) };
  }
  return error(40008, 'invalid message type');
}

/** `weixin://bizmsgmenu` links become what can be tapped, and leave the text. */
export function readLinks(text: string): Pick<InboxItem, 'text' | 'choices'> {
  const choices: { send: string; label: string }[] = [];
  const plain = text.replace(MENU_LINK, (_, _quote, query: string, label: string) => {
    const send = new URLSearchParams(query.replaceAll('&amp;', '&')).get('msgmenucontent') || label;
    choices.push({ send, label });
    return '';
  });
  if (choices.length === 0) return { text };
  return { text: plain.replace(/\n{3,}/g, '\n\n').trim(), choices };
}

/** POST /cgi-bin/message/template/send */
export function sendTemplate(
  state: State,
  account: Account,
  quotas: Quotas,
  body: any,
): ApiAnswer & { delivered?: Person } {
  const refused = addressee(state, body) ?? fieldsError(account, body);
  if (refused) return refused;
  const now = state.now();
  const id = typeof body.client_msg_id === 'string' ? `${body.touser} ${body.client_msg_id}` : undefined;
  const repeated = id ? state.sent.get(id) : undefined;
  if (repeated && Math.abs(now - repeated.at_ms) < REPEAT_MS) return { ...OK, msgid: repeated.msgid };
  const day = dayOf(now);
  const used = state.account.get('template_day')?.day === day ? state.account.get('template_day').used : 0;
  if (used >= quotas.template_daily_max) return error(45009, 'reach max api daily quota limit');
  state.setAccount('template_day', { day, used: used + 1 });
  const msgid = nextMsgId(state);
  if (id) state.keepSent(id, { msgid, at_ms: now });
  const person = showTemplate(state, account, body, 'template');
  return { ...OK, msgid, delivered: person };
}

/** POST /cgi-bin/message/subscribe/bizsend */
export function sendSubscription(state: State, account: Account, body: any): ApiAnswer {
  const refused = addressee(state, body) ?? fieldsError(account, body);
  if (refused) return refused;
  const person = state.people.get(body.touser)!;
  const left = person.allows[body.template_id] ?? 0;
  if (left === 0) return error(43101, 'user refuse to accept the msg');
  if (left > 0) state.keep({ ...person, allows: { ...person.allows, [body.template_id]: left - 1 } });
  showTemplate(state, account, body, 'subscription');
  return OK;
}

function addressee(state: State, body: any): ApiAnswer | undefined {
  if (typeof body?.touser !== 'string') return error(40003, 'invalid openid');
  const person = state.people.get(body.touser);
  if (!person) return error(40003, 'invalid openid');
  if (!person.following) return error(43004, 'require subscribe');
  return undefined;
}

function fieldsError(account: Account, body: any): ApiAnswer | undefined {
  const known = account.templates[body.template_id];
  if (!known) return error(40037, 'invalid template_id');
  if (typeof body.data !== 'object' || body.data === null || Object.keys(body.data).length === 0)
    return error(47001, 'data format error');
  // Stricter than WeChat may be with a keyword too many: what the template does not lay out, nobody would see.
  for (const key of new Set([...Object.keys(known.labels), ...Object.keys(body.data)]))
    if (!Object.hasOwn(known.labels, key) || !Object.hasOwn(body.data, key))
      return error(47003, `argument invalid! data.${key}`);
  for (const [key, field] of Object.entries<any>(body.data)) {
    if (typeof field?.value !== 'string') return error(47003, `argument invalid! data.${key}.value is emtpy`);
    const rule = FIELD_RULES[key.replace(/\d+$/, '')];
    if (/\d$/.test(key) && rule && !rule.test(field.value))
      return error(47003, `argument invalid! data.${key}.value invalid`);
  }
  return undefined;
}

function showTemplate(state: State, account: Account, body: any, via: 'template' | 'subscription'): Person {
  const known = account.templates[body.template_id]!;
  // In the order the template lays out, whatever the order they were sent in.
  const laid_out = Object.entries(known.labels).map(([key, label]) => [label, String(body.data[key].value)]);
  const fields: Record<string, string> = Object.fromEntries(laid_out);
  state.show(body.touser, {
    direction: 'out',
    kind: 'template',
    text: [known.title, ...Object.entries(fields).map(([label, value]) => `${label}：${value}`)].join('\n'),
    template: { id: body.template_id, name: known.title, via, fields },
  });
  return state.people.get(body.touser)!;
}

function nextMsgId(state: State): number {
  const msgid = (state.account.get('last_msgid') ?? 3_000_000_000) + 1;
  state.setAccount('last_msgid', msgid);
  return msgid;
}
