/** Under what names a person stands in wishes and answers. One person must be found again whichever way she came. */
import { findPeople } from '../people/directory';
import { findWorker } from '../people/find';
import { maskPhone } from '../people/read';
import type { Worker } from '../people/types';
import type { World } from '../platform/world';
import { nameOfChat, nameOfSpokenFor, wishersOf } from './read';
import type { Wisher } from './types';

export interface Names {
  /** The name to use. */
  who: string;
  /** Others she may have wished or answered under. */
  also: string[];
  worker_id?: string;
  chat?: string;
}

/**
 * The names of whoever a wish or an answer is of. Someone named with her phone who is registered at one of these places
 * is that worker: else she would count twice, once for herself and once as spoken for. Nothing for a worker there is not
 * in this county: another county's are not its to speak for, nor to take from what she wished there (L15).
 */
export async function namesOf(
  world: World,
  wisher: Wisher,
  { home_region, regions }: { home_region: string; regions: string[] },
): Promise<Names | undefined> {
  if ('chat' in wisher) return { who: nameOfChat(world, wisher.chat), also: [], chat: wisher.chat };
  const by_phone = 'phone' in wisher;
  const found = by_phone
    ? await registeredAs(world, wisher, regions)
    : await findWorker(world, wisher.worker_id, { consistent: true });
  const worker = found?.home_region === home_region ? found : undefined;
  if (worker) {
    const [who = '', ...also] = wishersOf(worker);
    const phone = by_phone ? [spokenFor(world, wisher)] : [];
    return { who, also: [...new Set([...also, ...phone])], worker_id: worker.worker_id };
  }
  return by_phone ? { who: spokenFor(world, wisher), also: [] } : undefined;
}

const spokenFor = (world: World, { name, phone }: { name: string; phone: string }): string =>
  nameOfSpokenFor(world.vault.fingerprint('phone', phone), name);

/** The one worker at these places of this name and phone. Where her phone's hash is not kept, its mask must do. */
async function registeredAs(
  world: World,
  { name, phone }: { name: string; phone: string },
  regions: string[],
): Promise<Worker | undefined> {
  const hash = world.vault.fingerprint('phone', phone);
  const found = (await findPeople(world, regions, { tail: phone.slice(-4) })).filter(
    (one) =>
      one.name === name &&
      one.phone_masked === maskPhone(phone) &&
      (one.phone_hash === undefined || one.phone_hash === hash),
  );
  return found.length === 1 ? found[0] : undefined;
}
