/** 找人: those of her area, and whoever stands on a roster of hers, though she works elsewhere (L15). */
import { enrol } from '../../lib/classes/enrol';
import { joinLine } from '../../lib/classes/join-line';
import { must, newWorker, openClass } from '../support/town';
import { type County, county, PUTUO } from './county';

let of: County;
const li = (text: string) => of.say('li', text);

/** At work in Putuo; in 李's class, and in one of Putuo's. */
beforeEach(async () => {
  of = await county();
  const { world } = of;
  const far = await openClass(world, {
    title: '普陀夜校',
    host_region: PUTUO,
    trade_id: 'elder_carer',
    first_day: '2025-09-20',
  });
  const mine = await openClass(world, {
    title: '阜康新班',
    capacity: 3,
    first_day: '2025-08-10',
    trade_id: 'welder',
  });
  const worker = await newWorker(world, 71, { name: '穆路远', site: PUTUO });
  await must(world, () => enrol(world, { class_id: mine.class_id, worker, by: 'chat' }));
  await must(world, () => enrol(world, { class_id: far.class_id, worker, by: 'chat' }));
  await of.settled();
});

it.each(['找人 穆路远', '找人 0071', '找人 13800000071', '穆路远的电话'])(
  'L15 finds someone on her roster who works elsewhere, and shows what the roster shows: %s',
  async (text) => {
    const found = await li(text);
    expect(found).toMatch(/穆路远 138\*+0071/u);
    expect(found).toContain('阜康新班');
    for (const hidden of ['普陀', '身份证', '在阜康\n', '微信', '代报名']) expect(found).not.toContain(hidden);
  },
);

it('L15 with the class named it shows no more than that either', async () => {
  const [, class_id] = /([A-Z]\d+) 阜康新班/u.exec(await li('找人 穆路远')) ?? [];
  const found = await li(`找人 ${class_id} 穆路远`);
  expect(found).toContain('穆路远 138');
  for (const hidden of ['普陀', '身份证']) expect(found).not.toContain(hidden);
});

it('L15 someone who left the class, and someone of another area alone, is not there (control)', async () => {
  await li('代退 穆路远 回老家了');
  expect(await li('1')).toContain('穆路远');
  expect(await li('找人 穆路远')).toContain('你这里没有穆路远');
  expect(await li('找人 普小小')).toContain('你这里没有普小小');
});

it('of two on different rosters with one name she is asked, and the choice is found', async () => {
  const { world } = of;
  const worker = await newWorker(world, 72, { name: '穆路远', site: PUTUO });
  const more = await openClass(world, {
    title: '阜康第三班',
    capacity: 1,
    first_day: '2025-09-01',
    trade_id: 'welder',
  });
  await must(world, () => enrol(world, { class_id: more.class_id, worker, by: 'chat' }));
  expect(await li('找人 穆路远')).toContain('有2位穆路远');
  expect(await li('2')).toContain('阜康第三班');
});

it('who waits stands on the 名单 too', async () => {
  const { world } = of;
  const full = await openClass(world, {
    title: '阜康满班',
    capacity: 1,
    first_day: '2025-09-01',
    trade_id: 'welder',
  });
  for (const [n, name] of [
    [73, '占先'],
    [74, '候着'],
  ] as const) {
    const worker = await newWorker(world, n, { name, site: PUTUO });
    if (n === 73) await must(world, () => enrol(world, { class_id: full.class_id, worker, by: 'chat' }));
    else await must(world, () => joinLine(world, { class_id: full.class_id, worker, by: 'chat' }));
  }
  expect(await li('找人 候着')).toMatch(/候补 [A-Z]\d+ 阜康满班/u);
});

it('a lesson is asked leave from without asking for the class, for her who works elsewhere', async () => {
  expect(await li('请假 穆路远 8月10日 家里有事')).not.toContain('哪个班');
});
