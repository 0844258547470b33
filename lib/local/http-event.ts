/** HTTP here ↔ what API Gateway (HTTP API, payload 2.0) hands to a function and takes from it. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DeployedRoute } from './deployed';

export interface Matched {
  route: DeployedRoute;
  params: Record<string, string>;
}

/** The route for this request: the most literal path wins, as at API Gateway. */
export function matchRoute(routes: DeployedRoute[], method: string, pathname: string): Matched | undefined {
  const wanted = pathname.split('/');
  let best: (Matched & { rank: number }) | undefined;
  for (const route of routes) {
    if (route.method !== '*' && route.method !== 'ANY' && route.method !== method) continue;
    const params = matchPath(route.path.split('/'), wanted);
    if (!params) continue;
    const rank = (route.path.includes('+}') ? 1000 : 0) + Object.keys(params).length;
    if (!best || rank < best.rank) best = { route, params, rank };
  }
  return best && { route: best.route, params: best.params };
}

function matchPath(pattern: string[], wanted: string[]): Record<string, string> | undefined {
  const params: Record<string, string> = {};
  for (const [i, part] of pattern.entries()) {
    const greedy = /^\{(\w+)\+\}$/.exec(part);
    // One part at least: `/v1` itself is not under `/v1/{proxy+}`.
    if (greedy && wanted[i] === undefined) return undefined;
    if (greedy) return { ...params, [greedy[1]!]: wanted.slice(i).map(decoded).join('/') };
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    if (wanted[i] === undefined || (name ? wanted[i] === '' : wanted[i] !== part)) return undefined;
    if (name) params[name] = decoded(wanted[i]!);
  }
  return pattern.length === wanted.length ? params : undefined;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

const TEXTUAL = /^(text\/|application\/(json|javascript|xml|x-www-form-urlencoded|[\w.+-]+\+(json|xml)))/i;

/** The request as API Gateway (payload 2.0) hands it to a function. */
export function eventOf(request: IncomingMessage, url: URL, matched: Matched, body: Buffer, now_ms: number) {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (name !== 'cookie' && value !== undefined) headers[name] = Array.isArray(value) ? value.join(',') : value;
  }
  const cookies = request.headers.cookie?.split(';').map((one) => one.trim());
  const query: Record<string, string> = {};
  for (const [name, value] of url.searchParams)
    query[name] = query[name] === undefined ? value : `${query[name]},${value}`;
  const textual = TEXTUAL.test(headers['content-type'] ?? 'text/plain');
  const key = `${matched.route.method === '*' ? 'ANY' : matched.route.method} ${matched.route.path}`;
  return {
    version: '2.0',
    routeKey: key,
    rawPath: url.pathname,
    rawQueryString: url.search.slice(1),
    ...(cookies && { cookies }),
    headers,
    ...(Object.keys(query).length > 0 && { queryStringParameters: query }),
    ...(Object.keys(matched.params).length > 0 && { pathParameters: matched.params }),
    requestContext: {
      accountId: '000000000000',
      apiId: 'local',
      domainName: headers.host ?? 'localhost',
      domainPrefix: 'local',
      http: {
        method: request.method ?? 'GET',
        path: url.pathname,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: request.socket.remoteAddress ?? '127.0.0.1',
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey: key,
      stage: '$default',
      time: new Date(now_ms).toISOString(),
      timeEpoch: now_ms,
    },
    ...(body.length > 0 && { body: body.toString(textual ? 'utf8' : 'base64') }),
    isBase64Encoded: body.length > 0 && !textual,
  };
}

/** Whatever a function returned, as API Gateway would send it on. */
export function answerWith(response: ServerResponse, result: any): void {
  if (typeof result !== 'object' || result === null || result.statusCode === undefined) {
    const body = typeof result === 'string' ? result : JSON.stringify(result ?? null);
    response.writeHead(200, { 'content-type': 'application/json' }).end(body);
    return;
  }
  const headers: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries<any>(result.headers ?? {})) headers[name.toLowerCase()] = String(value);
  for (const [name, values] of Object.entries<any>(result.multiValueHeaders ?? {}))
    headers[name.toLowerCase()] = values.map(String);
  if (result.cookies?.length) headers['set-cookie'] = result.cookies;
  headers['content-type'] ??= 'text/plain; charset=utf-8';
  const body = result.body ?? '';
  response.writeHead(Number(result.statusCode), headers);
  response.end(
    result.isBase64Encoded ? Buffer.from(body, 'base64') : typeof body === 'string' ? body : JSON.stringify(body),
  );
}
