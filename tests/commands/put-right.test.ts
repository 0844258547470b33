/** 更正: a mark that is wrong is put right by whoever may, with a reason; everyone else hears who may (L15, D20). */

import { INSTEAD } from '../../lib/chat/commands/say/engine';
import { confirmMark } from '../../lib/classes/attendance/confirm-mark';
import { attendanceOfPerson, classMarks } from '../../lib/classes/attendance/read';
import { keys } from '../../lib/store/keys';
import { putOnDuty } from '../support/staff';
import { must } from '../support/town';
import { type County, county } from './county';

let of: County;
const li = (text: string) => of.say('li', text);
beforeEach(async () => {
  of = await county();
});

const howOf = async (worker_id: string) =>
  (await classMarks(of.world, of.c.class_id))?.marks.get(worker_id)?.marks[1]?.how;
const rollCalled = async () => {
  await li('都到了 {c}');
  await li('1');
};

describe('没来, said of someone who is marked as there', () => {
  it('says that she is, marks nobody else, and puts it right with a reason kept in the audit', async () => {
    await li('点名 {c} 到 1');
    await li('1');
    const asked = await li('穆春花没来');
    expect(asked).toContain('已经记过：1穆春花（老师点名，等本人核对）');
    expect(asked).not.toContain('没有缺的');
    const page = await li('1');
    expect(page).toMatch(/更正成缺课：1穆春花\n原来：1穆春花（老师点名，等本人核对）\n理由：点名点错了/u);
    expect(await li('1')).toContain('更正好了：穆春花');
    expect([await howOf('w_0001'), await howOf('w_0002')]).toEqual(['absent', undefined]);
    const audit = of.rows().filter((row) => row.includes('correct_mark'));
    expect(audit).toHaveLength(1);
    expect(audit[0]).toContain('点名点错了');
    expect(audit[0]).toContain('"by":"s_li"');
    of.world.clock.set('2025-07-25T12:00:00+08:00');
    expect((await attendanceOfPerson(of.world, of.c.class_id, 'w_0001'))?.units_counted).toBe(0);
  });

  it('and back again, when that was the mistake', async () => {
    await rollCalled();
    for (const text of ['穆春花没来', '签到的不是本人', '1']) await li(text);
    expect(await howOf('w_0001')).toBe('absent');
    expect(await li('点名 {c} 到 穆春花')).toContain('更正成到课');
    await li('1');
    await li('1');
    expect(await howOf('w_0001')).toBe('corrected');
  });

  it('her own yes, made since the page was shown, is looked at first', async () => {
    await rollCalled();
    for (const text of ['穆春花没来', '点名点错了']) await li(text);
    const { class_id } = of.c;
    await must(of.world, () => confirmMark(of.world, { class_id, worker_id: 'w_0001', lesson: 1, there: true }));
    expect(await li('1')).toContain('有人改过');
    expect(await howOf('w_0001')).toBe('list_confirmed');
  });

  it('who only teaches hears who may, and nothing is done', async () => {
    await rollCalled();
    const set = { institution_id: 'o_school' };
    await of.world.table.write([{ kind: 'update', key: keys.class(of.c.class_id), set, why: 'test' }]);
    await putOnDuty(of.world, 'chen', { region: '652302', duties: ['teacher'], kind: 'institution', org: 'o_school' });
    const heard = await of.say('chen', '点名 {c} 缺 1');
    expect(heard).toContain('请工作站或主管部门更正');
    expect(await howOf('w_0001')).toBe('list');
  });

  it('缺 of someone with no mark is the list it always was (control)', async () => {
    expect(await li('穆春花没来')).toMatch(/记到课（老师点名）1人：2穆秋月\n不记的1人：1穆春花/u);
  });

  it('点名 缺李桂芳 names her, with or without a blank', async () => {
    expect(await li('点名 {c} 缺穆春花')).toContain('不记的1人：1穆春花');
    await li('取消');
    expect(await li('点名 {c} 缺穆春花和穆秋月')).not.toContain('名单里没有');
  });
});

it('撤销 too late says what can be done instead, and that can be done', async () => {
  await rollCalled();
  of.world.clock.pass(6 * 60_000);
  const late = await li('撤销');
  expect(late).toContain(`点名 ${of.c.class_id} 缺 姓名`);
  expect(await li(`点名 {c} 缺 穆春花`)).toContain('更正成缺课');
});

it('every deed that takes back says what to do when it is too late', async () => {
  const { readFileSync, readdirSync } = await import('node:fs');
  const source = readdirSync('lib/chat/commands')
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(`lib/chat/commands/${file}`, 'utf8'))
    .join('\n');
  const takers = [...source.matchAll(/label[:,][\s\S]{0,120}?deed: \{ name: '(\w+)'/gu)].map(
    ([, name]) => name as string,
  );
  expect(takers.length).toBeGreaterThan(10);
  expect(takers.filter((name) => !INSTEAD[name])).toEqual([]);
});

it('迟到20分钟 is not asked for: how late she was is known by when she signed in', async () => {
  expect(await li('穆春花迟到20分钟')).toContain('迟到不用报');
  expect(await li('穆春花迟到了几次')).not.toContain('迟到不用报');
});

describe('都到了 with someone named beside it', () => {
  it.each([
    ['都来了 除了穆春花', /1人：2穆秋月\n不记的1人：1穆春花/u],
    ['除了1都到了', /1人：2穆秋月\n不记的1人：1穆春花/u],
    ['都到了，就差穆春花', /1人：2穆秋月\n不记的1人：1穆春花/u],
    ['穆春花也到了 点名', /1人：1穆春花\n不记的1人：2穆秋月/u],
    ['都到了', /2人：1穆春花 2穆秋月\n没有缺的/u],
    ['都到了，一个不缺', /2人：1穆春花 2穆秋月\n没有缺的/u],
  ])('%s', async (text, page) => {
    expect(await li(text)).toMatch(page);
    await li('取消');
    // The same on the page of another list, where it is heard beside the command.
    await li('点名 {c} 缺 2');
    expect(await li(text)).toMatch(page);
  });

  it('下午 and 昨天 are other lessons than the one on the page', async () => {
    await li('点名 {c}');
    of.world.clock.set('2025-07-25T12:30:00+08:00');
    expect(await li('下午都到了')).not.toContain('第1节');
    await li('取消');
    of.world.clock.set('2025-07-28T09:00:00+08:00');
    await li('点名 {c}');
    expect(await li('7月25日上午都到了')).toContain('第1节');
  });

  it('缺 of the only one who is missing says so, not that she signed', async () => {
    await li('点名 {c} 缺 1');
    await li('1');
    expect(await li('穆春花没来')).toContain('没到：1穆春花，没有记到课。其他人都签过了');
  });
});

it('把张三也加进: 也 is no part of the name', async () => {
  expect(await li('把张三也加进{d}')).not.toContain('张三也');
});
