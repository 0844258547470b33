/** Someone at her phone: what she sends becomes messages; the words to get to a certain point. */
import type { Message } from '../../lib/channels/types';
import { type Answered, turn } from '../../lib/chat/turn';
import type { World } from '../../lib/platform/world';
import { syntheticIdNumber, type TestWorld } from '../support/world';

export interface Talker {
  chat: string;
  message(text: string): Message;
  event(name: 'follow' | 'unfollow' | 'scan' | 'menu', key?: string): Message;
  /** Send, and hear. A few seconds pass before. */
  say(text: string): Promise<Answered>;
  scan(class_id: string): Promise<Answered>;
}

export function talker(world: TestWorld, who: string): Talker {
  let n = 0;
  const common = () => {
    world.clock.pass(4000);
    return {
      channel: 'wechat' as const,
      address: `o${who}`,
      id: `${who}${++n}`,
      sent_ms: Math.floor(world.now() / 1000) * 1000,
    };
  };
  const message = (text: string): Message => ({ ...common(), kind: 'text', text });
  const event: Talker['event'] = (name, key) => ({ ...common(), kind: 'event', event: { name, ...(key && { key }) } });
  return {
    chat: `wechat:o${who}`,
    message,
    event,
    say: (text) => turn(world as World, message(text)),
    scan: (class_id) => turn(world as World, event('scan', `class:${class_id}`)),
  };
}

/** Everything up to the confirm page of a first sign-up; `n` makes her number and phone. */
export async function upToConfirm(one: Talker, n: number, class_id?: string): Promise<Answered> {
  if (class_id) {
    await one.scan(class_id);
    await one.say('1');
  } else await one.say('我的资料');
  for (const said of ['同意', '王小妹', syntheticIdNumber(n), `138${String(n).padStart(8, '0')}`, '3'])
    await one.say(said);
  return one.say('恒力纺织厂');
}

/** A first sign-up to its end. */
export async function signUp(one: Talker, n: number, class_id: string): Promise<Answered> {
  await upToConfirm(one, n, class_id);
  return one.say('1');
}
