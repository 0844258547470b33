import type { Sender } from '../channels/types';
import { currentCode } from '../classes/attendance/code';
import { signedIn } from '../classes/attendance/read';
import { millis } from '../platform/clock';
import { log } from '../platform/log';
import type { World } from '../platform/world';
import type { Now } from './sign-in-page';

/** WeChat, if it can be reached; asked for only where a code is to be scanned. */
export type FindSender = () => Promise<Sender>;

/** A code to scan is good for two minutes: its own, and what someone slow needs. WeChat takes no less than one. */
const SCENE_S = 120;
const KEPT_MAX = 200;
/** Scenes' addresses, asked of WeChat once a minute and lesson however many pages are open. */
const made = new Map<string, Promise<string | undefined>>();

/** The code of this minute for a lesson, to read and to scan, and who has come. */
export async function signInNow(world: World, sender: FindSender, class_id: string, lesson: number): Promise<Now> {
  const { code, valid_until, scene } = currentCode(world, class_id, lesson);
  const [url, { present, of }] = await Promise.all([sceneUrl(sender, scene), signedIn(world, class_id, lesson)]);
  return {
    code,
    valid_until_ms: millis(valid_until),
    now_ms: world.now(),
    present,
    of,
    qr: await drawn(url ?? code),
    qr_signs_in: url !== undefined,
  };
}

/** Nothing when WeChat does not answer: then the digits alone are drawn. Asked again the next time. */
function sceneUrl(sender: FindSender, scene: string): Promise<string | undefined> {
  const held = made.get(scene);
  if (held) return held;
  const asked = (async () => {
    try {
      const answer = await (await sender()).sceneCode?.(scene, SCENE_S);
      if (answer?.outcome === 'made') return answer.url;
      log.warn('no code to scan', { reason: answer?.reason });
    } catch (error) {
      // Whatever it is, the digits must be on the phone.
      log.warn('no code to scan', { error_name: (error as Error).name });
    }
    made.delete(scene);
    return undefined;
  })();
  made.set(scene, asked);
  if (made.size > KEPT_MAX) made.delete(made.keys().next().value as string);
  return asked;
}

async function drawn(text: string): Promise<string> {
  const qrcode = await import('qrcode');
  return (qrcode.default ?? qrcode).toString(text, { type: 'svg', margin: 1, errorCorrectionLevel: 'M' });
}
