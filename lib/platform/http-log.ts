/**
 * One line a request: what was asked and how it went. Never a path with ids, a query, a body, a header,
 * a subject, or the message of an error: any of them may hold somebody's number.
 */
import type { ApiEvent } from './http';
import { log } from './log';

const SLOW_MS = 2000;

interface Request {
  event: ApiEvent;
  error?: Error | null;
  response?: { statusCode?: number };
  internal: { started_ms?: number };
}

export function requestLogged() {
  return {
    before: ({ internal }: Request) => {
      internal.started_ms = performance.now();
    },
    after: (request: Request) => logRequest(request),
    onError: (request: Request) => logRequest(request),
  };
}

function logRequest({ event, error, response, internal }: Request): void {
  const took_ms = Math.round(performance.now() - (internal.started_ms ?? performance.now()));
  const status = response?.statusCode ?? 500;
  const line = {
    operation: event.operation ?? 'none',
    method: event.requestContext?.http?.method,
    status,
    took_ms,
    request_id: event.requestContext?.requestId,
    ...(event.refused && { refused: event.refused }),
    ...(event.call?.caller && { role: event.call.caller.role, region: event.call.caller.region }),
    ...(status >= 500 && error && { error_name: error.name, where: whereOf(error) }),
  };
  if (status >= 500) log.error('request', line);
  else if (took_ms > SLOW_MS) log.warn('slow request', line);
  else log.info('request', line);
}

/** The frames of a stack without its first lines, which repeat the message. */
function whereOf(error: Error): string[] {
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return frames.slice(0, 6).map((line) => line.trim());
}
