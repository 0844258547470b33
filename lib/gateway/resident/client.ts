/** Calls to Songxun, signed. */
import type { Posted } from '../receive';
import { signedHeaders } from '../sign';
import type { Ack, Leased } from '../types';

const TIMEOUT_MS = 15_000;

/** The server said no, and why. */
export class Refused extends Error {
  override name = 'Refused';
  constructor(
    readonly status: number,
    readonly code: string,
  ) {
    super(`${status} ${code}`);
  }
  /** Saying it again will not help: it is this very message that is not taken. */
  get lasting(): boolean {
    return [400, 413, 415, 422].includes(this.status);
  }
}

export interface ClientOptions {
  url: string;
  account: string;
  secret: string;
  now(): number;
  fetch?: typeof fetch;
}

export interface Client {
  post(posted: Posted): Promise<{ outcome: 'answered' | 'silent' }>;
  lease(how: { items_max: number; replies_only?: boolean }): Promise<Leased[]>;
  ack(acks: Ack[]): Promise<void>;
}

/** Throws `Refused`, or what fetch throws when nothing was heard. A wrong clock here is set right by the server's answer. */
export function client(options: ClientOptions): Client {
  const { url, account, secret } = options;
  /** How far the server's clock is ahead of this machine's, once it has told. */
  let ahead_ms = 0;
  const once = async (path: string, body: string) => {
    const timestamp_s = Math.floor((options.now() + ahead_ms) / 1000);
    return (options.fetch ?? fetch)(url + path, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...signedHeaders(secret, { method: 'POST', path, account, timestamp_s, body }),
      },
      body,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  };
  const call = async (path: string, given: object): Promise<any> => {
    const body = JSON.stringify(given);
    for (let again = false; ; again = true) {
      const response = await once(path, body);
      const text = await response.text();
      if (response.ok) return JSON.parse(text);
      const problem = problemIn(text);
      if (problem.code !== 'signature_expired' || again) throw new Refused(response.status, problem.code);
      ahead_ms = Number(problem.facts?.now_s) * 1000 - options.now();
    }
  };
  return {
    // What was said keeps its distance from now, whatever the clocks say.
    post: (posted) => call('/v1/gateway/messages', { ...posted, sent_ms: Math.max(0, posted.sent_ms + ahead_ms) }),
    lease: async (how) => (await call('/v1/gateway/lease', how)).items,
    ack: async (acks) => void (await call('/v1/gateway/ack', { acks })),
  };
}

function problemIn(text: string): { code: string; facts?: { now_s?: number } } {
  try {
    const { code = 'unknown', facts } = JSON.parse(text);
    return { code, facts };
  } catch {
    return { code: 'unknown' };
  }
}
