/** 请假 for a day she names: also one far ahead; and one without a lesson is said to be none. */
import { enrol } from '../../lib/classes/enrol';
import { memoryTable } from '../../lib/store/memory';
import { type Chatter, chatter } from '../support/chatter';
import { must, newWorker, openClass } from '../support/town';
import { testWorld } from '../support/world';

let she: Chatter;
beforeEach(async () => {
  const world = testWorld(memoryTable());
  // Ten days from 4 August.
  const { class_id } = await openClass(world, { capacity: 9, units: 80, first_day: '2025-08-04' });
  const worker = await newWorker(world, 1);
  await must(world, () => enrol(world, { class_id, worker, by: 'chat' }));
  she = chatter(world, 'ow_0001');
});
const text = async (said: string) => (await she.say(said))?.text ?? '';

it.each([
  '8月12号请假',
  '12号要请假',
  '8月12号来不了',
  '8月12日去不了',
  '我12号有事来不了',
  '请假，12号我要去医院',
  '麻烦帮我请个假，8月12号我要去考试',
])('%s', async (said) => {
  expect(await text(said)).toContain('8月12日 周二有几节课');
  expect(await text('1')).toContain('为什么来不了');
  expect(await text('1')).toMatch(/请好假了/u);
});

it.each(['12号我能来了', '12号要来上课，不请假了', '请假的那天我还是来吧'])(
  '%s: leave is taken back, and asked for by nobody (control)',
  async (said) => {
    await text('8月12号请假');
    await text('1');
    await text('1');
    expect(await text(said.includes('假') ? said : `请假：${said}`)).toContain('的假不请了');
  },
);

it('more days than are shown: told how to ask for another', async () => {
  expect(await text('请假')).toMatch(/哪天来不了？.*打字/u);
  expect(await text('8月12号')).toContain('8月12日 周二有几节课');
});

it.each(['明天请假', '我明天来不了，娃儿病了'])(
  '%s: there is no lesson that day, and the next are shown',
  async (said) => {
    const reply = await she.say(said);
    expect(reply?.text).toMatch(/7月\d+日 周.没有你的课/u);
    expect(reply?.choices?.[0]?.label).toContain('8月4日');
  },
);

it('asked something else, a day is an answer to that', async () => {
  await she.say('登记想学的');
  await she.say('2');
  expect(await text('12号来不了')).not.toContain('8月12日');
});

it.each(['8月12号以后来不了了，退课', '12号来不了，我要退课'])(
  '%s: to leave the class is not leave for a day',
  async (said) => {
    const reply = await she.say(said);
    expect(reply?.choices?.map(({ label }) => label)).toContain('取消报名');
  },
);
