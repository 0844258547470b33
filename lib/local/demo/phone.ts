/** The phones of the simulated WeChat, as the people of the demonstration use them. */
import type { Stack } from '../stack';
import type { Phone } from './talk';

/** Below what the account answers in a minute: before that many, a person takes a breath. */
const BREATH_AFTER = 15;
const BREATH_MS = 61_000;

/** Phones on the running stack. A breath moves the clock, and only while nobody waits for an answer. */
export function phoneOf(stack: Pick<Stack, 'clock' | 'simulator' | 'settle'>): Phone {
  const counted = new Map<string, { minute: number; messages: number }>();
  let under_way = 0;
  let breath: Promise<void> | undefined;
  const takeBreath = async () => {
    while (under_way > 0) await new Promise((resolve) => setTimeout(resolve, 2));
    stack.clock.set(stack.clock.now() + BREATH_MS);
  };
  return {
    async send(openid, said) {
      const minute = Math.floor(stack.clock.now() / 60_000);
      const before = counted.get(openid);
      const messages = before?.minute === minute ? before.messages + 1 : 1;
      counted.set(openid, { minute, messages });
      if (messages > BREATH_AFTER)
        breath ??= takeBreath().finally(() => {
          breath = undefined;
        });
      while (breath) await breath;
      under_way += 1;
      try {
        return await stack.simulator.send(openid, said);
      } finally {
        under_way -= 1;
      }
    },
    lines: (openid) => stack.simulator.state.person(openid).last_n,
    async pushed(openid, after) {
      await stack.settle();
      return stack.simulator.state
        .inbox(openid, after)
        .filter((item) => item.kind === 'push' || item.kind === 'template')
        .map(({ text, choices = [] }) => ({ text, choices }));
    },
  };
}
