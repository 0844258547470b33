/** What people in a hurry typed into a running stack, and what it made of it: nothing dropped unsaid, nothing taken for something else. */
import { appeal } from '../../lib/classes/assessment/appeal';
import { must } from '../support/town';
import { type County, county, published } from './county';
import { reading } from './reading';

let of: County;
const li = (text: string) => of.say('li', text);
const examiner = (text: string) => of.say('examiner', text);
beforeEach(async () => {
  of = await county();
});

describe('意愿', () => {
  it.each(['有多少人想学电焊', '几个人想学焊工', '想学焊工的有多少人'])(
    '%s counts; nobody is asked for',
    async (text) => {
      expect(await li(text)).toMatch(/^想学的人：/u);
    },
  );

  it('of a pasted list one is registered, and it says so (P4)', async () => {
    const page = await li('意愿 焊工 平时白天\n赵建军 13933330109\n钱建军 13933330110\n孙建军 13933330111');
    expect(page).toMatch(/这次只登记赵建军。另外2人/u);
    expect(await li('2')).toContain('不做');
    expect(await li('意愿 赵建军 13933330109 焊工 平时白天')).not.toContain('一次登记一人');
  });
});

describe('开班', () => {
  const asked = async () => {
    await li('开班 电工 脱产 8月12号 40课时 20人');
  };

  it('a day and a number said with the place are no part of it (P6)', async () => {
    await asked();
    const page = await li('阜康职校 8月18号开始 30个人');
    expect(page).toMatch(/收30人\n8月18日 .*，阜康职校\n/u);
  });

  it.each(['文化路12号3楼', '博峰街3号 2号楼'])('an address keeps its numbers: %s (control)', async (place) => {
    await asked();
    expect(await li(place)).toMatch(new RegExp(`收20人\n8月12日 .*，${place}\n`, 'u'));
  });

  it('a day that does not suit says why, and stands when the kind of class is changed (L4)', async () => {
    await li('开班 电工 周末班 8月12号 40课时 20人');
    expect(await li('阜康职校')).toMatch(/8月12日 周二不是周末班的上课日[\s\S]*换班型/u);
    expect(await li('脱产班')).toMatch(/电工脱产班，40课时[\s\S]*8月12日 周二/u);
  });

  it('a kind of class is no place', async () => {
    await asked();
    expect(await li('周末班')).toMatch(/开班：电工，周末班[\s\S]*什么地方/u);
  });

  it.each(['再开一个电工的 脱产 8月12号 40课时 20人 在阜康职校'])('%s is heard', async (text) => {
    expect(await li(text)).toContain('要开：电工脱产班');
  });

  it('the order said again is no reason to stop', async () => {
    await li('停班 {d}');
    expect(await li('停班 {d} 没人报名')).toContain('原因：没人报名\n');
  });
});

describe('成绩', () => {
  it('the next name with its marks goes on, after the one before is entered (L13)', async () => {
    await examiner('成绩 {e}');
    await examiner('张甲英 80 75');
    expect(await examiner('1')).toContain('登好了');
    expect(await examiner('张乙英 55 60')).toMatch(/要登1人.*\n张乙英 理论55分/u);
    await examiner('1');
    expect(await examiner('公布')).toMatch(/公布“|没有成绩/u);
  });

  it('from an officer it is no mark (control)', async () => {
    expect(await li('张乙英 55 60')).not.toContain('理论');
  });
});

it('回访 goes on with the next name, and what is said of it is kept (L24)', async () => {
  await published(of);
  of.world.clock.set('2025-08-26T09:00:00+08:00');
  await li('回访 {e} 张甲英 没人接');
  expect(await li('1')).toContain('记下了');
  const asked = await li('张乙英 在阜康恒力厂上班 现在5500');
  expect(asked.includes('哪个班') ? await li('{e}') : asked).toMatch(/张乙英.*在上班，阜康恒力厂，现在5500元/u);
});

it('L12 who marked first is told so before she looks at the appeal; the other examiner goes on (control)', async () => {
  await published(of);
  const about = { class_id: of.held.c.class_id, worker_id: of.held.workers[2]!.worker_id, said: '第三题对了' };
  await must(of.world, () => appeal(of.world, about));
  await examiner('成绩 {e}');
  expect(await examiner('1')).toContain('另一位考评员');
  await of.say('second', '成绩 {e}');
  expect(await of.say('second', '1')).toContain('重新打分');
});

it.each([
  ['张三丰来了忘带手机', 'roll_call'],
  ['改成到了 张三丰', 'roll_call'],
  ['去看了 A15 人都在上课', 'inspection'],
  ['改成下午两点上课 A15', 'move_lesson'],
])('%s is %s', async (text, command) => {
  expect((await reading(text)).command).toBe(command);
});

it('answers said by the station are no share of those asked (H2)', async () => {
  await li('意愿 赵建军 13933330109 焊工 平时白天');
  await li('1');
  expect(await li('摸排')).toMatch(/答了1人（问到的人里自己答的0%）[\s\S]*工作站代答1人/u);
});
