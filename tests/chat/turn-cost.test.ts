/** What turns cost, as the engine counts it; the gates of the design. */
import { keys } from '../../lib/store/keys';
import { freshTable, type TestTable } from '../support/engine';
import { openClass } from '../support/town';
import { testWorld } from '../support/world';
import { signUp, talker, upToConfirm } from './talk';

async function stage() {
  const engine = await freshTable();
  const world = testWorld(engine.table);
  const c = await openClass(world, { capacity: 1 });
  const big = await openClass(world, { trade_id: 'welder', first_day: '2025-09-01', capacity: 50 });
  return { engine, world, c, big };
}

/** Trips, reads and writes of one turn, and the size of the conversation after it. */
async function cost(engine: TestTable, chat: string, doing: () => Promise<unknown>) {
  engine.used.reset();
  await doing();
  const { read, write, trips } = engine.used;
  const row = await engine.table.get(keys.conversation(chat));
  return { read, write, trips, bytes: sizeOf(row) };
}

const sizeOf = (value: any): number => {
  if (value instanceof Uint8Array) return value.length;
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (typeof value === 'number') return Math.ceil(String(value).length / 2) + 1;
  if (Array.isArray(value)) return 3 + value.reduce((sum, one) => sum + 1 + sizeOf(one), 0);
  if (value && typeof value === 'object')
    return Object.entries(value).reduce((sum, [name, one]) => sum + Buffer.byteLength(name) + sizeOf(one), 3);
  return 1;
};

it('stays within the gates of design.md section 4, and within a kilobyte', async () => {
  const { engine, world, c, big } = await stage();
  const figures: Record<string, Awaited<ReturnType<typeof cost>>> = {};
  const a = talker(world, 'oQd3Xu7hGkRzS9vTnLmB2pWyE4fA'.slice(1));
  await upToConfirm(a, 1);
  figures['register, last turn'] = await cost(engine, a.chat, () => a.say('1'));
  await a.scan(c.class_id);
  await a.say('1');
  // She thinks about it: still nothing is read but the conversation.
  world.clock.pass(120_000);
  figures['enrol, confirming turn'] = await cost(engine, a.chat, () => a.say('1'));
  const b = talker(world, 'oQd3Xu7hGkRzS9vTnLmB2pWyE4fB'.slice(1));
  await upToConfirm(b, 2, big.class_id);
  figures['register and enrol in one'] = await cost(engine, b.chat, () => b.say('1'));
  await signUp(talker(world, 'w'), 3, c.class_id);
  await a.say('我的课');
  await a.say('1');
  figures['cancel and promote'] = await cost(engine, a.chat, () => a.say('1'));
  figures.list = await cost(engine, a.chat, () => a.say('找班'));
  figures.menu = await cost(engine, a.chat, () => a.say('菜单'));
  if (process.env.SHOW) process.stdout.write(`${JSON.stringify(figures, null, 1)}\n`);
  expect(figures['enrol, confirming turn']).toMatchObject({ trips: 2 });
  expect(figures['enrol, confirming turn']!.write).toBeLessThanOrEqual(10);
  expect(figures['enrol, confirming turn']!.read).toBeLessThanOrEqual(2);
  expect(figures['register, last turn']!.write).toBeLessThanOrEqual(8);
  expect(figures['cancel and promote']!.write).toBeLessThanOrEqual(12);
  for (const [what, { bytes }] of Object.entries(figures)) if (bytes > 1024) throw new Error(`${what}: ${bytes} bytes`);
});
