/** L6 not wanting anything is an answer: said under the survey's message, before it was opened, it is taken. */

import { conversationChange, newConversation } from '../../lib/chat/conversation';
import { enrol } from '../../lib/classes/enrol';
import { readAgenda } from '../../lib/classes/read';
import { memoryTable } from '../../lib/store/memory';
import { readSurvey } from '../../lib/wishes/read-survey';
import { startSurvey } from '../../lib/wishes/surveys';
import { chatter } from '../support/chatter';
import { must, newWorker, openClass } from '../support/town';
import { type TestWorld, testWorld } from '../support/world';
import { FUKANG_REGION, HOME, tradesLoaded } from './support';

let world: TestWorld;
beforeEach(async () => {
  world = testWorld(memoryTable());
  await tradesLoaded(world);
});
const survey = () =>
  must(world, () => startSurvey(world, { home_region: HOME, regions: [FUKANG_REGION], by: 's_1', previewed_total: 1 }));
const counts = async () => (await readSurvey(world, 'M10'))!;
/** Someone there who never registered. */
async function someone() {
  const talk = newConversation('wechat:oSome');
  await world.table.write([conversationChange(talk, { ...talk, site: FUKANG_REGION, heard_ms: world.now() })]);
  return chatter(world, 'oSome');
}

it.each([
  '都不想学',
  '都不想学。',
  '不想学',
  '我啥都不想学',
  '没兴趣',
  '我不感兴趣',
  '没有想学的',
  '没啥想学的',
  '都不想学了',
  '不想参加',
])('L6 %s answers the survey of her place, and can be changed', async (said) => {
  await survey();
  const she = await someone();
  expect((await she.say(said))?.text).toContain('记下了');
  expect(await counts()).toMatchObject({ answered: 1, nothing: 1, by_channel: { survey: 1 } });
  expect((await she.say('摸排'))?.text).toMatch(/你答过了：\n都不想学/u);
});

it('L6 looking at the list of classes she may say it as well; asked something, it answers what was asked', async () => {
  await survey();
  const she = await someone();
  await she.say('找培训班');
  expect((await she.say('都不想学'))?.text).toContain('记下了');
  await she.say('删除我的信息');
  expect((await she.say('不想学'))?.text).not.toContain('记下了');
});

it('L6 what she answered before is asked about, not replaced', async () => {
  await survey();
  const she = await someone();
  for (const text of ['摸排', '1', '1', '1', '1']) await she.say(text);
  expect((await she.say('不想学'))?.text).toContain('你答过了');
  expect(await counts()).toMatchObject({ answered: 1, nothing: 0 });
  await she.say('1');
  expect(await counts()).toMatchObject({ answered: 1, nothing: 1, willing: 0 });
});

it('L6 with a seat, only the survey’s own words are an answer to it; anything else is asked about the seat, which stays', async () => {
  await survey();
  const { class_id } = await openClass(world, { capacity: 9 });
  const worker = await newWorker(world, 1);
  await must(world, () => enrol(world, { class_id, worker, by: 'chat' }));
  const she = chatter(world, 'ow_0001');
  expect((await she.say('不想学'))?.text).toContain('真的不上');
  await she.say('2');
  expect((await she.say('都不想学'))?.text).toContain('记下了');
  expect(await counts()).toMatchObject({ nothing: 1 });
  // Answered: now it can only be her class.
  expect((await she.say('都不想学'))?.text).toContain('真的不上');
  expect((await readAgenda(world, worker.worker_id)).classes[class_id]?.status).toBe('enrolled');
});

it('L6 without a survey it is taken note of, and asks nothing', async () => {
  const she = await someone();
  const reply = await she.say('都不想学');
  expect(reply?.text).toContain('以后想学');
});
