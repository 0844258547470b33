/**
 * Signed links. A link says what it opens, for whom and until when, and is worth nothing changed: the words are
 * followed by their keyed hash. It needs no row: what must be able to end early, the staff member, is read when it
 * is opened. `/p/s.cA17.l3.bst_3k9.umb2x.<hash>`: the first letter of a part names it.
 */
import { timingSafeEqual } from 'node:crypto';
import { findStaff } from '../people/find-staff';
import { isRefusal, type Refusal, refuse } from '../platform/refusal';
import type { World } from '../platform/world';
import type { Grant, GrantRefusal, Opened, Opens } from './types';

const OPENS: Record<string, Opens> = {
  s: 'sign_in',
  i: 'import',
  d: 'download',
  m: 'monthly_sheet',
  c: 'certificate',
};
const LETTER = Object.fromEntries(Object.entries(OPENS).map(([letter, what]) => [what, letter])) as Record<
  Opens,
  string
>;
const PARTS = { c: 'class_id', n: 'number', b: 'by' } as const;
/** A part's words: no dot, nothing an address would have to escape. */
const WORDS = /^[\w-]{1,64}$/;
const HASH_CHARACTERS = 22;
export const TOKEN_MAX = 400;

/** The address that opens `what`, e.g. `https://…/p/d.cA17.bst_3k9….umb2x….hash`. Throws for a value that is no id. */
export function grantLink(world: World, grant: Grant): string {
  if (!world.base_url) throw new Error('this function hands out no links: BASE_URL is not set');
  return `${world.base_url}/p/${grantToken(world, grant)}`;
}

/** The part of the address that is the grant. */
export function grantToken(world: World, grant: Grant): string {
  const parts = [LETTER[grant.what]];
  for (const [letter, name] of Object.entries(PARTS)) {
    const value = grant[name];
    if (value === undefined) continue;
    if (!WORDS.test(value)) throw new Error(`a link cannot carry this ${name}`);
    parts.push(letter + value);
  }
  if (grant.lesson !== undefined) parts.push(`l${grant.lesson}`);
  parts.push(`u${Math.floor(grant.until_ms / 1000).toString(36)}`);
  const said = parts.join('.');
  return `${said}.${world.vault.fingerprint('grant', said)}`;
}

/** What a link says, if it is ours, unchanged and not over. Reads nothing. Refuses `link_wrong`, `link_expired`. */
export function readGrant(world: World, token: string): Grant | Refusal<GrantRefusal> {
  const cut = token.lastIndexOf('.');
  const said = token.slice(0, cut);
  if (token.length > TOKEN_MAX || cut < 1 || !signed(world, said, token.slice(cut + 1))) return refuse('link_wrong');
  const [first = '', ...rest] = said.split('.');
  const grant: Grant = { what: OPENS[first]!, until_ms: 0 };
  for (const part of rest) {
    const [letter, value] = [part[0]!, part.slice(1)];
    if (letter === 'u') grant.until_ms = Number.parseInt(value, 36) * 1000;
    else if (letter === 'l') grant.lesson = Number(value);
    else grant[PARTS[letter as keyof typeof PARTS]] = value;
  }
  return world.now() < grant.until_ms ? grant : refuse('link_expired');
}

function signed(world: World, said: string, hash: string): boolean {
  const own = Buffer.from(world.vault.fingerprint('grant', said));
  const given = Buffer.from(hash);
  return given.length === HASH_CHARACTERS && own.length === given.length && timingSafeEqual(own, given);
}

/**
 * Opens a link for one of `what`: also looks whether the staff member it was made for is still on duty; a class must
 * lie in her area still. Refuses `link_wrong`, `link_expired`, `link_not_yours`.
 */
export async function openGrant(
  world: World,
  token: string,
  what: readonly Opens[],
): Promise<Opened | Refusal<GrantRefusal>> {
  const grant = readGrant(world, token);
  if (isRefusal(grant)) return grant;
  if (!what.includes(grant.what)) return refuse('link_wrong');
  // Only her own certificate is for whoever holds the link.
  if (!grant.by) return grant.what === 'certificate' ? grant : refuse('link_wrong');
  const staff = await findStaff(world, grant.by, { consistent: true });
  return staff?.active ? { ...grant, staff } : refuse('link_not_yours');
}
