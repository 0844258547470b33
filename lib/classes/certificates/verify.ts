/** 证书查验 (L13): anyone with a number may ask whether it is genuine, and learns no more than that takes. */
import { ERASED_NAME } from '../../people/erase-records';
import type { World } from '../../platform/world';
import { findCertificate } from './items';
import { maskName } from './mask';
import { daySaid, KIND_NAMES, tradeAndLevelSaid } from './say';
import { type Shown, verifyPage } from './verify-page';

/** What is shown, named one by one: a field added to the row one day must not leave by itself. */
export async function verify(world: World, given: string): Promise<Shown | undefined> {
  const found = await findCertificate(world, given);
  if (!found) return undefined;
  return {
    number: found.number,
    kind: KIND_NAMES[found.kind],
    trade: tradeAndLevelSaid(found),
    name: found.name === ERASED_NAME ? ERASED_NAME : maskName(found.name),
    issued: daySaid(found.issued_on),
    issuer: found.issuer,
    valid: found.state === 'valid',
  };
}

/**
 * The page behind /verify/{number}. A number that was never given and one that cannot exist are answered alike, to the
 * byte; what was given and what could have been cost the same single read. Most guesses end at the check character, before
 * anything is read: that tells only what everybody can work out. Guessing is hopeless by the number itself (number.ts).
 */
export async function renderVerification(world: World, given: string): Promise<{ status: 200 | 404; html: string }> {
  const shown = await verify(world, given);
  return { status: shown ? 200 : 404, html: verifyPage(shown) };
}
