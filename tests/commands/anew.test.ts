/** An order in full is a new order wherever it is said; a text to pass on is the one said last; whoever is named last is meant. */
import { type County, county, published } from './county';

let of: County;
const li = (text: string) => of.say('li', text);
beforeEach(async () => {
  of = await county();
});

const followed = async () => {
  await published(of);
  of.world.clock.set('2025-08-26T09:00:00+08:00');
};
const calls = () =>
  of
    .rows()
    .map((row) => JSON.parse(row))
    .filter(({ answers, attempts }) => answers && attempts);

describe('whoever is named last is meant', () => {
  it('L24 a call to no. 3 is not written down for no. 2, whose page is open', async () => {
    await followed();
    expect(await li('回访 {e} 2 没人接')).toContain('张乙英');
    const page = await li('回访 {e} 3 在上班 6500 上海');
    expect(page).toContain('张丙英');
    expect(page).toContain('上海');
    expect(page).not.toContain('张乙英');
    await li('1');
    const rows = calls();
    expect(rows.map((row) => row.name)).toEqual(['张丙英']);
    expect(rows[0].answers['1']).toMatchObject({ working: true, wage_after_fen: 650_000, place: '上海' });
  });

  it('by the number alone, after a name, and by a name after a number', async () => {
    await followed();
    await li('回访 {e} 张乙英 没人接');
    expect(await li('3 在上班 6500')).toContain('记张丙英');
    // Said of the page, and of nobody (control).
    expect(await li('1 好')).toContain('记张丙英');
    expect(await li('张甲英 没人接')).toContain('记张甲英');
    // What she told has numbers of its own (control).
    expect(await li('在工地干活 一个月5000')).toContain('记张甲英');
  });

  it('点名 缺 3 after 缺 张三 on the page', async () => {
    await li('点名 {c} 缺 穆春花');
    const page = await li('缺 2');
    expect(page).toMatch(/记到课（老师点名）1人：1穆春花\n不记的1人：2穆秋月/u);
    expect(await li('缺 穆春花')).toMatch(/1人：2穆秋月\n不记的1人：1穆春花/u);
  });
});

describe('an order in full where any words are an answer', () => {
  it.each([
    ['代退 {c} 2', '穆秋月退'],
    ['代退{c} 穆秋月', '穆秋月退'],
    ['代退 穆秋月', '穆秋月退'],
    ['总结 {e}', '哪些做得好'],
    ['{c} 点名', '没签'],
    ['开班 电工 脱产 9月1号 40课时 30人', '什么地方'],
    ['回复 穆春花 在二楼', '发给穆春花'],
  ])('is no reason to leave a class: %s', async (text, next) => {
    expect(await li('代退 {c} 1')).toContain('为什么');
    const heard = await li(text);
    expect(heard).toContain(next);
    expect(heard).not.toContain('原因：');
  });

  it('is no word to a worker', async () => {
    expect(await li('留言')).toContain('找不到教室');
    expect(await li('开班 电工 脱产 9月1号 40课时 30人 在职业学校')).not.toContain('发给穆春花');
    await li('取消');
    await li('留言');
    expect(await li('回复 李小燕 明天来')).toContain('李小燕没有在等');
  });

  it.each(['通知你明天来站里', '考勤要抓紧', '今天下午3点来', '请假的事我来办', '成绩下周出来', '点名的时候要到'])(
    'what only begins like one is passed on (control): %s',
    async (text) => {
      await li('留言');
      expect(await li(text)).toContain(`“${text}”`);
    },
  );

  it('L25 总结 and a class inside 评价 is that class’s', async () => {
    await followed();
    expect(await li('评价 {e}')).toContain('哪些做得好');
    expect(await li('总结 {e}')).toContain('哪些做得好');
    expect(await li('来得齐')).toContain('哪些要改');
  });
});

it('a class alone is the class, and no text or reason', async () => {
  await li('通知 {c}');
  expect(await li('{d}')).not.toContain('“');
  await li('取消');
  await li('代退 {c} 1');
  expect(await li('{c}')).toContain('为什么');
});

describe('a text to pass on', () => {
  it('a bare number is sent to nobody', async () => {
    await li('留言');
    const asked = await li('1');
    expect(asked).toContain('打字');
    expect(asked).not.toContain('发给穆春花');
    expect(await li('在二楼')).toContain('“在二楼”');
    await li('取消');
    await li('通知 {c}');
    expect(await li('1')).toContain('只有一个数字');
  });

  it('the right text takes the place of the wrong one on its page', async () => {
    await li('留言');
    await li('在一楼');
    expect(await li('在二楼，张三等你')).toMatch(/发给穆春花：\n“在二楼，张三等你”/u);
    expect(await li('改成：在三楼')).toContain('“在三楼”');
    expect(await li('7')).toContain('“在三楼”');
    expect(await li('1')).toContain('发给穆春花了');
    await of.settled();
    expect(JSON.stringify(of.rows())).toContain('在三楼');
    expect(JSON.stringify(of.rows())).not.toContain('在一楼');
  });

  it('an order in full leaves the page, and says that nothing was sent', async () => {
    await li('留言');
    await li('在一楼');
    expect(await li('名单 {c}')).toMatch(/刚才的留言没有做[\s\S]*穆秋月/u);
    expect(JSON.stringify(of.rows())).not.toContain('在一楼');
  });
});

it('-3 is not 3: it is asked; A17-3 and 3 -5 are a number and a range (control)', async () => {
  expect(await li('代退 {c} -1')).toContain('退谁');
  await li('取消');
  expect(await li('代退 -1')).toContain('退谁');
  await li('取消');
  expect(await li('代退 {c}-1')).toContain('穆春花退');
});
