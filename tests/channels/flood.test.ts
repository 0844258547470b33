/** At most twenty messages a minute are acted on per person, however they arrive. The count is in her row, not in a process. */
import type { Message } from '../../lib/channels/types';
import { PER_MINUTE_MAX, turn as realTurn } from '../../lib/chat/turn';
import { keys } from '../../lib/store/keys';
import { memoryTable } from '../../lib/store/memory';
import { testWorld } from '../support/world';

const FLOOD = 200;
const chat = 'wechat:oFlood';

function message(n: number, sent_ms: number, address = 'oFlood'): Message {
  return { channel: 'wechat', address, id: `m${n}`, sent_ms, kind: 'text', text: '菜单' };
}

/** Writes to the table while so many messages of one minute arrive, so many at a time. */
async function flood(turn: typeof realTurn, at_once: number) {
  const world = testWorld(memoryTable());
  world.clock.set('2025-07-10T10:00:00+08:00');
  let menus = 0;
  for (let n = 0; n < FLOOD; n += at_once)
    for (const { reply } of await Promise.all(
      Array.from({ length: at_once }, (_, i) => turn(world, message(n + i, world.now()))),
    ))
      if (reply?.text.includes('想办什么')) menus++;
  return { menus, writes: (await world.table.get(keys.conversation(chat)))?.rev as number, world };
}

it.each([1, 5, 50])('two hundred in a minute, %d at once', async (at_once) => {
  const { menus, writes, world } = await flood(realTurn, at_once);
  expect(menus).toBeLessThanOrEqual(PER_MINUTE_MAX);
  expect(writes).toBeLessThanOrEqual(PER_MINUTE_MAX + 1);
  // Nobody else is kept waiting, and leaving is heard all the same.
  expect((await realTurn(world, message(1, world.now(), 'oOther'))).reply?.text).toContain('想办什么');
  await realTurn(world, { ...message(9999, world.now()), kind: 'event', text: undefined, event: { name: 'unfollow' } });
  expect(await world.table.get(keys.conversation(chat))).toMatchObject({ following: false });
});

it('control: were the count not kept in her row, more would be answered', async () => {
  let lax: typeof realTurn | undefined;
  jest.isolateModules(() => {
    const path = '../../lib/chat/conversation';
    const actual = jest.requireActual(path);
    jest.doMock(path, () => ({
      ...actual,
      conversationOf: (...given: [string, any]) => ({ ...actual.conversationOf(...given), minute: 0, in_minute: 0 }),
    }));
    lax = require('../../lib/chat/turn').turn;
    jest.dontMock(path);
  });
  expect((await flood(lax!, 1)).menus).toBeGreaterThan(2 * PER_MINUTE_MAX);
});
