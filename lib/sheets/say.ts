/** Why a cell or a row was not taken over, as the result file says it: what is wrong, and what to do. */
import { PROBLEMS, type ProblemCode } from '../platform/problem';
import { TITLES } from './columns';
import type { RowDone, RowProblem } from './types';

type Say = (facts: Record<string, string | number>) => string;

const WHY: Record<string, Say> = {
  missing: () => '没有填。',
  no_column: () => '表里没有这一列，或者表头的写法不认识。请加上这一列。',
  row_hidden: () => '这一行是隐藏的，可能筛选过。要录就先取消隐藏，再传。',
  formula: () => '是公式。请改成直接填的内容。',
  error: () => '这一格是错误值。请重新填。',
  id_as_number: () => '存成了数字，后几位已经丢了。请把这一列设成“文本”，再照身份证重新填。',
  id_digits_lost: () => '末尾是 000，多半是存成数字时丢了后几位。请照身份证重新填。',
  number_masked: () => '中间几位隐去了。请填完整的号码。',
  id_twice: ({ row }) => `和第 ${row} 行是同一个身份证号。只录第一次。`,
  id_number_format: ({ digits, hint }) =>
    hint === 'old_15' ? '是 15 位的老号码。请填 18 位。' : `应是 18 位，这里是 ${digits} 位。`,
  id_number_date: () => '里面的出生日期不对。请照身份证核对。',
  id_number_checksum: () => '校验不对，有一位填错了。请照身份证核对。',
  id_number_taken: () => '这个身份证号已用别的姓名登记。请核对姓名和号码。',
  phone_format: ({ digits }) => `应是 11 位手机号，这里是 ${digits} 位。`,
  name_format: () => '姓名要用汉字，2 到 30 个字。',
  text_format: ({ length_max, hint }) =>
    hint === 'number' ? '里面有长号码，不能录。' : `太长或不是文字，最多 ${length_max ?? 60} 个字。`,
  sex_differs: () => '和身份证号不一致。请核对。',
  not_on_roster: () => '名单上没有这个人，或者有同名的人分不清。请核对姓名和身份证号。',
  member_twice: () => '这个人前面已经有一行。只登第一次。',
  absent_with_marks: () => '写了缺考，又填了分数。请只留一样。',
  mark_format: () => '要填 0 到 100 的整数。',
  class_format: () => '班号要像 A17 这样。',
  class_other: () => '和这次选的班不一样。',
  class_unknown: () => '没有这个班，或者不归你管。',
};

/** One problem in a sentence: `身份证号：存成了数字…`. */
export function problemSays({ column, why, facts = {} }: RowProblem): string {
  const say = WHY[why]?.(facts) ?? `${PROBLEMS[why as ProblemCode]?.title ?? '没有录入'}。`;
  return column ? `${TITLES[column]}：${say}` : say;
}

/** What became of a row, in few words, and why. */
export function doneSays(problems: RowProblem[], done: RowDone | undefined): { result: string; why: string } {
  if (problems.length > 0 || !done) return { result: '没有录入', why: problems.map(problemSays).join('\n') };
  if (done.outcome === 'refused') return { result: '没有录入', why: problemSays({ why: done.why ?? '' }) };
  const entered = done.outcome === 'entered' ? '已录入' : '早已登记';
  if (done.seat === 'enrolled') return { result: `${entered}，已报名`, why: '' };
  if (done.seat === 'already') return { result: `${entered}，早已报名`, why: '' };
  if (done.seat === 'refused')
    return { result: `${entered}，没有报上名`, why: problemSays({ why: done.seat_why ?? '' }) };
  return { result: entered, why: '' };
}
