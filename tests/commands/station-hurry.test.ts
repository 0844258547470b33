/** A station officer in a hurry: what she types is read as she means it, and what is doubtful is asked. */
import { type County, county } from './county';

let of: County;
const li = (text: string) => of.say('li', text);
beforeEach(async () => {
  of = await county();
});

it.each([
  '开班 焊工 周末 8月30日开始 30人 60课时 技校',
  '開班 焊工 週末 ８月３０日開始 ３０人 ６０課時 地點技校',
  '开班 焊工 周末，技校，8月30日，30人，60课时',
])('L6 a class in one breath, the place by itself, traditional characters, wide digits: %s', async (text) => {
  const page = await li(text);
  expect(page).toMatch(/要开：.*周末班，60课时，收30人\n8月30日[^\n]*，技校/u);
  expect(page).toContain('确定开班');
});

it('L6 two places, or none, are asked about (control)', async () => {
  for (const text of ['开班 焊工 周末 8月30日 30人 60课时', '开班 焊工 周末 8月30日 30人 60课时 技校 恒力厂'])
    expect(await li(text)).toContain('在什么地方上课');
});

describe('改课', () => {
  it('周三上午的课改到周五下午: the morning’s lesson is meant, and the hour is asked, not kept from the morning', async () => {
    expect(await li('改课 {c} 28号上午的课改到8月20号下午')).toMatch(/第\d+节课[\s\S]*8月20日[^\n]*下午几点/u);
    const page = await li('2点');
    expect(page).toMatch(/原来：7月28日 周一 上午8点/u);
    expect(page).toMatch(/改成：8月20日 周三 下午2点/u);
    // Said with its hour, or without any half of the day, nothing is asked (control).
    expect(await li('改课 {c} 28号上午的课改到8月20号下午3点')).toMatch(/改成：8月20日 周三 下午3点/u);
    expect(await li('改课 {c} 28号上午的课改到8月20号')).toMatch(/改成：8月20日 周三 上午8点/u);
    expect(await li('改课 {c} 28号上午的课改到8月20号早上')).toMatch(/改成：8月20日 周三 上午8点/u);
  });

  it('of a class how many it takes is changed elsewhere, and she is told', async () => {
    for (const text of ['{c} 改成40人', '{c}名额改成３０']) expect(await li(text)).toContain('收多少人这里改不了');
    expect(await li('改课 {c} 28号上午的课改到8月20号')).toContain('确定改课');
  });

  it('of several classes that with a lesson on the day she names is meant', async () => {
    expect(await li('28号上午的课改到9月1号')).toMatch(/阜康在上班[\s\S]*改成：9月1日/u);
    // Of a class that has none that day she is asked which lesson, and on the page of another lesson as well.
    expect(await li('9月5号的课改到9月10号')).toMatch(/改哪一节课|改哪个班的课/u);
    expect(await li('改课 {c} 28号上午的课改到8月20号')).toContain('原来：7月28日');
    expect(await li('29号下午的课改到8月21号')).toMatch(/原来：7月29日 周二 下午[\s\S]*改成：8月21日/u);
  });
});

it('撤销 on a page says that the page was not done', async () => {
  await li('请假 {c} 穆春花 28号 家里有事');
  await li('1');
  await li('代退 {c} 穆秋月 回老家了');
  expect(await li('撤销')).toMatch(/刚才的代退没有做[\s\S]*要撤销：穆春花的假/u);
});

describe('请假', () => {
  it.each(['穆春花销假', '取消请假 穆春花', '{c} 穆春花不请假了'])(
    'taken back is not asked for anew: %s',
    async (text) => {
      const first = await li(text);
      // 不请假 is no plain order: she says which command she means.
      const answer = first.startsWith('你是要') ? await li('请假') : first;
      expect(answer).toMatch(/签到就算到[\s\S]*点名 [A-Z]\d+ 到 穆春花/u);
      expect(answer).not.toMatch(/哪天请假|确定请假/u);
    },
  );

  it('her child is ill, not she', async () => {
    expect(await li('请假 {c} 穆春花 28号 孩子病了')).toContain('家里有事');
    expect(await li('请假 {c} 穆春花 28号 头疼，在家休息')).toContain('生病');
  });

  it('who is late, said while something else is asked, keeps her name', async () => {
    await li('请假 {c} 穆秋月');
    expect(await li('穆秀迟到了')).not.toContain('穆秀迟');
    expect(await li('请假 {c} 穆春花迟到了')).not.toContain('没有穆春花迟');
  });
});

it('改课: refused, the day and the hour she said stand; a new one replaces only its own', async () => {
  await li('改课 {c} 28号上午的课改到29号下午2点');
  expect(await li('8月20号')).toMatch(/改成：8月20日 周三 下午2点/u);
  await li('取消');
  await li('改课 {c} 28号上午的课改到8月16号下午2点');
  expect(await li('晚上7点')).not.toMatch(/改成：7月28日/u);
});

it.each(['穆春花10点就走了', '穆春花提前走了，10点', '穆春花早退 10点'])('早退 in other words: %s', async (text) => {
  await li('点名 {c} 都到了');
  await li('1');
  expect(await li(text)).toMatch(/早退[\s\S]*穆春花[\s\S]*确定记早退/u);
});

it('撤, alone, is 撤销: what would be taken back is asked first', async () => {
  expect(await li('撤')).toContain('没有可以撤销的');
  await li('请假 {c} 穆春花 28号 家里有事');
  await li('1');
  expect(await li('撤')).toContain('要撤销：穆春花的假');
  expect(await li('不撤')).toContain('什么都没动');
});

it('why a mark is put right is told in words: 缺 2 is no reason', async () => {
  await li('点名 {c} 都到了');
  await li('1');
  expect(await li('点名 {c} 缺 1')).toContain('请写明理由');
  expect(await li('缺 2')).not.toContain('理由：缺 2');
  await li('取消');
  await li('点名 {c} 缺 1');
  expect(await li('看错人了')).toContain('理由：看错人了');
});
