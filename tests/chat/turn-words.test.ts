/** How things read, and what is taken out of what is kept. */
import { withoutPersonal } from '../../lib/chat/phrases';
import { cardLabel, placeOf, placeOfLesson, spokenLesson } from '../../lib/chat/render';
import { answerTo } from '../../lib/chat/say/asked';
import * as browse from '../../lib/chat/say/browse';
import * as profile from '../../lib/chat/say/profile';
import { nextSteps, sentence } from '../../lib/chat/say/refusals';
import * as signUp from '../../lib/chat/say/sign-up';
import type { ClassCard, Lesson, TrainingClass } from '../../lib/classes/types';
import { classMoved, classPublished, lessonTomorrow } from '../../lib/notices/say';
import { maskLongNumbers } from '../../lib/platform/long-number';
import { spokenMoment, spokenTime } from '../../lib/platform/spoken';

it.each([
  ['2025-07-24T09:00:00+08:00', '上午9点'],
  ['2025-07-24T12:30:00+08:00', '中午12点半'],
  ['2025-07-24T14:05:00+08:00', '下午2点05分'],
  ['2025-07-24T19:30:00+08:00', '晚上7点半'],
  ['2025-07-24T00:00:00+08:00', '凌晨0点'],
])('%s is said %s', (at, said) => expect(spokenTime(at)).toBe(said));

it('names the part of the day twice only when it changes', () => {
  const on = (from: string, to: string) => ({
    starts_at: `2025-07-24T${from}:00+08:00`,
    ends_at: `2025-07-24T${to}:00+08:00`,
  });
  expect(spokenLesson(on('09:00', '11:30'))).toBe('7月24日 周四 上午9点到11点半');
  expect(spokenLesson(on('09:00', '15:00'))).toBe('7月24日 周四 上午9点到下午3点');
  expect(spokenMoment('2025-08-03T08:00:00+08:00')).toBe('8月3日 周日 上午8点');
});

it('says on a card what the class is, when it begins, and whether there is room', () => {
  const card = {
    title: '电工初级班',
    pattern: 'weekend',
    starts_at: '2025-07-26T09:00:00+08:00',
    seats_left: 12,
  } as ClassCard;
  expect(cardLabel(card)).toBe('电工初级班 周末班 7月26日开课 还剩12个名额');
  expect(cardLabel({ ...card, title: '电工周末班', seats_left: 0 })).toBe('电工周末班 7月26日开课 满了，可排队');
});

it.each([
  ['我的号码530128199001010013', '我的号码*****13'],
  ['53012819900101001x', '*****1x'],
  ['138 0013 8000', '*****00'],
  ['６２２８４８００１２３４５６７８９', '*****89'],
  ['幺三八零零幺三八零零零', '*****'],
  ['7月24日上午9点，第3间', '7月24日上午9点,第3间'],
])('a number in a thread is masked: %s', (said, kept) => expect(maskLongNumbers(said)).toBe(kept));

it.each([
  ['王小妹', undefined],
  ['我叫买买提', undefined],
  ['欧阳小花', undefined],
  ['我家住在团街镇', undefined],
  ['13800138000', undefined],
  ['帮我问买买提·艾力的课', undefined],
  ['王小明电工班', '某某电工班'],
  ['帮李四报个名', '帮某某报个名'],
  ['电工班陈小美', '电工班某某'],
  ['高级电工班', '高级电工班'],
  ['我想马上报名', '我想马上报名'],
  ['周末班几点', '周末班几点'],
  ['任何班都行', '任何班都行'],
  ['啥时候发钱', '啥时候发钱'],
  ['第3个班在几楼', '第#个班在几楼'],
  ['这句话实在是太长太长太长太长太长太长太长太长太长了', undefined],
])('of what was not understood, %s is kept as %s', (said, kept) => expect(withoutPersonal(said)).toBe(kept));

it('has no hole where a fact is missing', () => {
  for (const code of ['class_closed', 'clash', 'limit_year', 'too_young', 'class_unknown', 'no_offer', 'no_such_code'])
    expect(
      sentence({
        refused: code,
        facts: {
          title: '电工班',
          closes_at: '2025-07-20T18:00:00+08:00',
          other: '焊工班',
          limit: 3,
          year: '2025',
          age: 15,
        },
      }),
    ).not.toMatch(/undefined|NaN/);
});

it('a refusal nobody found words for is told as a sentence, never as its code, and leads to a person', () => {
  const said = sentence({ refused: 'brand_new_rule', facts: { limit: 3 } });
  expect(said).not.toMatch(/[a-z_]/);
  expect(said).toContain('工作人员');
  expect(nextSteps('brand_new_rule')).toContain('human');
});

it.each([
  ['要钱吗', '不收钱'],
  ['培训要不要钱啊', '不收钱'],
  ['你是骗子吗', '不是骗人'],
  ['你们正规吗', '不是骗人'],
  ['我不识字', '不用打字'],
  ['证有用吗', '合格了才有证'],
  ['学了发证吗', '合格了才有证'],
  ['能拿多少补贴', '当年的规定'],
  ['包不包住', '每个班不一样'],
])('%s is answered', (asked, answer) => expect(answerTo(asked)).toContain(answer));

it.each(['王小妹', '高速收费站', '恒力纺织厂', '没带身份证', '有什么证件要带', '考个电工', '我要报名', '阜康'])(
  '%s asks none of that',
  (said) => expect(answerTo(said)).toBeUndefined(),
);

it('a place is written alike on the card, on signing up and in a push', () => {
  const c = { title: '电工班', site_name: '劳务站', address: '真如路1号', starts_at: '2025-07-24T09:00:00+08:00' };
  const lesson = { place: '劳务站，真如路1号', starts_at: c.starts_at } as Lesson;
  for (const address of ['真如路1号', '', '劳务站']) {
    const one = { ...c, address } as TrainingClass;
    const where = placeOf(one);
    expect(placeOfLesson(one, { place: address ? `劳务站，${address}` : '劳务站' })).toBe(where);
    expect(classMoved(one).text).toContain(`${where}。`);
    expect(lessonTomorrow(one, { ...lesson, place: address ? `劳务站，${address}` : '劳务站' }).text).toContain(
      `，${where}。`,
    );
  }
  expect(placeOfLesson(c, { place: '3号教室' })).toBe('3号教室');
});

it('a new class is pushed with the word to type for it', () =>
  expect(
    classPublished({
      class_id: 'A17',
      title: '电工班',
      site_name: '劳务站',
      starts_at: '2025-07-24T09:00:00+08:00',
    } as TrainingClass).text,
  ).toContain('想看就回“A17”'));

it('nothing sends her to the wrong corner: ＋ is at the bottom right in WeChat', () => {
  const texts = JSON.stringify([browse, profile, signUp]);
  expect(texts).toContain('右下角');
  expect(texts).not.toContain('左下角');
});
