/** Pages that are large and the same for everyone, sent small: the gateway compresses nothing by itself. */
import { gzipSync } from 'node:zlib';
import type { ApiHandler } from './http';

/** Different texts kept compressed, per container. */
const KEPT_MAX = 4;

/**
 * Answers of this handler gzipped for whoever says she takes it (`Accept-Encoding`), and as they are for others. For public
 * pages that hold nothing secret: those of the API's description are 700 KB, and anybody may ask for them.
 */
export function compressed(handler: ApiHandler): ApiHandler {
  const kept = new Map<string, string>();
  const small = (text: string): string => {
    const known = kept.get(text);
    if (known !== undefined) return known;
    const made = gzipSync(text).toString('base64');
    if (kept.size < KEPT_MAX) kept.set(text, made);
    return made;
  };
  return async (event, context) => {
    const answer = await handler(event, context);
    if (answer.statusCode !== 200 || typeof answer.body !== 'string' || answer.isBase64Encoded) return answer;
    const headers = { ...answer.headers, vary: 'accept-encoding' };
    if (!takesGzip(event.headers?.['accept-encoding'])) return { ...answer, headers };
    return {
      ...answer,
      headers: { ...headers, 'content-encoding': 'gzip' },
      isBase64Encoded: true,
      body: small(answer.body),
    };
  };
}

/** `gzip;q=0` says no. */
const takesGzip = (accepted = ''): boolean =>
  accepted.split(',').some((one) => /^\s*(?:x-)?gzip\s*(?:;\s*q=(?!0(?:\.0*)?\s*$).*)?$/i.test(one));
