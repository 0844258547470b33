/** 停班, in words. */
import type { TrainingClass } from '../../../classes/types';
import { shortDay } from '../../../platform/spoken';

export const YES = '确定停班';
export const UNDO_REASON = '开错了，撤销';
export const WHICH = '停办哪个班？';
const named = (c: TrainingClass) => `${c.class_id} ${c.title}`;
export const over = (c: TrainingClass): string => `${named(c)}${shortDay(c.ends_at)}已经上完，停不了。`;
export const byOffice = (c: TrainingClass, people: number): string =>
  `${named(c)}有${people}人报名或候补，工作站停不了，要县里主管部门停。请把班号、停办原因报给他们，停了系统会通知每个人。只停一次课，回“改课 ${c.class_id}”；要先告诉大家，回“通知 ${c.class_id}”。`;
export const why = (c: TrainingClass, people: number): string =>
  `${named(c)}为什么停办？${people > 0 ? `会告诉报了名的${people}人。` : '说一句，留作记录。'}`;
export const dry = (c: TrainingClass, people: number, reason: string): string =>
  [
    `要停办：${named(c)}，${shortDay(c.starts_at)}开课`,
    `原因：${reason}`,
    people > 0 ? `${people}人报名或候补，都会收到消息，名额和时间退给他们。` : '还没有人报名。',
    '停了不能恢复，撤销不了。',
  ].join('\n');
export const done = (c: TrainingClass): string => `${c.class_id}取消了。`;
