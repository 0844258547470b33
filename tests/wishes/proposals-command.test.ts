/** P6 by chat: a station sees the proposal, opens its class in one deed, or declines it with a reason. */

import { readClass } from '../../lib/classes/read';
import { memoryTable } from '../../lib/store/memory';
import { dropWish } from '../../lib/wishes/drop-wish';
import { listProposals, openProposals } from '../../lib/wishes/proposals';
import { wishId } from '../../lib/wishes/wish-id';
import { type Chatter, chatter } from '../support/chatter';
import { freshTable } from '../support/engine';
import { putOnDuty } from '../support/staff';
import { must, recordingSender, settle, tapped } from '../support/town';
import { type TestWorld, testWorld } from '../support/world';
import { FUKANG_REGION, HOME, manyWishes, tradesLoaded } from './support';

let world: TestWorld;
let li: Chatter;
let settled: () => Promise<void>;
const said = async (text: string) => {
  const reply = await li.say(text);
  return [reply?.text ?? '', ...(reply?.choices ?? []).map((choice) => choice.label)].join('\n');
};
const all = async () => (await listProposals(world, { region_prefix: HOME, limit: 10 })).items;

beforeEach(async () => {
  const tap = tapped((await freshTable()).table, memoryTable());
  world = testWorld(tap.table);
  await tradesLoaded(world);
  await putOnDuty(world, 'li', { region: FUKANG_REGION, duties: ['station'] });
  await putOnDuty(world, 'far', { region: '310107', duties: ['station'] });
  li = chatter(world, 'oli');
  const post = recordingSender();
  settled = () => settle(world, post.sender, tap.written);
});

it('P6 listed, its class looked at, changed and opened; accepted in the same deed', async () => {
  expect(await said('开班建议')).toContain('有30人想学');
  const wishes = await manyWishes(world, 0, 31);
  await settled();
  expect(await said('16')).toMatch(/1\. 新疆阜康 焊工 31人\n建议夜间班/);
  expect(await said('开班建议 3')).toContain('没有这一条');
  expect(await said('开班建议 1')).toContain('在什么地方上课');
  const dry = await said('阜康职业技术学校');
  expect(dry).toContain('按31人的意愿开班');
  expect(dry).toContain('焊工夜间班，40课时，收31人');
  expect(dry).toContain('7月24日');
  // She changes her mind on the page; a wish is dropped meanwhile.
  expect(await said('改成8月4号，60课时')).toMatch(/60课时，收31人[\s\S]*8月4日/);
  await must(world, () => dropWish(world, { wish_id: wishId(wishes[0]!), by: 'chat' }));
  const done = await said('1');
  const [proposal] = await all();
  expect(done).toContain(`开好了：${proposal!.class_id}`);
  expect(proposal).toMatchObject({ state: 'accepted', wishes: 30 });
  expect(await readClass(world, proposal!.class_id!)).toMatchObject({
    status: 'published',
    site_name: '阜康职业技术学校',
    units: 60,
    host_region: FUKANG_REGION,
  });
  expect(await said('开班建议')).toContain('现在没有开班建议');
});

it('declined with a reason: the wishes are open again', async () => {
  await manyWishes(world, 0, 30);
  await settled();
  expect(await said('开班建议 不开 1')).toContain('为什么不开');
  expect(await said('今年没有场地')).toContain('不开焊工（30人想学）？原因：今年没有场地');
  expect(await said('1')).toContain('焊工先不开');
  expect(await all()).toMatchObject([{ state: 'declined', decided: { reason: '今年没有场地' } }]);
  expect(await openProposals(world, { home_region: HOME, region: FUKANG_REGION })).toEqual([]);
});

it('another station’s proposals are not there', async () => {
  await manyWishes(world, 0, 30);
  await settled();
  const far = chatter(world, 'ofar');
  expect((await far.say('开班建议'))?.text).toContain('现在没有开班建议');
  expect((await far.say('开班建议 1'))?.text).toContain('没有这一条');
});
