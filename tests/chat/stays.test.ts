/** on the page that asks whether she leaves: who changes her mind keeps the seat in whatever words, and only a plain yes gives it up. */
import { enrol } from '../../lib/classes/enrol';
import { readAgenda } from '../../lib/classes/read';
import { MINUTE_MS } from '../../lib/platform/clock';
import { memoryTable } from '../../lib/store/memory';
import { type Chatter, chatter } from '../support/chatter';
import { must, newWorker, openClass } from '../support/town';
import { type TestWorld, testWorld } from '../support/world';

let world: TestWorld;
let she: Chatter;
let class_id: string;
beforeEach(async () => {
  world = testWorld(memoryTable());
  ({ class_id } = await openClass(world, { capacity: 9 }));
  const worker = await newWorker(world, 1);
  await must(world, () => enrol(world, { class_id, worker, by: 'chat' }));
  she = chatter(world, 'ow_0001');
  world.clock.pass(MINUTE_MS);
  expect((await she.say('退课'))?.text).toContain('真的不上');
});
const enrolled = async () => (await readAgenda(world, 'w_0001')).classes[class_id]?.status === 'enrolled';

const STAYS =
  '算了还是去吧 算了，还是去 还是去吧 还是上吧 那还是留着吧 先留着 我要留 我再想想 我考虑一下 去去去 我去 去 学 上吧 继续学 坚持上完 ' +
  '点错了 手滑了 不用退 不取消 别取消 不取消了 算了不退了 我还是想去 要上的 点错了，没想退 手滑了，不是要退';
it.each(STAYS.split(' '))('%s: her seat stays, and she sees it', async (said) => {
  expect((await she.say(said))?.text).toContain('下次上课');
  expect(await enrolled()).toBe(true);
});

const ASKED =
  '算了 算了吧 还是算了 还是不去了吧 算了，不去了 那就不去了嘛 名额留给别人吧 不用留了 不用考虑了 不想学 我没法去 ' +
  '考虑好了，退吧 想想还是退了吧 我考虑清楚了要退 不留了，退 说错了，我是要退课';
it.each(ASKED.split(' '))('%s: asked again, on the same page', async (said) => {
  const reply = await she.say(said);
  expect(reply?.choices?.[0]?.label).toContain('确定不上了');
  expect(await enrolled()).toBe(true);
});

it.each(['1', '对头', '对'])('%s: she leaves', async (said) => {
  expect((await she.say(said))?.text).toContain('退好了');
  expect(await enrolled()).toBe(false);
});
