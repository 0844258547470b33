/** Jumping the clock: what became due on the way is done if it still makes sense, and only then. */
import { people } from '../../lib/local/demo/people';
import { phoneOf } from '../../lib/local/demo/phone';
import { pursue } from '../../lib/local/demo/talk';
import { newFolder, removeFolder, type TestStack, testStack } from './support/stack';

let stack: TestStack;
const folder = newFolder();
const [worker] = people(3, 1);
const habits = {
  mistypes: [],
  slips: false,
  resends: false,
  strays: [],
  babbles: false,
  comes_by: 'code',
  wordy: false,
} as const;

beforeAll(async () => {
  stack = await testStack(folder);
  await jump('2025-07-10T10:00:00+08:00');
  const { classes } = (await stack.call('POST', '/local/seed', { pack: 'luquan-2025' })).body;
  const { class_id, title } = classes.find((one: any) => one.title === '焊工夜间班');
  const done = await pursue(
    phoneOf(stack),
    { ...worker!, habits: structuredClone(habits) as any },
    { kind: 'enrol', class_id, title, trade: '焊工' },
  );
  expect(done.outcome).toBe('enrolled');
});
afterAll(async () => {
  await stack.stop();
  removeFolder(folder);
});

async function jump(now: string): Promise<void> {
  await stack.call('POST', '/local/clock', { now });
  expect((await stack.settle()).settled).toBe(true);
}
/** Reminders that came since the last look. */
let seen = 0;
function reminders(): string[] {
  const items = stack.simulator.state.inbox(worker!.openid, seen);
  seen = items.at(-1)?.n ?? seen;
  return items.filter((item) => item.kind === 'push' || item.kind === 'template').map((item) => item.text);
}

test('the class begins on Monday 21 July in the evening; a jump past the reminder’s time brings it late, but in time', async () => {
  expect(reminders()).toEqual([]);
  await jump('2025-07-20T20:45:00+08:00');
  const [evening, ...more] = reminders();
  expect(evening).toMatch(/上课/);
  expect(evening).toContain('7月21日');
  expect(more).toEqual([]);
});

test('the same time again brings nothing twice', async () => {
  await stack.call('POST', '/local/jobs/due', {});
  await jump('2025-07-20T20:50:00+08:00');
  expect(reminders()).toEqual([]);
});

test('a jump over lessons sends no reminder of what is over, and still the one of what is to come', async () => {
  await jump('2025-07-23T20:45:00+08:00');
  const came = reminders();
  expect(came).toHaveLength(1);
  expect(came[0]).toContain('7月24日');
});

test('a jump of a year brings nothing: it is all over', async () => {
  await jump('2026-07-23T20:45:00+08:00');
  expect(reminders()).toEqual([]);
});
