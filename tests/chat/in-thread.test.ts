/** While a person has the conversation: what is plainly hers to do is done, what is doubtful goes to the person. */
import { readThread, replyToThread } from '../../lib/chat/threads';
import { enrol } from '../../lib/classes/enrol';
import { keys } from '../../lib/store/keys';
import { memoryTable } from '../../lib/store/memory';
import { must, newWorker, openClass } from '../support/town';
import { type TestWorld, testWorld } from '../support/world';
import { type Talker, talker } from './talk';

let world: TestWorld;
let she: Talker;
let class_id: string;
const say = async (text: string) => (await she.say(text)).reply?.text ?? '';

beforeEach(async () => {
  world = testWorld(memoryTable());
  ({ class_id } = await openClass(world, { capacity: 9 }));
  const worker = await newWorker(world, 1, { name: '穆春花' });
  await must(world, () => enrol(world, { class_id, worker, by: 'chat' }));
  she = talker(world, 'w_0001');
});

/** Three misses, and nobody called for anybody. */
async function missedThrice() {
  for (const said of ['呱呱呱呱', '嘎嘎嘎嘎', '哇啦哇啦哇啦']) await say(said);
}
async function thread() {
  const { thread: thread_id } = (await world.table.get(keys.conversation(she.chat)))!;
  const read = await readThread(world, { home_region: world.account.home_region, thread_id });
  return { thread_id, said: read?.lines.map(({ text }) => text) ?? [], state: read?.thread.state };
}

it.each([
  ['报名', '有'],
  ['我要报名', ''],
  ['我想学电焊', ''],
  ['我的课', '下次上课'],
  ['下次课在哪里上', '下次上课'],
  ['我想请假', '哪天来不了'],
  ['我不想学了，帮我退了', '真的不上'],
])('after three misses, plain again: %s is done, and the talk stays open', async (text, shown) => {
  await missedThrice();
  const answer = await say(text);
  expect(answer).toContain(shown);
  expect(answer).toContain('工作人员那边还等着');
  expect(await thread()).toMatchObject({ state: 'open' });
  expect((await thread()).said).not.toContain(text);
});

it.each([
  '我老公的工资三个月没发了怎么办',
  '你们哪个给我说一下嘛',
  '考',
  '我上次报名的时候名字填错了你们帮我看看咋个改',
  // Plain enough, and a story: a person hears it.
  '老师你好我想请假明天我去不了家里有事',
])('after three misses, doubtful: %s goes to the office (control)', async (text) => {
  await missedThrice();
  expect(await say(text)).toContain('记下了');
  expect((await thread()).said).toContain(text);
});

it('to a person she called, and to one who has answered, a sentence is said; the words of the menu still work', async () => {
  await say('人工');
  for (const text of ['我想学电焊', '下次课在哪里上']) {
    await say(text);
    expect((await thread()).said).toContain(text);
  }
  expect(await say('报名')).toContain('工作人员那边还等着');
  await say('结束');
  await missedThrice();
  const { thread_id } = await thread();
  const office = { home_region: world.account.home_region, thread_id, by: 'office' };
  await must(world, () => replyToThread(world, { ...office, text: '你想办什么？' }));
  expect(await say('报名')).not.toContain('工作人员那边还等着');
  await say('我想学电焊');
  expect((await thread()).said).toEqual(expect.arrayContaining(['报名', '我想学电焊']));
});
