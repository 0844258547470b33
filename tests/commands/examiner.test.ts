/** 没来, said by who examines, is 缺考 and no roll call; shown before it is entered, asked about where it is doubtful (L13). */
import { readScoreLines } from '../../lib/chat/commands/read-scores';
import { type County, county } from './county';

let of: County;
const examiner = (text: string) => of.say('examiner', text);
beforeEach(async () => {
  of = await county();
});

it.each(['张甲英没来', '张甲英今天没来', '{e} 张甲英没来', '{e}张甲英缺席', '张甲英没来考试', '成绩 {e} 张甲英没来'])(
  'without a page: %s',
  async (text) => {
    expect(await examiner(text)).toMatch(/要登1人：缺考1人\n张甲英 缺考[\s\S]*确定登分/u);
    expect(of.rows().some((row) => row.includes('"absent"'))).toBe(false);
  },
);

it.each([
  ['张甲英没来', 1],
  ['张甲英、张丙英没来', 2],
  ['张甲英和张丙英都没来', 2],
  ['1 3没来', 2],
  ['1、3号没到', 2],
])('asked for the marks: %s', async (text, people) => {
  await examiner('成绩 {e}');
  expect(await examiner(text)).toContain(`要登${people}人：缺考${people}人`);
  expect(await examiner('1')).toContain('登好了');
});

it('what is not plain is asked, and what is no mark is nobody’s (control)', async () => {
  expect(await examiner('有三个人没来')).toContain('名单里没有');
  const asked = await examiner('没来3个');
  expect(asked).toContain('你是要：\n成绩');
  expect(asked).not.toContain('确定');
  expect(await examiner('点名')).toContain('点名');
  expect(await examiner('张甲英没来，张乙英 80 75')).toMatch(/要登2人：合格1人，缺考1人/u);
  expect(readScoreLines('张甲英没来 80 75')).toEqual([]);
  // One person and a mark of hers are not two people.
  expect(readScoreLines('张甲英 85 没考')).not.toContainEqual({ who: 85, absent: true });
  expect(readScoreLines('3 85 缺考')).not.toContainEqual({ who: 85, absent: true });
  expect(readScoreLines('3 85 90')).toEqual([{ who: 3, theory: 85, practice: 90 }]);
});

it('of an officer the same words are still the roll (control)', async () => {
  expect(await of.say('li', '{c} 穆春花没来')).toContain('点名');
});
