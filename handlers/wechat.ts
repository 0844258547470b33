/**
 * GET and POST /wechat: WeChat's webhook → one turn of the conversation → the answer, within five seconds.
 *
 * What WeChat is told when a turn fails or takes too long. A turn is whole or not at all and remembers its answer,
 * so the same message again is safe, and WeChat sends it again, 5 and 10 s after the first time, when it gets no
 * answer it can use. Hence:
 *   first and second time   HTTP 500 / 503; the next attempt finds the answer, or does the turn
 *   third and last time     a passive reply that it did not work; silence would look like "done"
 *   the turn says `late`    `success`: it has arranged for the answer to be pushed
 * WeChat does not number its attempts: the age of the message on arrival tells which one it is.
 */
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Message } from '../lib/channels/types';
import { wechatConfig } from '../lib/channels/wechat/config';
import { readCallback } from '../lib/channels/wechat/read-callback';
import { turn } from '../lib/chat/turn';
import { deployedWorld, wechatSettings, wechatSettingsChanged } from '../lib/platform/deployed-world';
import { log } from '../lib/platform/log';

type Answer = APIGatewayProxyStructuredResultV2;
type Turned = Awaited<ReturnType<typeof turn>>;

/** Leaves 0.8 s of WeChat's five for the way there and back. */
const TURN_MAX_MS = 4_200;
const LAST_ATTEMPT_FROM_MS = 9_000;
export const NOT_DONE = '系统忙，刚才这一步可能没有办成。请过一分钟再发一次。';

export async function handler(event: APIGatewayProxyEventV2): Promise<Answer> {
  const world = await deployedWorld();
  const arrived_ms = world.now();
  const request = {
    method: event.requestContext.http.method,
    query: event.queryStringParameters ?? {},
    body: event.isBase64Encoded ? Buffer.from(event.body ?? '', 'base64') : event.body,
    now_ms: arrived_ms,
  };
  let callback = readCallback(wechatConfig(await wechatSettings()), request);
  // Does not verify: perhaps the token or the key was changed since they were read. Looked up at most once a minute.
  const unverified = callback.kind === 'refused' && ['signature', 'decryption'].includes(callback.why);
  if (unverified && (await wechatSettingsChanged()))
    callback = readCallback(wechatConfig(await wechatSettings()), request);
  if (callback.kind === 'refused') {
    log.warn('callback refused', { why: callback.why, status: callback.status });
    return { statusCode: callback.status, body: '' };
  }
  if (callback.kind === 'echo') return answer(200, callback.text);
  const { message } = callback;
  const turned = await withinTime(turn(world, message));
  if ('done' in turned) return answer(200, callback.reply(turned.done.late ? undefined : turned.done.reply));
  const last = arrived_ms - message.sent_ms >= LAST_ATTEMPT_FROM_MS;
  logFailure(message, last, turned.error);
  if (last) return answer(200, callback.reply({ text: NOT_DONE }));
  return answer(turned.error === undefined ? 503 : 500, 'again');
}

/** The turn, what it threw, or neither when time ran out (it goes on, and its effect stays whole or none). */
async function withinTime(turning: Promise<Turned>): Promise<{ done: Turned } | { error?: unknown }> {
  let timer: NodeJS.Timeout | undefined;
  const time_up = new Promise<{ error?: unknown }>((resolve) => {
    timer = setTimeout(() => resolve({}), TURN_MAX_MS);
  });
  const turned = turning.then((done) => ({ done })).catch((error: unknown) => ({ error: error ?? new Error() }));
  return Promise.race([turned, time_up]).finally(() => clearTimeout(timer));
}

function answer(status: number, body: string): Answer {
  const type = body.startsWith('<xml>') ? 'application/xml' : 'text/plain';
  return { statusCode: status, headers: { 'content-type': `${type}; charset=utf-8` }, body };
}

/** Kind and place only: neither what was said nor who said it, nor an error's words, which may repeat it. */
function logFailure(message: Message, last: boolean, error?: unknown): void {
  const frames = error instanceof Error ? (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)) : [];
  const error_name = error instanceof Error ? error.name : error === undefined ? 'TimeUp' : 'Thrown';
  log.error('turn failed', {
    kind: message.kind,
    last,
    error_name,
    where: frames.slice(0, 5).map((line) => line.trim()),
  });
}
