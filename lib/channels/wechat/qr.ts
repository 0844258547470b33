/** QR codes that say where they were scanned: the scene (`class:A17`, `station:S3`) comes with the event. */
import * as z from 'zod/mini';
import { type Refusal, refuse } from '../../platform/refusal';
import type { Called, WechatApi } from './api';

/** WeChat's limit for `scene_str`. */
export const SCENE_MAX = 64;
const TEMPORARY_MAX_S = 30 * 24 * 3600;

const answer = z.object({
  ticket: z.string().check(z.minLength(1)),
  url: z.string(),
  expire_seconds: z.optional(z.int()),
});

export interface SceneQr {
  /** What the code holds; draw it, or take the picture. */
  url: string;
  /** WeChat's own picture of it. */
  picture_url: string;
  expires_in_s?: number;
}

export type QrRequest =
  | { scene: string; lasting: 'permanent' }
  | { scene: string; lasting: 'temporary'; expires_in_s?: number };

/**
 * A code with a scene. Temporary: up to 30 days, any number. Permanent: WeChat keeps 100,000 for an account.
 * Refuses `scene_format` for more than 64 characters, none, or others than letters, digits and `:._-`.
 */
export async function createQr(api: WechatApi, request: QrRequest): Promise<Called<SceneQr> | Refusal<'scene_format'>> {
  if (!/^[\w:.-]+$/.test(request.scene) || request.scene.length > SCENE_MAX)
    return refuse('scene_format', { characters_max: SCENE_MAX });
  const action_info = { scene: { scene_str: request.scene } };
  const body =
    request.lasting === 'permanent'
      ? { action_name: 'QR_LIMIT_STR_SCENE', action_info }
      : {
          action_name: 'QR_STR_SCENE',
          action_info,
          expire_seconds: Math.min(request.expires_in_s ?? TEMPORARY_MAX_S, TEMPORARY_MAX_S),
        };
  const made = await api.call('/cgi-bin/qrcode/create', body, answer);
  if (made.trouble) return made;
  const { ticket, url, expire_seconds } = made.data;
  const picture_url = `https://mp.weixin.qq.com/cgi-bin/showqrcode?ticket=${encodeURIComponent(ticket)}`;
  return { data: { url, picture_url, ...(expire_seconds !== undefined && { expires_in_s: expire_seconds }) } };
}
