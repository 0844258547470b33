/** Orders are read in simplified characters; the names on a list are as they stand on the ID card. */
import { inMembers } from '../../lib/chat/commands/my-rosters';
import { keys } from '../../lib/store/keys';
import { county } from './county';

it.each([
  ['穆昇', '穆昇'],
  ['穆峯', '穆峯'],
  ['穆峯', '穆峰'],
  ['陳大文', '陳大文'],
  ['陈大文', '陳大文'],
])('%s on the list, typed %s, is found and marked', async (name, typed) => {
  const of = await county();
  const key = keys.member(of.c.class_id, 'w_0001');
  await of.world.table.write([{ kind: 'update', key, set: { name }, why: 'as on her ID card' }]);
  expect(await of.say('li', `{c} ${typed}请假 29号`)).toContain(`${name}`);
  await of.say('li', '取消');
  expect(await of.say('li', `点名 {c} 到 ${typed}`)).toMatch(/确定.*1人|1人/u);
  await of.say('li', '取消');
  expect(await of.say('li', `点名 {c} 到 穆春雷`)).toContain('没有穆春雷');
});

it('of two who differ by such a character alone, she who is spelled so is meant; by chance alike, both are shown', () => {
  const row = (name: string) => ({ worker_id: name, name, phone_masked: '138****0001' });
  const members = ['张峰', '张峯'].map(row);
  expect(inMembers(members, '张峰').map((one) => one.name)).toEqual(['张峰']);
  expect(inMembers([row('张峯'), row('張峯')], '张峰')).toHaveLength(2);
});
