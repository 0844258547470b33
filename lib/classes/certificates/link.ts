/** Addresses of a certificate: apart from what prints it, so that the chat does not carry that. */
import { grantLink } from '../../pages/grant';
import { DAY_MS } from '../../platform/clock';
import type { World } from '../../platform/world';

/** Where anyone may check a certificate. */
export const verifyUrl = (world: Pick<World, 'base_url'>, number: string): string =>
  `${world.base_url}/verify/${number}`;

/** How long the link that the holder gets in chat is good for. */
const LINK_MS = DAY_MS;

/** A link to her own certificate as a PDF; nothing where this installation has no address of its own. */
export function certificateLink(world: World, number: string): string | undefined {
  if (!world.base_url) return undefined;
  return `${grantLink(world, { what: 'certificate', number, until_ms: world.now() + LINK_MS })}/certificate`;
}
