/**
 * Fetches what a person sent: by its media id through WeChat's API, else from the address in her message. WeChat answers
 * `media/get` with the file itself, or with JSON that holds an error code.
 */
import * as z from 'zod/mini';
import type { World } from '../../platform/world';
import type { Media, Message } from '../types';
import type { WechatConfig } from './config';
import { TOKEN_CODES, troubleOf } from './errors';
import { type TokenKeeper, TokenUnavailable, tokenKeeper } from './token';

const TIMEOUT_MS = 10_000;
const AGAIN_MS = 30_000;
const PATH = '/cgi-bin/media/get';

const refusal = z.object({ errcode: z.int(), errmsg: z._default(z.string(), '') });

/** At most `bytes_max`; a file larger than that is refused before it is read to its end. */
export async function fetchMedia(
  config: WechatConfig,
  world: World,
  reference: NonNullable<Message['media']>,
  bytes_max: number,
  keeper: TokenKeeper = tokenKeeper(config, world),
): Promise<Media> {
  const by_id: Media = reference.id
    ? await byId(config, world, keeper, reference.id, bytes_max)
    : { outcome: 'refused', reason: 'no media id' };
  if (by_id.outcome === 'got' || !reference.url) return by_id;
  const by_url = await byAddress(config, reference.url, bytes_max);
  // The API may have it when the address has not: try again then.
  return by_url.outcome === 'got' || by_id.outcome === 'refused' ? by_url : by_id;
}

async function byId(
  config: WechatConfig,
  world: World,
  keeper: TokenKeeper,
  id: string,
  bytes_max: number,
): Promise<Media> {
  let refused: string | undefined;
  for (;;) {
    let token: string;
    try {
      token = await keeper.token(refused);
    } catch (error) {
      if (!(error instanceof TokenUnavailable)) throw error;
      return { outcome: 'later', retry_after_ms: error.retry_after_ms, reason: error.reason };
    }
    const query = new URLSearchParams({ access_token: token, media_id: id });
    const got = await download(`${config.api_base}${PATH}?${query}`, bytes_max);
    if (got.outcome !== 'got') return got;
    const said = saidInstead(got);
    if (!said) return { outcome: 'got', bytes: got.bytes };
    if (TOKEN_CODES.has(said.errcode) && refused === undefined) {
      refused = token;
      continue;
    }
    const what = troubleOf(said.errcode, said.errmsg, world.now());
    return what.trouble === 'later'
      ? { outcome: 'later', retry_after_ms: what.retry_after_ms, reason: what.reason }
      : { outcome: 'refused', reason: what.reason };
  }
}

/** The address of a picture is WeChat's own, or this configuration's API (the simulator); nothing else is called. */
function isOurs(config: WechatConfig, address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, origin } = new URL(address);
  if (origin === new URL(config.api_base).origin) return true;
  return /^https?:$/.test(protocol) && /(^|\.)qpic\.cn$/.test(hostname);
}

async function byAddress(config: WechatConfig, address: string, bytes_max: number): Promise<Media> {
  if (!isOurs(config, address)) return { outcome: 'refused', reason: 'not an address of WeChat' };
  const got = await download(address, bytes_max);
  return got.outcome === 'got' && saidInstead(got) ? { outcome: 'refused', reason: 'no picture there' } : got;
}

type Downloaded = Exclude<Media, { outcome: 'got' }> | { outcome: 'got'; bytes: Uint8Array; type: string };

/** An error where the file should be. */
function saidInstead({ bytes, type }: { bytes: Uint8Array; type?: string }): z.output<typeof refusal> | undefined {
  if (bytes.length > 2048 || (type && !/json|text/.test(type))) return undefined;
  try {
    const read = z.safeParse(refusal, JSON.parse(Buffer.from(bytes).toString('utf8')));
    return read.success ? read.data : undefined;
  } catch {
    return undefined;
  }
}

async function download(address: string, bytes_max: number): Promise<Downloaded> {
  try {
    // The token may be in it: a redirect elsewhere is not followed.
    const response = await fetch(address, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (response.status === 404) return { outcome: 'refused', reason: 'http 404' };
    if (!response.ok || !response.body)
      return { outcome: 'later', retry_after_ms: AGAIN_MS, reason: `http ${response.status}` };
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    for await (const chunk of response.body) {
      bytes += chunk.length;
      if (bytes > bytes_max) return { outcome: 'refused', reason: 'too large' };
      chunks.push(chunk);
    }
    return { outcome: 'got', bytes: Buffer.concat(chunks), type: response.headers.get('content-type') ?? '' };
  } catch (error) {
    // Never the error's text: it may hold the address, and with it the token.
    const timeout = (error as Error)?.name === 'TimeoutError';
    return { outcome: 'later', retry_after_ms: AGAIN_MS, reason: timeout ? 'too slow' : 'connection failed' };
  }
}
