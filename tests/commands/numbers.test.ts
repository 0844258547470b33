/** Numbers as they are typed on a phone, and such as cannot be, in every place where a command takes one. */
import { type County, county, published, workplaceLesson } from './county';

let of: County;
const li = (text: string) => of.say('li', text);
beforeEach(async () => {
  of = await county();
});

const OPEN = '开班 电工 脱产 9月1号 40课时 30人 在职业学校';

describe('开班', () => {
  it.each(['0', '-5', '501', '99999', '1e9', '3.5', '９９９９'])(
    'capacity %s is asked again with its bounds',
    async (n) => {
      expect(await li(OPEN.replace('30人', `${n}人`))).toContain('收多少人？只能是1到500人的整数');
      expect(await li(n === '0' ? '-1' : n)).toContain('只能是1到500人的整数');
      expect(await li('３０')).toContain('收30人');
    },
  );
  it.each(['-5', '721', '99999', '1e9'])('units %s as well', async (n) => {
    expect(await li(OPEN.replace('40课时', `${n}课时`))).toContain('一共多少课时？只能是1到720课时的整数');
    expect(await li('四十')).toContain('40课时');
  });
  it('hours a day', async () => {
    expect(await li(`${OPEN} 每天99课时`)).toContain('一天上几课时？只能是1到12课时的整数');
    expect(await li('6')).toContain('要开');
  });
  it('L7 a trade that is off the list needs a reason, said by chat and kept with the class', async () => {
    const asked = await li('开班 养老护理员 脱产 9月1号 40课时 30人 在职业学校');
    expect(asked).toMatch(/不在当地紧缺目录[\s\S]*为什么还要开/u);
    expect(await li('好')).toContain('没看懂');
    const dry = await li('当地养老院急要二十人');
    expect(dry).toContain('不在当地目录，理由：当地养老院急要二十人');
    // Another trade has no need of it.
    expect(await li('改成电工')).not.toContain('理由');
    await li('2');
    await li('开班 养老护理员 脱产 9月1号 40课时 30人 在职业学校');
    await li('当地养老院急要二十人');
    expect(await li('1')).toContain('开好了');
    expect(of.rows().join()).toContain('"off_list_reason":"当地养老院急要二十人"');
  });
  it('L15 a place of another area is refused before anything is shown', async () => {
    expect(await li(`${OPEN} 上海`)).toContain('不在你负责的范围');
  });
});

describe('numbers of people', () => {
  it.each(['0', '88', '99999', '1e9', '-3'])('点名 缺 %s: nobody has it, nothing is marked', async (n) => {
    expect(await li(`点名 {c} 缺 ${n}`)).toMatch(new RegExp(`名单只有2人，没有${Number(n)}号`, 'u'));
  });
  it('点名 缺 1-99999 names what there is not; full-width digits are digits', async () => {
    expect(await li('点名 {c} 缺 1-99999')).toContain('没有99999号');
    expect(await li('点名 {c} 缺 ２')).toContain('不记的1人：2穆秋月');
  });
  it('four digits are the end of a phone, and two of a name nobody’s', async () => {
    expect(await li('点名 {c} 缺 0002')).toContain('不记的1人：2穆秋月');
    await li('取消');
    expect(await li('点名 {c} 缺 0088')).toContain('没有0088');
  });
  it.each(['代退 {c} 0 家里有事', '代退 {c} 88 家里有事', '代退 {c} 99999 家里有事', '考勤 {e} 0', '考勤 {e} 99999'])(
    '%s: not on the roster',
    async (text) => {
      expect(await li(text)).toMatch(/名单里没有(?:0|88|99999)号/u);
    },
  );
  it('签字: numbers are people, and 1 is the first of them, not everyone', async () => {
    await workplaceLesson(of);
    const asked = await of.say('zhao', '签字');
    expect(asked).toContain('谁在');
    expect(await of.say('zhao', '1')).toMatch(/在1人：张甲英\n没来2人/u);
    await of.say('zhao', '取消');
    await of.say('zhao', '签字');
    expect(await of.say('zhao', '全到')).toContain('在3人');
    await of.say('zhao', '取消');
    await of.say('zhao', '签字');
    expect(await of.say('zhao', '都没来')).toContain('在0人');
    for (const n of ['0', '88', '99999']) {
      await of.say('zhao', '取消');
      await of.say('zhao', '签字');
      expect(await of.say('zhao', n === '0' ? '1 0' : n)).toContain(`名单上没有${n}号`);
    }
  });
  it('回访: the number of the list, alone or with what was said', async () => {
    await published(of);
    of.world.clock.set('2025-08-26T09:00:00+08:00');
    expect(await li('回访 {e}')).toContain('1 张甲英');
    expect(await li('3 没人接')).toMatch(/记张丙英.*没人接/u);
    await li('取消');
    await li('回访 {e}');
    expect(await li('2')).toContain('张乙英');
    await li('取消');
    await li('回访 {e}');
    expect(await li('88')).toContain('名单里没有88号');
  });
});

describe('lessons, months, marks', () => {
  it.each([
    ['请假 {c} 穆春花 第99节', '没有第99节课'],
    ['请假 {c} 穆春花 第0节', '没有第0节课'],
    ['改课 {c} 第999节 8月30号', '没有第999节课'],
    ['签到码 {c} 第99节', '没有第99节课'],
    ['月单 13月', '没有13月'],
    ['月单 0月', '没有0月'],
    ['摸排 M99999', '没办成'],
    ['找人 99999', '找谁'],
  ])('%s', async (text, says) => {
    expect(await li(text)).toContain(says);
  });
  it('成绩: marks that cannot be are named, and no line is lost unseen', async () => {
    await of.say('examiner', '成绩 {e}');
    const dry = await of.say('examiner', '1 85 90\n2 8555 90\n3 -1 90\n张甲英 101 50');
    expect(dry).toMatch(/× 没看懂：2 8555 90、3 -1 90/u);
    await of.say('examiner', '取消');
    await of.say('examiner', '成绩 {e}');
    expect(await of.say('examiner', '1 101 50')).toMatch(/一个都登不上[\s\S]*分数/u);
    await of.say('examiner', '成绩 {e}');
    expect(await of.say('examiner', '99 85 90')).toContain('名单里没有：99');
  });
});
