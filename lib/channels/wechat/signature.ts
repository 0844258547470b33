/** WeChat's signatures: sha1 over the sorted parts put one after another. */
import { createHash, timingSafeEqual } from 'node:crypto';

/** The signature of these parts, 40 hexadecimal digits. */
export function signatureOf(...parts: string[]): string {
  return createHash('sha1')
    .update([...parts].sort().join(''))
    .digest('hex');
}

/** Equal or not, in a time that tells neither where two texts differ nor how long the secret one is. */
export function sameText(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}

/** True when `given` is the signature of the parts; anything that is not a text is not. */
export function isSigned(given: unknown, ...parts: string[]): boolean {
  return sameText(typeof given === 'string' ? given : '', signatureOf(...parts));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
