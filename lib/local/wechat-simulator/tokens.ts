/** The stable access token (stable_token): one at a time, the one before good for five minutes more. */
import { randomBytes } from 'node:crypto';
import { dayOf } from '../../platform/clock';
import type { State } from './state';
import type { Account, ApiAnswer } from './types';

const LIFETIME_S = 7200;
const OVERLAP_MS = 5 * 60_000;
const FORCED_PER_DAY_MAX = 20;
const FORCED_APART_MS = 30_000;
const TOKEN_LENGTH = 136;

interface Issued {
  token: string;
  until_ms: number;
  /** The token before, and until when it is still taken. */
  before?: { token: string; until_ms: number };
  forced?: { day: string; times: number; at_ms: number };
}

/** POST /cgi-bin/stable_token */
export function stableToken(state: State, account: Account, body: any): ApiAnswer {
  if (body?.grant_type !== 'client_credential') return error(40002, 'invalid grant_type');
  if (body.appid !== account.appid) return error(40013, 'invalid appid');
  if (body.secret !== account.secret) return error(40125, 'invalid appsecret');
  const now = state.now();
  const held: Issued | undefined = state.account.get('token');
  if (body.force_refresh === true) return forced(state, held, now);
  // A clock moved back must not make an old token good for longer than any token is.
  const left_ms = held ? Math.min(held.until_ms - now, LIFETIME_S * 1000) : 0;
  if (held && left_ms > OVERLAP_MS) return { access_token: held.token, expires_in: Math.floor(left_ms / 1000) };
  const before = held && left_ms > 0 ? { token: held.token, until_ms: held.until_ms } : undefined;
  return issue(state, { ...fresh(now), ...(before && { before }), ...(held?.forced && { forced: held.forced }) });
}

function forced(state: State, held: Issued | undefined, now: number): ApiAnswer {
  const day = dayOf(now);
  const times = held?.forced?.day === day ? held.forced.times : 0;
  const apart_ms = Math.abs(now - (held?.forced?.at_ms ?? 0));
  if (times >= FORCED_PER_DAY_MAX) return error(45009, 'reach max api daily quota limit');
  if (times > 0 && apart_ms < FORCED_APART_MS) return error(45011, 'api minute-quota reach limit, must slower');
  return issue(state, { ...fresh(now), forced: { day, times: times + 1, at_ms: now } });
}

function fresh(now: number): Issued {
  return {
    token: `L_${randomBytes(120)
      .toString('base64url')
      .slice(0, TOKEN_LENGTH - 2)}`,
    until_ms: now + LIFETIME_S * 1000,
  };
}

function issue(state: State, issued: Issued): ApiAnswer {
  state.setAccount('token', issued);
  return { access_token: issued.token, expires_in: LIFETIME_S };
}

/** The error for a call with this token; undefined when it is good. */
export function tokenError(state: State, token: string | null): ApiAnswer | undefined {
  if (!token) return error(41001, 'access_token missing');
  if (!/^[\w-]{32,512}$/.test(token)) return error(40014, 'invalid access_token');
  const held: Issued | undefined = state.account.get('token');
  const known = held?.token === token ? held : held?.before?.token === token ? held.before : undefined;
  if (!known) return error(40001, 'invalid credential, access_token is invalid or not latest');
  if (known.until_ms <= state.now()) return error(42001, 'access_token expired');
  return undefined;
}

/** An answer of WeChat’s API that is an error. */
export function error(errcode: number, errmsg: string): ApiAnswer {
  return { errcode, errmsg };
}
