/**
 * How a resident process proves who it is: an HMAC over everything that counts, sent in headers. Both sides use this
 * file. No token is ever sent, so none can be caught; a request that was caught is good once, and for five minutes.
 */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

export const HEADERS = {
  account: 'x-songxun-account',
  timestamp: 'x-songxun-timestamp',
  nonce: 'x-songxun-nonce',
  signature: 'x-songxun-signature',
} as const;

/** How far a request's time may be from ours, either way. */
export const SIGNED_WITHIN_S = 300;

export interface Signing {
  method: string;
  /** Without a query: no route of the gateway takes one. */
  path: string;
  account: string;
  /** Seconds since the epoch. */
  timestamp_s: number;
  nonce: string;
  body: string;
}

/** The signature of a request, 43 characters. Every part is on a line of its own, and none can hold a line's end. */
export function signatureOf(secret: string, { method, path, account, timestamp_s, nonce, body }: Signing): string {
  const digest = createHash('sha256').update(body, 'utf8').digest('hex');
  const text = ['songxun-gateway-1', method, path, account, timestamp_s, nonce, digest].join('\n');
  return createHmac('sha256', secret).update(text, 'utf8').digest('base64url');
}

/** Equal or not, in a time that does not tell where two texts differ. */
export function isSame(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

/** The headers of a signed request. */
export function signedHeaders(secret: string, request: Omit<Signing, 'nonce'>): Record<string, string> {
  const nonce = randomBytes(15).toString('base64url');
  return {
    [HEADERS.account]: request.account,
    [HEADERS.timestamp]: String(request.timestamp_s),
    [HEADERS.nonce]: nonce,
    [HEADERS.signature]: signatureOf(secret, { ...request, nonce }),
  };
}

/** A new key for an account: 256 bits. */
export const newSecret = (): string => randomBytes(32).toString('base64url');
