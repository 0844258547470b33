import { randomBytes } from 'node:crypto';

// Crockford's base 32, lower case: no i, l, o, u, so that an id can be read out over a phone.
const DIGITS = '0123456789abcdefghjkmnpqrstvwxyz';

/** `w_` and 16 unguessable characters (80 bits). */
export function newId(prefix: string): string {
  let id = '';
  for (const byte of randomBytes(16)) id += DIGITS[byte & 31];
  return `${prefix}_${id}`;
}
