/**
 * Which calls this process has already believed. One call's time and number (nonce) stand for one message:
 * the same again is WeChat's retry, with another message it is a replay.
 *
 * Limits, on purpose: it knows one process only and the last 2,048 calls, so another Lambda instance does not
 * know them. In `secure` and `compatible` mode the signature over the ciphertext refuses a changed message
 * anyway and this adds little; in `plain` mode it narrows what one overheard address line is good for. A message
 * sent again whole is caught by its id in the turn (`Conversation.seen`), wherever it arrives.
 */
import { createHash } from 'node:crypto';

const CALLS_MAX = 2048;

export interface Replays {
  /** False when this call was seen with another message. Remembers it otherwise; ask for verified calls only. */
  accept(timestamp: string, nonce: string, message: string): boolean;
}

export function replays(calls_max = CALLS_MAX): Replays {
  const seen = new Map<string, string>();
  return {
    accept(timestamp, nonce, message) {
      const call = `${timestamp}:${nonce}`;
      // The message, not the ciphertext: a retry may be encrypted anew, with other random bytes.
      const print = createHash('sha1').update(message).digest('base64');
      const held = seen.get(call);
      if (held !== undefined && held !== print) return false;
      seen.delete(call);
      seen.set(call, print);
      if (seen.size > calls_max) seen.delete(seen.keys().next().value as string);
      return true;
    },
  };
}
