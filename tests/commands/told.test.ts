/** What was said is kept, or said not to be; what stands in the way says by whom it goes on. */
import { startSurvey } from '../../lib/wishes/surveys';
import { must } from '../support/town';
import { type County, county, FUKANG, published } from './county';

let of: County;
const li = (text: string) => of.say('li', text);
const examiner = (text: string) => of.say('examiner', text);
beforeEach(async () => {
  of = await county();
});

describe('成绩', () => {
  it.each([
    ['张甲英 80 75，张乙英 55/70，张丙英 缺考', [/张甲英.*80.*75/u, /张乙英.*55.*70/u, /张丙英.*缺考/u]],
    ['张乙英,理论78实操81', [/张乙英.*78.*81/u]],
    ['1 85 90，2 70 80', [/张甲英.*85.*90/u, /张乙英.*70.*80/u]],
    ['3号，理论85，实操90', [/张丙英.*85.*90/u]],
  ])('on one line: %s', async (text, lines) => {
    await examiner('成绩 {e}');
    const page = await examiner(text);
    expect(page).toContain(`要登${lines.length}人`);
    for (const line of lines) expect(page).toMatch(line);
  });

  it.each(['1，85，90，2，70，80', '张甲英、张乙英 80 75', '张甲英 80 75 90'])(
    'what could be read two ways is not read (control): %s',
    async (text) => {
      await examiner('成绩 {e}');
      expect(await examiner(text)).toContain('没看懂分数');
    },
  );

  it('the line that says yes says to what: 登分, 公布, 发证', async () => {
    expect(await examiner('成绩 {e}\n1 80 75\n2 80 75\n3 缺考')).toContain('确定登分\n不做');
    await examiner('1');
    expect(await examiner('公布成绩 {e}')).toContain('确定公布\n不做');
    await examiner('1');
    await of.settled();
    expect(await li('发证 {e}')).toContain('确定发证\n不做');
  });

  it('公布 names those without a mark, and 发证 says by whom it goes on (L12, L13)', async () => {
    expect(await examiner('公布成绩 {e}')).toMatch(/还有3人没有成绩：张甲英、张乙英、张丙英。/u);
    expect(await li('发证 {e}')).toContain(`由考评员登好分、回“公布成绩 ${of.held.c.class_id}”`);
    expect(await li('发证 {c}')).toContain('考试由主管部门安排');
  });
});

it('今天 has the exam of the day, for the assessor as for the station', async () => {
  of.world.clock.set('2025-07-24T09:00:00+08:00');
  for (const one of [examiner, li]) expect(await one('今天')).toMatch(/1场考试[\s\S]*阜康机密班 考试\n下午4点45分/u);
  expect(await examiner('明天')).not.toContain('考试');
});

describe('回访', () => {
  beforeEach(async () => {
    await published(of);
    of.world.clock.set('2025-08-26T09:00:00+08:00');
  });

  it('L24 where she works and as what is kept', async () => {
    const page = await li('回访 {e} 张甲英 在阜康恒力厂当焊工 现在6500');
    expect(page).toContain('在上班，阜康恒力厂，技工，现在6500元');
    expect(page).not.toContain('没记进去');
    await li('1');
    const row = of.rows().find((one) => one.includes('阜康恒力厂'));
    expect(JSON.parse(row!).answers['1']).toMatchObject({ employer: '阜康恒力厂', post: 'skilled', working: true });
  });

  it('what no part of the record says is told', async () => {
    const page = await li('回访 {e} 张甲英 在上班 6500 老板很和气');
    expect(page).toMatch(/没记进去的：“.*老板/u);
    expect(await li('以前4500 现在6500 技工')).toContain('技工，以前4500元，现在6500元');
  });
});

it('回访 before its day says from when, and what is sent after it begins no command of that number', async () => {
  await published(of);
  for (const text of ['回访 {e}', '回访 {e} 2 没人接']) expect(await li(text)).toContain('起才能记');
  expect(await li('3 在上班 6500 上海')).toMatch(/现在没有要选的[\s\S]*开班/u);
  await li('2');
  // After what went well a number before words is the menu's (control).
  await li('班');
  expect(await li('3 电工 脱产')).toContain('开班：电工');
});

describe('摸排', () => {
  it('开始摸排 asks to start one', async () => {
    await li('摸排 {m} 结束');
    await li('1');
    expect(await li('开始摸排')).toContain('确定后等2分钟');
  });

  it('a day of its own is not dropped unseen: it says until when, and how to end it', async () => {
    await li('摸排 {m} 结束');
    await li('1');
    const page = await li('摸排 开始 8月10号截止');
    expect(page).toMatch(/开7天，到8月1日[\s\S]*到8月10日.*截止办不到/u);
    await li('取消');
    expect(await li('摸排 开始 8月1号截止')).not.toContain('办不到');
  });

  it('nobody is reminded before the questions are out', async () => {
    await li('摸排 {m} 结束');
    await li('1');
    await li('摸排 开始');
    await li('1');
    const before = of.rows();
    await li('摸排 提醒');
    expect(await li('1')).toContain('没发完');
    expect(of.rows()).toEqual(before);
    of.world.clock.pass(3 * 60_000);
    await of.settled();
    await li('摸排 提醒');
    expect(await li('1')).toContain('正在提醒');
  });

  it('a survey of before is not held back (control)', async () => {
    await must(of.world, () => startSurvey(of.world, { home_region: '530128', regions: [FUKANG], by: 'li' }));
    await of.settled();
    await li('摸排 提醒');
    expect(await li('1')).toContain('正在提醒');
  });
});

it('表格 with its kind, 换老师: no question back', async () => {
  expect(await li('表格 {c} 花名册')).not.toContain('你是要');
  expect(await li('换老师')).toContain('请主管部门');
  expect(await li('{c}的老师换成王建国')).toContain('请主管部门');
  expect(await li('改课 {c} 7月28号换教室，老师说小')).not.toContain('换老师');
});
