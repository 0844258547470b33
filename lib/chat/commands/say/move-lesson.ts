/** 改课, in words. */
import type { Lesson, TrainingClass } from '../../../classes/types';
import type { Day } from '../../../platform/clock';
import type { Refusal } from '../../../platform/refusal';
import { spokenDay, spokenMoment } from '../../../platform/spoken';
import { spokenLesson } from '../../render';
import { refusedText } from './refusals';

export const TEACHER =
  '换老师这里办不了，请主管部门在系统里改：老师要先登记。改哪天、几点、在哪上，回“改课 班号 ……”就行。';
export const SEATS = '收多少人这里改不了，请主管部门在系统里改。改哪天、几点、在哪上，回“改课 班号 ……”就行。';
export const YES = '确定改课';
export const UNDO_REASON = '撤销改课';
export const WHICH = '改哪一节课？回序号，或者说“第3节”“周六的”。';
export const WHICH_OF_DAY = '那天有几节课，改哪一节？';

const named = (c: TrainingClass) => `${c.class_id} ${c.title}`;
export const lessonLabel = (lesson: Lesson): string => `第${lesson.n}节 ${spokenLesson(lesson)}`;
export const noSuch = (c: TrainingClass, n: number): string => `${named(c)}没有第${n}节课。改哪一节？`;
export const noneLeft = (c: TrainingClass): string => `${named(c)}没有还没上的课了。`;
export const where = (c: TrainingClass, lesson: Lesson): string =>
  `${named(c)} 第${lesson.n}节课现在是${spokenLesson(lesson)}，${lesson.place}。\n改到什么时候，或者什么地方？`;
export const whatTime = (c: TrainingClass, lesson: Lesson, day: Day | undefined, half: string): string =>
  `${named(c)} 第${lesson.n}节课${day ? `改到${spokenDay(`${day}T00:00`)}` : '改到'}${half}几点？`;
export const notSo = (refusal: Refusal, c: TrainingClass, lesson: Lesson): string =>
  `${refusedText(refusal)}\n${named(c)} 第${lesson.n}节课要改到什么时候？`;

export function dry(
  c: TrainingClass,
  { before, after }: { before: Lesson; after: Lesson },
  people: number,
  by_phone: string[],
  reason?: string,
): string {
  return [
    `${named(c)} 第${before.n}节课`,
    `原来：${spokenLesson(before)}，${before.place}`,
    `改成：${spokenLesson(after)}，${after.place}`,
    ...(reason ? [`原因：${reason}`] : []),
    by_phone.length > 0 ? `班里${people}人，有微信的会收到消息。` : `班里${people}人都会收到消息。`,
    ...by_phone,
  ].join('\n');
}

export const done = (c: TrainingClass, lesson: Lesson): string =>
  `改好了：${named(c)} 第${lesson.n}节课 ${spokenLesson(lesson)}。`;
export const undoLabel = (c: TrainingClass, before: Lesson, after: Lesson): string =>
  `改课 ${c.class_id} 第${after.n}节，改回${spokenMoment(before.starts_at)}`;
