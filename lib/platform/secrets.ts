/**
 * Secrets, read while running and never written anywhere: AWS Secrets Manager, held for five minutes.
 *
 * A rotated secret is taken up by itself within HOLD_MS, and at once where its holder notices that what it
 * has no longer fits (`renew`: a signature that does not verify). When Secrets Manager does not answer, what
 * is held stays good: an outage there must not silence the account.
 */
import { type AwsCall, awsCall } from './aws-call';
import { log } from './log';

export type Secret = Record<string, unknown>;

export interface Secrets {
  /** The secret's JSON. Throws when it was never had and cannot be had. */
  read(id: string): Promise<Secret>;
  /** Read it again now, though not more than once in RENEW_MIN_MS, whoever asks. True when it is another. */
  renew(id: string): Promise<boolean>;
}

export const HOLD_MS = 5 * 60_000;
/** Forged messages must not become calls to Secrets Manager: at most one renewal a minute. */
export const RENEW_MIN_MS = 60_000;

interface Held {
  text: string;
  secret: Secret;
  at_ms: number;
}

/** Secrets over any way of fetching one's text. `now` in milliseconds. */
export function secretsFrom(fetchText: (id: string) => Promise<string>, now: () => number = Date.now): Secrets {
  const held = new Map<string, Held>();
  const underway = new Map<string, Promise<Held>>();

  const fetchOnce = (id: string): Promise<Held> => {
    const running = underway.get(id);
    if (running) return running;
    const fetching = fetchText(id)
      .then((text) => {
        const fresh = { text, secret: parsed(text), at_ms: now() };
        held.set(id, fresh);
        return fresh;
      })
      .finally(() => underway.delete(id));
    underway.set(id, fetching);
    return fetching;
  };
  const keepGoing = (id: string, old: Held, error: unknown): Held => {
    log.warn('secret could not be read again, going on with the one held', { secret: id, error: error as Error });
    // Asked again only after another HOLD_MS: every call would otherwise wait for the outage.
    const longer = { ...old, at_ms: now() };
    held.set(id, longer);
    return longer;
  };

  return {
    async read(id) {
      const old = held.get(id);
      if (old && now() - old.at_ms < HOLD_MS) return old.secret;
      if (!old) return (await fetchOnce(id)).secret;
      return (await fetchOnce(id).catch((error) => keepGoing(id, old, error))).secret;
    },
    async renew(id) {
      const old = held.get(id);
      if (old && now() - old.at_ms < RENEW_MIN_MS) return false;
      const fresh = await fetchOnce(id).catch((error) => {
        if (!old) throw error;
        return keepGoing(id, old, error);
      });
      return fresh.text !== old?.text;
    },
  };
}

/** JSON object; the text itself never stands in the error. */
function parsed(text: string): Secret {
  try {
    const secret = JSON.parse(text);
    if (typeof secret === 'object' && secret !== null && !Array.isArray(secret)) return secret;
  } catch {
    // Falls through: the parser's own message quotes what it read.
  }
  throw new Error('a secret is not a JSON object');
}

/** Secrets of AWS Secrets Manager. */
export function awsSecrets(
  region: string,
  send: (call: AwsCall) => Promise<Record<string, unknown>> = awsCall,
): Secrets {
  return secretsFrom(async (id) => {
    const { SecretString } = await send({
      service: 'secretsmanager',
      region,
      target: 'secretsmanager.GetSecretValue',
      body: { SecretId: id },
    });
    if (typeof SecretString !== 'string') throw new Error('a secret holds no text');
    return SecretString;
  });
}
