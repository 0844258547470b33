/** Days, times, numbers, people: what is read out of an officer's words. */
import { controlOf, helpAbout, yesOrNo } from '../../lib/chat/commands/controls';
import { hear } from '../../lib/chat/commands/hear';
import { peopleIn } from '../../lib/chat/commands/people-lines';
import { readFound } from '../../lib/chat/commands/read';
import { lexicon } from '../chat/lexicon';
import { quickest } from '../support/quickest';
import { TODAY } from './reading';

const found = (text: string, numbered = false) => readFound(text, { today: TODAY, lexicon, numbered });

it.each([
  ['今天 明天 后天 大后天 昨天', ['2025-07-24', '2025-07-25', '2025-07-26', '2025-07-27', '2025-07-23']],
  ['周四', ['2025-07-24']],
  ['周六', ['2025-07-26']],
  ['下周三', ['2025-07-30']],
  ['上周五', ['2025-07-18']],
  ['礼拜天', ['2025-07-27']],
  ['7月25', ['2025-07-25']],
  ['七月二十五号', ['2025-07-25']],
  ['7-25', ['2025-07-25']],
  ['7.25', ['2025-07-25']],
  ['1月3日', ['2026-01-03']],
  ['2025-08-01', ['2025-08-01']],
  ['25号', ['2025-07-25']],
  ['3号', ['2025-08-03']],
  ['8月9号周六', ['2025-08-09']],
  ['明后天', ['2025-07-25', '2025-07-26']],
  ['2月30号', []],
])('days: %s', (text, days) => expect(found(text).days).toEqual(days));

it.each([
  ['9点半', ['09:30']],
  ['19:30', ['19:30']],
  ['晚上7点到9点', ['19:00', '21:00']],
  ['下午两点一刻', ['14:15']],
  ['3点', ['15:00']],
  ['上午十点零五分', ['10:05']],
  ['中午12点', ['12:00']],
])('times: %s', (text, times) => expect(found(text).times).toEqual(times));

it.each([
  ['3 7 12-15', [3, 7, 12, 13, 14, 15]],
  ['3到7', [3, 4, 5, 6, 7]],
  ['3、7', [3, 7]],
  ['3号5号', [3, 5]],
  ['第三次', [3]],
])('numbers of people: %s', (text, numbers) => {
  expect(found(text, true)).toMatchObject({ numbers, days: [] });
});

it('a range is no day where numbers are people’s, and a day elsewhere', () => {
  expect(found('7-25', true).numbers).toHaveLength(19);
  expect(found('7-25').numbers).toEqual([]);
});

it('people: names with what stands around them, phones, ends of phones, ID numbers', () => {
  expect(found('把张三和李四从A17退了').names).toEqual(['张三', '李四']);
  expect(found('阿依古丽·买买提没来').names).toEqual(['阿依古丽·买买提']);
  expect(found('欧阳小红请假').names).toEqual(['欧阳小红']);
  expect(found('王强感冒了').names).toEqual(['王强']);
  expect(found('尾号0013 138 0000 0001')).toMatchObject({ tails: ['0013'], phones: ['13800000001'] });
  expect(found('530128199001010013')).toMatchObject({ id_numbers: ['530128199001010013'], numbers: [], phones: [] });
  expect(found('明天上课的学员').names).toEqual([]);
});

it('pasted lines: in any order, numbered or not, wrong ones kept to be told so', () => {
  const people = peopleIn(
    '1、张三 530128199001010013 13800000001\n13800000002 李四 53012819900101002x\n\n3) 王五 1380000\n好的',
  );
  expect(people).toEqual([
    { line: 1, name: '张三', id_number: '530128199001010013', phone: '13800000001' },
    { line: 2, name: '李四', id_number: '53012819900101002X', phone: '13800000002' },
    expect.objectContaining({ line: 3, name: '王五' }),
  ]);
});

it('names that sound like talk are names beside both numbers, and only there', () => {
  const line = (name: string) => `${name} 530128199001010013 13800000001`;
  const names = ['额尔德尼', '那英', '吉克阿的', '张知道'];
  expect(peopleIn(names.map(line).join('\n')).map((one) => one.name)).toEqual(names);
  expect(peopleIn('吉克阿的 13800000001')[0]?.name).toBeUndefined();
  expect(peopleIn(line('取消'))[0]?.name).toBeUndefined();
});

it('the engine’s own words are whole texts', () => {
  expect(['撤销', '我发错了', '撤回刚才的'].map(controlOf)).toEqual(['undo', 'undo', 'undo']);
  expect(['撤销张三的报名', '取消张三', '菜单价格'].map(controlOf)).toEqual([undefined, undefined, undefined]);
  expect(['确定', '要得', '不做', '先不', '张三'].map(yesOrNo)).toEqual(['yes', 'yes', 'no', 'no', undefined]);
  expect(helpAbout('帮助 点名')).toBe('点名');
});

it('a text of any kind is read without throwing, and quickly', () => {
  const odd = [
    '',
    ' ',
    '\u0001'.repeat(50),
    '1'.repeat(2048),
    '张'.repeat(2048),
    'A17'.repeat(600),
    '😀'.repeat(900),
    '7-'.repeat(1000),
  ];
  for (const text of odd) expect(quickest(() => found(hear(text).rest))).toBeLessThan(400);
});

it('a post is nobody’s name: 普工, 小工, 班组长', () => {
  for (const post of ['普工', '小工', '杂工', '班组长', '技工'])
    expect(found(`张三 ${post} 6500`).names).toEqual(['张三']);
});
