import { deployedWorld, wechatSettings } from '../platform/deployed-world';
import type { World } from '../platform/world';
import type { Sender } from './types';
import { type WechatApi, wechatApi } from './wechat/api';
import { wechatConfig } from './wechat/config';
import { wechatSender } from './wechat/sender';
import { routedSender } from './wechaty/outbox-sender';

/** The world of a deployed function and the sender of its account, and of the gateway's; settings are looked at anew each time, as secrets change. */
export async function deployedSender(): Promise<{ world: World; sender: Sender }> {
  const [world, settings] = await Promise.all([deployedWorld(), wechatSettings()]);
  return { world, sender: routedSender(wechatSender(wechatConfig(settings), world), world) };
}

/** The public account alone, where only its codes to scan are wanted. */
export async function deployedWechat(): Promise<Sender> {
  const [world, settings] = await Promise.all([deployedWorld(), wechatSettings()]);
  return wechatSender(wechatConfig(settings), world);
}

/** The account's own API, for what an operator does once. */
export async function deployedAccount(): Promise<WechatApi> {
  const [world, settings] = await Promise.all([deployedWorld(), wechatSettings()]);
  return wechatApi(wechatConfig(settings), world);
}
