/** An officer taps faster than anyone signs up; there is an end to it all the same. */
import { PER_MINUTE_AT_WORK_MAX, PER_MINUTE_MAX, turn } from '../../lib/chat/turn';
import { memoryTable } from '../../lib/store/memory';
import { putOnDuty } from '../support/staff';
import { testWorld } from '../support/world';

/** Messages in one minute, evenly; how many were answered with something else than “too fast”, or at all. */
async function answered(who: 'officer' | 'worker', messages: number): Promise<number> {
  const world = testWorld(memoryTable());
  if (who === 'officer') await putOnDuty(world, 'o', { region: '652302', duties: ['station'] });
  let n = 0;
  for (let i = 0; i < messages; i++) {
    world.clock.pass(Math.floor(50_000 / messages));
    const message = {
      channel: 'wechat' as const,
      address: 'oo',
      id: `m${i}`,
      sent_ms: world.now(),
      kind: 'text' as const,
    };
    const { reply } = await turn(world, { ...message, text: '菜单' });
    if (reply && !reply.text.includes('发得有点快')) n++;
  }
  return n;
}

it('answers 60 messages a minute of someone at work, and 20 of anyone else', async () => {
  expect(await answered('officer', 50)).toBe(50);
  expect(await answered('officer', 90)).toBe(PER_MINUTE_AT_WORK_MAX);
  expect(await answered('worker', 50)).toBe(PER_MINUTE_MAX);
});
