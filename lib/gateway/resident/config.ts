/** What the resident process is told by its environment. */
import path from 'node:path';
import { ACCOUNT } from '../types';
import { LIMITS, type Limits } from './pace';

export interface ResidentConfig {
  url: string;
  account: string;
  secret: string;
  /** A Wechaty puppet by name, or `mock`: nobody is logged in, and what is typed here is heard. */
  puppet: string;
  folder: string;
  limits: Limits;
}

export class NotConfigured extends Error {
  override name = 'NotConfigured';
}

type Environment = Record<string, string | undefined>;
const NEEDED = ['SONGXUN_URL', 'GATEWAY_ACCOUNT', 'GATEWAY_SECRET', 'WECHATY_PUPPET'];

/** Read and check the environment. Throws `NotConfigured` with one line that names everything missing or wrong. */
export function residentConfig(env: Environment = process.env): ResidentConfig {
  const missing = NEEDED.filter((name) => !env[name]);
  if (missing.length > 0)
    throw new NotConfigured(
      `网关还没配置 the gateway is not configured, missing: ${missing.join(', ')} (docs/gateway.md)`,
    );
  const url = (env.SONGXUN_URL ?? '').replace(/\/+$/, '');
  const wrong = [
    ...(isAddress(url) ? [] : ['SONGXUN_URL (https, or http on this machine)']),
    ...(ACCOUNT.test(env.GATEWAY_ACCOUNT ?? '') ? [] : ['GATEWAY_ACCOUNT']),
    ...['GATEWAY_PER_MINUTE', 'GATEWAY_DAILY_MAX'].filter(
      (name) => env[name] && !/^[1-9]\d{0,4}$/.test(env[name] ?? ''),
    ),
  ];
  if (wrong.length > 0) throw new NotConfigured(`网关配置有误 wrong: ${wrong.join(', ')} (docs/gateway.md)`);
  const account = env.GATEWAY_ACCOUNT as string;
  const daily_max = Number(env.GATEWAY_DAILY_MAX) || LIMITS.daily_max;
  return {
    url,
    account,
    secret: env.GATEWAY_SECRET as string,
    puppet: env.WECHATY_PUPPET as string,
    folder: path.resolve(env.GATEWAY_DATA || path.join('.local', 'gateway', account)),
    limits: {
      ...LIMITS,
      per_minute_max: Number(env.GATEWAY_PER_MINUTE) || LIMITS.per_minute_max,
      daily_max,
      daily_for_replies: Math.min(LIMITS.daily_for_replies, Math.ceil(daily_max * 0.4)),
    },
  };
}

/** Messages are not sent in clear over a network. */
function isAddress(text: string): boolean {
  try {
    const url = new URL(text);
    return (
      url.protocol === 'https:' ||
      (url.protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname))
    );
  } catch {
    return false;
  }
}
