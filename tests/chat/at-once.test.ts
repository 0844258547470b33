/** Asked for her name she sends all three, as on a form: none of it is asked again. */
import { memoryTable } from '../../lib/store/memory';
import { chatter } from '../support/chatter';
import { openClass } from '../support/town';
import { syntheticIdNumber, type TestWorld, testWorld } from '../support/world';

let world: TestWorld;
beforeEach(() => {
  world = testWorld(memoryTable());
});
const ID = syntheticIdNumber(7);

it.each([
  `李小花 ${ID} 13800000007`,
  `李小花，${ID}，13800000007`,
  `姓名：李小花 身份证号：${ID} 电话：13800000007`,
  `李小花\n${ID}\n13800000007`,
  `我叫李小花，身份证${ID}，手机号13800000007`,
])('%s', async (said) => {
  const { class_id } = await openClass(world, { capacity: 9 });
  const she = chatter(world, 'oSome');
  await she.say(`报名 ${class_id}`);
  await she.say('1');
  expect((await she.say(said))?.text).toContain('在哪');
  await she.say('阜康');
  const page = (await she.say('1'))?.text ?? '';
  expect(page).toMatch(/姓名：李小花\n身份证：\d{6}\*+\d{3}[\dX]\n手机：138\*+0007/u);
});

it('her name and number only: the phone is asked next; a number that is wrong is asked again, and told when it comes again', async () => {
  const { class_id } = await openClass(world, { capacity: 9 });
  const she = chatter(world, 'oSome');
  await she.say(`报名 ${class_id}`);
  await she.say('1');
  const wrong = `${ID.slice(0, 17)}${ID.endsWith('0') ? '1' : '0'}`;
  expect((await she.say(`李小花 ${wrong}`))?.text).toContain('身份证号是多少');
  expect((await she.say(wrong))?.text).toContain('有一位数字对不上');
  expect((await she.say(`李小花 ${ID}`))?.text).toContain('手机号是多少');
});
