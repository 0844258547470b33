/** Is this request from the resident process of an account we know, made just now, and not seen before? */
import type { SignedRequest } from '../platform/http';
import { type Refusal, refuse } from '../platform/refusal';
import type { World } from '../platform/world';
import { keys } from '../store/keys';
import { ConditionFailed } from '../store/table';
import { findAccount, secretsOf } from './accounts';
import { HEADERS, isSame, SIGNED_WITHIN_S, signatureOf } from './sign';
import { ACCOUNT, type GatewayRefusal } from './types';

const NONCE = /^[\w-]{16,64}$/;
const TIMESTAMP = /^\d{10}$/;
/** A nonce is remembered for as long as its timestamp could still pass, and an hour more. */
const NONCE_KEPT_S = 2 * SIGNED_WITHIN_S + 3600;

/**
 * The account a request was signed for. An unknown account and a wrong signature are answered alike. Refuses
 * `signature_missing`, `signature_invalid`, `gateway_account_closed`, `signature_expired` (with our own time, so that a
 * machine with a wrong clock can correct itself), `nonce_used`. Reads 1 row, writes 1 (1 WCU).
 */
export async function verified(world: World, request: SignedRequest): Promise<string | Refusal<GatewayRefusal>> {
  const given = (name: keyof typeof HEADERS) => request.headers[HEADERS[name]] ?? '';
  const [account, timestamp, nonce, signature] = [
    given('account'),
    given('timestamp'),
    given('nonce'),
    given('signature'),
  ];
  if (!signature) return refuse('signature_missing');
  if (!ACCOUNT.test(account) || !NONCE.test(nonce) || !TIMESTAMP.test(timestamp)) return refuse('signature_invalid');
  const timestamp_s = Number(timestamp);
  const held = await findAccount(world, account);
  // Without an account the same work is done with a key nobody has.
  const secrets = held ? await secretsOf(world, held) : ['-'];
  const { method, path, body } = request;
  const good = secrets.filter((secret) =>
    isSame(signature, signatureOf(secret, { method, path, account, timestamp_s, nonce, body })),
  );
  if (!held || good.length === 0) return refuse('signature_invalid');
  if (!held.active) return refuse('gateway_account_closed');
  const now_s = Math.floor(world.now() / 1000);
  if (Math.abs(now_s - timestamp_s) > SIGNED_WITHIN_S) return refuse('signature_expired', { now_s });
  return (await firstSeen(world, account, nonce, now_s)) ? account : refuse('nonce_used');
}

async function firstSeen(world: World, account: string, nonce: string, now_s: number): Promise<boolean> {
  try {
    await world.table.write([
      {
        kind: 'put',
        key: keys.gatewayNonce(account, nonce),
        item: { expires_at_s: now_s + NONCE_KEPT_S },
        when: [{ attr: 'pk', op: 'absent' }],
        why: 'this request was not seen before',
      },
    ]);
    return true;
  } catch (error) {
    if (error instanceof ConditionFailed) return false;
    throw error;
  }
}
