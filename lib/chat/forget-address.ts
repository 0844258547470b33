/** What hangs on a chat address alone: goes when she unfollows (WeChat asks for it), or erases what never became a record. */
import { chatNoticesGone } from '../notices/forget';
import type { World } from '../platform/world';
import type { Change } from '../store/table';
import * as wishes from '../wishes/forget';

/** Of a turn's hundred changes; more than this many within 90 days run out by themselves. */
const NOTICES_MAX = 60;

/** She unfollowed: wishes that hold her address, and what was sent to it. */
export async function chatLeft(world: World, chat: string): Promise<Change[]> {
  const parts = await Promise.all([wishes.chatLeft(world, chat), chatNoticesGone(world, chat, NOTICES_MAX)]);
  return parts.flat();
}

/** 删除我的信息 by someone who only ever chatted: wishes and answers whole, and what was sent to her. */
export async function chatForgotten(world: World, chat: string): Promise<Change[]> {
  const parts = await Promise.all([wishes.chatForgotten(world, chat), chatNoticesGone(world, chat, NOTICES_MAX)]);
  return parts.flat();
}
