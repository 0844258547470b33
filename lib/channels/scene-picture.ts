import { log } from '../platform/log';
import { deployedAccount } from './deployed-sender';
import { createQr } from './wechat/qr';

/**
 * The account's code to scan for a scene, for `expires_in_s`; nothing when the account cannot give one now: what is
 * scanned can always be typed instead, and nobody is kept waiting for a picture.
 */
export async function scenePicture(
  scene: string,
  expires_in_s: number,
): Promise<{ url?: string; picture_url?: string }> {
  try {
    const made = await createQr(await deployedAccount(), { scene, lasting: 'temporary', expires_in_s });
    if ('refused' in made) log.error('no code to scan', { reason: made.refused });
    else if (made.trouble) log.warn('no code to scan', { reason: made.reason });
    else return { url: made.data.url, picture_url: made.data.picture_url };
  } catch (error) {
    log.warn('no code to scan', { reason: (error as Error).name });
  }
  return {};
}
