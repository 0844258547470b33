/** A person who talks to the account through the real turn, one message after another. */

import type { Message, Reply } from '../../lib/channels/types';
import { turn } from '../../lib/chat/turn';
import type { TestWorld } from './world';
import { syntheticIdNumber } from './world';

let serial = 0;

export interface Chatter {
  address: string;
  /** Say something (or send an event); the answer. */
  say(what: string | Partial<Message>): Promise<Reply | undefined>;
  /** Everything up to the page that asks whether it is all right: registered or for a class. */
  untilConfirm(n: number, first: string | Partial<Message>): Promise<Reply | undefined>;
}

/** `n` makes her ID number and phone. */
export function chatter(world: TestWorld, address: string): Chatter {
  const say: Chatter['say'] = async (what) => {
    world.clock.pass(3000);
    const message = typeof what === 'string' ? { kind: 'text' as const, text: what } : what;
    const id = `m${++serial}`;
    const done = await turn(world, { channel: 'wechat', address, id, sent_ms: world.now(), kind: 'text', ...message });
    return done.reply;
  };
  return {
    address,
    say,
    async untilConfirm(n, first) {
      await say(first);
      const given = ['1', '张秀英', syntheticIdNumber(n), `138${String(n).padStart(8, '0')}`, '阜康', '1'];
      let reply: Reply | undefined;
      for (const text of given) reply = await say(text);
      if (!reply?.choices?.[0]?.label.includes('对')) throw new Error(`no confirm page: ${reply?.text}`);
      return reply;
    },
  };
}

export const scan = (class_id: string): Partial<Message> => ({
  kind: 'event',
  event: { name: 'scan', key: `class:${class_id}` },
});
