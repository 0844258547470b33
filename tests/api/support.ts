/** The API as deployed: real handlers, real engine unless another table is given, HTTP API events. Every answer is held against the route's own schema. */
import { randomUUID } from 'node:crypto';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { type Role, useAuthKeys } from '../../lib/platform/auth';
import { useWorld } from '../../lib/platform/deployed-world';
import type { ApiHandler } from '../../lib/platform/http';
import { allRoutes } from '../../lib/platform/openapi';
import { PROBLEMS } from '../../lib/platform/problem';
import type { HandlerName, Route } from '../../lib/platform/route';
import type { Table } from '../../lib/store/table';
import { freshTable } from '../support/engine';
import { type TestWorld, testWorld } from '../support/world';

export const HOME = '530128';
export const ELSEWHERE = '410900';
export const ISSUER = 'songxun-local';
export const AUDIENCE = 'songxun';

export interface Asked {
  token?: string | null;
  params?: Record<string, string>;
  query?: Record<string, string>;
  body?: unknown;
  /** Sent as it is, instead of `body`. */
  raw?: string;
  headers?: Record<string, string>;
  base64?: boolean;
  /** A file as the body, in base 64 as API Gateway sends it. */
  file?: { bytes: Uint8Array; type: string };
}
export interface Answered {
  status: number;
  headers: Record<string, string>;
  body: any;
  text: string;
}

const handlers = new Map<HandlerName, ApiHandler>();

export async function handlerOf(name: HandlerName): Promise<ApiHandler> {
  const held = handlers.get(name) ?? ((await import(`../../handlers/${name}`)).handler as ApiHandler);
  handlers.set(name, held);
  return held;
}

export interface Api {
  world: TestWorld;
  token(claims?: { role?: string; region?: string; sub?: string; [claim: string]: unknown }): Promise<string>;
  /** Call an operation by name; an administrator of the home county unless another token is given. */
  call(operation: string, asked?: Asked): Promise<Answered>;
}

/** `table`: one in memory, where it is not the engine that is asked (tests/store holds the two to the same behaviour). */
export async function startApi(how: { table?: Table } = {}): Promise<Api> {
  const world = testWorld(how.table ?? (await freshTable()).table);
  useWorld(world);
  const { publicKey, privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519' });
  useAuthKeys([{ ...(await exportJWK(publicKey)), kid: 'test' }]);
  const made = new Map<string, Promise<string>>();
  const sign = (now_s: number, { sub = 'officer-1', ...claims }: Record<string, unknown>) =>
    new SignJWT({ role: 'administrator', region: HOME, ...claims })
      .setProtectedHeader({ alg: 'EdDSA', kid: 'test' })
      .setSubject(String(sub))
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setIssuedAt(now_s)
      .setExpirationTime(now_s + 3600)
      .sign(privateKey);
  const token: Api['token'] = (claims = {}) => {
    const now_s = Math.floor(world.now() / 1000);
    const key = `${now_s} ${JSON.stringify(claims, (_key, value) => (value === undefined ? null : value))}`;
    const held = made.get(key) ?? sign(now_s, claims);
    made.set(key, held);
    return held;
  };
  const call: Api['call'] = async (operation, asked = {}) => {
    const route = allRoutes[operation];
    if (!route) throw new Error(`no such operation: ${operation}`);
    const bearer = asked.token === null ? undefined : (asked.token ?? (await token()));
    const answered = await invoke(route, { ...asked, token: bearer });
    held(route, answered);
    return answered;
  };
  return { world, token, call };
}

/** One event through the handler that serves the route. */
export async function invoke(route: Pick<Route, 'method' | 'path' | 'handler'>, asked: Asked): Promise<Answered> {
  const handler = await handlerOf(route.handler);
  const result: any = await handler(eventOf(route, asked), {
    awsRequestId: 'r',
    getRemainingTimeInMillis: () => 29_000,
  } as any);
  const headers = result.headers as Record<string, string>;
  const json = /json/.test(headers['content-type'] ?? '');
  return { status: result.statusCode, headers, text: result.body, body: json ? JSON.parse(result.body) : result.body };
}

export function eventOf(route: Pick<Route, 'method' | 'path'>, given: Asked): APIGatewayProxyEventV2 {
  const { file } = given;
  const asked: Asked = file
    ? { ...given, raw: file.bytes as any, base64: true, headers: { 'Content-Type': file.type, ...given.headers } }
    : given;
  const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(asked.params?.[name] ?? `missing-${name}`),
  );
  const text = asked.raw ?? (asked.body === undefined ? undefined : JSON.stringify(asked.body));
  return {
    version: '2.0',
    routeKey: `${route.method} ${route.path}`,
    rawPath: path,
    rawQueryString: new URLSearchParams(asked.query).toString(),
    headers: {
      ...(text !== undefined && { 'Content-Type': 'application/json' }),
      ...(asked.token && { Authorization: `Bearer ${asked.token}` }),
      ...asked.headers,
    },
    ...(asked.query && { queryStringParameters: asked.query }),
    ...(asked.params && { pathParameters: asked.params }),
    requestContext: { http: { method: route.method, path }, requestId: randomUUID(), stage: '$default' } as any,
    ...(text !== undefined && { body: asked.base64 ? Buffer.from(text).toString('base64') : text }),
    isBase64Encoded: asked.base64 ?? false,
  };
}

/** What is answered is what the document promises, whatever the test is about. */
function held(route: Route, { status, headers, body }: Answered): void {
  if (status === route.response.status) {
    const read = route.response.schema.safeParse(body);
    if (!read.success)
      throw new Error(`${route.method} ${route.path}: not as described: ${JSON.stringify(read.error.issues)}`);
    if (route.etag && !/^"\d+"$/.test(headers.etag ?? '')) throw new Error(`${route.method} ${route.path}: no ETag`);
    return;
  }
  const known = PROBLEMS[body.code as keyof typeof PROBLEMS];
  if (
    !known ||
    known.status !== status ||
    body.status !== status ||
    body.title !== known.title ||
    body.type !== `/docs#problem-${body.code}`
  )
    throw new Error(`not a proper problem: ${status} ${JSON.stringify(body)}`);
  if (!headers['content-type']?.startsWith('application/problem+json')) throw new Error('not application/problem+json');
}

export const EVERY_ROLE: Role[] = [
  'worker',
  'station',
  'institution',
  'employer',
  'evaluator',
  'reviewer',
  'finance',
  'administrator',
  'auditor',
];
