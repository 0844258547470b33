/** 请假 and 补课 by the station. */
import type { LeaveReason } from '../../../classes/attendance/leave';
import type { Lesson, TrainingClass } from '../../../classes/types';
import { spokenDay, spokenTime } from '../../../platform/spoken';

const lessonName = (lesson: Lesson): string =>
  `第${lesson.n}节（${spokenDay(lesson.starts_at)} ${spokenTime(lesson.starts_at)}）`;
export const lessonsNamed = (lessons: Lesson[]): string => lessons.map(lessonName).join('、');

export const comesAfterAll = (c: TrainingClass, name: string): string =>
  `销假不用另外办：${name}来上课，签到就算到。签不了，回“点名 ${c.class_id} 到 ${name}”。`;
export const whichDay = (name: string): string => `${name}哪天请假？发日期，或“第3节”。`;
export const noLessonThen = (day: string): string => `${spokenDay(day)}没有课，不用请假。`;
export const noSuchLessons = (c: TrainingClass, lessons: number[]): string =>
  `${c.class_id} ${c.title}没有第${lessons.join('、')}节课，一共${c.lessons}节。`;
export const REASONS: Record<LeaveReason, string> = {
  sick: '生病',
  family: '家里有事',
  work: '要上班',
  other: '别的事',
};
export const dryLeave = (c: TrainingClass, name: string, lessons: Lesson[], reason: LeaveReason): string =>
  `给${name}请假：${c.class_id} ${c.title}\n${lessonsNamed(lessons)}，${REASONS[reason]}。\n请假不算到课，可以补课。`;
export const leaveDone = (name: string, lessons: Lesson[]): string => `${name}请好假了：${lessonsNamed(lessons)}。`;
export const leaveBack = (name: string): string => `${name}的假收回了。`;

/** Who has leave: one line a lesson. */
export function onLeave(c: TrainingClass, rows: { lesson: Lesson; names: string[] }[]): string {
  if (rows.length === 0) return `${c.class_id} ${c.title}\n没有人请假。\n要替人请假，说“请假 张三 明天”。`;
  return [
    `${c.class_id} ${c.title} 请假的`,
    ...rows.map(({ lesson, names }) => `${lessonName(lesson)}：${names.join('、')}`),
  ].join('\n');
}

export const missedWhich = (name: string): string => `${name}补哪一节？`;
export const nothingMissed = (name: string): string => `${name}没有缺课，不用补。`;
export const madeUpWhere = (name: string, n: number): string =>
  `${name}的第${n}节在哪天补的？发日期，像“7月30日”；跟着别的一节课补的，发“在第8节补”。`;
export const dryMakeUp = (c: TrainingClass, name: string, lesson: Lesson, where: string): string =>
  `${name}补课：${c.class_id} ${c.title}\n缺的${lessonName(lesson)}，${where}补了，算${lesson.units}课时。\n考勤里会写明是补课。`;
export const whereOf = (at: { lesson: number } | { day: string }): string =>
  'day' in at ? spokenDay(at.day) : `在第${at.lesson}节`;
export const makeUpDone = (name: string, n: number): string => `记好了：${name}第${n}节已补课。`;
export const makeUpBack = (name: string, n: number): string => `收回了：${name}第${n}节的补课。`;
/** Who missed what: for 补课 without a name. */
export function missed(c: TrainingClass, rows: { name: string; lessons: number[] }[]): string {
  if (rows.length === 0) return `${c.class_id} ${c.title}\n没有人缺课。`;
  return [
    `${c.class_id} ${c.title} 缺课的`,
    ...rows.map(({ name, lessons }) => `${name}：第${lessons.join('、')}节`),
    '补好了说“补课 张三 第3节 7月30日”。',
  ].join('\n');
}
