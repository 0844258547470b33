/** Someone of a class under way was erased (PIPL Art. 47): her place stays on the list, and every command goes on without her. */
import { forgetWorker } from '../../lib/chat/forget';
import { enrol } from '../../lib/classes/enrol';
import { joinLine } from '../../lib/classes/join-line';
import { ERASED_NAME } from '../../lib/people/erase-records';
import { readWrittenName } from '../../lib/people/read';
import { must, newWorker, openClass } from '../support/town';
import { type County, county, PUTUO } from './county';

let of: County;
let id: string;
const li = (text: string) => of.say('li', text);

beforeEach(async () => {
  of = await county();
  const { world } = of;
  id = (await openClass(world, { title: '阜康新班', capacity: 2, first_day: '2025-08-10', trade_id: 'welder' }))
    .class_id;
  const [gone, stays, waits] = await Promise.all([
    newWorker(world, 71, { name: '穆路远', site: PUTUO }),
    newWorker(world, 75, { name: '穆路近', site: PUTUO }),
    newWorker(world, 76, { name: '穆路边', site: PUTUO }),
  ]);
  for (const worker of [gone, stays]) await must(world, () => enrol(world, { class_id: id, worker, by: 'chat' }));
  await must(world, () => joinLine(world, { class_id: id, worker: waits, by: 'chat' }));
  await of.settled();
  world.clock.set('2025-08-10T14:30:00+08:00');
  for (const { worker_id } of [gone, waits])
    await forgetWorker(world, { worker_id, by: 'officer', reason: '本人要求' });
});

it.each([
  ['今天', '没到1人'],
  ['名单', '2 穆路近 138****0075'],
  ['通知 明天带身份证', '的1人'],
  ['改课 第3节 改到8月30日 10点', '班里1人'],
  ['点名 到 0075', '穆路近'],
  ['考勤 0075', '穆路近'],
  ['请假 0075 8月16日', '给穆路近请假'],
  ['代退 0075', '穆路近'],
])('%s goes on, and says nothing of a number that is no more', async (text, said) => {
  const [word, ...rest] = text.split(' ');
  const answer = await li([word, ...(word === '今天' ? [] : [id]), ...rest].join(' '));
  expect(answer).toContain(said);
  expect(answer).not.toMatch(/undefined|0071|穆路远|没有办成/u);
});

it('找人 by the end of a phone looks through her rosters, too (control: the erased one is not there)', async () => {
  expect(await li('找人 0075')).toContain('穆路近 138****0075');
  expect(await li('找人 0071')).toContain('你这里没有尾号0071');
});

it('a whole phone is held against what is kept of it, not only against what is shown', async () => {
  expect(await li('找人 13800000075')).toContain('穆路近');
  expect(await li('找人 13800010075')).toContain('你这里没有');
});

it('nobody is registered under the name that stands for the erased (control: one that only contains such words)', () => {
  expect(readWrittenName(ERASED_NAME)).toMatchObject({ refused: 'name_format' });
  expect(readWrittenName('张知道')).toBe('张知道');
});
