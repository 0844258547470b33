/** 更正一节课的到课, in words. */
import type { RollRow } from '../../../classes/attendance/roll-call';
import type { Lesson, TrainingClass } from '../../../classes/types';
import { HOW, heading, listed } from './roll-call';

type To = 'present' | 'absent';

export const YES = '确定更正';
export const REASONS: Record<To, string[]> = { absent: ['点名点错了', '签到的不是本人'], present: ['上次更正错了'] };
const NOW: Record<To, string> = { absent: '缺课', present: '到课' };

const marked = (rows: RollRow[]): string =>
  rows.map((row) => `${row.number}${row.member.name}（${row.mark ? HOW[row.mark.how] : '没有记录'}）`).join('、');

export const byOthers = (rows: RollRow[]): string =>
  `这节课已经记过：${marked(rows)}。要改请工作站或主管部门更正，你的身份改不了。`;
export const tooMany = (max: number): string => `一次最多更正${max}人，请分几次发。`;
export const why = (c: TrainingClass, lesson: Lesson, rows: RollRow[], to: To): string =>
  `${heading(c, lesson)}\n这节课已经记过：${marked(rows)}。\n要更正成${NOW[to]}，请写明理由；记得没错就回“取消”。`;
export const dry = (c: TrainingClass, lesson: Lesson, rows: RollRow[], to: To, reason: string): string =>
  [
    heading(c, lesson),
    `更正成${NOW[to]}：${listed(rows)}`,
    `原来：${marked(rows)}`,
    `理由：${reason}`,
    '谁改的、为什么会留底。撤销不了，改错了只能再更正。',
  ].join('\n');
export const done = (c: TrainingClass, n: number, names: string[], to: To): string =>
  `更正好了：${names.join('、')}，${c.class_id}第${n}节${NOW[to]}。`;
