/**
 * Who is calling. A bearer token (JWT) signed by the issuer this installation trusts: one or more public
 * keys given outright (EdDSA), or an OIDC issuer's key set fetched and cached. Issuer, audience, expiry
 * and algorithm are checked, by the world's clock; the role and the region come from the claims.
 */
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  errors,
  type JWK,
  type JWTPayload,
  type JWTVerifyGetKey,
  jwtVerify,
} from 'jose';
import { type Refusal, refuse } from './refusal';

export const ROLES = [
  'worker',
  'station',
  'institution',
  'employer',
  'evaluator',
  'reviewer',
  'finance',
  'administrator',
  'auditor',
] as const;
export type Role = (typeof ROLES)[number];

/** The person or system behind a request, as the token says. */
export interface Caller {
  /** Subject at the issuer. */
  subject: string;
  role: Role;
  /** GB/T 2260 code whose subtree the caller reaches. */
  region: string;
  /** The organisation, for roles that have one. */
  org?: string;
}

/** Whose tokens are accepted. Exactly one of `keys` and `jwks_url`. */
export interface AuthConfig {
  issuer: string;
  audience: string;
  /** Ed25519 public keys (JWK). */
  keys?: JWK[];
  /** An OIDC issuer's key set; https, or http on the loopback. */
  jwks_url?: string;
}

export type AuthRefusal = 'token_missing' | 'token_invalid' | 'token_expired' | 'keys_unreachable';

const CLOCK_TOLERANCE_S = 30;
const TOKEN_MAX = 8192;
// Never a symmetric algorithm, never `none`: a public key must not be usable as a shared secret.
const ALGORITHMS_OWN = ['EdDSA', 'Ed25519'];
const ALGORITHMS_OIDC = ['EdDSA', 'Ed25519', 'ES256', 'ES384', 'RS256', 'PS256'];

interface Trust {
  config: AuthConfig;
  key: JWTVerifyGetKey;
}
let trust: Trust | undefined;

/** Whose tokens to accept from now on; the local stack and tests call this, `undefined` goes back to the environment. */
export function useAuth(config: AuthConfig | undefined): void {
  trust = config && trustOf(config);
}

/** Accept tokens of these public keys, as the local stack issues them. */
export function useAuthKeys(keys: JWK[], issuer = 'songxun-local', audience = 'songxun'): void {
  useAuth({ issuer, audience, keys });
}

/** From the environment: AUTH_ISSUER, AUTH_AUDIENCE, and AUTH_PUBLIC_JWK (one JWK, or a list) or AUTH_JWKS_URL. */
export function authFromEnvironment(env: Record<string, string | undefined> = process.env): AuthConfig {
  const issuer = env.AUTH_ISSUER;
  const audience = env.AUTH_AUDIENCE || 'songxun';
  if (!issuer) throw new Error('AUTH_ISSUER is not set: no token can be accepted.');
  if (env.AUTH_JWKS_URL) return { issuer, audience, jwks_url: env.AUTH_JWKS_URL };
  if (!env.AUTH_PUBLIC_JWK) throw new Error('Set AUTH_PUBLIC_JWK or AUTH_JWKS_URL: no token can be accepted.');
  const given = JSON.parse(env.AUTH_PUBLIC_JWK) as JWK | JWK[] | { keys: JWK[] };
  const keys = Array.isArray(given)
    ? given
    : 'keys' in given && Array.isArray(given.keys)
      ? given.keys
      : [given as JWK];
  return { issuer, audience, keys };
}

function trustOf(config: AuthConfig): Trust {
  if (!config.jwks_url) {
    const keys = (config.keys ?? []).map(publicPart);
    if (keys.length === 0) throw new Error('No public key is configured: no token can be accepted.');
    return { config, key: createLocalJWKSet({ keys }) };
  }
  const url = new URL(config.jwks_url);
  const loopback = ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  if (url.protocol !== 'https:' && !loopback) throw new Error('AUTH_JWKS_URL must be https.');
  // Cached ten minutes; an unknown key id fetches again, at most every 30 s, so that keys can be rotated.
  return {
    config,
    key: createRemoteJWKSet(url, { timeoutDuration: 3000, cooldownDuration: 30_000, cacheMaxAge: 600_000 }),
  };
}

/** A configured key never keeps a private part in memory, and only Ed25519 is taken. */
function publicPart({ kty, crv, x, kid }: JWK): JWK {
  if (kty !== 'OKP' || crv !== 'Ed25519' || !x) throw new Error('AUTH_PUBLIC_JWK must hold Ed25519 public keys.');
  return { kty, crv, x, ...(kid && { kid }) };
}

/** The caller behind an Authorization header. Refuses `token_missing`, `token_invalid`, `token_expired`; `keys_unreachable` when the issuer's keys cannot be had now. */
export async function authenticate(header: string | undefined, now_ms: number): Promise<Caller | Refusal<AuthRefusal>> {
  const token = /^Bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(header ?? '')?.[1];
  if (!header) return refuse('token_missing');
  if (!token || token.length > TOKEN_MAX) return refuse('token_invalid');
  trust ??= trustOf(authFromEnvironment());
  const { config, key } = trust;
  try {
    const { payload } = await jwtVerify(token, key, {
      issuer: config.issuer,
      audience: config.audience,
      algorithms: config.jwks_url ? ALGORITHMS_OIDC : ALGORITHMS_OWN,
      currentDate: new Date(now_ms),
      clockTolerance: CLOCK_TOLERANCE_S,
      requiredClaims: ['exp', 'sub'],
    });
    return callerOf(payload) ?? refuse('token_invalid');
  } catch (error) {
    if (error instanceof errors.JWTExpired) return refuse('token_expired');
    if (config.jwks_url && isUnreachable(error)) return refuse('keys_unreachable');
    return refuse('token_invalid');
  }
}

/** The issuer's keys could not be fetched; that says nothing about the token. */
function isUnreachable(error: unknown): boolean {
  if (!(error instanceof errors.JOSEError)) return true;
  return ['ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID', 'ERR_JOSE_GENERIC'].includes(error.code);
}

function callerOf(claims: JWTPayload): Caller | undefined {
  const { sub, role, region, org } = claims;
  if (typeof sub !== 'string' || sub === '' || sub.length > 200) return undefined;
  if (typeof role !== 'string' || !(ROLES as readonly string[]).includes(role)) return undefined;
  if (typeof region !== 'string' || !/^[1-9]\d{5}$/.test(region)) return undefined;
  if (org !== undefined && (typeof org !== 'string' || org.length > 100)) return undefined;
  return { subject: sub, role: role as Role, region, ...(org && { org: org as string }) };
}
