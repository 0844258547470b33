import { isRefusal, type Refusal, refuse } from '../platform/refusal';
import type { World } from '../platform/world';
import { classOfLink } from './class-of-link';
import { openGrant } from './grant';
import { type FindSender, signInNow } from './sign-in-now';
import type { Now } from './sign-in-page';

/** What an open sign-in page asks every few seconds. Refuses `link_*`: the page then stops. */
export async function nowByLink(world: World, sender: FindSender, token: string): Promise<Now | Refusal> {
  const opened = await openGrant(world, token, ['sign_in']);
  if (isRefusal(opened)) return opened;
  const c = await classOfLink(world, opened);
  if (isRefusal(c)) return c;
  return opened.lesson === undefined ? refuse('link_wrong') : signInNow(world, sender, c.class_id, opened.lesson);
}
