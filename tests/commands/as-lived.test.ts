/** Answers as an officer reads them who lives through a class: what they say must be so, and lead somewhere. */
import { list } from '../../lib/chat/commands/say/follow-up';
import type { FollowUp } from '../../lib/classes/after/types';
import { makeUp } from '../../lib/classes/attendance/make-up';
import type { Member, TrainingClass } from '../../lib/classes/types';
import { keys } from '../../lib/store/keys';
import { must, openClass } from '../support/town';
import { type County, county } from './county';

let of: County;
const li = (text: string) => of.say('li', text);
beforeEach(async () => {
  of = await county();
});

describe('点名', () => {
  it('says of who is known to be there that it is known, and calls nobody else missing', async () => {
    await li('点名 {c} 到 1');
    await li('1');
    const again = await li('点名 {c} 第1节 穆春花 到了');
    expect(again).toContain('已经记过，不用再记：1穆春花（老师点名，等本人核对）');
    expect(again).not.toContain('穆秋月');
  });

  it('says how she was there: a lesson made up is no signature', async () => {
    of.world.clock.set('2025-07-26T20:00:00+08:00');
    const command = { class_id: of.c.class_id, worker_id: 'w_0001', lesson: 1, at: { day: '2025-07-26' }, by: 's_li' };
    await must(of.world, () => makeUp(of.world, command));
    expect(await li('点名 {c} 第1节 穆春花 到了')).toContain('1穆春花（补课）');
  });

  it('asks nobody to confirm where nobody has an account', async () => {
    for (const worker_id of ['w_0001', 'w_0002'])
      await of.world.table.write([
        { kind: 'update', key: keys.profile(worker_id), remove: ['chat'], why: 'registered by the office' },
      ]);
    await li('都到了 {c}');
    const done = await li('1');
    expect(done).toContain('记了2人到课。都没有微信联系，请留好签字表。');
    expect(done).not.toContain('正在请本人核对');
  });

  it('of two classes at one hour means the one somebody is in', async () => {
    const { first_day, trade_id } = { first_day: '2025-07-25', trade_id: 'welder' };
    of.world.clock.set('2025-07-20T09:00:00+08:00');
    await openClass(of.world, { title: '阜康空班', capacity: 9, first_day, trade_id });
    of.world.clock.set('2025-07-25T09:00:00+08:00');
    expect(await li('点名')).toContain('阜康在上班');
    expect(await li('签到码')).toContain('阜康在上班');
  });

  it('is called by 更正 as well, the word its own answers use', async () => {
    await li('点名 {c} 到 1');
    await li('1');
    for (const word of ['更正', '改考勤'])
      expect(await li(`${word} {c} 第1节 穆春花 没来`)).toContain('要更正成缺课，请写明理由');
  });
});

it('留言: 结束, as the page says, ends it after an answer was sent as well', async () => {
  await li('留言');
  await li('教室在二楼');
  expect(await li('1')).toContain('发给');
  expect(await li('结束')).toContain('之后由机器人答她');
  expect(await li('1')).toContain('留言结束了');
});

it('开班: 在职校二楼, said for the place, is 职校二楼', async () => {
  await li('开班 焊工 夜间班 8月25号 12课时 30人');
  const page = await li('在阜康职校二楼');
  expect(page).toContain('结束，阜康职校二楼');
  await li('1');
  expect(of.rows().some((row) => row.includes('"site_name":"阜康职校二楼"'))).toBe(true);
});

it('登分: who did not come is said to be absent once, and publication promises word to those it goes to', async () => {
  of.world.clock.set('2025-07-26T12:00:00+08:00');
  const page = await of.say('examiner', '成绩 {e}\n1 80 80\n2 缺考\n3 70 70');
  expect(page).toContain(' 缺考');
  expect(page).not.toContain('缺考 缺考');
  await of.say('examiner', '1');
  expect(await of.say('examiner', '公布成绩 {e}')).toContain('考了的和缺考的，有微信的都会收到');
});

it('代报名: a number that is none is said to be wrong, not missing', async () => {
  const page = await li('代报名 {d}\n钱大勇 13800001001 53012819910101003A\n孙大勇 13800001002 530128199201010042');
  expect(page).toMatch(/钱大勇：.*身份证/u);
  expect(page).not.toContain('还差身份证号');
});

it('L24 回访: who said so months ago and not since is in work by her earlier word, which is said', () => {
  const c = { title: '阜康班' } as TrainingClass;
  const member = { worker_id: 'w_1', name: '穆春花', phone_masked: '138****0001' } as Member;
  const said = (month: number) => ({ worker_id: 'w_1', answers: { [month]: { working: true } }, attempts: [] });
  const page = (month: number) => list(c, 3, [member], [said(month) as unknown as FollowUp]);
  expect(page(1)).toContain('答了0/1人，就业1人（连同以前答的）');
  expect(page(3)).not.toContain('以前答的');
});
