import type { Channel } from '../channels/types';

/** `wechat:oAbc…` → the channel, and the address on it. */
export function addressIn(chat: string): { channel: Channel; address: string } {
  const end = chat.indexOf(':');
  return { channel: chat.slice(0, end) as Channel, address: chat.slice(end + 1) };
}
