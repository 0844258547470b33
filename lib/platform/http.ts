/**
 * From an HTTP API event to an operation and back. Each route is one chain of middy middlewares, in the
 * order in which a stranger should learn least: who are you, may you, is it small, is it JSON, is it what
 * this route takes, is the thing in your region. Only then does the operation run.
 */
import middy from '@middy/core';
import headerNormalizer from '@middy/http-header-normalizer';
import httpRouter from '@middy/http-router';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { authenticate, type Caller } from './auth';
import { BODY_MAX_BYTES, bodyRead, inputChecked, Refused } from './http-input';
import { requestLogged } from './http-log';
import { type Answer, type KeyUse, keyUse } from './idempotency';
import { problemAnswer } from './problem';
import { isRefusal, type Refusal, refuse } from './refusal';
import { isWithin, narrowed, reaches, type Where } from './region';
import type { Given, RegionOf, Route, Routes } from './route';
import type { World } from './world';

/** What an operation gets: checked input, the caller, and the world. */
export interface Call<R extends Route = Route> extends Given<R> {
  world: World;
  caller: Caller;
  /** For routes that take `Idempotency-Key`, when one was sent. */
  key?: KeyUse;
  /** Who signed it, on a route that takes signatures. */
  signed_by: string;
  /** The revision in `If-Match`. */
  if_match?: number;
  /** For lists: what every region code shown begins with. */
  within: string;
}

export interface ApiEvent extends APIGatewayProxyEventV2 {
  operation?: string;
  refused?: string;
  call?: Partial<Call>;
}
type Response = APIGatewayProxyStructuredResultV2;
export type ApiHandler = (event: APIGatewayProxyEventV2, context: Context) => Promise<Response>;

/** Where the thing a path names belongs, or nothing when there is none. */
type RegionFinder = (world: World, params: any, caller: Caller) => Promise<Where | undefined>;
type Thing = Exclude<RegionOf, 'body' | 'query' | 'account' | 'none'>;

/** What a signature is made over. */
export interface SignedRequest {
  method: string;
  path: string;
  headers: Record<string, string | undefined>;
  body: string;
}

export interface Api<R extends Routes> {
  routes: R;
  operations: { [K in keyof R]: (call: Call<R[K]>) => Promise<Answer | Refusal> };
  /** How to find the region of what this handler's paths name. */
  regions?: Partial<Record<Thing, RegionFinder>>;
  /** The refusal of what none of the routes takes; `route_unknown` when left out. */
  unmatched?: (method: string, path: string) => Refusal;
  /** For pages: a refusal as a page for people, where a route answers with one. */
  refusal_page?: (refusal: Refusal) => { html: string; policy: string };
  /** For signed routes: who signed this request. */
  signed?: (world: World, request: SignedRequest) => Promise<string | Refusal>;
  /** Left out where every route is public and needs no table. */
  world?: () => Promise<World>;
}

/** The Lambda handler of a room's routes. */
export function api<R extends Routes>(how: Api<R>): ApiHandler {
  const entries = Object.entries(how.routes).map(([operation, route]) => ({
    method: route.method,
    path: route.path,
    handler: routeHandler(operation, route, how as unknown as Api<Routes>),
  }));
  const notFoundResponse = ({ method, path }: { method: string; path: string }): never => {
    throw new Refused(how.unmatched?.(method, path) ?? refuse('route_unknown'));
  };
  const router = httpRouter<APIGatewayProxyEventV2, Response>({ routes: entries as any, notFoundResponse });
  return middy<any, any>()
    .use(requestLogged())
    .use({ onError: (request: Failed) => answerError(request, how as unknown as Api<Routes>) })
    .use(headerNormalizer() as any)
    .handler(router as any) as unknown as ApiHandler;
}

function routeHandler(operation: string, route: Route, how: Api<Routes>) {
  return middy<any, any>()
    .before(({ event }: { event: ApiEvent }) => {
      event.operation = operation;
      event.headers ??= {};
    })
    .before(({ event }: { event: ApiEvent }) => allowed(event, route, how))
    .use(bodyRead(route))
    .use(inputChecked(route))
    .before(({ event }: { event: ApiEvent }) => inRegion(event, route, how))
    .before(({ event }: { event: ApiEvent }) => preconditions(event, route))
    .handler(async (event: ApiEvent) => {
      const answer = await (how.operations[operation] as (call: any) => Promise<Answer | Refusal>)(event.call);
      if (isRefusal(answer)) throw new Refused(answer);
      return respond(route, answer);
    });
}

/** 401 without a good token, 403 for a role that may not. */
async function allowed(event: ApiEvent, route: Route, how: Api<Routes>): Promise<void> {
  const world = await how.world?.();
  event.call = { world };
  if (route.signed) return signedBy(event, how);
  if (route.roles === 'public') return;
  if (!world) throw new Error(`${event.operation} needs a world`);
  const caller = await authenticate(event.headers.authorization, world.now());
  if (isRefusal(caller)) throw new Refused(caller);
  if (!route.roles.includes(caller.role)) throw new Refused(refuse('role_not_allowed', { role: caller.role }));
  event.call.caller = caller;
}

/** 401 unless the very bytes that came were signed by someone known; none of them is read before. */
async function signedBy(event: ApiEvent, how: Api<Routes>): Promise<void> {
  const world = event.call?.world;
  if (!how.signed || !world) throw new Error(`${event.operation}: no way to check a signature`);
  const raw = event.body ?? '';
  const body = event.isBase64Encoded ? Buffer.from(raw, 'base64').toString('utf8') : raw;
  if (Buffer.byteLength(body) > BODY_MAX_BYTES) throw new Refused(refuse('body_too_large'));
  const { method, path } = event.requestContext.http;
  const signer = await how.signed(world, { method, path, headers: event.headers, body });
  if (isRefusal(signer)) throw new Refused(signer);
  event.call!.signed_by = signer;
}

/** What lies in another region does not exist for this caller; what she names herself is refused outright. */
async function inRegion(event: ApiEvent, route: Route, how: Api<Routes>): Promise<void> {
  const { world, caller, params, query, body } = event.call as Call<any> & { params: any; query: any; body: any };
  if (!caller || route.region_of === 'none') return;
  if (route.region_of === 'query') {
    const within = narrowed(caller.region, query?.home_region);
    if (within === undefined) throw new Refused(refuse('region_not_yours'));
    event.call!.within = within;
    return;
  }
  if (route.region_of === 'body' || route.region_of === 'account') {
    // A station, or an employer, names its own area; what county that works for, the operation finds out.
    const by_place = caller.role === 'station' || caller.role === 'employer';
    const own = by_place ? (body?.region ?? body?.host_region ?? '') : body?.home_region;
    const region = route.region_of === 'body' ? own : world.account.home_region;
    if (!reaches(caller.region, region)) throw new Refused(refuse('region_not_yours'));
    return;
  }
  const find = how.regions?.[route.region_of];
  if (!find) throw new Error(`${event.operation}: no way to find the region of a ${route.region_of}`);
  const where = await find(world, params, caller);
  if (where === undefined || !isWithin(caller, where)) throw new Refused(refuse(`${route.region_of}_unknown`));
}

function preconditions(event: ApiEvent, route: Route): void {
  const call = event.call as Call<any> & { body: unknown };
  const match = event.headers['if-match'];
  if (route.if_match && match !== undefined) {
    const tag = /^"([\x21\x23-\x7e]{1,64})"$/.exec(match)?.[1];
    if (tag === undefined) throw new Refused(refuse('if_match_invalid'));
    // An ETag that never was one of ours matches nothing.
    call.if_match = /^\d{1,9}$/.test(tag) ? Number(tag) : -1;
  } else if (route.if_match === 'required') throw new Refused(refuse('if_match_missing'));
  const key = event.headers['idempotency-key'];
  if (!route.keyed || key === undefined) return;
  if (!/^[\x20-\x7e]{1,255}$/.test(key)) throw new Refused(refuse('idempotency_key_invalid'));
  call.key = keyUse(call.caller, key, route.method, event.requestContext.http.path, call.body);
}

function respond(route: Route, answer: Answer): Response {
  const media = route.response.media ?? 'application/json';
  const file = answer.body instanceof Uint8Array;
  return {
    statusCode: route.response.status,
    headers: {
      'content-type': file ? media : `${media}; charset=utf-8`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      ...(answer.rev !== undefined && { etag: `"${answer.rev}"` }),
      ...(answer.replayed && { 'idempotency-replayed': 'true' }),
      ...answer.headers,
    },
    ...(file && { isBase64Encoded: true }),
    body: bodyOf(answer.body),
  };
}

/** A file goes through Lambda's proxy in base 64. */
function bodyOf(body: unknown): string {
  if (body instanceof Uint8Array) return Buffer.from(body).toString('base64');
  return typeof body === 'string' ? body : JSON.stringify(body);
}

/** Errors that are a known state of affairs; everything else is ours, and says nothing. */
const KNOWN: Record<string, string> = {
  Unavailable: 'unavailable',
  TimeoutError: 'unavailable',
  NoPolicy: 'no_policy',
};

interface Failed {
  event: ApiEvent;
  error: Error | null;
  response?: unknown;
}

function answerError(request: Failed, how: Api<Routes>): void {
  const { error, event } = request;
  const refusal = error instanceof Refused ? error.refusal : refuse(KNOWN[error?.name ?? ''] ?? 'internal');
  event.refused = refusal.refused;
  const answer = problemAnswer(refusal, event.requestContext?.requestId);
  const is_page = how.routes[event.operation ?? '']?.response.media === 'text/html';
  if (how.refusal_page && is_page) {
    const { html, policy } = how.refusal_page(refusal);
    answer.body = html;
    Object.assign(answer.headers, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy });
  }
  request.response = answer;
}
