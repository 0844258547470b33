/** What a bare number means: a choice of the page, a number of the list, never the menu's where something just failed. */
import { type County, county } from './county';

let of: County;
const li = (text: string) => of.say('li', text);
beforeEach(async () => {
  of = await county();
});

describe('a number alone after what came to nothing', () => {
  it.each([
    ['a class that is not there', '代退 Z99 张三 回老家'],
    ['a person who is not there', '代退 {c} 赵云 回老家'],
    ['a number on no list', '点名 {c} 缺 88'],
    ['what is not understood', '呼啦啦'],
    ['somebody else’s command', '成绩 {e}'],
    ['a lesson that is not there', '请假 {c} 穆春花 第99节'],
  ])('asks: %s', async (_why, text) => {
    await li(text);
    const asked = await li('1');
    expect(asked).toContain('现在没有要选的');
    expect(asked).toContain('你是要');
    expect(asked).not.toContain('节课');
    // Meant all the same.
    expect(await li('1')).toContain('7月25日');
  });

  it('after a deed that was refused on its page as well', async () => {
    await li('代退 {c} 穆春花 回老家');
    await of.say('office', '代退 {c} 穆春花 回老家');
    await of.say('office', '1');
    expect(await li('1')).toContain('不在');
    expect(await li('１')).toContain('现在没有要选的');
  });

  it('is the menu’s number again after something else, or ten minutes later (control)', async () => {
    expect(await li('1')).toContain('7月25日');
    await li('呼啦啦');
    await li('班');
    expect(await li('1')).toContain('7月25日');
    await li('呼啦啦');
    of.world.clock.pass(11 * 60_000);
    expect(await li('1')).toContain('7月25日');
  });

  it('no command has that number: it says so', async () => {
    await li('呼啦啦');
    expect(await li('77')).toContain('现在没有要选的');
  });
});

describe('a number that is none of the page', () => {
  it('says which there are, and the question stands', async () => {
    of.world.clock.set('2025-08-05T09:00:00+08:00');
    const asked = await li('名单');
    expect(asked).toContain('看哪个班的名单');
    expect(await li('9')).toMatch(/没有9，回1到3。\n看哪个班/u);
    expect(await li('88')).toMatch(/^没有88，回1到3。\n看哪个班/u);
    expect(await li('1')).toContain('张甲英');
  });

  it('你是要 as well, and no command of that number begins', async () => {
    expect(await li('名但')).toContain('你是要');
    expect(await li('7')).toContain('没有7');
  });

  it('a page tapped twice does nothing the second time', async () => {
    await li('请假 {c} 穆春花 7月28');
    expect(await li('1 确定请假')).toContain('请好假了');
    const before = of.rows();
    expect(await li('1 确定请假')).toContain('什么都没动');
    expect(of.rows()).toEqual(before);
  });

  it('the menu, asked for in the middle, says that the page was not done', async () => {
    await li('代退 {c} 穆春花 回老家');
    expect(await li('0')).toMatch(/^（刚才的代退没有做。）\n李梅/u);
  });
});

describe('numbers of a list just shown', () => {
  it('开班建议: its number opens that one, with what was said of it at once (P6)', async () => {
    expect(await li('开班建议')).toContain('1. 新疆阜康 焊工 30人');
    expect(await li('1')).toContain('在什么地方上课');
    await li('取消');
    const dry = await li('开班建议 1 8月4号 脱产 60课时 25人 在职校');
    expect(dry).toMatch(/焊工脱产班，60课时，收25人\n8月4日[^\n]*职校/u);
    await li('取消');
    expect(await li('开班建议 第一条 9月1号 在职校')).toMatch(/9月1日/u);
    expect(await li('开班建议 0')).toContain('没有这一条');
    expect(await li('开班建议 9')).toContain('没有这一条');
  });

  it('改课 with more lessons than a page holds: 更多 (L15)', async () => {
    const first = await li('改课 {d}');
    expect(first).toContain('第12节');
    expect(first).not.toContain('第13节');
    expect(first).toContain('更多');
    const second = await li('更多');
    expect(second).toContain('第13节');
    expect(second).not.toContain('第12节');
    expect(await li('1')).toContain('第13节课现在是');
    expect(await li('更多')).toContain('后面没有了');
  });
});

it('人工 at work tells who helps', async () => {
  expect(await li('人工')).toContain('找县里主管部门');
});
