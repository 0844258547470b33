/** The API an account calls (api.weixin.qq.com), as much of it as is used; errors as WeChat words them. */
import type { Faults } from './faults';
import { type MediaShelf, typeOf } from './media';
import { type Quotas, sendCustom, sendSubscription, sendTemplate } from './messages';
import { createMenu, createQrCode, getMenu, showQrCode, userInfo } from './setup';
import type { State } from './state';
import { error, stableToken, tokenError } from './tokens';
import type { Account, ApiAnswer, Person } from './types';

export interface ApiRequest {
  method: string;
  /** From `/cgi-bin` on. */
  path: string;
  query: URLSearchParams;
  body: string;
}
export interface ApiResponse {
  status: number;
  content_type: string;
  body: string | Buffer;
  /** The connection is cut instead. */
  drop?: boolean;
}
export interface ApiHands {
  state: State;
  account: Account;
  media: MediaShelf;
  faults: Faults;
  quotas: Quotas;
  /** Told of each template message that reached a phone: WeChat reports it to the account. */
  delivered(person: Person, msgid: number): void;
  sleep(ms: number): Promise<void>;
}

type Endpoint = (hands: ApiHands, body: any, query: URLSearchParams) => ApiAnswer;

const ENDPOINTS: Record<string, Endpoint> = {
  'POST /cgi-bin/message/custom/send': ({ state }, body) => sendCustom(state, body),
  'POST /cgi-bin/message/template/send': (hands, body) => {
    const { delivered, ...answer } = sendTemplate(hands.state, hands.account, hands.quotas, body);
    if (delivered) hands.delivered(delivered, answer.msgid as number);
    return answer;
  },
  'POST /cgi-bin/message/subscribe/bizsend': ({ state, account }, body) => sendSubscription(state, account, body),
  'POST /cgi-bin/menu/create': ({ state }, body) => createMenu(state, body),
  'GET /cgi-bin/menu/get': ({ state }) => getMenu(state),
  'POST /cgi-bin/qrcode/create': ({ state }, body) => createQrCode(state, body),
  'GET /cgi-bin/user/info': ({ state }, _, query) => userInfo(state, query.get('openid')),
};

/** One API call. Never throws. */
export async function answerApi(hands: ApiHands, request: ApiRequest): Promise<ApiResponse> {
  const fault = hands.faults.strike(request.path);
  if (fault?.delay_ms) await hands.sleep(fault.delay_ms);
  if (fault?.status) return { status: fault.status, content_type: 'text/plain', body: 'upstream error' };
  if (fault?.errcode !== undefined) return json(error(fault.errcode, 'system error, please try again'));
  const response =
    request.path === '/cgi-bin/showqrcode'
      ? await picture(hands, request)
      : (sentPicture(hands, request) ?? json(answer(hands, request)));
  return fault?.drop ? { ...response, drop: true } : response;
}

function answer(hands: ApiHands, { method, path, query, body }: ApiRequest): ApiAnswer {
  const read = method === 'POST' ? readJson(body) : {};
  if (read === undefined) return error(47001, 'data format error');
  if (path === '/cgi-bin/stable_token')
    return method === 'POST' ? stableToken(hands.state, hands.account, read) : error(43002, 'require POST method');
  const refused = tokenError(hands.state, query.get('access_token'));
  if (refused) return refused;
  const endpoint = ENDPOINTS[`${method} ${path}`];
  if (endpoint) return endpoint(hands, read, query);
  if (ENDPOINTS[`POST ${path}`]) return error(43002, 'require POST method');
  return ENDPOINTS[`GET ${path}`] ? error(43001, 'require GET method') : error(40066, 'invalid url');
}

/** A picture somebody sent: at its address for anyone, by its id for who has a token; nothing when it is another call. */
function sentPicture({ state, media }: ApiHands, { method, path, query }: ApiRequest): ApiResponse | undefined {
  const at = /^\/mmbiz_jpg\/([\w-]+)$/.exec(path)?.[1];
  const by_id = path === '/cgi-bin/media/get' && method === 'GET';
  if (!at && !by_id) return undefined;
  const refused = by_id ? tokenError(state, query.get('access_token')) : undefined;
  if (refused) return json(refused);
  const bytes = media.find(at ?? query.get('media_id') ?? '');
  if (bytes) return { status: 200, content_type: typeOf(bytes), body: bytes };
  return at ? { status: 404, content_type: 'text/plain', body: 'no picture' } : json(error(40007, 'invalid media_id'));
}

function readJson(text: string): any {
  try {
    const read = JSON.parse(text);
    return typeof read === 'object' && read !== null ? read : undefined;
  } catch {
    return undefined;
  }
}

async function picture(hands: ApiHands, request: ApiRequest): Promise<ApiResponse> {
  const image = await showQrCode(hands.state, request.query.get('ticket') ?? '');
  return image
    ? { status: 200, content_type: 'image/png', body: image }
    : { status: 404, content_type: 'text/plain', body: 'ticket not found' };
}

function json(body: ApiAnswer): ApiResponse {
  return { status: 200, content_type: 'application/json; encoding=utf-8', body: JSON.stringify(body) };
}
