/** The one port: the deployed routes, the phone page, WeChat's API, and the tools under /local. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Deployed } from './deployed';
import { answerWith, eventOf, matchRoute } from './http-event';
import { type Invoker, TimedOut } from './invoke';
import { phoneFile } from './phone/page';
import type { Recorder } from './recorder';
import { Trouble } from './trouble';
import type { Simulator } from './wechat-simulator';
import { TURN_HEADER } from './wechat-simulator/callback';

/** API Gateway takes 10 MB, Lambda 6. */
const BODY_BYTES_MAX = 6 * 1024 * 1024;
const LOCAL_BODY_BYTES_MAX = 256 * 1024;
/** Where the simulated api.weixin.qq.com lives. */
export const WECHAT_API = '/local/weixin';

export interface ServerHands {
  deployed: Deployed;
  invoker: Invoker;
  simulator: Simulator;
  recorder: Recorder;
  now(): number;
  /** The tools under /local; answers every request it is given. */
  local(request: IncomingMessage, response: ServerResponse, url: URL, body: Buffer): Promise<void>;
  report(line: string): void;
}

export interface Listening {
  server: Server;
  port: number;
  /** From now on requests are answered; before, they get 503. */
  serve(hands: ServerHands): void;
  close(): Promise<void>;
}

/** Take the port first: nothing else is started when it is not free. Throws `Trouble`. */
export async function listen(port: number, host: string): Promise<Listening> {
  let hands: ServerHands | undefined;
  const server = createServer((request, response) => {
    if (!hands) return void response.writeHead(503, { 'retry-after': '1' }).end();
    answer(hands, host, request, response).catch((error) => fail(hands, request, response, error));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(new Trouble(whyNot(error, port, host))));
    server.listen(port, host, resolve);
  });
  return {
    server,
    port: (server.address() as { port: number }).port,
    serve(given) {
      hands = given;
    },
    close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      return closed;
    },
  };
}

function whyNot(error: NodeJS.ErrnoException, port: number, host: string): string {
  if (error.code === 'EADDRINUSE')
    return `Port ${port} is in use: stop what uses it, or choose another with PORT=${port + 1}.`;
  if (error.code === 'EACCES')
    return `Port ${port} may not be used by this account: choose one above 1023 with PORT=3000.`;
  return `Cannot listen on ${host}:${port} (${error.code ?? error.message}).`;
}

async function answer(
  hands: ServerHands,
  host: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://local');
  const local = url.pathname === '/local' || url.pathname.startsWith('/local/');
  if (local && !isOwn(request, host))
    return problem(response, 403, 'foreign_origin', 'Only pages of this address may use /local.');
  const body = await readBody(request, local ? LOCAL_BODY_BYTES_MAX : BODY_BYTES_MAX);
  if (!body) return problem(response, 413, 'too_large', 'The body is too large.');
  if (url.pathname.startsWith(`${WECHAT_API}/`)) return wechatApi(hands, request, response, url, body);
  if (local) return hands.local(request, response, url, body);
  const page = request.method === 'GET' ? await phoneFile(url.pathname) : undefined;
  if (page) return void response.writeHead(200, page.headers).end(page.body);
  await callFunction(hands, request, response, url, body);
}

async function callFunction(
  hands: ServerHands,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  body: Buffer,
) {
  const matched = matchRoute(hands.deployed.routes, request.method ?? 'GET', url.pathname);
  if (!matched)
    return void response.writeHead(404, { 'content-type': 'application/json' }).end('{"message":"Not Found"}');
  const turn = request.headers[TURN_HEADER];
  delete request.headers[TURN_HEADER];
  const event = eventOf(request, url, matched, body, hands.now());
  const work = () => hands.invoker.invoke(matched.route.function, event);
  try {
    answerWith(response, typeof turn === 'string' ? await hands.recorder.during(turn, work) : await work());
  } catch (error) {
    // As API Gateway: nothing of the error goes out.
    const late = error instanceof TimedOut;
    hands.report(`${request.method} ${url.pathname}: ${(error as Error)?.message ?? error}`);
    response.writeHead(late ? 503 : 500, { 'content-type': 'application/json' });
    response.end(late ? '{"message":"Service Unavailable"}' : '{"message":"Internal Server Error"}');
  }
}

async function wechatApi(
  hands: ServerHands,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  body: Buffer,
) {
  const answered = await hands.simulator.api({
    method: request.method ?? 'GET',
    path: url.pathname.slice(WECHAT_API.length),
    query: url.searchParams,
    body: body.toString('utf8'),
  });
  if (answered.drop) return void request.socket.destroy();
  response.writeHead(answered.status, { 'content-type': answered.content_type }).end(answered.body);
}

/**
 * A page elsewhere must not reach these tools through the person's browser: neither by a request of its
 * own (Origin) nor by giving its name this machine's address (Host).
 */
function isOwn(request: IncomingMessage, host: string): boolean {
  const names = new Set(['localhost', '127.0.0.1', '[::1]', host]);
  const named = (at: string) => names.has(at.replace(/:\d+$/, '').toLowerCase());
  const { origin } = request.headers;
  if (!named(request.headers.host ?? '')) return false;
  // Another port of this machine is somebody else's page.
  return origin === undefined || (URL.canParse(origin) && new URL(origin).host === request.headers.host);
}

async function readBody(request: IncomingMessage, bytes_max: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    // Read to the end all the same, so that the answer can be heard.
    if (bytes <= bytes_max) chunks.push(chunk);
    else if (bytes > 4 * bytes_max) return undefined;
  }
  return bytes > bytes_max ? undefined : Buffer.concat(chunks);
}

/** Problem+json for what never reaches a handler. */
export function problem(response: ServerResponse, status: number, code: string, detail: string): void {
  response.writeHead(status, { 'content-type': 'application/problem+json' });
  response.end(JSON.stringify({ type: 'about:blank', title: code, status, detail }));
}

function fail(
  hands: ServerHands | undefined,
  request: IncomingMessage,
  response: ServerResponse,
  error: unknown,
): void {
  if (request.destroyed && !response.writable) return;
  hands?.report(`${request.method} ${request.url?.split('?')[0]}: ${(error as Error)?.stack ?? error}`);
  if (!response.headersSent) problem(response, 500, 'internal', 'Something went wrong here; the terminal says what.');
  else response.end();
}
